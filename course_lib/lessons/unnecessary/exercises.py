"""Exercises of notebook 14."""

import numpy as np

from course_lib import diagnostics
from course_lib.blocks.normalization import batch_norm as library_batch_norm
from course_lib.exercise import Exercise, FunctionExercise, Verdict, not_yet


def _rows(rng):
    units, samples = rng.integers(2, 5), rng.integers(5, 9)
    sizes = 10.0 ** rng.uniform(-1, 1, (units, 1))
    return sizes * rng.normal(size=(units, samples)) + 3 * rng.normal(size=(units, 1)), rng.uniform(0.01, 0.5)


def _instead(Z, epsilon, axis=1, divide=lambda var, epsilon: np.sqrt(var + epsilon), centre=1.0, ddof=0):
    """Batch norm with one thing done otherwise."""
    mean, var = Z.mean(axis=axis, keepdims=True), Z.var(axis=axis, keepdims=True, ddof=ddof)
    return (Z - centre * mean) / divide(var, epsilon)


batch_norm = FunctionExercise(
    lambda Z, epsilon: library_batch_norm(Z, epsilon=epsilon), _rows,
    [(lambda Z, e: _instead(Z, e, axis=0), "you took the mean over the units. That is layer norm; batch norm takes it "
      "over the samples, along each row."),
     (lambda Z, e: _instead(Z, e, axis=None), "one mean for the whole matrix: each unit needs its own."),
     (lambda Z, e: _instead(Z, e, divide=lambda var, e: np.sqrt(var) + e), "ε belongs under the root, beside σ²."),
     (lambda Z, e: _instead(Z, e, divide=lambda var, e: var + e), "you divide by the variance: take its root."),
     (lambda Z, e: _instead(Z, e, divide=lambda var, e: np.sqrt(var)), "ε is missing: a unit with the same z for every "
      "sample would be divided by 0."),
     (lambda Z, e: _instead(Z, e, centre=0.0), "the mean is still there: subtract it first."),
     (lambda Z, e: _instead(Z, e, ddof=1), "σ² is the mean of the squares, divided by m and not by m − 1.")],
    "twice the weights give the same Ẑ, as long as σ is far above √ε.")

same_run_rate = FunctionExercise(
    lambda c, rate: c**2 * rate, lambda rng: (10.0 ** rng.uniform(-2, 2), rng.uniform(0.01, 0.5)),
    [(lambda c, rate: c * rate, "the weights are c times as large, and the gradient is 1/c: both count."),
     (lambda c, rate: rate / c**2, "the other way round: larger weights need longer steps to turn as far."),
     (lambda c, rate: rate / c, "the gradient gets smaller by 1/c; a shorter step makes it worse."),
     (lambda c, rate: rate, "with the same rate the weights turn by 1/c² as much in a step.")],
    "a start 100 times too large is, under normalization, a learning rate 10,000 times too small.")


def _gradients(rng):
    return 10.0 ** rng.uniform(-3, 0, 6) * rng.choice([-1, 1], 6), rng.uniform(0.001, 0.1), 10.0 ** rng.uniform(-3, -1)


adam_first_step = FunctionExercise(
    lambda g, rate, epsilon: rate * g / (np.abs(g) + epsilon), _gradients,
    [(lambda g, rate, e: rate * np.sign(g), "nearly: this is the step for ε = 0. Where g is as small as ε, ε counts."),
     (lambda g, rate, e: rate * g, "this is plain descent. Adam divides by the root of the mean of g²."),
     (lambda g, rate, e: rate * np.abs(g) / (np.abs(g) + e), "the sign of g got lost."),
     (lambda g, rate, e: -rate * g / (np.abs(g) + e), "this is the change of W; asked is what is subtracted from it."),
     (lambda g, rate, e: rate * g / np.sqrt(g * g + e), "Adam adds ε outside the root."),
     (lambda g, rate, e: rate * 0.1 * g / (np.sqrt(0.001) * np.abs(g) + e), "v and s start at 0; Adam divides them by "
      "1 − β₁ᵗ and 1 − β₂ᵗ to make up for it."),
     (lambda g, rate, e: rate * g / (g * g + e), "the root is missing: divide by |g| + ε.")],
    "far above ε each weight moves by the rate, whatever its gradient; far below, by rate · g / ε.")

SHAPES = ((16, 64), (32, 32), (10, 32))


def _wrong_with(W, shape):
    """What is wrong with a start of that shape, or ""."""
    units, inputs = shape
    if W.shape != shape:
        return f"asked for shape {shape} (units, inputs), you return {W.shape}."
    if not np.isfinite(W).all():
        return f"for shape {shape} it holds numbers that are not finite."
    if (rows := diagnostics.distinct_rows(W)) < units:
        return f"for shape {shape} only {rows} of {units} rows are distinct."
    if (rank := np.linalg.matrix_rank(W, tol=0.01 * np.linalg.norm(W, 2))) < units / 2:
        return (f"for shape {shape} all rows are distinct, but the rank is {rank}: nearly mixtures of {rank} rows. "
                "Different is not yet diverse.")
    ratio = (W**2).mean() * inputs / 2
    if not 0.8 <= ratio <= 1.25:
        return f"for shape {shape} the mean square is {ratio:.2g} times 2 / inputs: scale it."
    return ""


def _judge_start(answer):
    if not callable(answer):
        return not_yet("hand over the function itself, its name without parentheses.")
    for shape in SHAPES:
        W, again = answer(*shape), answer(*shape)
        if W is None or W is Ellipsis:
            return Verdict("todo", "replace the dots with your answer and run the cell again.")
        W = np.asarray(W, float)
        if not np.array_equal(W, np.asarray(again, float)):
            return not_yet("the second call gives other numbers: there is still chance in it.")
        if words := _wrong_with(W, shape):
            return not_yet(words)
    return Verdict("right", "rows that differ in many directions and have the right size: chance is only the easiest "
                            "way to get them.")


start_without_chance = Exercise(_judge_start)
