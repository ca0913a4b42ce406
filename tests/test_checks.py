"""Exercises: the stub gives todo, the notebook's own solution right, wrong answers the hint meant for them."""

import re
from math import atanh, erf
from pathlib import Path

import nbformat
import numpy as np
import pytest

from course_lib import checks
from course_lib.checks import landings, more_symmetry
from course_lib.exercise import Exercise, FunctionExercise, Verdict
from tools.teacher import SOLUTION

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("[0-9]*.ipynb"))
tanh, sigmoid = np.tanh, lambda Z: 1 / (1 + np.exp(-Z))

def cut_gaussian(rng, shape):
    """Drawn again until every entry lies within two standard deviations."""
    W = rng.normal(size=shape)
    while (outside := np.abs(W) > 2).any():
        W[outside] = rng.normal(size=outside.sum())
    return W


WRONG = {  # exercise: [(a plausible wrong answer, a word of the hint meant for it)], written apart from the checks
    "pre_activations": [(lambda W, b, X: W.dot(X), "bias"),
                        (lambda W, b, X: np.clip(W @ X + b, 0, None), "activation")],
    "ones_output": [(lambda X: X.sum(0), "sigmoid is still missing"), (lambda X: sigmoid(X.mean(0)), "mean"),
                    (lambda X: sigmoid(X.sum(1)), "column")],
    "count_distinct": [(lambda W: len({tuple(r) for r in W}), "=="), (lambda W: W.shape[1], "columns")],
    "hidden_twins": [(-np.ones((4, 2)), "1 of your 4"), ([[1, 1], [2, 1], [1, 3], [3, 3]], "4 distinct rows"),
                     (np.ones((2, 4)), "shape (4, 2)")],
    "weight_gradient": [(lambda dZ, A: dZ @ A.T, "Divide by m"), (lambda dZ, A: dZ @ A.T / len(dZ), "units")],
    "hidden_error": [(lambda W, d, Z: W.T @ d, "slope"), (lambda W, d, Z: W.T @ d * (1 - Z * Z), "not 1 - Z²")],
    "update": [(lambda W, d, r: W + r * d, "uphill"), (lambda W, d, r: W - d, "learning_rate")],
    "two_kinds": [([[1, 1, 1, 1]], "all rows"), ([[1, 2, 3, 4]], "4 distinct"), ([1, 2, 3, 4], "shape (1, 4)")],
    "bias_gradient": [(lambda Y: Y.mean() - 0.5, "sign"), (lambda Y: np.sum(0.5 - Y), "mean")],
    "logistic_step": [(lambda X, Y, r: r * (0.5 - Y) @ X.T / Y.size, "sign"),
                      (lambda X, Y, r: r * (Y - 0.5) @ X.T, "m")],
    "merged_weights": [(lambda W: W[:, [0]], "add up"), (lambda W: W.mean(1, keepdims=True), "or their mean"),
                       (lambda W: W.sum(1), "keep the shape")],
    "half_plane_loss": [(lambda p: -(np.log(p) * 2 + np.log(1 - p)) / 3, "all four"),
                        (lambda p: -np.log(p) * 0.75, "label 0"), (lambda p: np.log(p), "random tries")],
    "two_classes": [(np.zeros((4, 1)), "one class"), ([[1], [2], [3], [4]], "4 classes"),
                    ([0, 0, 1, 1], "shape (4, 1)")],
    "success_rate": [(lambda A, Y: ((A > 0.5) == Y).mean(), "share of samples"),
                     (lambda A, Y: ((A > 0.5) == Y).all((1, 2)).sum(), "divide")],
    "uniform_with_std": [(lambda rng, shape, scale: rng.uniform(-scale, scale, shape), "√3"),
                         (lambda rng, shape, scale: rng.normal(0, scale, shape), "not uniform"),
                         (lambda rng, shape, scale: rng.uniform(0, scale, shape), "symmetric")],
    "some_success": [(lambda p, k: k * p, "add up"), (lambda p, k: p**k, "all k succeed")],
    "rank_one": [([[1, 0], [0, 1], [1, 1], [2, 1]], "rank is 2"), (np.ones((4, 2)), "only 1"), ([[1, 2]], "(1, 2)")],
    "he_normal": [(lambda rng, s: rng.normal(0, np.sqrt(2 / s[0]), s), "fan_out"),
                  (lambda rng, s: cut_gaussian(rng, s) * np.sqrt(2 / s[1]), "77 %"),
                  (lambda rng, s: cut_gaussian(rng, s) / 0.8796 * np.sqrt(2 / s[1]), "cut off"),
                  (lambda rng, s: rng.normal(0, 2 / s[1], s), "dependence on the shape"),
                  (lambda rng, s: rng.normal(0, np.sqrt(1 / s[1]), s), "0.5 times")],
    "xavier_uniform": [(lambda rng, s: rng.uniform(-1, 1, s) * np.sqrt(2 / sum(s)), "√3"),
                       (lambda rng, s: rng.uniform(-1, 1, s) * np.sqrt(3 / s[0]), "fan_out"),
                       (lambda rng, s: rng.normal(0, np.sqrt(2 / sum(s)), s), "not uniform")],
    "relu_step": [(lambda g, q: g * g * q, "half"), (lambda g, q: g * q / 2, "squared")],
    "saturated_share": [(lambda s: 0.5 * (1 - erf(atanh(0.99) / s / 2**0.5)), "both ends"),
                        (lambda s: 1 - erf(0.99 / s / 2**0.5), "atanh"),
                        (lambda s: erf(atanh(0.99) / s / 2**0.5), "*not*")],
    "update_ratio": [(lambda W, dW, r: dW.std() / W.std(), "learning_rate * dW"),
                     (lambda W, dW, r: W.std() / dW.std() / r, "upside down")],
    "dead_share": [(lambda Z: (Z < 0).mean(), "all"), (lambda Z: (Z <= 0).all(0).mean(), "rows"),
                   (lambda Z: sum((Z <= 0).all(1)), "divide")],
    "table": [(more_symmetry.TABLE | {"mini-batches": (16, 16)}, "all units see the same"),
              (more_symmetry.TABLE | {"one weight": (16, 16)}, "fifteen"),
              (more_symmetry.TABLE | {"dropout": (1, 1)}, "mask of its own"),
              (more_symmetry.TABLE | {"dropout": 16}, "two numbers"), ({"W1": (16, 16)}, "missing"),
              (more_symmetry.TABLE | {"W1": ...}, "11 of 12 rows")],
    "dropped": [(lambda A, U, p: np.where(U < p, 0, A), "has shrunk"), (lambda A, U, p: A * (U < p) / p, "*dropped*"),
                (lambda A, U, p: np.where(U < p, 0, A / p), "1 - p")],
    "mask_classes": [(lambda M: M.shape[0], "still equal"), (lambda M: len(set(M.sum(1))), "which"),
                     (lambda M: 2 ** len(M[0]), "could occur")],
    "parallel_rows": [(np.outer([1, 2, 3], [1, 2, 3, 4]), "rank is 1"), (np.eye(3, 4), "correlation is"),
                      (np.ones((3, 4)), "only 1"), ([[1, 2, 3, 4]], "shape (3, 4)"),
                      ([[1, 2, 3, 4], [5, 5, 5, 5], [2, 3, 4, 5]], "no correlation")],
    "downhill_directions": [(lambda H: (H.diagonal() < 0).sum(), "diagonal"), (lambda H: (H < 0).sum(), "entries"),
                            (lambda H: sum(np.linalg.eigvalsh(H) > 0), "uphill"),
                            (lambda H: sum(np.linalg.eigvalsh(H) <= 0), "flat, not downhill"),
                            (lambda H: 1 if np.linalg.det(H) < 0 else 0, "is odd")],
    "restarts_needed": [(lambda p, s: int(np.log(1 - s) / np.log(1 - p)), "round up"),
                        (lambda p, s: int(np.ceil(s / p)), "add up"),
                        (lambda p, s: np.log(1 - s) / np.log(1 - p), "whole numbers"),
                        (lambda p, s: int(np.log(1 - s) / np.log(1 - p)) + 1, "k will do"),
                        (lambda p, s: 1 / p, "average wait"), (lambda p, s: np.ceil(1 / p), "average wait"),
                        (lambda p, s: round(np.log(1 - s) / np.log(1 - p)), "never down")],
    "reordered_output": [(lambda W2, order: W2[order, :], "columns"), (lambda W2, order: W2, "move with them"),
                         (lambda W2, order: W2[:, np.argsort(order)], "undoes")],
    "sign_twin": [(lambda W, b, v: (-W, b, -v), "bias"), (lambda W, b, v: (W[::-1], b[::-1], v[:, ::-1]), "same rows"),
                  (lambda W, b, v: (-W, -b, v), "undone"), (lambda W, b, v: (W, b, v), "same rows")],
    "waking_labels": [([[0, 1, 1, 0]], "unbalance"), ([[1, 1, 1, 1]], "both classes"), ([0, 1, 1, 1], "shape (1, 4)")],
    "gain_of": [(lambda W: W.std() * len(W) ** 0.5, "fan_out"), (lambda W: W.std(), "factor √n is missing"),
                (lambda W: W.std() * W.shape[1], "not with n"), (lambda W: W.std() * 8, "that one layer"),
                (lambda W: W.std() * np.sqrt(W.size), "one unit"),
                (lambda W: np.std(W, ddof=1) * W.shape[1] ** 0.5, "none is estimated"),
                (lambda W: np.sqrt((W**2).mean() * W.shape[1]), "root mean square")],
    "first_loss": [(lambda n: 1 / n, "chance"), (lambda n: np.log2(n), "natural"), (lambda n: np.log(1 / n), "sign"),
                   (lambda n: np.log(10), "any number"), (lambda n: 2.3, "any number")],
    "diagnoses": [({"ward": 0, 1: "healthy"}, "0 of 10 are right. Bed 1: not 'healthy'. Hint: compare the gain"),
                  ({"ward": 0, 1: "ill"}, "'ill' is not on the list; choose from: healthy, zero"),
                  ({1: "zero"}, "a dict with the ward"), ({"ward": 0, 11: "zero"}, "no bed 11"),
                  ({"ward": 0, 1: "too large"}, "1 of 10 are right. Go on"), ({"ward": -1, 1: "zero"}, "at least 0")],
    "prescriptions": [({"ward": 0, 1: "zeros"}, "'zeros' takes it to 0.10"),
                      ({"ward": 0, 8: "he_normal"}, "less would do: its weights were in order. Hint: nothing"),
                      ({"ward": 0, 9: "xavier_normal"}, "Count them"), ({"ward": 0, 1: "sugar"}, "biases 0"),
                      ({"ward": 0, 1: "xavier_normal"}, "1 of 10 are right. Go on"),
                      ({"ward": 0, 7: "orthogonal"}, "less would do: its weights were in order"),
                      ({"ward": 2, 8: "normal"}, "its largest gain is still 8.2")],
}


