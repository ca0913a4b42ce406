"""The predictions of notebook 12."""

from course_lib.lessons.lesson import Look, Prediction

PREDICTIONS = (
    Prediction("W becomes W + B·A; A is random and B is zero. What moves at the first step?", {
        "Only B": "dB = dW·Aᵀ needs A, which is there; dA = Bᵀ·dW has to wait until B has moved.",
        "Only A": "dA = Bᵀ·dW is multiplied by B, and B is zero.",
        "Nothing: the product is zero": "the product is zero, but what B hears is multiplied by A, not by B.",
    }, "Only B", Look(
        "two_factors",
        "Drag *scale of A and B* to its left end and to its right end. Read the table largest change at.",
        ({"scale": ("<=", 0.01), "A": "random", "B": "zero", "gate": "1, not trained"},
         {"scale": (">=", 3), "A": "random", "B": "zero", "gate": "1, not trained"}),
        "Which rows of the table had a number that is not 0 at step 1?", {
            "B alone, at both ends": "the row of A is 0 at step 1 and has numbers from step 2 on.",
            "A alone": "in the table largest change at the row of A begins with 0.",
            "A and B": "in the table largest change at A has 0 at step 1, and its first number at step 2.",
        }, "B alone, at both ends", "moved")),
    Prediction("B is zero, and all 16 rows of A are equal. What rank has B·A after training?", {
        "1": "swapping two units changes nothing, so they stay equal: sixteen copies of one.",
        "16": "that takes rows of A that differ, or columns of B that do.",
        "It grows, step by step": "every step changes all units alike, so no later step can part them.",
    }, "1", Look(
        "two_factors",
        "Set *A starts* to equal units, leave *B starts* at zero, and drag *training step* to its right end.",
        ({"A": "equal", "B": "zero", "gate": "1, not trained", "between": "nothing (LoRA)", "step": (">=", 10)},),
        "What became of the sixteen units, and of the rank below the picture?", {
            "They parted; the rank is 16": "the panel distinct says 1 of 16, and the sentence gives the rank 1.",
            "They stayed one; the rank is 1": "sixteen equal images of A, sixteen equal images of dA.",
            "They parted bit by bit; the rank grew with the steps": "the panel distinct says 1 of 16 at every step.",
        }, "They stayed one; the rank is 1", "units")),
    Prediction("Fifty residual blocks, each with two zero factors. The network names nine of ten digits rightly. How "
               "many blocks have moved?", {
        "All 50": "the two zeros of a block stop each other; what learns is what stands around the blocks.",
        "None": "the way past the blocks is a linear classifier, and digits are easy for one.",
        "The last few": "the error does reach the last block, and there it is multiplied by zero.",
    }, "None", Look(
        "deep_branches",
        "Set *start* to two zeros. Read the table largest change at: gates, W2 and W1 are those of the blocks.",
        ({"start": "two zeros"},),
        "Which rows of the table had a number that is not 0?", {
            "All four, from step 1 on": "in the table largest change at three of four rows are 0 at each step.",
            "The gates at step 1, W2 and W1 after them": "so it would be with one zero; here these rows are 0.",
            "The head alone": "gates, W2 and W1 have 0 at all three steps: no block moves.",
        }, "The head alone", "moved")),
    Prediction("Fifty residual blocks with He's weights: the mean square of what passes grows some 10²⁴-fold. You "
               "make every branch a tenth as large. Now it grows ...", {
        "... 10²²-fold: a hundredth of that": "the hundredth enters fifty times, once in each block.",
        "... about threefold": "each block multiplies by 1 + 2 · 0.1² = 1.02 instead of by 3, and 1.02⁵⁰ is 2.7.",
        "... not at all: it dies away": "a branch is added to what goes past it, so nothing is lost.",
    }, "... about threefold", Look(
        "deep_branches",
        "With *start* at plain, times the scale, drag *branch scale* from 1 to 0.1 or further left.",
        ({"scale": ("<=", 0.1), "start": "plain, times the scale", "blocks": 50},),
        "Where did the curve of the stream end at the small scale?", {
            "Above 1e20": "it does at scale 1; at a tenth the mean square of the stream stays near 1.",
            "Between 1 and 10": "the curve is nearly flat: fifty blocks do not even make ten of one.",
            "At 0": "the mean square of the stream ends at 1 or above: what goes past the blocks is kept.",
        }, "Between 1 and 10", "stream")),
)
