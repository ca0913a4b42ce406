"""Exercises of notebook 11: read a chart, bring in weights of another layout, repair a backward pass."""

from functools import cache

import numpy as np

from course_lib import mlp, networks
from course_lib.exercise import Exercise, FunctionExercise, Verdict, not_yet, todo
from course_lib.reading import CATALOG, passes

CHARTS = {  # letter: (activation, initializers of three layers, what examine says first, a hint that does not say it)
    "A": ("tanh", ("xavier_normal", "xavier_normal", lambda rng, shape: 5 * rng.normal(size=shape)),
          "saturated output", "its hidden layers are in order, and its loss is far above ln 10. Which layer is left?"),
    "B": ("sigmoid", (lambda rng, shape: rng.random(shape) * 3.46 / np.sqrt(shape[1]),) * 3,
          "a mean that drowns the spread", "compare its column n · mean with its column std · √n."),
    "C": ("relu", ("he_normal",) * 3,
          "healthy", "which of its numbers would you change? A gain of 1.41 is what ReLU wants."),
    "D": ("relu", (lambda rng, shape: -np.abs(rng.normal(size=shape)) / 16, "he_normal", "he_normal"),
          "dead relu", "the sign of its first n · mean, and the column flat: what does ReLU make of that?"),
    "E": ("tanh", (lambda rng, shape: 0.01 * rng.normal(size=shape),) * 3,
          "too small", "the gains multiply from layer to layer. What is left of an input after three of them?"),
}
SAID = tuple(sorted(says for *_, says, _ in CHARTS.values()))


@cache
def patients():
    """{letter: network} of the first exercise: 64-32-32-10, softmax, seed 0."""
    return {letter: mlp.build(np.random.default_rng(0), (64, 32, 32, 10), activation, list(starts), "softmax")
            for letter, (activation, starts, *_) in CHARTS.items()}


def _judge_names(answer):
    if not isinstance(answer, dict):
        return not_yet('hand over a dict: {"A": "healthy", ...}.')
    filled = {letter: name for letter, name in answer.items() if name is not Ellipsis}
    if not filled:
        return todo()
    if strange := [letter for letter in filled if letter not in CHARTS]:
        return not_yet(f"there is no chart {strange[0]!r}: charts are A to E.")
    if unknown := [name for name in filled.values() if name not in SAID]:
        known = "which examine knows, but not here" if unknown[0] in list(CATALOG) else "which examine never says"
        return not_yet(f"{unknown[0]!r} is a name {known}; choose from: {', '.join(SAID)}.")
    for letter, name in sorted(filled.items()):
        _, _, says, hint = CHARTS[letter]
        if name != says:
            return not_yet(f"chart {letter} is not {name!r}. Hint: {hint}")
    if len(filled) < len(CHARTS):
        return not_yet(f"{len(filled)} of {len(CHARTS)} are right. Go on with the others.")
    return Verdict("right", "all five could be named before a single step of training. Hand one to ward.examine and "
                            "compare the words.")


names = Exercise(_judge_names)


def _keras():
    """(K1, b1, K2, b2): kernels of shape (inputs, units), both square, and flat biases, in float32."""
    rng = np.random.default_rng(5)
    arrays = rng.normal(size=(8, 8)), rng.normal(size=8), rng.normal(size=(8, 8)), rng.normal(size=8)
    return tuple(M.astype(np.float32) for M in arrays)