def exercises():
    """(notebook, module, exercise name, stub cell, solution) for every check call in a notebook."""
    for path in NOTEBOOKS:
        notebook = nbformat.read(path, as_version=4)
        code = "\n".join(c.source for c in notebook.cells if c.cell_type == "code")
        module = re.search(r"from course_lib.checks import (\w+) as exercise", code)
        solutions = {re.search(r"exercise\.(\w+)\.check", s)[1]: s
                     for c in notebook.cells for s in SOLUTION.findall(c.source)}
        for cell in notebook.cells:
            for name in re.findall(r"exercise\.(\w+)\.check", cell.source) if cell.cell_type == "code" else ():
                yield pytest.param(module[1], name, cell.source, solutions.get(name), id=f"{path.stem[:2]}-{name}")


def run(module, source):
    """The value of a cell's last line, with what the notebooks' set-up cell imports."""
    space = {"np": np, "exercise": getattr(checks, module)}
    *body, last = source.strip().split("\n")
    exec("\n".join(body), space)
    return eval(last, space)


@pytest.mark.parametrize(("module", "name", "stub", "solution"), list(exercises()))
def test_stub_solution_and_wrong_answers(module, name, stub, solution):
    assert run(module, stub).outcome == "todo"
    verdict = run(module, solution)
    assert verdict.outcome == "right" and len(verdict.message) > 20
    exercise = getattr(getattr(checks, module), name)
    assert len(WRONG[name]) >= 2
    for answer, hint in WRONG[name]:
        verdict = exercise.check(answer)
        assert verdict.outcome == "not yet" and hint in verdict.message, verdict


