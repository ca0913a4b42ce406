"""Exercises of notebook 05."""

import numpy as np

from course_lib import diagnostics
from course_lib.exercise import Exercise, FunctionExercise, Verdict, not_yet


def _outputs(rng):
    A = rng.uniform(size=(12, 1, 4))
    Y = np.array([[0.0, 1.0, 1.0, 0.0]])
    A[:5] = np.where(Y == 1, 0.5 + 0.4 * A[:5], 0.5 * A[:5])  # five networks that get everything right
    A[5, 0, 0] = 0.3
    return A, Y


success_rate = FunctionExercise(
    lambda A, Y: ((A > 0.5) == (Y == 1)).all(axis=(1, 2)).mean(), _outputs,
    [(lambda A, Y: ((A > 0.5) == (Y == 1)).mean(), "this is the share of samples; count the networks with all right."),
     (lambda A, Y: ((A > 0.5) == (Y == 1)).any(axis=(1, 2)).mean(), "one right sample is not enough: all of them."),
     (lambda A, Y: ((A > 0.5) == (Y == 1)).all(axis=(1, 2)).sum(), "this is the number; divide by how many there are."),
     (lambda A, Y: ((A > 0) == (Y == 1)).all(axis=(1, 2)).mean(), "a sigmoid says class 1 above 0.5, not above 0.")],
    "a rate over many seeds is a statement about an initializer; one run is an anecdote.")

some_success = FunctionExercise(
    lambda p, k: 1 - (1 - p) ** k, lambda rng: (rng.uniform(0.1, 0.9), int(rng.integers(2, 9))),
    [(lambda p, k: p ** k, "this is the chance that all k succeed."),
     (lambda p, k: k * p, "chances do not simply add up: k · p can exceed 1."),
     (lambda p, k: (1 - p) ** k, "this is the chance that all k fail; you want the opposite.")],
    "with p = 0.5 already seven restarts fail together less than once in a hundred.")


def _judge_uniform(answer):
    for units, inputs, scale in ((300, 200, 1.0), (50, 400, 0.1), (200, 300, 3.0)):
        rng = np.random.default_rng(units)
        W = answer(rng, (units, inputs), scale)
        if W is None or W is Ellipsis:
            return Verdict("todo", "replace the dots with your answer and run the cell again.")
        W = np.asarray(W, float)
        if W.shape != (units, inputs):
            return not_yet(f"asked for shape {(units, inputs)}, you return {W.shape}.")
        if abs(W.mean()) > 0.05 * scale:
            return not_yet(f"the mean is {W.mean():.2g}; it should be 0. Is your interval symmetric?")
        if abs(W.std() / scale - 1 / np.sqrt(3)) < 0.02:
            return not_yet("the standard deviation is scale / √3. Uniform numbers on ±h have std h / √3: stretch them.")
        if abs(W.std() / scale - 1) > 0.03:
            return not_yet(f"for scale {scale:g} the standard deviation is {W.std():.2g}.")
        if np.abs(W).max() > 1.01 * np.sqrt(3) * scale:
            return not_yet("mean and std are right, but the numbers are not uniform: some lie beyond √3 · scale.")
    return Verdict("right", "equal mean and std: Gaussian or uniform hardly matters for breaking symmetry.")


uniform_with_std = Exercise(_judge_uniform)


def _judge_rank_one(W):
    W = np.asarray(W, float)
    if W.shape != (4, 2):
        return not_yet(f"W must have shape (4, 2), yours is {W.shape}.")
    rows, rank = diagnostics.distinct_rows(W), int(np.linalg.matrix_rank(W))
    if rows < 4:
        return not_yet(f"only {rows} of the 4 rows are distinct.")
    if rank != 1:
        return not_yet(f"the rank is {rank}. Rank 1 means: every row is a multiple of one and the same row.")
    return Verdict("right", "four distinct units that all look in one direction: different is not diverse.")


rank_one = Exercise(_judge_rank_one)
