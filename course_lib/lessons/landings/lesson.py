"""The record of notebook 09."""

from course_lib.lessons.lesson import Lesson, Look, Prediction, at, can, minutes, row

PREDICTIONS = (
    Prediction("Two units of a layer start with equal weights. On a map with one weight on each axis they walk ...", {
        "... to the nearest valley": "the nearest valley may lie beside the line, and no step leads off the line.",
        "... along the line where both are equal": "equal units get equal gradients, so no step leaves the line.",
        "... anywhere, given enough steps": "the number of steps does not matter: each one is equal for both.",
    }, "... along the line where both are equal", Look(
        "landings",
        "Drag *spread of the landings* to its left end, 0: all thirty start with two equal weights.",
        ({"spread": 0.0, "step": (">=", 6)},),
        "Where were the thirty landings then?", {
            "All at one place on the dashed line": "they walk as one, and the map counts 0 above the line and 0 below "
                                                   "it.",
            "In the two dark valleys": "no dot is there: the map counts 0 landings above the line and 0 below it.",
            "Scattered over the map": "they lie on top of each other, on the dashed line of the map.",
        }, "All at one place on the dashed line", "map")),
    Prediction("A two-unit network solves XOR from half of all starts. You may spend 4,000 steps. On what?", {
        "One run of 4,000 steps": "a start that is stuck after 1,000 steps is mostly still stuck after 4,000.",
        "Four restarts of 1,000 steps": "a start that is stuck mostly stays stuck; a new one is a new chance.",
        "It makes no difference": "it would if the stuck starts only needed more time.",
    }, "Four restarts of 1,000 steps", Look(
        "landings",
        "Set *fixed hidden bias* to −1.5, where some starts get stuck as well. With *spread of the landings* at 1 "
        "drag *training step* to about 100, read below the picture how many get every sample right, then drag on to "
        "the right end.",
        ({"bias": -1.5, "spread": (">=", 0.3), "step": (">=", 200)},),
        "From there to the right end, how many of the landings that were missing got every sample right?", {
            "Most of them": "the sentence says 16 of 30 at both (spread 1, seed 0): empty dots on the map stay empty.",
            "All of them": "on the map there are still empty dots at the end, about as many as before.",
            "Few or none": "the empty dots hardly move: most of them lie close to a +, which marks a valley.",
        }, "Few or none", "map")),
    Prediction("Of 100 two-unit networks started at scale 1, half solve XOR in 300 steps. At scale 10?", {
        "More: larger weights differ more": "they differ more, and they also saturate: gradients are small from the "
                                            "start.",
        "Fewer": "large weights saturate the units, and then a step moves them little. Different is not all.",
        "As many: different is different": "that the units differ is needed; from where they start still decides.",
    }, "Fewer", Look(
        "restarts",
        "Drag *scale* from 1 to its right end, and read below the picture how many of the 100 starts solve XOR.",
        ({"scale": (">=", 5), "width": 2},),
        "At scale 1 it was half of them. How many was it at the right end?", {
            "Fewer": "so the sentence says; the dashed curve, expected, lies higher than before for up to ten starts.",
            "More": "the sentence counts fewer at the right end than at scale 1.",
            "About as many": "compare the two numbers in the sentence: at the right end it is clearly fewer than half.",
        }, "Fewer", "best")),
)
CLAIMS = (
    row(10, "Training walks downhill in fog: land in many places and one gets low; friends at one spot walk one path.",
        "half true", "From (0, 0) nobody arrives. From random spots all do on one map, 7 in 10 on another.",
        "Two stories in one: places differ from run to run, but symmetry is about the units of a single run.",
        at("09", "The claim, as numbers: landings", "bias   -1, spread 0     about   `0` % get every sample right",
           "bias   -1, spread 1     about `100` % get every sample right",
           "bias -1.5, spread 1     about  `70` % get every sample right"),
        at("09", "On the mirror line",
           "from (2, 2) to [`0.7` `0.7`]: curvature `0.32` along the line, `-0.07` across it")),
    row(11, "Training is greedy, like k-means; convex problems do not care where they start.", "half true",
        "From 100 starts logistic regression finds one end, k-means more than ten; of small networks half solve XOR.",
        "Convex is not enough: it takes one lowest point. With one input twice three starts end in three places.",
        at("09", "Who else depends on the start?", "logistic regression: different losses from 100 starts: `1`",
           "one input twice, three starts: different losses `1` | different weights `3`",
           "k-means: more than 10 different clusterings: `True` | the worst is `1.4` times the best"),
        at("09", "The honest cost", "width 2, one run of 1,000 steps: about `50` %")),
)
OBJECTIVES = (
    can("predict which way equal units walk on a map of the loss, and count the ways down from a point",
        1, "downhill_directions"),
    can("compute how many restarts a success rate asks for, and say what to spend steps on", 2, 3, "restarts_needed"),
    can("write the same function with its units in another order or with other signs", "reordered_output", "sign_twin"),
)
EXERCISES = minutes(downhill_directions=4, restarts_needed=5, reordered_output=4, sign_twin=6)
LESSON = Lesson(
    number="09",
    folder="landings",
    name="Landings and restarts",
    question="Does it matter where you land?",
    minutes=60,
    needs="notebooks 01 to 05",
    after="05",
    objectives=OBJECTIVES,
    exercises=EXERCISES,
    explorers=("explorer:landings", "restarts:restarts"),
    predictions=PREDICTIONS,
    claims=CLAIMS,
)
