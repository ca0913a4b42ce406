"""The texts of what `examine_gradients` finds: known slips in a backward pass."""

from course_lib.reading.entry import Entry

_BACK = "mlp.backward(network, mlp.forward(network, X), Y)"
_DW = f"{_BACK}[{{k}}].dW"

SLIPS = {
    "right": Entry("It is the derivative of the mean loss.", "Nothing: look elsewhere.",
                   "02", "The claim, as a number", _DW),
    "sign": Entry("Minus the gradient leads uphill when it is subtracted.",
                  "Take A − Y at the output, not Y − A, and W − rate · dW; or turn both.",
                  "02", "The sign and the size of a step", _DW),
    "not divided by m": Entry("A sum over samples grows with their number, and so does the step.",
                              "Divide by the number of samples, dW = dZ @ A_in.T / m.",
                              "02", "By hand, once", _DW),
    "divided by m twice": Entry("The step shrinks with the number of samples.",
                                "Divide by m in one place only: in dZ or in dW, not in both.",
                                "02", "By hand, once", _DW),
    "a factor": Entry("The direction is right, the size is not; a rate hides that until you compare with another "
                      "program.",
                      "Look for a 2 of the square, a mean over the outputs, or a sum where a mean is meant.",
                      "02", "The sign and the size of a step", _DW),
    "transposed": Entry("Entry (i, j) belongs to unit i and input j; the transpose gives it to another weight.",
                        "dZ @ A_in.T for W of shape (units, inputs). If your W is (inputs, units), say "
                        "layout='inputs_units'.", "02", "The symbols", _DW),
    "a missing slope": Entry("Going back through an activation multiplies the error with its slope.",
                             "dZ = (W_above.T @ dZ_above) * f′(Z).",
                             "02", "One factor at a time", _BACK + "[{k}].dZ"),
    "the slope at another point": Entry("f′ is taken at Z; a formula in A, as 1 − A² or A(1 − A), wants A and not Z.",
                                        "tanh: 1 − A²; sigmoid: A(1 − A); ReLU: Z > 0.",
                                        "02", "One factor at a time", _BACK + "[{k}].dZ"),
    "W updated too early": Entry("The error must go back through the weights that made it, not through their "
                                 "successors.",
                                 "Compute all gradients first, then update all weights.",
                                 "02", "A slip in an answer", _DW),
    "softmax over the samples": Entry("Each sample's answers must add up to 1, not each output's over the samples.",
                                      "exp(Z).sum(axis=0, keepdims=True) for (outputs, samples); axis=1 for the other "
                                      "way.",
                                      "02", "The symbols", "mlp.forward(network, X)[-1].A.sum(axis=0)"),
    "bias summed over the wrong axis": Entry("db has one number per unit: a mean over the samples.",
                                             "db = dZ.sum(axis=1, keepdims=True) / m for dZ of shape (units, samples).",
                                             "02", "The symbols", f"{_BACK}[{{k}}].db"),
    "the gradient of another layer": Entry("Each W needs its own dW; a list built from the output down is in reverse.",
                                           "Reverse the list, or insert at its front.",
                                           "02", "The symbols", _DW),
    "Z where A is meant": Entry("A layer takes in the activations of the one below, and so does its gradient.",
                                "dW = dZ @ A_in.T with A_in the activations below (X for layer 1).",
                                "02", "One factor at a time", _DW),
    "the output's slope is missing": Entry("Squared error under an output with a curve: its slope is a factor.",
                                           "dZ = (A − Y) * f′(Z); A − Y alone belongs to cross-entropy.",
                                           "02", "One factor at a time", f"{_BACK}[-1].dZ"),
    "the output's slope is too much": Entry("Under cross-entropy the slope of sigmoid or softmax cancels.",
                                            "dZ = A − Y, without a slope.",
                                            "02", "One factor at a time", f"{_BACK}[-1].dZ"),
    "W not transposed on the way back": Entry("The error goes back over the same connections: unit j hears over "
                                              "column j.",
                                              "W.T @ dZ, not W @ dZ.",
                                              "02", "One factor at a time", _BACK + "[{k}].dZ"),
    "the targets are not subtracted": Entry("Without Y the gradient does not know what is wanted.",
                                            "dZ = A − Y at the output.", "02", "By hand, once", f"{_BACK}[-1].dZ"),
    "one sample only": Entry("The gradient of one sample is not that of the mean over all.",
                             "Sum over all samples, or hand in that sample alone as X and Y.",
                             "02", "By hand, once", _DW),
    "weight decay in it": Entry("The gradient of the loss and of a penalty on the weights are added up here.",
                                "Right if you want it: compare without the penalty.",
                                "02", "The symbols", _DW),
    "all zero": Entry("Nothing moves.", "Is the array overwritten, or filled before the pass?",
                      "03", "The formula that stops", _DW),
    "another shape": Entry("It cannot be subtracted from its weights.", "dW has the shape of W, db that of b.",
                           "02", "The symbols", f"{_DW}.shape"),
    "wrong, and no known slip": Entry("It is not the derivative of this loss.",
                                      "Compare with central differences, entry by entry; go back from the output "
                                      "layer.",
                                      "02", "The claim, as a number", _DW),
}
