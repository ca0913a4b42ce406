"""Exercises of notebook 12."""

import numpy as np

from course_lib import diagnostics
from course_lib.blocks import factors
from course_lib.exercise import Exercise, FunctionExercise, Verdict, not_yet, todo


def _matrices(rng):
    """dW (units, inputs), A (rank, inputs), B (units, rank): square in some cases, in others not."""
    units, inputs, rank = rng.integers(2, 7, size=3) if rng.random() < 0.6 else (4, 4, 4)
    return rng.normal(size=(units, inputs)), rng.normal(size=(rank, inputs)), rng.normal(size=(units, rank))


def _two_numbers(rng):
    return tuple(float(value) for value in rng.uniform(0.1, 0.9, 2) * rng.choice([0.0, 1.0], 2))


def _first_moves(a, b):
    return (0, 0) if a == b == 0 else (1 + (b == 0), 1 + (a == 0))


dA = FunctionExercise(
    lambda dW, A, B: B.T @ dW, _matrices,
    [(lambda dW, A, B: dW @ A.T, "this is dB. A hears the error through B."),
     (lambda dW, A, B: -B.T @ dW, "the sign: the gradient is asked, not the step."),
     (lambda dW, A, B: B.T @ dW / dW.shape[1], "dW is a mean over the samples already; nothing is left to divide by."),
     (lambda dW, A, B: (B.T @ dW).T, "right in value, but turned: dA has the shape of A.")],
    "A moves only by what B lets through, so B = 0 makes it wait, and no zero of its own can.", count=8)

first_moves = FunctionExercise(
    _first_moves, _two_numbers,
    [(lambda a, b: (1, 1), "a hears the error times b: with b = 0 it does not move at step 1."),
     (lambda a, b: _first_moves(b, a), "the two are swapped: the one that is zero moves first."),
     (lambda a, b: (1 + (b == 0), 1 + (a == 0)), "two zeros stop each other at every step, not only at the first."),
     (lambda a, b: (int(b != 0), int(a != 0)), "one zero only waits: after step 1 it is no zero any more.")],
    "one zero costs a step; two that stand in one product only are dead.", count=24)

branch_scale = FunctionExercise(
    lambda blocks, growth: np.sqrt((growth ** (1 / blocks) - 1) / 2),
    lambda rng: (int(rng.integers(2, 101)), float(rng.uniform(1.5, 20))),
    [(lambda blocks, growth: (growth ** (1 / blocks) - 1) / 2, "this is scale²; the scale is its root."),
     (lambda blocks, growth: np.sqrt(growth ** (1 / blocks) - 1),
      "a branch of He's layers has twice the mean square of what comes in: a 2 is missing."),
     (lambda blocks, growth: np.sqrt(np.log(growth) / (2 * blocks)),
      "nearly: this is what it comes close to for very many blocks. The formula is to hold exactly."),
     (lambda blocks, growth: np.sqrt((growth / blocks - 1 / blocks) / 2),
      "blocks multiply, they do not add: a single one has to grow by the L-th root."),
     (lambda blocks, growth: 1 / np.sqrt(2 * blocks), "the growth asked for is another each time.")],
    "for growth e and many blocks it is close to 1/√(2L).")


def _judge_living_start(answer):
    if len(answer) == 2 and any(part is Ellipsis for part in answer):
        return todo()
    A, B = (np.asarray(part, float) for part in answer)
    if A.shape != (4, 3) or B.shape != (5, 4):
        return not_yet(f"A must have shape (4, 3) and B (5, 4), not {A.shape} and {B.shape}.")
    if np.abs(B @ A).max() > 1e-9 * np.abs(A).max() * np.abs(B).max():
        return not_yet("B·A is not zero, so this start changes what the fixed matrix does.")
    rng, before = np.random.default_rng(0), np.hstack([A, B.T])
    rate = 0.05 / max(1.0, (A**2).sum(), (B**2).sum())  # small enough for large numbers, too
    X, target = rng.normal(size=(3, 64)), rng.normal(size=(5, 3))
    for _ in range(20):  # half of the squared error of (B·A) X, whose target is a matrix times X
        dB, dA = factors.pair_gradients((B @ A - target) @ X @ X.T / 64, B, A)
        A, B = A - rate * dA, B - rate * dB
    after = np.hstack([A, B.T])
    dead = [str(unit + 1) for unit in range(4) if not np.abs(after - before)[unit].max() > 0]
    if dead:
        return not_yet(f"of the units, number {', '.join(dead)} has not moved in 20 steps: its row of A and its column "
                       "of B are both zero.")
    distinct = diagnostics.distinct_rows(after)
    if distinct < 4:
        return not_yet(f"all units move, but only {distinct} of 4 are distinct: swapping the others changes nothing.")
    return Verdict("right", "the product is zero, no unit is dead, and no two can be swapped unnoticed.")


living_start = Exercise(_judge_living_start)
