"""Exercises of notebook 08."""

import numpy as np

from course_lib import diagnostics
from course_lib.exercise import Exercise, FunctionExercise, Verdict, not_yet, todo

# Distinct rows of W1 on (XOR, moons): 16 tanh units, weights 0.5, size 0.5, 200 steps, seed 0. The lesson's tests find
# each of them again by a plain loop.
TABLE = {
    "W1": (16, 16), "W2": (16, 16), "biases": (16, 16), "one weight": (2, 2), "dropout": (16, 16),
    "shared dropout": (1, 1), "input dropout": (1, 1), "noise": (16, 16), "shared noise": (1, 1),
    "gradient noise": (16, 16), "cut connections": (3, 3), "mini-batches": (1, 1),
}
HINTS = {
    "W2": "row i of dW1 is scaled by column i of W2.",
    "biases": "equal weights, but the slopes of tanh differ from unit to unit.",
    "one weight": "one unit differs from fifteen; what should set the fifteen apart?",
    "dropout": "each unit has a mask of its own, so it hears another part of the error.",
    "shared dropout": "all units are dropped together: nobody is treated differently.",
    "input dropout": "every unit sees the same spoilt inputs.",
    "noise": "each unit has a noise of its own, so columns of W2 get different gradients.",
    "shared noise": "all units get the same noise.",
    "gradient noise": "each weight gets a noise of its own.",
    "cut connections": "units with the same connections stay equal. How many patterns were drawn?",
    "mini-batches": "which samples are used is random, but all units see the same ones.",
}


def _judge_table(table):
    if not isinstance(table, dict):
        return not_yet("the table is a dict {source: (rows on XOR, rows on moons)}.")
    if all(answer is Ellipsis for answer in table.values()):
        return todo()
    if missing := [name for name in TABLE if name not in table]:
        return not_yet(f"rows are missing: {', '.join(missing)}.")
    filled = [name for name in TABLE if table[name] is not Ellipsis]
    for name in filled:
        if np.shape(table[name]) != (2,):
            return not_yet(f"{name}: hand over two numbers, (rows on XOR, rows on moons).")
        if tuple(table[name]) != TABLE[name]:
            return not_yet(f"{name}: run it again and count. {HINTS.get(name, 'Count the rows that differ.')}")
    if len(filled) < len(TABLE):
        return not_yet(f"{len(filled)} of {len(TABLE)} rows are right; go on with the others.")
    return Verdict("right", "randomness breaks symmetry only where it treats two units of one layer differently.")


table = Exercise(_judge_table)

def _activations_and_chances(rng):
    shape, p = tuple(rng.integers(3, 8, 2)), rng.choice([0.125, 0.25, 0.375, 0.625])
    U = rng.uniform(size=shape)
    U[0, 0] = p  # not below p: kept
    return rng.normal(size=shape), U, p


dropped = FunctionExercise(
    lambda A, U, p: A * (U >= p) / (1 - p),
    _activations_and_chances,
    [(lambda A, U, p: A * (U >= p), "the mean has shrunk: divide what is kept by 1 - p."),
     (lambda A, U, p: A * (U < p) / (1 - p), "this keeps what should be dropped: p is the share that is *dropped*."),
     (lambda A, U, p: A * (U < p) / p, "this keeps what should be dropped: p is the share that is *dropped*."),
     (lambda A, U, p: A * (U >= p) / p, "divide by the share that is kept, 1 - p."),
     (lambda A, U, p: A * (U > p) / (1 - p), "drop where U is *below* p: at U = p it is kept.")],
    "with the division nothing has to be changed when dropout is switched off to answer.")


def _masks(rng):
    patterns = (rng.random((6, rng.integers(3, 6))) < 0.5).astype(float)
    return (patterns[rng.integers(0, 6, rng.integers(8, 15))],)


mask_classes = FunctionExercise(
    lambda M: len({tuple(row) for row in M}), _masks,
    [(lambda M: len(M), "units with the same connections are still equal."),
     (lambda M: 2 ** M.shape[1], "these are all patterns that could occur; count those that do."),
     (lambda M: len(np.unique(M.sum(axis=1))), "not how many connections a unit has, but which."),
     (lambda M: np.linalg.matrix_rank(M), "not the rank: count the different rows.")],
    "cutting connections breaks symmetry between patterns, not within one.", count=8)


def _judge_parallel(answer):
    W = np.asarray(answer, float)
    if W.shape != (3, 4):
        return not_yet(f"W must have shape (3, 4), yours is {W.shape}.")
    if (rows := diagnostics.distinct_rows(W)) < 3:
        return not_yet(f"only {rows} of the 3 rows are distinct.")
    if (W.std(axis=1) < 1e-9 * np.abs(W).max()).any():
        return not_yet("a row of equal numbers has no correlation with anything.")
    lowest = np.corrcoef(W).min()
    if lowest < 1 - 1e-9:
        return not_yet(f"one correlation is {lowest:.3f}. Adding a constant to a row, or stretching it, keeps it at 1.")
    if (rank := int(np.linalg.matrix_rank(W))) != 2:
        return not_yet(f"the rank is {rank}. Multiples of one row stay at rank 1; add a constant instead.")
    return Verdict("right", "three different units, every correlation 1, two singular values that are not zero.")


parallel_rows = Exercise(_judge_parallel)
