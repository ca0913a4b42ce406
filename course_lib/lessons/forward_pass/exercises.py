"""Exercises of notebook 01."""

import numpy as np

from course_lib import diagnostics, mlp
from course_lib.activations import ACTIVATIONS
from course_lib.datasets import CORNERS
from course_lib.exercise import Exercise, FunctionExercise, Verdict, not_yet

_sigmoid = ACTIVATIONS["sigmoid"].f


def _layer(rng):
    units, inputs, samples = rng.integers(2, 6, 3)
    return rng.normal(size=(units, inputs)), rng.normal(size=(units, 1)), rng.normal(size=(inputs, samples))


pre_activations = FunctionExercise(
    lambda W, b, X: W @ X + b, _layer,
    [(lambda W, b, X: W @ X, "you left out the bias b. It is added to every column."),
     (lambda W, b, X: W @ X - b, "the bias is added, not subtracted."),
     (lambda W, b, X: np.maximum(W @ X + b, 0), "Z comes before the activation: leave the activation out.")],
    "each row of Z depends on its own row of W only. Equal rows in, equal rows out.")

ones_output = FunctionExercise(
    lambda X: _sigmoid(X.sum(axis=0)), lambda rng: (rng.normal(size=(rng.integers(2, 7), rng.integers(2, 7))),),
    [(lambda X: X.sum(axis=0), "that is the pre-activation; the sigmoid is still missing."),
     (lambda X: _sigmoid(X.mean(axis=0)), "the weights are 1, not 1 / inputs: take the sum, not the mean."),
     (lambda X: _sigmoid(X).sum(axis=0), "sum first, then the sigmoid: the unit sees one number per sample."),
     (lambda X: _sigmoid(X.sum(axis=1)), "you summed over the samples; the inputs of one sample are a column.")],
    "every unit with weights 1 gives this same row, however many units there are.")


def _nearly_equal_rows(rng):
    """Rows that are different in ways that are easy to overlook, each several times, up to rounding."""
    rows = rng.normal(size=(6, rng.integers(3, 6)))
    rows[1] = rows[0, ::-1]  # the same numbers in another order
    rows[2] = 2 * rows[0]  # a multiple adds nothing to the rank
    rows[3, 1:] = rows[0, 1:]
    rows[4, :-1] = rows[0, :-1]  # one entry differs
    rows[5] = rows[0] + 1e-6  # little, but more than 1e-9
    rows = rows[rng.choice(6, rng.integers(2, 7), replace=False)]
    rows = rows[rng.integers(0, len(rows), rng.integers(6, 12))]
    return (rows + 1e-13 * rng.normal(size=rows.shape),)


count_distinct = FunctionExercise(
    diagnostics.distinct_rows, _nearly_equal_rows,
    [(lambda W: len(np.unique(W, axis=0)), "you compare with ==. Rows that should be equal differ by rounding: allow a "
      "difference of 1e-9."),
     (np.linalg.matrix_rank, "this is the rank. A multiple of a row is another row, but adds nothing to the rank."),
     (lambda W: diagnostics.distinct_rows(W.T), "you counted columns. Units are rows."),
     (lambda W: diagnostics.distinct_rows(W[:, :1]), "you looked at the first column only, not at whole rows."),
     (lambda W: len(np.unique(W.round(1), axis=0)), "you round too coarsely: 0.000001 is a difference."),
     (len, "these are all rows; count equal ones once.")],
    "a tolerance is what makes 'equal' mean something for rounded numbers.", count=12)


def _judge_hidden_twins(W):
    W = np.asarray(W, float)
    if W.shape != (4, 2):
        return not_yet(f"W1 must have shape (4, 2): four units, two inputs. Yours is {W.shape}.")
    network = (mlp.Layer(W, np.zeros((4, 1)), "relu"), mlp.Layer(np.ones((1, 4)), np.zeros((1, 1)), "sigmoid"))
    A1 = mlp.forward(network, CORNERS)[0].A
    if diagnostics.distinct_rows(W) < 4:
        return not_yet(f"only {diagnostics.distinct_rows(W)} of your 4 rows are distinct; all four must differ.")
    if diagnostics.distinct_rows(A1) > 1:
        return not_yet(f"the rows differ, but A1 still has {diagnostics.distinct_rows(A1)} distinct rows. "
                       "When does ReLU give the same answer to different numbers?")
    return Verdict("right", "different weights need not give different activations: ReLU is 0 for every negative z.")


hidden_twins = Exercise(_judge_hidden_twins)
