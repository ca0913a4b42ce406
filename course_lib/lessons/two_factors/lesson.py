"""The record of notebook 12."""

from course_lib.lessons.lesson import Lesson, Prediction

PREDICTIONS = (
    Prediction("W becomes W + B·A; A is random and B is zero. What moves at the first step?", {
        "Only B": "dB = dW·Aᵀ needs A, which is there; dA = Bᵀ·dW has to wait until B has moved.",
        "Only A": "dA = Bᵀ·dW is multiplied by B, and B is zero.",
        "Nothing: the product is zero": "the product is zero, but what B hears is multiplied by A, not by B.",
    }, "Only B"),
    Prediction("B is zero, and all 16 rows of A are equal. What rank has B·A after training?", {
        "1": "swapping two units changes nothing, so they stay equal: sixteen copies of one.",
        "16": "that takes rows of A that differ, or columns of B that do.",
        "It grows, step by step": "every step changes all units alike, so no later step can part them.",
    }, "1"),
    Prediction("Fifty residual blocks, each with two zero factors. The network names nine of ten digits rightly. "
               "How many blocks have moved?", {
        "All 50": "two zeros stop each other in every block; what learns is what stands around the blocks.",
        "None": "the way past the blocks is a linear classifier, and digits are easy for one.",
        "The last few": "the error does reach the last block, and there it is multiplied by zero.",
    }, "None"),
)
LESSON = Lesson(
    number="12",
    folder="two_factors",
    name="Two factors",
    question="Which zeros are dead, and which only wait?",
    minutes=50,
    needs="notebooks 01 to 05",
    after="05",
    explorers=("explorer:two_factors", "deep_branches:deep_branches"),
    predictions=PREDICTIONS,
)
