"""Exercises of notebook 06: the learner's own initializers, measured at several shapes."""

import numpy as np

from course_lib.exercise import Exercise, FunctionExercise, Verdict, not_yet, todo

SHAPES = ((400, 100), (100, 400), (250, 250), (600, 60))


def _truncated(W):
    """A Gaussian of this size has hundreds of entries beyond two standard deviations."""
    return np.abs(W).max() < 2.3 * W.std() and np.abs(W).max() > 1.85 * W.std()


def _judge(variance, uniform, swapped, why):
    def judge(answer):
        ratios = []
        for shape in SHAPES:
            W = answer(np.random.default_rng(shape[0]), shape)
            if W is None or W is Ellipsis:
                return todo()
            W = np.asarray(W, float)
            if W.shape != shape:
                return not_yet(f"asked for shape {shape} (units, inputs), you return {W.shape}.")
            if abs(W.mean()) > 0.1 * W.std():
                return not_yet("the mean should be 0: draw symmetrically around it.")
            ratios.append((W.var() / variance(*shape), W.var() / swapped(*shape), _truncated(W)))
        found, other, cut = np.array(ratios).T
        return _verdict(found, other, cut.all(), uniform, W, why)

    return Exercise(judge)


def _verdict(found, other, cut, uniform, W, why):
    def near(ratio, value):
        return bool((np.abs(ratio / value - 1) < 0.06).all())

    if uniform and near(found, 1 / 3):
        return not_yet("the variance is a third of what it should be: uniform numbers on ±h have variance h²/3, so "
                       "h needs a factor √3.")
    if near(found, 1.0):
        if uniform and np.abs(W).max() > 1.05 * np.sqrt(3) * W.std():
            return not_yet("the variance is right, but the numbers are not uniform.")
        if cut and not uniform:
            return not_yet("the draw is cut off at two standard deviations. Use a plain Gaussian.")
        return Verdict("right", why)
    if near(other, 1.0):
        return not_yet("you used fan_out. `shape` is (units, inputs), and fan_in is the number of inputs: shape[-1].")
    if cut and not uniform and bool((np.abs(found / 0.774 - 1) < 0.08).all()):
        return not_yet("a Gaussian cut off at two standard deviations has only 77 % of the variance.")
    if found.max() / found.min() > 1.3:
        return not_yet("the variance has the wrong dependence on the shape; compare it at (400, 100) and (100, 400).")
    return not_yet(f"the variance is {found.mean():.2g} times what it should be at every shape.")


he_normal = _judge(lambda units, inputs: 2 / inputs, False, lambda units, inputs: 2 / units,
                   "2 / fan_in keeps the mean square of ReLU layers, on average over the weights.")
xavier_uniform = _judge(lambda units, inputs: 2 / (units + inputs), True, lambda units, inputs: 1 / units,
                        "the mean of both fans is a compromise between forward and backward.")

relu_step = FunctionExercise(
    lambda gain, q: gain**2 * q / 2, lambda rng: (rng.uniform(0.5, 2), rng.uniform(0.1, 3)),
    [(lambda gain, q: gain**2 * q, "half of a symmetric z is cut to 0 by ReLU: half of the mean square is left."),
     (lambda gain, q: gain * q / 2, "the variance of a sum of weights has the gain squared."),
     (lambda gain, q: q / 2, "the gain is missing.")],
    "it stays at q exactly for gain² = 2. That is He's initializer.")
