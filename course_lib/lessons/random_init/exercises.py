"""Exercises of notebook 05."""

import numpy as np

from course_lib import diagnostics
from course_lib.exercise import Exercise, FunctionExercise, InitializerExercise, Verdict, not_yet


def _outputs(rng):
    networks, samples = rng.integers(9, 20), rng.integers(3, 7)
    Y = np.zeros((1, samples))
    Y[0, rng.choice(samples, rng.integers(1, samples), replace=False)] = 1.0
    A = rng.uniform(size=(networks, 1, samples))
    good = rng.integers(2, 6)  # so many get everything right; the next one all but one sample
    A[:good + 1] = np.where(Y == 1, 0.55 + 0.4 * A[:good + 1], 0.45 * A[:good + 1])
    A[good, 0, 0] = 1 - A[good, 0, 0]
    return A[rng.permutation(networks)], Y


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


uniform_with_std = InitializerExercise(
    [((300, 200), 1.0), ((100, 400), 0.1), ((200, 300), 3.0)], lambda shape, scale: scale, "uniform",
    [(lambda shape, scale: scale / np.sqrt(3), "the standard deviation is scale / √3. Uniform numbers on ±h have std "
      "h / √3: stretch them."),
     (lambda shape, scale: scale / np.sqrt(12), "an interval of length 1 has std 1 / √12: stretch it to the scale.")],
    "equal mean and std: Gaussian or uniform hardly matters for breaking symmetry.")


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