def _softmax(Z, axis):
    e = np.exp(Z - Z.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


SLIPS = [  # (what the network then computes from rows A, hint)
    (lambda A, K, b, L, c: _softmax(np.tanh(A @ K.T + b) @ L.T + c, 1),
     "each layer is transposed. A square matrix fits both ways: which axis of K1 are the inputs?"),
    (lambda A, K, b, L, c: _softmax(np.tanh(A @ K) @ L, 1), "the biases are missing."),
    (lambda A, K, b, L, c: _softmax(np.maximum(A @ K + b, 0) @ L + c, 1),
     "the hidden layer is ReLU; that is what from_arrays takes where nothing is said. This network has tanh."),
    (lambda A, K, b, L, c: np.tanh(A @ K + b) @ L + c, "the answers are not shares: the output is softmax."),
    (lambda A, K, b, L, c: _softmax(np.tanh(A @ L + c) @ K + b, 1), "first layer first: the layers are in reverse."),
    (lambda A, K, b, L, c: 1 / (1 + np.exp(-np.tanh(A @ K + b) @ L - c)), "the output is softmax, not sigmoid."),
]


def _judge_network(answer):
    if not callable(answer):
        return not_yet("hand over the function itself, its name without parentheses.")
    arrays = _keras()
    given = tuple(M.copy() for M in arrays)
    network = answer(*given)
    if network is None or network is Ellipsis:
        return todo()
    if not all(np.array_equal(a, b) for a, b in zip(arrays, given)):
        return not_yet("your function changes its arguments. Nothing handed in should be modified.")
    if not isinstance(network, tuple) or not all(isinstance(layer, mlp.Layer) for layer in network):
        return not_yet("return the network that networks.from_arrays makes, a tuple of layers.")
    A = np.random.default_rng(6).normal(size=(20, 8))
    answers = passes.forward(network, A.T)[-1].A.T
    K, b, L, c = (M.astype(float) for M in arrays)
    if np.allclose(answers, _softmax(np.tanh(A @ K + b) @ L + c, 1), atol=1e-5):
        return Verdict("right", "the same answers as A @ K + b gives. Square layers are the only ones where nothing "
                                "but such a comparison shows the layout.")
    for slip, hint in SLIPS:
        if np.allclose(answers, slip(A, K, b, L, c), atol=1e-5):
            return not_yet(hint)
    return not_yet("it gives other answers than softmax(tanh(A @ K1 + b1) @ K2 + b2), and none that I recognize.")


to_network = Exercise(_judge_network)


def slipped(W1, b1, W2, b2, X, Y):
    """The notebook's backward pass with its slip: [dW1, dW2]."""
    Z1 = W1 @ X + b1
    A1 = np.tanh(Z1)
    dZ2 = 1 / (1 + np.exp(-(W2 @ A1 + b2))) - Y
    dZ1 = W2.T @ dZ2 * (1 - Z1**2)
    return [dZ1 @ X.T / X.shape[1], dZ2 @ A1.T / X.shape[1]]


def _parts(W1, b1, W2, b2, X, Y):
    network = networks.from_arrays([W1, W2], [b1, b2], "tanh", "sigmoid", layout="units_inputs")
    caches = passes.forward(network, X)
    return network, caches, caches[-1].A - Y


def _right(*given):
    network, caches, dZ2 = _parts(*given)
    return (network[1].W.T @ dZ2 * (1 - caches[0].A**2)) @ given[4].T / given[4].shape[1]


def _no_slope(*given):
    network, _, dZ2 = _parts(*given)
    return network[1].W.T @ dZ2 @ given[4].T / given[4].shape[1]


def _sigmoid_slope(*given):
    network, caches, dZ2 = _parts(*given)
    return (network[1].W.T @ dZ2 * caches[0].A * (1 - caches[0].A)) @ given[4].T / given[4].shape[1]


def _instance(rng):
    units, inputs, m = (int(rng.integers(3, 7)) for _ in range(3))
    shapes = (units, inputs), (units, 1), (1, units), (1, 1), (inputs, m + 4)
    return (*(rng.normal(size=shape) for shape in shapes), rng.integers(0, 2, (1, m + 4)).astype(float))


dW1 = FunctionExercise(
    _right, _instance,
    [(lambda *given: slipped(*given)[0], "this is still the slip: `ward.examine_gradients` names it. The slope of "
                                         "tanh is 1 − tanh², and A1 is tanh of Z1."),
     (_no_slope, "the slope is missing altogether: the error is multiplied with it on its way through tanh."),
     (_sigmoid_slope, "A (1 − A) is the slope of sigmoid; the hidden layer is tanh."),
     (lambda *given: -_right(*given), "the sign: a step subtracts the gradient, so the error is answer minus target."),
     (lambda *given: _right(*given) * given[4].shape[1], "divide by the number of samples: the loss is their mean."),
     (lambda *given: _right(*given) / given[4].shape[1], "you divide by the number of samples twice."),
     (lambda *given: _right(*given).T, "transposed: dW1 has the shape of W1.")],
    "with Z in the place of A the factor is not even between 0 and 1: units with |Z| > 1 went uphill.")