def test_every_notebook_has_three_exercises_and_every_exercise_is_used():
    used = [p.values[:2] for p in exercises()]
    for path in NOTEBOOKS[1:]:  # 00 is the index
        assert sum(p.id.startswith(path.stem[:2]) for p in exercises()) >= 3, path.name
    for module in {m for m, _ in used}:
        space = vars(getattr(checks, module))
        assert {n for n, v in space.items() if isinstance(v, Exercise)} == {n for m, n in used if m == module}


DOUBLE = FunctionExercise(lambda x: 2 * x, lambda rng: (rng.normal(size=3),), [], "why")


def test_a_check_never_raises():
    def explode(x):
        raise RuntimeError("oh no")

    assert DOUBLE.check(explode) == Verdict("not yet", "your answer stops with RuntimeError: oh no")
    assert "TypeError" in DOUBLE.check(lambda: 1).message
    assert DOUBLE.check(3).message.startswith("hand over the function")
    assert DOUBLE.check(lambda x: "words").outcome == "not yet"
    assert Exercise(lambda answer: 1 / 0).check(1).outcome == "not yet"


def test_lucky_answers_and_changed_arguments_are_caught():
    assert "5 of 5 random tries" in DOUBLE.check(lambda x: x + 1).message
    assert "shape (2,)" in DOUBLE.check(lambda x: x[:2]).message
    assert DOUBLE.check(lambda x: x * np.nan).outcome == "not yet"

    def in_place(x):
        x *= 2
        return x

    assert "changes its arguments" in DOUBLE.check(in_place).message


def test_verdict_reads_as_text():
    assert repr(DOUBLE.check(...)) == "todo: replace the dots with your answer and run the cell again."


def test_where_starts_are_enough_exactly_no_more_are_asked_for():
    assert landings.restarts_needed.reference(0.2, 0.36) == 2  # the quotient of the logarithms is 2.0000000000000004
    assert landings.restarts_needed.reference(0.5, 0.75) == 2
