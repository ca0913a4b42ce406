"""Exercises of notebook 15."""

from math import exp, log, log10, sqrt

import numpy as np

from course_lib.exercise import FunctionExercise


def _papers(rng):
    return rng.uniform(0.5, 3.0), rng.uniform(0.1, 0.9), rng.uniform(0.2, 2.0)


paper_to_length = FunctionExercise(
    lambda weight_variance, bias_variance, q: weight_variance * q / 2 + bias_variance, _papers,
    [(lambda w, b, q: w**2 * q / 2 + b**2, "the paper's numbers are squares already; do not square them again."),
     (lambda w, b, q: sqrt(w) * q / 2 + sqrt(b), "mean squares add up, not standard deviations: no root is needed."),
     (lambda w, b, q: w * q + b, "ReLU cuts off half of the mean square."),
     (lambda w, b, q: w * q / 2 + b**2, "the bias's number is a square already, like that of the weights."),
     (lambda w, b, q: w**2 * q / 2 + b, "the weights' number is a square already, like that of the bias."),
     (lambda w, b, q: (w * q + b) / 2, "the bias is added after ReLU was applied below: it is not halved."),
     (lambda w, b, q: w * q / 2, "the bias adds to the mean square, too.")],
    "σ_b² = 0.05 is σ_b = 0.22. Read as 0.05 it would be another network, and another place on the map.")

depth_scale = FunctionExercise(
    lambda slope: -1 / log(slope), lambda rng: (rng.uniform(0.2, 0.97),),
    [(lambda slope: 1 / log(slope), "the logarithm of a number below 1 is negative; a depth is not."),
     (lambda slope: -log(slope), "this is the loss for each layer; ask how many layers make a factor of e."),
     (lambda slope: log(slope), "this is the loss for each layer; ask how many layers make a factor of e."),
     (lambda slope: 1 / (1 - slope), "near 1 that is close, but the distances multiply: slope^ξ = 1/e."),
     (lambda slope: -1 / log10(slope), "that is for a factor of 10. Use the natural logarithm."),
     (lambda slope: -2 / log(slope), "a correlation is a mean of products already: no root, no factor 2."),
     (lambda slope: exp(-slope), "solve slope^ξ = 1/e for ξ.")],
    "close to the edge, with a slope of 1 - ε, it is about 1/ε layers: it grows without end as you come near.")


def _slopes(rng):
    z = rng.uniform(0.3, 2.0) * rng.standard_normal(400)
    return (1 - np.tanh(z) ** 2,)


critical_weights = FunctionExercise(
    lambda slopes: 1 / np.sqrt((slopes**2).mean()), _slopes,
    [(lambda slopes: 1 / (slopes**2).mean(), "this is σ_w²; σ_w is its root."),
     (lambda slopes: 1 / slopes.mean(), "gradients are judged by their mean square: average the squared slopes."),
     (lambda slopes: 1 / np.sqrt(slopes.mean()), "square the slopes before you average."),
     (lambda slopes: np.sqrt((slopes**2).mean()), "small slopes need larger weights: the other way up."),
     (lambda slopes: (slopes**2).mean(), "this is χ at σ_w = 1; which σ_w makes it 1?"),
     (lambda slopes: 1 / slopes.std(), "the standard deviation takes the mean off; the slopes' mean counts.")],
    "the flatter the units stand, the larger the weights on the edge: this is why the line leans to the right.")


def _orthogonal(rng):
    return (np.linalg.qr(rng.standard_normal((4, 4)))[0],)


def _kernel(Q, taps=((1, 1),)):
    kernel = np.zeros((*Q.shape, 3, 3))
    for y, x in taps:
        kernel[:, :, y, x] = Q
    return kernel


_ALL = [(y, x) for y in range(3) for x in range(3)]
delta_kernel = FunctionExercise(
    _kernel, _orthogonal,
    [(lambda Q: _kernel(Q, _ALL), "nine orthogonal taps add up to more than the input. One tap is enough."),
     (lambda Q: _kernel(Q / 3, _ALL), "this keeps a flat picture's neighbours mixed up; only the middle tap may act."),
     (lambda Q: _kernel(Q, [(0, 0)]), "this shifts the picture at every layer, until it has left. Use the middle tap."),
     (lambda Q: _kernel(Q, [(2, 2)]), "this shifts the picture at every layer, until it has left. Use the middle tap."),
     (lambda Q: _kernel(Q.T), "rows are filters: put Q in as it is, not its transpose."),
     (lambda Q: _kernel(np.eye(len(Q))), "the identity keeps the size, but use the matrix that was handed over."),
     (lambda Q: np.moveaxis(_kernel(Q), (2, 3), (0, 1)), "the shape is (filters, channels, 3, 3): taps come last.")],
    "each pixel's channels are turned and no pixel looks at another: sizes stay, also at the border.")
