"""The texts of what `examine` finds; the lines of code use the reading's own network, X and Y."""

from course_lib.reading.entry import Entry

_Z = "mlp.forward(network, X)[{k}].Z"
_A = "mlp.forward(network, X)[{k}].A"
_ANSWERS = "mlp.forward(network, X)[-1].A"

STARTS = {
    "healthy": Entry(
        "Signal, error and differences between units all get through.",
        "Train it. If it does not learn, look at the data and the rate, not at the start.",
        "10", "A healthy one first", f"{_ANSWERS}.std(axis=1)"),
    # what no step changes
    "zero": Entry(
        "Each gradient is a product, and where two of its factors are zero nothing moves, however long you train.",
        "Draw the zero layers at random. A last layer may stay zero; a first one of ReLU units would stay dead.",
        "03", "The claim, as numbers: dead", "[np.abs(g.dW).max() for g in mlp.backward(network, "
        "mlp.forward(network, X), Y)]"),
    "constant": Entry(
        "Equal units get equal gradients, so each layer stays one unit, copied.",
        "Draw the weights at random.",
        "04", "The claim, as a number: eight units are one", "diagnostics.distinct_rows(network[{k}].W)"),
    "equal units": Entry(
        "Units with the same incoming weights, bias and outgoing weights get the same gradient: no step parts them.",
        "Draw the rows anew at random, or add a little noise to one of each class.",
        "04", "One word first", "diagnostics.unit_classes(network, {k})"),
    # what the arrays themselves have wrong
    "softmax over the wrong axis": Entry(
        "Answers must add up to 1 for each sample; summed over the samples, one sample's answer depends on the others.",
        "Sum over the outputs: axis=0 for (outputs, samples), axis=1 for (samples, outputs), with keepdims=True.",
        "02", "Where it stops being true", f"{_ANSWERS}.sum(axis=0)"),
    "softmax of one output": Entry(
        "One output shares its 1 with nobody: the answer is 1 whatever the input, and no gradient flows.",
        "Use sigmoid for one output, or softmax with two.",
        "01", "The symbols", _ANSWERS),
    "labels in the wrong layout": Entry(
        "A one-hot column says which class its sample has; these columns do not, so the network learns noise.",
        "Transpose, Y.T; never reshape (samples, outputs) to (outputs, samples).",
        "02", "The symbols", "Y.sum(axis=0)"),
    "targets out of reach": Entry(
        "The output function cannot give these values, so part of the loss can never go.",
        "Use an output that reaches them (identity for any number, tanh for −1 to 1), or bring the targets into its "
        "range.",
        "01", "The symbols", f"{_ANSWERS}.min(), {_ANSWERS}.max(), Y.min(), Y.max()"),
    "answers ignore the input": Entry(
        "Whatever you hand in, the same answer comes out, so nothing can be learned about the inputs.",
        "Give it biases and more than one hidden unit, and an output that keeps the size of what enters it.",
        "01", "By hand, once", f"np.ptp({_ANSWERS}, axis=1)"),
    "transposed layer": Entry(
        "A square layer that is stored the other way round fits and computes something else.",
        "Hand the weights in with the other layout, or transpose them.",
        "01", "The symbols", "network[{k}].W.T"),
    "inputs not scaled": Entry(
        "The size of the inputs multiplies every first pre-activation and, squared, the steepest curvature.",
        "Standardize each input: X = (X - X.mean(axis=1, keepdims=True)) / X.std(axis=1, keepdims=True).",
        "06", "Two words first", "X.mean(axis=1), X.std(axis=1)"),
    "targets not scaled": Entry(
        "The first errors are as large as the targets, and so are the first steps.",
        "Subtract the mean of Y and divide by its standard deviation; undo it in the answers.",
        "02", "The sign and the size of a step", "Y.mean(), Y.std()"),
    # silent and saturated units
    "dead relu": Entry(
        "A unit that is silent for every sample passes nothing on and gets no gradient.",
        "Weights of mean 0 (He), biases 0 or slightly positive, inputs with mean 0; or a leaky ReLU.",
        "07", "Dead ReLU units", f"({_Z} <= 0).all(axis=1).mean()"),
    "biases that kill": Entry(
        "Biases this large decide alone where each unit stands; its inputs no longer matter.",
        "Set the biases to 0.",
        "07", "Dead ReLU units", "network[{k}].b.ravel(), " + f"{_Z}.mean(axis=1)"),
    "saturated": Entry(
        "On the flat ends of the curve the slope is nearly 0, and the error is multiplied with it.",
        "Smaller weights: std 1/√(inputs) for tanh and sigmoid; inputs of size 1.",
        "07", "One word first", f"diagnostics.saturation({_A})"),
    "saturated on the wrong side": Entry(
        "Under squared error a wrong answer on the flat end is multiplied with a slope of nearly 0: it is not "
        "corrected.",
        "Smaller weights in the last layer, or cross-entropy, whose error is not multiplied with the slope.",
        "07", "Wrong, sure, and hardly corrected", f"(np.abs({_ANSWERS} - Y) > 1).mean()"),
    "saturated output": Entry(
        "It is sure of answers that it cannot know yet; the first hundred steps go into unlearning that.",
        "Smaller weights in the last layer: multiply them by 0.1, or use std 1/√(inputs).",
        "10", "Predict before you run", "mlp.loss(network, mlp.forward(network, X), Y)"),
    # sizes
    "too small": Entry(
        "Each layer multiplies the differences between samples and, on the way back, the error by such a factor.",
        "Use the size that fits the layer: std √(2/inputs) for ReLU (He), 1/√(inputs) for tanh (LeCun, Xavier).",
        "06", "One formula, three names", "[W.std() * np.sqrt(W.shape[1]) for W, _, _ in network]"),
    "too large": Entry(
        "Pre-activations grow from layer to layer: tanh and sigmoid end flat, ReLU's answers and gradients explode.",
        "Use the size that fits the layer: std √(2/inputs) for ReLU (He), 1/√(inputs) for tanh (LeCun, Xavier).",
        "06", "One formula, three names", "[W.std() * np.sqrt(W.shape[1]) for W, _, _ in network]"),
    "wrong fan": Entry(
        "The rule divides by the number of inputs of *that* layer; one number for all layers fits only one of them.",
        "Compute the scale in each layer from its own shape: np.sqrt(2 / W.shape[1]).",
        "10", "The handbook", "[W.std() * np.sqrt(W.shape[1]) for W, _, _ in network]"),
    "swapped fan": Entry(
        "A unit sums over its inputs, so their number sets the scale; here the number of units did.",
        "With W of shape (units, inputs) divide by W.shape[1]; with (inputs, units) by W.shape[0].",
        "10", "Where it stops being true", "[(W.std() * np.sqrt(W.shape[0]), W.std() * np.sqrt(W.shape[1])) "
        "for W, _, _ in network]"),
    "a mean that drowns the spread": Entry(
        "All units see nearly the same sum, n · mean · input: they answer alike and saturate or grow together.",
        "Center the draw: rng.normal, or 2 * rng.random(shape) - 1, instead of rng.random(shape).",
        "06", "Two words first", "[(W.mean() * W.shape[1], W.std() * np.sqrt(W.shape[1])) for W, _, _ in network]"),
    "he on tanh": Entry(
        "A gain above 1 lets tanh networks pull near samples apart and multiply gradients in each layer.",
        "Orthogonal weights or a gain of 1, or a much smaller rate.",
        "10", "Where it stops being true", "[np.sqrt((g.dZ**2).mean()) for g in mlp.backward(network, "
        "mlp.forward(network, X), Y)]"),
    "gradients explode": Entry(
        "Going back, each layer multiplies the error by more than 1; the first layers get steps that are far too "
        "large.",
        "A gain that fits the activation, orthogonal weights, or a much smaller rate.",
        "07", "The claim, as numbers: one layer and ten", "[np.sqrt((g.dZ**2).mean()) for g in mlp.backward(network, "
        "mlp.forward(network, X), Y)]"),
    "gradients vanish": Entry(
        "Going back, each layer multiplies the error by its weights and slopes; where that leaves next to nothing the "
        "first layers stand still.",
        "A gain that fits the activation, tanh or ReLU in the place of sigmoid, fewer layers. A larger rate would only "
        "upset the last ones.",
        "07", "The claim, as numbers: one layer and ten", "[np.sqrt((g.dW**2).mean()) for g in mlp.backward(network, "
        "mlp.forward(network, X), Y)]"),
    "signal fades with depth": Entry(
        "Each layer alone looks fair, but they multiply: the last ones hardly see which sample it is.",
        "Fewer layers, or a gain that keeps the size: √2 for ReLU, 1 for tanh; for sigmoid take tanh, or a gain near "
        "4.",
        "06", "Fifty layers", "diagnostics.spread_by_layer(mlp.forward(network, X))"),
    # framework defaults
    "PyTorch's default": Entry(
        "nn.Linear draws U(±1/√inputs), a gain of 1/√3 = 0.58: fine for few layers, too small for many ReLU layers.",
        "nn.init.kaiming_normal_(layer.weight, nonlinearity='relu') and nn.init.zeros_(layer.bias), in every layer.",
        "06", "One formula, three names", "[(W.std() * np.sqrt(W.shape[1]), np.abs(W).max() * np.sqrt(W.shape[1])) "
        "for W, _, _ in network]"),
    "Keras' default": Entry(
        "Dense draws Glorot's uniform, made for tanh; with many ReLU layers He's is √2 larger.",
        "kernel_initializer='he_normal' for many ReLU layers; as it is for few.",
        "06", "One formula, three names", "[(W.std() * np.sqrt(sum(W.shape) / 2)) for W, _, _ in network]"),
    "scikit-learn's default": Entry(
        "It draws weights and biases from Glorot's uniform, and cannot be told otherwise.",
        "Nothing for a few layers; set coefs_ yourself after one partial_fit for many.",
        "06", "One formula, three names", "[(W.std() * np.sqrt(sum(W.shape) / 2)) for W, _, _ in network]"),
    "Flax's default": Entry(
        "nn.Dense draws LeCun's truncated Gaussian, a gain of 1, made for activations that keep the size.",
        "kernel_init=nn.initializers.he_normal() for many ReLU layers; as it is for few.",
        "06", "One formula, three names", "[W.std() * np.sqrt(W.shape[1]) for W, _, _ in network]"),
    # steps
    "rate too large": Entry(
        "A step of more than 2/λ along curvature λ lands higher on the other side; one as large as the weights "
        "replaces them.",
        "A smaller rate, or inputs (and targets) with mean 0 and size 1, which make λ smaller.",
        "02", "The sign and the size of a step", "np.linalg.eigvalsh(X @ X.T / X.shape[1])[-1]"),
    "rate too small": Entry(
        "Each step changes the weights by so little that a thousand steps are nothing.",
        "A larger rate, after looking at the other findings: a faded gradient asks for other weights, not for a rate.",
        "07", "Layers under the lamp", "[g.dW.std() for g in mlp.backward(network, mlp.forward(network, X), Y)]"),
    "loss went up": Entry(
        "A loss that ends above its start was stepped over, not descended.",
        "A tenth of the rate. If it still rises, check the sign of the gradients: ward.examine_gradients(dW, network, "
        "X, Y).",
        "02", "The sign and the size of a step", "mlp.loss(network, mlp.forward(network, X), Y)"),
    # after training
    "stuck at a constant": Entry(
        "One answer for all samples is the best that a network can do that sees nothing of its input.",
        "Look for what cuts the input off: dead units, a faded signal, a rate that threw it there. Then start anew.",
        "03", "The trap: balanced labels", f"{_ANSWERS}"),
    "some samples share one answer": Entry(
        "The hidden units do not tell these samples apart, so they get the mean of their labels: a plateau or a "
        "local minimum.",
        "Start anew with another seed, or with more hidden units.",
        "09", "Who else depends on the start?", f"{_ANSWERS}"),
    "one unit does all": Entry(
        "With one hidden unit the answer depends on one sum of the inputs only: one straight boundary.",
        "More hidden units.",
        "04", "The boundary: a half-plane", "network[{k}].W.shape"),
}
