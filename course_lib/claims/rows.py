"""The claims of one popular question-and-answer page: the lessons' own, and here those that cross lessons."""

from course_lib.lessons import LESSONS
from course_lib.lessons.lesson import VERDICTS, Claim, Experiment, at, row

ACROSS = (
    row(7, "Some learners do learn from zero: logistic regression, a linear perceptron.", "true",
        "From zero both learn. Logistic regression ends in its one lowest point, the perceptron on some line.",
        "Which line depends on the start, and so does logistic regression's end without one lowest point.",
        at("03", "Logistic regression does learn from zero",
           "from zeros : W = [[  `4.75` `-13.58`]], b = `-4.45`, loss `0.116`",
           "from normal: W = [[  `4.75` `-13.58`]]"),
        at("09", "Who else depends on the start?", "perceptron: all 100 separate the classes: `True`",
           "more than 90 different lines: `True`",
           "smallest margin: below 0.1 in the worst, `0.61` in the best, `0.56` from zero")),
    row(8, "The right word is symmetry, not correlation.", "true",
        "Symmetry means equal rows. Rows of correlation 1 can be different rows.",
        "Different is not yet diverse: four different rows can all be multiples of one.",
        at("05", "Symmetry is not correlation", "correlation `1.0` | distinct rows: `2` | rank: `1`",
           "distinct rows: `4` of 4 | rank: `1`"),
        at("08", "Symmetry is not correlation", "distinct rows `16` of 16 | singular values [`0.54` `0`.  ]",
           "equal      `none` learn it; the best loss is `0.49`",
           "correlated `more than 8 in 10` learn it; the best loss is `0.01`")),
    row(12, "Several random starts get near the best solution.", "depends",
        "A rate, set by width, scale and time: with two units 9, 5 or 3 of 10 starts solve XOR; with eight nearly all.",
        "The figures are those of tanh on XOR. Scale 0.01 only looks hopeless: it is slow. And k tries cost k runs.",
        at("05", "The claim, as numbers: success by scale and width", "width 2, scale 0.1  about `90` % of 200 seeds",
           "width 2, scale 1    about `50` %", "width 2, scale 5    about `30` %", "width 8, scale 1    about `100` %",
           "scale 0.01,  1,000 steps: `none`"),
        at("09", "The honest cost", "width 2, best of 4 runs of 1,000: `more than 9 in 10`")),
)
CLAIMS = tuple(sorted((*ACROSS, *(claim for lesson in LESSONS.values() for claim in lesson.claims)),
                      key=lambda claim: claim.number))
POPULAR = tuple(claim for claim in CLAIMS if not claim.source)  # of the page that the course grew out of
TODAY = tuple(claim for claim in CLAIMS if claim.source)  # of papers and threads about today's building blocks

__all__ = ["ACROSS", "CLAIMS", "POPULAR", "TODAY", "VERDICTS", "Claim", "Experiment"]
