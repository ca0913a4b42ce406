"""Lesson 12: its exercises, its claims, and the numbers its pictures say."""

import numpy as np

from tests.lessons.common import exercise_tests

RNG = np.random.default_rng(5)
SMALL, ZERO = RNG.normal(size=(4, 3)), np.zeros((5, 4))
MIXED = np.vstack([SMALL[:2], 0 * SMALL[:2]]), np.hstack([ZERO[:, :2], RNG.normal(size=(5, 2))])
ACROSS = RNG.normal(size=(5, 4))
ACROSS -= ACROSS @ SMALL @ np.linalg.pinv(SMALL)  # speaks across everything A says: no factor is zero, the product is


def simulated(a, b):
    """By trying: three steps towards the target 1."""
    found, start = [0, 0], (a, b)
    for step in (1, 2, 3):
        a, b = a - 0.01 * b * (a * b - 1), b - 0.01 * a * (a * b - 1)
        found = [f or (step if now != was else 0) for f, now, was in zip(found, (a, b), start)]
    return found


WRONG = {  # exercise: [(a plausible wrong answer, a word of the hint meant for it)]; at least five of each
    "dA": [(lambda dW, A, B: dW @ A.T, "this is dB"), (lambda dW, A, B: -(B.T @ dW), "the sign"),
           (lambda dW, A, B: B.T @ dW / dW.shape[1], "mean over the samples"), (lambda dW, A, B: dW.T @ B, "turned"),
           (lambda dW, A, B: B @ dW, "stops with ValueError"), (lambda dW, A, B: 0 * A, "other numbers"),
           (lambda dW, A, B: B.T @ dW + A, "other numbers")],
    "first_moves": [(lambda a, b: (1, 1), "times b"), (lambda a, b: simulated(b, a), "swapped"),
                    (lambda a, b: (2 if b == 0 else 1, 2 if a == 0 else 1), "two zeros"),
                    (lambda a, b: (1 if b else 0, 1 if a else 0), "only waits"),
                    (lambda a, b: (2, 2), "other numbers"), (lambda a, b: 1, "shape")],
    "branch_scale": [(lambda L, g: 1 / np.sqrt(2 * L), "another each time"), (lambda L, g: (g ** (1 / L) - 1) / 2, "root"),
                     (lambda L, g: np.sqrt(g ** (1 / L) - 1), "a 2 is missing"),
                     (lambda L, g: np.sqrt(np.log(g) / 2 / L), "very many blocks"),
                     (lambda L, g: np.sqrt((g - 1) / L / 2), "multiply"),
                     (lambda L, g: 1 / np.sqrt(L), "other numbers")],
    "living_start": [((0 * SMALL, ZERO), "both zero"), ((np.ones((4, 3)), ZERO), "swapping"),
                     ((SMALL, np.ones((5, 4))), "not zero"), ((SMALL.T, ZERO.T), "shape"),
                     ((SMALL[[0, 0, 1, 2]], ZERO), "3 of 4"), ((np.vstack([SMALL[:3], 0 * SMALL[:1]]), ZERO), "number 4"),
                     (5, "stops with TypeError")],
}
RIGHT = {  # exercise: [an answer that is right, though it looks unusual]
    "dA": [lambda dW, A, B: np.einsum("ur,ui->ri", B, dW), lambda dW, A, B: [[b @ w for w in dW.T] for b in B.T]],
    "first_moves": [simulated, lambda a, b: np.array([1 + (b == 0), 1 + (a == 0)]) * (a != 0 or b != 0)],
    "branch_scale": [lambda L, g: (np.expm1(np.log(g) / L) / 2) ** 0.5, lambda L, g: np.hypot(0, (g ** L**-1.0 - 1) ** .5)
                     / 2**.5],
    "living_start": [MIXED, (SMALL, ACROSS), (0 * SMALL, RNG.normal(size=(5, 4))),
                     (np.arange(12).reshape(4, 3).tolist(), ZERO.tolist())],
}
test_exercise = exercise_tests("two_factors", WRONG, RIGHT)
