"""Exercises of notebook 13."""

import numpy as np

from course_lib.exercise import Exercise, FunctionExercise, Verdict, not_yet, todo

he_filters = FunctionExercise(
    lambda channels, size: np.sqrt(2 / (channels * size**2)),
    lambda rng: (int(rng.integers(2, 65)), int(rng.choice([3, 5, 7]))),
    [(lambda channels, size: np.sqrt(2 / channels), "a unit adds up channels · size² terms: the taps are missing."),
     (lambda channels, size: np.sqrt(2 / (channels * size)), "a filter has size rows *and* size columns of taps."),
     (lambda channels, size: 2 / (channels * size**2), "that is the variance; its root is asked."),
     (lambda channels, size: np.sqrt(1 / (channels * size**2)), "ReLU halves the mean square: the 2 is missing."),
     (lambda channels, size: np.sqrt(2 / size**2), "a filter has such a square for each channel.")],
    "the fan-in of a filter is the number of its entries: channels · size².")


def _outputs(rng):
    heads, d, size = rng.integers(2, 6, 3)
    return (rng.standard_normal((heads, d, size)),)


one_head = FunctionExercise(
    lambda W_O: W_O.sum(axis=0), _outputs,
    [(lambda W_O: W_O.mean(axis=0), "the reports are added, not averaged."),
     (lambda W_O: W_O[0], "that is the part of the first head; the others report, too."),
     (lambda W_O: len(W_O) * W_O[0], "right only if the output matrices are equal, too. Here they differ."),
     (lambda W_O: np.concatenate(list(W_O), axis=1), "one head of the same size: its W_O has shape (d, size)."),
     (lambda W_O: W_O.sum(axis=1), "the first axis counts the heads: add over that one.")],
    "heads with equal queries, keys and values are one head. Four times the work, one head's worth of looking.")


def _connected(rng):
    n = int(rng.integers(3, 7))
    i, j = rng.choice(n, 2, replace=False)
    return rng.standard_normal((n, n)), int(i), int(j)


def _order(n, i, j):
    order = np.arange(n)
    order[[i, j]] = j, i
    return order


swapped = FunctionExercise(
    lambda U, i, j: U[np.ix_(_order(len(U), i, j), _order(len(U), i, j))], _connected,
    [(lambda U, i, j: U[_order(len(U), i, j)], "row i holds what unit i hears; column i is what others hear from it. "
      "Swap the columns, too."),
     (lambda U, i, j: U[:, _order(len(U), i, j)], "these are the columns; the rows change places, too."),
     (lambda U, i, j: U.T, "that is the transposed matrix: all units change their part."),
     (lambda U, i, j: U, "nothing was swapped."),
     (lambda U, i, j: U[::-1, ::-1], "only units i and j change places.")],
    "of the identity this makes the identity: its rows differ, and swapping its units changes nothing.")

# The step at which W_K has moved for the first time; 0 for never. The lesson's tests find each of them by descending.
FIRST_MOVES = {"nothing": 1, "W_Q": 2, "W_Q and W_K": 0, "W_O": 2, "W_V and W_O": 0, "W_Q and W_O": 3}
HINTS = {
    "nothing": "no factor is zero, so every gradient arrives at once.",
    "W_Q": "dW_K holds the queries as a factor. When do they move?",
    "W_Q and W_K": "each of the two gradients holds the other matrix as a factor, and the two stand nowhere else.",
    "W_O": "all that lies below W_O hears through it. When does W_O move?",
    "W_V and W_O": "the reports are W_O times what W_V made. Each waits for the other.",
    "W_Q and W_O": "W_O hears plain means of the values and moves first; then W_Q, which hears through W_O. And then?",
}


def _judge_moves(table):
    if not isinstance(table, dict) or set(table) != set(FIRST_MOVES):
        return not_yet(f"hand over a dict with these keys: {', '.join(FIRST_MOVES)}.")
    if all(answer is Ellipsis for answer in table.values()):
        return todo()
    for name, step in FIRST_MOVES.items():
        if table[name] is not Ellipsis and table[name] != step:
            return not_yet(f"zero at the start: {name}. {HINTS[name]}")
    if Ellipsis in table.values():
        return not_yet(f"{sum(v is not Ellipsis for v in table.values())} of {len(table)} are right; go on.")
    return Verdict("right", "two zeros are for ever only if neither has a product without the other. W_O has one: "
                   "with W_Q = 0 it still hears plain means of the values.")


first_moves = Exercise(_judge_moves)
