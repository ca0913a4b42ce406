"""Exercises of notebook 09."""

from math import ceil, floor, log

import numpy as np

from course_lib.exercise import Exercise, FunctionExercise, Verdict, not_yet, todo


def _symmetric(rng):
    if rng.random() < 0.3:  # with a direction that is flat
        return (np.diag(rng.permutation([rng.choice([-1.0, 1.0]), 0.0, -2.0])),)
    H = rng.normal(size=(3, 3))
    return (H + H.T + rng.choice([-1.0, 1.0]) * np.eye(3),)


def _restarts(p, share):
    return ceil(log(1 - share) / log(1 - p) - 1e-9)  # the quotient may be rounded to just above a whole number


def _chances(rng):
    if rng.random() < 0.5:  # k starts are enough exactly, and their logarithms say so without rounding
        return 0.5, 1 - 0.5 ** int(rng.integers(2, 5))
    return rng.uniform(0.1, 0.6), rng.uniform(0.8, 0.99)


downhill_directions = FunctionExercise(
    lambda H: (np.linalg.eigvalsh(H) < 0).sum(), _symmetric,
    [(lambda H: (np.diag(H) < 0).sum(), "the diagonal looks along the axes only; use the eigenvalues."),
     (lambda H: (np.linalg.eigvalsh(H) <= 0).sum(), "an eigenvalue of 0 is flat, not downhill."),
     (lambda H: (np.linalg.eigvalsh(H) > 0).sum(), "positive curvature goes uphill; count the negative eigenvalues."),
     (lambda H: (H < 0).sum(), "entries of H are no curvatures; count negative eigenvalues (np.linalg.eigvalsh)."),
     (lambda H: int(np.linalg.det(H) < 0), "the determinant only says whether their number is odd; count them."),
     (lambda H: np.linalg.eigvalsh(H).min() < 0, "you say whether there is one; count how many.")],
    "where the gradient is 0 and no eigenvalue is: none is a valley, all a summit, some a saddle.",
    count=12)

restarts_needed = FunctionExercise(
    _restarts, _chances,
    [(lambda p, share: floor(log(1 - share) / log(1 - p)), "round up: with fewer the chance is too small."),
     (lambda p, share: floor(log(1 - share) / log(1 - p)) + 1, "where k starts are enough exactly, k will do."),
     (lambda p, share: 1 / p, "1 / p is the average wait, not the number for a given certainty."),
     (lambda p, share: ceil(1 / p), "1 / p is the average wait, not the number for a given certainty."),
     (lambda p, share: round(log(1 - share) / log(1 - p)), "round up, never down."),
     (lambda p, share: log(1 - share) / log(1 - p), "restarts are whole numbers: round up."),
     (lambda p, share: ceil(share / p), "chances do not add up; all k starts fail with chance (1 - p)^k."),
     (lambda p, share: ceil(log(share) / log(p)), "this is about k successes; ask when all k *fail*: (1 - p)^k.")],
    "the number of restarts grows like 1 / p, and every one of them costs a whole training run.")

def _weights_and_order(rng):
    """As many outputs as units, and an order that is neither its own inverse nor nearly the old one."""
    units = rng.integers(4, 7)
    while (order := rng.permutation(units))[order].tolist() == list(range(units)) or order[0] == 0:
        pass
    return rng.normal(size=(units, units)), order


reordered_output = FunctionExercise(
    lambda W2, order: W2[:, order], _weights_and_order,
    [(lambda W2, order: W2[order], "rows of W2 belong to the outputs; the hidden units are its columns."),
     (lambda W2, order: W2[:, np.argsort(order)], "this undoes the order; W1[order] puts unit order[0] first."),
     (lambda W2, order: W2, "if the rows of W1 move, the columns of W2 have to move with them.")],
    "n units can be listed in n! ways: every solution of a network has at least that many names.")


def _answers(W1, b1, W2, X):
    return W2 @ np.tanh(W1 @ X + b1)


def _judge_sign_twin(answer):
    if not callable(answer):
        return not_yet("hand over the function itself, its name without parentheses.")
    for seed in range(4):
        rng = np.random.default_rng(seed)
        given = rng.normal(size=(3, 2)), rng.normal(size=(3, 1)), rng.normal(size=(1, 3))
        found, X = answer(*(part.copy() for part in given)), rng.normal(size=(2, 9))
        if found is None or found is Ellipsis:
            return todo()
        W1, b1, W2 = (np.asarray(part, float) for part in found)
        if [part.shape for part in (W1, b1, W2)] != [part.shape for part in given]:
            return not_yet("return W1, b1 and W2 in their old shapes.")
        if not np.allclose(_answers(W1, b1, W2, X), _answers(*given, X)):
            if np.allclose(_answers(W1, -b1, W2, X), _answers(*given, X)) or (
                    np.allclose(b1, given[1]) and not np.allclose(W1, given[0]) and not np.allclose(W2, given[2])):
                return not_yet("the answers differ: the bias is a part of z in tanh(-z) = -tanh(z).")
            return not_yet("the answers differ. What is undone behind a unit must match what was done before it.")
        if np.allclose(np.sort(W1, axis=0), np.sort(given[0], axis=0)):
            return not_yet("these are the same rows of W1. Use tanh(-z) = -tanh(z) to change a sign.")
    return Verdict("right", "2 signs for each of n tanh units, times n! orders: 8 names for two units, 384 for four.")


sign_twin = Exercise(_judge_sign_twin)
