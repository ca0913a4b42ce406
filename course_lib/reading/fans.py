"""By what rule were these weights drawn? Fans, and the defaults of frameworks, told from the numbers alone."""

import numpy as np

from course_lib.reading.signs import std

GAINS = (1.0, np.sqrt(2.0))
RULES = {
    "PyTorch's default": "all weights fill ±1/√inputs evenly: U(±1/√inputs)",
    "Keras' default": "all weights fill ±√(6/(inputs + units)) evenly, biases 0: Glorot's uniform",
    "scikit-learn's default": "weights and biases fill ±√(6/(inputs + units)) evenly: Glorot's uniform",
    "Flax's default": "all weights have std 1/√inputs and end at 2.27 times that, biases 0: LeCun's, truncated",
}


def near(value, wanted, count):
    """Whether a measured standard deviation fits within what `count` draws leave open, and 4 %."""
    return abs(value / wanted - 1) < 0.04 + 4 / np.sqrt(2 * count)


def one_scale(signs):
    """The common standard deviation of all layers, if there is one although their fans differ; else None."""
    layers = [layer.W for layer in signs.network]
    fans = [W.shape[1] for W in layers]
    if len(layers) < 2 or max(fans) < 1.5 * min(fans) or not all(std(W) for W in layers):
        return None
    common = float(np.exp(np.mean([np.log(std(W)) for W in layers])))
    return common if all(near(std(W), common, W.size) for W in layers) else None


def swapped(signs):
    """By how much the layers are too large, at most, for having used fan_out; None if they did not.

    Orthogonal weights are none of this: with more units than inputs their columns have length 1.
    """
    layers = [layer.W for layer in signs.network if min(layer.W.shape) > 1]
    if all(_orthogonal(W) for W in layers):
        return None
    unequal = [W for W in layers if max(W.shape) >= 1.5 * min(W.shape) and W.size >= 50]
    for gain in GAINS:
        fits = [near(std(W) * np.sqrt(W.shape[0]), gain, W.size) for W in layers]
        right = [any(near(std(W) * np.sqrt(n), g, W.size) for n, g in (
            (W.shape[1], GAINS[0]), (W.shape[1], GAINS[1]), (sum(W.shape) / 2, GAINS[0]))) for W in unequal]
        if unequal and all(fits) and not all(right):
            return max(np.sqrt(W.shape[1] / W.shape[0]) for W in unequal)
    return None


def _orthogonal(W):
    W = W if W.shape[0] <= W.shape[1] else W.T
    for rows in (W[:8], W):  # eight rows tell nearly all others, without a large product
        product = rows @ rows.T
        if not np.allclose(product, product[0, 0] * np.eye(len(rows)), atol=1e-5 * abs(product[0, 0])):
            return False
    return True


def _uniform(W, bound):
    """Whether W fills ±bound evenly, as far as its number of weights tells."""
    largest = np.abs(W).max()
    fills = bound * (1 - 12 / W.size) <= largest <= bound * (1 + 1e-5)
    return fills and near(std(W), bound / np.sqrt(3), W.size)


def _glorot(W, six=6.0):
    return np.sqrt(six / sum(W.shape))


def default(signs):
    """The name of the framework whose default draws such weights and biases, or None."""
    layers = [layer for layer in signs.network if layer.W.size >= 24]
    if sum(layer.W.size for layer in layers) < 60:
        return None
    no_bias = not any(layer.b.any() for layer in signs.network)
    within = all(np.abs(layer.b).max() <= 1.00001 / np.sqrt(layer.W.shape[1]) for layer in signs.network)
    if all(_uniform(layer.W, 1 / np.sqrt(layer.W.shape[1])) for layer in layers) and within:
        return "PyTorch's default"
    for six in (6.0, 2.0):
        if all(_uniform(layer.W, _glorot(layer.W, six)) for layer in layers):
            if no_bias and six == 6.0:
                return "Keras' default"
            if not no_bias and all(np.abs(layer.b).max() <= 1.00001 * _glorot(layer.W, six) for layer in signs.network):
                return "scikit-learn's default"
    cut = 2.0 / 0.87962566  # a Gaussian cut at two standard deviations, widened to keep its own
    if no_bias and sum(layer.W.size for layer in layers) >= 200 and all(
            near(std(layer.W) * np.sqrt(layer.W.shape[1]), 1.0, layer.W.size)
            and np.abs(layer.W).max() * np.sqrt(layer.W.shape[1]) <= cut * 1.00001 for layer in layers):
        return "Flax's default"
    return None
