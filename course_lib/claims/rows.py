"""The claims of one popular question-and-answer page, in our own words, each with its verdict, limit and experiments.

A printed line stands here as it stands in the notebook's saved output (or a part of it). What is between backticks is
what carries the verdict: tests find the line under the heading, and recompute what is marked by another method.
"""

from typing import NamedTuple

VERDICTS = ("true", "half true", "depends", "false")


class Experiment(NamedTuple):
    """Where a claim is tested: the notebook's number, a heading in it, and lines printed under that heading."""

    notebook: str
    heading: str
    printed: tuple


class Claim(NamedTuple):
    """One row of the table. `why` is the verdict in one line, `limit` says where the verdict stops being true."""

    number: int
    claim: str
    verdict: str
    why: str
    limit: str
    experiments: tuple


def at(notebook, heading, *printed):
    """An experiment, written shortly."""
    return Experiment(notebook, heading, printed)


def row(number, claim, verdict, why, limit, *experiments):
    """A claim, written shortly."""
    return Claim(number, claim, verdict, why, limit, experiments)


CLAIMS = (
    row(1, "Hidden units that start with equal weights all compute the same.", "true",
        "Equal rows of W1 and equal biases give equal activations, whatever the input.",
        "One bias changed makes two kinds of units; and different rows can still agree on all of your data.",
        at("01", "The claim, as a number", "distinct rows of A: `1` of 8, over 1,000 samples",
           "with one bias changed, distinct rows of A: `2` of 8")),
    row(2, "With every weight 1, each unit outputs the sigmoid of the sum of its inputs.", "true",
        "So it does, and with ten inputs of 1 the sigmoid has hardly any slope left.",
        "Only without a bias; and for small sums nothing is saturated.",
        at("01", "All ones: true, and a second problem", "2 inputs of 1: output `0.88080`, slope `0.10499`",
           "10 inputs of 1: output `0.99995`, slope `0.00005`")),
    row(3, "The backward pass treats equal units equally, too.", "half true",
        "Only if their outgoing weights match as well: a constant W1 under a random W2 learns XOR.",
        "Different outgoing weights do not always help: tanh units with W1 = 0 get no gradient on XOR.",
        at("02", "The claim, as a number", "W1 constant  W2 constant  distinct rows of dW1: `1` of 4",
           "W1 constant  W2 random    distinct rows of dW1: `4` of 4",
           "W1 constant, W2 constant:   `0` % of 200 draws (seed 0) solve XOR",
           "W1 constant, W2 random  : `100` % of 200 draws (seed 0) solve XOR")),
    row(4, "From zero weights no error gets back to the first layer, so it never moves.", "half true",
        "True for ever with tanh and ReLU. With sigmoid W2 moves at step 1 and W1 at step 2, its rows staying equal.",
        "Balanced labels hide the difference: on XOR with full batches nothing moves with sigmoid either.",
        at("03", "The sigmoid exception",
           "tanh     on OR, first step at which each part moves: "
           "{'W1': '`never`', 'b1': 'never', 'W2': 'never', 'b2': 1}",
           "sigmoid  on OR, first step at which each part moves: {'W1': `2`, 'b1': 2, 'W2': `1`, 'b2': 1}",
           "distinct rows of W1: `1` of 4"),
        at("03", "The trap: balanced labels",
           "XOR   class 1: `50` %  sigmoid from zero: {'W1': '`never`', 'b1': 'never', 'W2': 'never', 'b2': 'never'}")),
    row(5, "From equal weights every update moves all rows alike, and a layer is worth one unit.", "true",
        "Eight equal units stay one class, and merged into one unit they answer as before.",
        "Biases and outgoing weights must match too; equal means up to rounding; and width still sets the step size.",
        at("04", "The claim, as a number: eight units are one", "distinct rows of dW1 in 1,000 steps: at most `1`",
           "unit classes after 1,000 steps: `1`", "agree to 1e-9 on 1,000 random inputs (seed 1): `True`")),
    row(6, "A network of equal units can do no more than logistic regression.", "half true",
        "Its boundary is a half-plane, but its loss goes lower: towards 0.4774, where logistic regression has 0.6931.",
        "A half-plane needs a monotone activation: a sine solves XOR with one class. And some starts stay at 0.6931.",
        at("04", "The loss: lower than logistic regression's",
           "logistic regression `0.6931`, bound for one unit `0.4774`", "1,000 steps: loss `0.486`",
           "10,000 steps: loss `0.478`", "from W1 = 0.5, W2 = -1: loss `0.6931`"),
        at("04", "The boundary: a half-plane", "changes of side along w: `1`", "samples of XOR right: `3` of 4"),
        at("04", "The activation: monotone or not", "unit classes: `1` | answers on XOR: [[`0`. `1`. `1`. `0`.]]")),
    row(7, "Some learners do learn from zero: logistic regression, a linear perceptron.", "true",
        "Logistic regression ends at one optimum from any start; the perceptron finds a line, from zero as well.",
        "Which line the perceptron finds depends on the start. If no line separates the classes it never ends.",
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
    row(9, "With dropout nobody needs random weights.", "half true",
        "Dropout of hidden units parts equal ones at once. Later, and moons not from 0.5 within 400 steps.",
        "Each unit needs a mask of its own: one mask for all, or dropped inputs, part none. Zero with tanh stays dead.",
        at("08", "By hand, once", "dropout of hidden units, each a mask of its own: distinct rows of dW1: `4` of 4",
           "dropout of hidden units, one mask for all: distinct rows of dW1: `1` of 4",
           "dropout of inputs: distinct rows of dW1: `1` of 4"),
        at("08", "The claim, as numbers: dropout",
           "moons, weights of size 1, dropout 0.05\n   random           about `100` %, step `100`\n"
           "   random, dropout  about `100` %, step `150`\n   equal, dropout   about `100` %, step `200`",
           "moons, weights of size 0.5, dropout 0.05\n   random           about  `90` %, step `200`\n"
           "   random, dropout  about  `80` %, step `250`\n   equal, dropout   about   `0` %, `never`")),
    row(10, "Training walks downhill in fog: land in many places and one gets low; friends at one spot walk one path.",
        "half true", "From (0, 0) nobody arrives. From random spots all do on one map, 7 in 10 on another.",
        "Two stories in one: places differ from run to run, but symmetry is about the units of a single run.",
        at("09", "The claim, as numbers: landings", "bias   -1, spread 0     about   `0` % get every sample right",
           "bias   -1, spread 1     about `100` % get every sample right",
           "bias -1.5, spread 1     about  `70` % get every sample right"),
        at("09", "On the mirror line",
           "from (2, 2) to [`0.7` `0.7`]: curvature `0.32` along the line, `-0.07` across it")),
    row(11, "Training is greedy, like k-means; convex problems do not care where they start.", "true",
        "From 100 starts logistic regression finds one end, k-means more than ten; of small networks half solve XOR.",
        "One end of a convex problem needs a lowest point: if a line separates the classes, its weights grow for ever.",
        at("09", "Who else depends on the start?", "logistic regression: different losses from 100 starts: `1`",
           "k-means: more than 10 different clusterings: `True` | the worst is `1.4` times the best"),
        at("09", "The honest cost", "width 2, one run of 1,000 steps: about `50` %")),
    row(12, "Several random starts get near the best solution.", "depends",
        "A rate, set by width, scale and time: with two units 9, 5 or 3 of 10 starts solve XOR; with eight nearly all.",
        "The figures are those of tanh on XOR. Scale 0.01 only looks hopeless: it is slow. And k tries cost k runs.",
        at("05", "The claim, as numbers: success by scale and width", "width 2, scale 0.1  about `90` % of 200 seeds",
           "width 2, scale 1    about `50` %", "width 2, scale 5    about `30` %", "width 8, scale 1    about `100` %",
           "scale 0.01,  1,000 steps: `none`"),
        at("09", "The honest cost", "width 2, best of 4 runs of 1,000: `more than 9 in 10`")),
    row(13, "For ReLU draw Gaussian weights times √(2 / fan-in) (He), or use one of its relatives.", "true",
        "Gain √2 keeps the mean square of a ReLU layer where gain 1 halves it. LeCun, Xavier and He are one formula.",
        "It is a mean over draws: half of the networks of width 64 and depth 50 keep less than a sixth of it.",
        at("06", "By hand, once", "gain 1: one ReLU layer multiplies the mean square by about `0.5`",
           "gain √2: one ReLU layer multiplies the mean square by about `1.0`"),
        at("06", "The claim, and the spread around it", "median `0.15`, 5 % lie below `0.01`, 5 % above `3`",
           "first-layer gradient, gain 1 over He: `3e-05`")),
    row(14, "There is a rule of thumb for sigmoid networks.", "half true",
        "1/√fan-in can be derived, and it serves one layer.",
        "It does not serve ten: all samples come out alike. Gain 10 parts them, with many units near their flat ends.",
        at("06", "A rule of thumb for sigmoid?", "gain  1, layer 10: std of all `0.1`, between samples `4e-07`",
           "gain  4, layer 10: std of all `0.3`, between samples `4e-03`",
           "gain 10, layer 10: std of all `0.4`, between samples `8e-02`")),
    row(15, "Large weights saturate tanh and sigmoid, so multiply by 0.01.", "half true",
        "True in one hidden layer. In ten, 0.01 loses the signal and large weights make the gradient explode.",
        "Measured with tanh at the start. One hidden layer is as well off at Xavier's scale as at 0.01.",
        at("07", "The claim, as numbers: one layer and ten",
           "hidden layers  1, scale  10.0: |dW1| is `0.1` times that of Xavier's scale",
           "hidden layers 10, scale  0.01: |dW1| is `2e-11` times that of Xavier's scale",
           "hidden layers 10, scale   1.0: |dW1| is `2e+02` times that of Xavier's scale")),
    row(16, "Small numbers that are not zero, such as 0.1, break the symmetry.", "half true",
        "Only if they differ: with all weights 0.1 the units stay one class.",
        "Different need not be enough: from differences of 0.000001 about 0 % of 200 seeds solve XOR in 1,000 steps.",
        at("05", "The claim, as numbers: small, or different?",
           "all weights 0.1: unit classes after 1,000 steps: `1` of 4",
           "ε = 1e-06  about `0` % of 200 seeds solve XOR", "ε = 0.1    about `100` % of 200 seeds solve XOR")),
    row(17, "The new weight is the old one plus the derivative of the loss.", "false",
        "That climbs. Descent subtracts the derivative, times a learning rate.",
        "The right sign is not enough: too large a learning rate can raise the loss as well.",
        at("02", "The sign and the size of a step", "W +0.1 · dW: the loss `rises` by `0.015`",
           "W -0.1 · dW: the loss `falls` by `0.012`")),
)
