"""Exercises of notebook 09."""

from math import ceil, floor, log

import numpy as np

from course_lib.checks.exercise import Exercise, FunctionExercise, Verdict, not_yet, todo


def _symmetric(rng):
    H = rng.normal(size=(3, 3))
    return (H + H.T + rng.choice([-1.0, 1.0]) * np.eye(3),)


downhill_directions = FunctionExercise(
    lambda H: (np.linalg.eigvalsh(H) < 0).sum(), _symmetric,
    [(lambda H: (np.diag(H) < 0).sum(), "the diagonal looks along the axes only; use the eigenvalues."),
     (lambda H: (np.linalg.eigvalsh(H) > 0).sum(), "positive curvature goes uphill; count the negative eigenvalues."),
     (lambda H: (H < 0).sum(), "entries of H are no curvatures; count negative eigenvalues (np.linalg.eigvalsh)."),
     (lambda H: np.linalg.eigvalsh(H).min() < 0, "you say whether there is one; count how many.")],
    "none: a valley. All: a summit. Some: a saddle, which descent leaves unless it is held on a symmetric line.",
    count=12)

restarts_needed = FunctionExercise(
    lambda p, share: ceil(log(1 - share) / log(1 - p)),
    lambda rng: (rng.uniform(0.1, 0.6), rng.uniform(0.8, 0.99)),
    [(lambda p, share: floor(log(1 - share) / log(1 - p)), "that is one start too few: round up."),
     (lambda p, share: log(1 - share) / log(1 - p), "restarts are whole numbers: round up."),
     (lambda p, share: ceil(share / p), "chances do not add up; all k starts fail with chance (1 - p)^k."),
     (lambda p, share: ceil(log(share) / log(p)), "this is about k successes; ask when all k *fail*: (1 - p)^k.")],
    "the number of restarts grows like 1 / p, and every one of them costs a whole training run.")

reordered_output = FunctionExercise(
    lambda W2, order: W2[:, order], lambda rng: (rng.normal(size=(4, 4)), np.array([[1, 2, 3, 0], [2, 0, 1, 3],
                                                 [3, 0, 2, 1], [1, 3, 0, 2]])[rng.integers(4)]),
    [(lambda W2, order: W2[order], "rows of W2 belong to the outputs; the hidden units are its columns."),
     (lambda W2, order: W2[:, np.argsort(order)], "this undoes the order; W1[order] puts unit order[0] first."),
     (lambda W2, order: W2, "if the rows of W1 move, the columns of W2 have to move with them.")],
    "n units can be listed in n! ways: every solution of a network has at least that many twins.")


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
    return Verdict("right", "2 signs for each of n tanh units, times n! orders: 8 twins for two units, 384 for four.")


sign_twin = Exercise(_judge_sign_twin)
