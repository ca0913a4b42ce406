"""Notebook 99: each item's right answer is computed from its text by plain NumPy; lines and sheets."""

import hashlib
import re

import numpy as np
import pytest

from course_lib import datasets, inventory
from course_lib.claims import CLAIMS
from course_lib.lessons.inventory import line
from course_lib.lessons.inventory.items import ITEMS, VERSION
from course_lib.lessons.inventory.line import Handed, check_number, read, write
from tests.lessons.common import ROOT, cells
from tests.lessons.plain import OR, XOR, F, Net, newton, rms_of_dW1, rows, sigmoid, solves

HALF = np.full((4, 2), 0.5)
CLAIM = {claim.number: claim for claim in CLAIMS}


def answers_alike():
    """More samples, of all signs and sizes, than a layer has weights; three activations."""
    Z = np.full((8, 20), 0.5) @ np.random.default_rng(0).normal(size=(20, 500)) * 10
    return 2 if all(rows(F[f][0](Z)) == 1 for f in ("tanh", "sigmoid", "relu")) else 1


def first_step():
    dW, *_ = Net(HALF, np.random.default_rng(0).normal(size=4), "tanh").gradients(*XOR)
    return 0 if rows(dW) == 4 else 1


def downhill():
    net = Net(*(np.random.default_rng(3).normal(size=size) for size in ((4, 2), 4)), "tanh")
    dW, before = net.gradients(*XOR)[0], net.loss(*XOR)
    place = np.unravel_index(dW.argmax(), dW.shape)
    net.W[place] -= 0.1 * dW[place]
    return 1 if dW[place] > 0 and net.loss(*XOR) < before else 0


def from_zero():
    net = Net(np.zeros((4, 2)), np.zeros(4), "tanh").train(*OR, 0.5, 500)
    weights = net.W.any() or net.v.any() or net.b.any()
    return 3 if not weights and net.c else 0 if rows(net.W) > 1 else 1 if weights else 2


def logistic():
    """Descent from zero against Newton's method from elsewhere; the classes overlap, so one point is lowest."""
    X, Y = datasets.blobs(np.random.default_rng(0), 48, noise=3.0)
    E, w = np.vstack([X, np.ones(X.shape[1])]), np.zeros(3)
    for _ in range(20_000):
        w -= 0.05 * (sigmoid(w @ E) - Y[0]) @ E.T / len(Y[0])
    return 1 if np.allclose(w, newton(np.array([0.1, -0.1, 0.2]), X, Y)[:3], atol=1e-4) else 2


def zeros_in_a_row():
    rng, moved = np.random.default_rng(0), []
    X, Y = rng.normal(size=(3, 20)), rng.normal(size=(2, 20))
    for first, second in ((0, 1), (1, 0), (0, 0)):
        A, B = first * rng.normal(size=(4, 3)), second * rng.normal(size=(2, 4))
        for _ in range(50):
            error = (B @ A @ X - Y) / 20
            A, B = A - 0.05 * B.T @ error @ X.T, B - 0.05 * error @ (A @ X).T
        moved.append(A.any() and B.any())
    return 2 if moved == [True, True, False] else 3


def tenth():
    net = Net(np.full((4, 2), 0.1), np.full(4, 0.1), "tanh").train(*XOR, 1.0, 1000)
    return 3 if rows(np.column_stack([net.W, net.b, net.v])) == 1 and (net.W != 0.1).all() else 0


def three_of_four():
    """Such a layer's answer rises or falls along one line; no line of thousands parts XOR with all four right."""
    units = [Net(np.full((n, 2), value), np.full(n, value), "tanh").train(*XOR, 1.0, 2000)
             for n in (2, 8) for value in (0.5, 2.0)]
    right = [sum((net.answer(x) > 0.5) == y for x, y in zip(XOR[0].T, XOR[1][0])) for net in units]
    w, b = np.random.default_rng(0).normal(size=(5000, 2)), np.random.default_rng(1).normal(size=(5000, 1))
    lines = ((w @ XOR[0] + b > 0) == XOR[1][0]).sum(axis=1)
    return 2 if max(right) == lines.max() == 3 else 0


def a_millionth():
    rng = np.random.default_rng(5)
    solved = solves(0.5 + 1e-6 * rng.normal(size=(200, 4, 2)), 0.5 + 1e-6 * rng.normal(size=(200, 4)), 1000).mean()
    return 0 if solved < 0.02 else 1 if 0.3 < solved < 0.7 else 2


def the_power_of_n():
    """For one power of n alone the mean square is still about 1 after ten ReLU layers, at n = 64 and at 512."""
    def kept(power):
        found = []
        for n in (64, 512):
            rng = np.random.default_rng(0)
            A = rng.normal(size=(n, 20))
            for _ in range(10):
                A = np.maximum(np.sqrt(2) * 64**(-0.5 - power) * n**power * rng.normal(size=(n, n)) @ A, 0)
            found.append((A**2).mean())
        return all(0.5 < q < 2 for q in found)

    return [power for power in (0, -0.5, -1, 0.5) if kept(power)] == [-0.5] and 1


def gradients_of_ten_layers(scale):
    """The median over draws of the rms of dW1, over that at Xavier's scale."""
    X, y = np.random.default_rng(0).normal(size=(32, 32)), np.random.default_rng(1).uniform(size=32) < 0.5
    found = {s: np.median([rms_of_dW1(s * rng.normal(size=(10, 32, 32)), rng.normal(size=32) / np.sqrt(32), X, y)
                           for rng in map(np.random.default_rng, range(20))]) for s in (scale, 1 / np.sqrt(32))}
    return found[scale] / found[1 / np.sqrt(32)]


def too_small():
    ratio = gradients_of_ten_layers(0.01)
    return 2 if 0 < ratio < 1e-6 else 3 if ratio == 0 else 0


def explodes():
    return 0 if gradients_of_ten_layers(1.0) > 10 else 1


def chance():
    """The first gradient of sixteen equal units under each of three kinds of chance."""
    (X, Y), rng = XOR, np.random.default_rng(1)

    def dW(X, Y, K=1.0):
        A = np.tanh(np.full((16, 2), 0.5) @ X)
        error = sigmoid(np.full((1, 16), 0.5) @ (A * K)) - Y
        return (0.5 * error * K * (1 - A**2)) @ X.T / X.shape[1]

    batch, dropped = [1, 2], rng.random(X.shape) < 0.5
    parted = [rows(dW(X[:, batch], Y[:, batch])) > 1, rows(dW(2 * X * dropped, Y)) > 1,
              rows(dW(X, Y, 2.0 * (rng.random((16, 4)) < 0.5))) > 1]
    return 3 if all(parted) else parted.index(True)


def adam():
    net = Net(HALF, np.full(4, 0.5), "tanh")
    memory = [[0.0, 0.0] for _ in range(4)]
    for step in range(1, 200):
        for kept, name, g in zip(memory, "Wbvc", net.gradients(*XOR)):
            kept[:] = 0.9 * kept[0] + 0.1 * g, 0.999 * kept[1] + 0.001 * g**2
            move = 0.05 * (kept[0] / (1 - 0.9**step)) / (np.sqrt(kept[1] / (1 - 0.999**step)) + 1e-8)
            setattr(net, name, getattr(net, name) - move)
    return 3 if rows(np.column_stack([net.W, net.b, net.v])) == 1 and not np.allclose(net.W, 0.5) else 0


def without_chance():
    """Rows of +1 and -1 at right angles, all samples at each step: nothing is drawn; and equal rows beside them."""
    X, Y = datasets.digits(np.random.default_rng(0), 256)
    H = np.ones((1, 1))
    while len(H) < 64:
        H = np.block([[H, H], [H, -H]])
    assert (H @ H.T == 64 * np.eye(64)).all() and set(H.ravel()) == {-1, 1}
    reached = []
    for first, second in ((H[:32], H[:10, :32]), (np.ones((32, 64)), np.ones((10, 32)))):
        W, V = first * np.sqrt(2 / 64), second / np.sqrt(32)
        for _ in range(300):
            A = np.maximum(W @ X, 0)
            p = np.exp(V @ A - (V @ A).max(axis=0))
            error = (p / p.sum(axis=0) - Y) / X.shape[1]
            W, V = W - 0.3 * ((V.T @ error) * (A > 0)) @ X.T, V - 0.3 * error @ A.T
        reached.append(((V @ np.maximum(W @ X, 0)).argmax(axis=0) == Y.argmax(axis=0)).mean())
    return 1 if reached[0] > 0.9 > 0.5 > reached[1] else 3


RECOMPUTED_BY = [answers_alike, first_step, downhill, from_zero, logistic, zeros_in_a_row, tenth, three_of_four,
                 a_millionth, the_power_of_n, too_small, explodes, chance, adam, without_chance]


@pytest.mark.parametrize(("item", "found"), list(zip(ITEMS, RECOMPUTED_BY, strict=True)),
                         ids=[item.idea for item in ITEMS])
def test_the_right_answer_follows_from_the_text(item, found):
    assert found() == item.right


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.idea)
def test_an_item_leads_to_a_claim_and_to_what_its_experiment_prints(item):
    """Those lines are found in the notebooks and recomputed by test_claims_table."""
    assert any(item.printed in line for experiment in CLAIM[item.claim].experiments for line in experiment.printed)
    assert "`" in item.printed and len(set(item.choices)) == 4 and 0 <= item.right < 4
    assert "same ten" not in item.text and not item.text.startswith(("The same", "And ")), "they come in any order"
    assert all(choice.startswith("... ") == item.text.endswith(" ...") for choice in item.choices)


def test_nobody_can_guess_by_length_or_place():
    longest = sum(len(item.choices[item.right]) == max(map(len, item.choices)) for item in ITEMS)
    assert len(ITEMS) == 15 and longest <= 5
    assert all(3 <= [item.right for item in ITEMS].count(place) <= 5 for place in range(4))


def test_a_change_of_the_items_is_another_version():
    """Lines tell answers by their places. After a change: VERSION + 1 in items.py, and the new digest here."""
    digest = hashlib.sha256(repr([(item.text, item.choices) for item in ITEMS]).encode()).hexdigest()[:12]
    assert {VERSION: digest} == {1: "2be6ef144e6d"}


SOME = Handed("before", 4711, (1, 2, 0, 0, 3, 1, 0, 2, 1, 3, None, 0, 2, 3, 0))


def test_a_line_reads_as_it_was_written_whatever_stands_around_it():
    line = write(SOME)
    assert re.fullmatch(r"inventory 1 before 4711 bcaad bacbd xacda \d{3}", line) and len(line) < 60
    for text in (line, line.upper(), f"> Anna:  {line}.", line.replace(" ", "\u00a0 "), f"`{line}`"):
        assert read(text) == SOME


def test_the_line_in_the_teachers_guide_and_in_the_docstring_can_be_read():
    guide = (ROOT / "docs" / "teaching.md").read_text(encoding="utf-8")
    shown = [re.search(r"inventory \d .*\d{3}", text)[0] for text in (guide, line.__doc__)]
    assert shown == [write(SOME)] * 2


def test_each_typing_error_is_noticed():
    line = write(SOME)
    body = line.rpartition(" ")[0]
    for k in range(len(body)):
        others = {body[:k] + other + body[k + 1:] for other in "abcdx0123456789 "} - {body}
        assert all(check_number(other) != line[-3:] for other in others)
        swapped = body[:k] + body[k + 1:k + 2] + body[k] + body[k + 2:]
        assert swapped == body or check_number(swapped) != line[-3:]
    for wrong, words in ((line.replace("4711", "4712"), "does not fit"), ("Dear teacher", "no line"),
                         (line[:-1], "not the form"), ("the inventory", "not the form")):
        with pytest.raises(ValueError, match=words):
            read(wrong)


def test_other_versions_and_other_lengths_are_named():
    for body, words in (("inventory 7 after 1 aaaaa aaaaa aaaaa", "version 7"),
                        ("inventory 1 after 1 aaaaa aaaaa", "15"), ("inventory 1 after 1 aaaaa aaaaa aaaae", "a to d")):
        with pytest.raises(ValueError, match=words):
            read(f"{body} {check_number(body)}")


def answered(sheet, choose):
    """Answer as the page would: `choose(item)` gives a place in the item's record, or None."""
    for k, question in zip(sheet.order, sheet.questions):
        place = choose(ITEMS[k])
        question.view.said = {} if place is None else {"predicted": sheet.choices[k].index(place)}
    return sheet


@pytest.mark.parametrize("number", [1, 4711, 999_999_999])
def test_a_sheet_tells_the_answers_in_the_order_of_the_record(number):
    sheet = inventory.Sheet(number, "after")
    assert sheet.line() == "todo: answer the 15 questions above, then run this cell again."
    assert answered(sheet, lambda item: item.right).answers == tuple(item.right for item in ITEMS)
    assert all(read(sheet.line()).right) and read(sheet.line())[:2] == ("after", number)
    answered(sheet, lambda item: None if item.claim == 16 else 3)
    left, line = sheet.line().split("\n")
    assert left == "2 of 15 are open; they count as not right." and read(line).answers.count(None) == 2


def test_number_0_is_nobodys():
    words, line = answered(inventory.Sheet(0, "before"), lambda item: 1).line().split("\n")
    assert words.startswith("Your number is still 0") and read(line).number == 0


def test_the_number_is_the_seed():
    first, again, other = (repr(inventory.Sheet(number, when)) for number, when in
                           ((5, "before"), (5, "after"), (6, "before")))
    assert first == again != other
    assert sorted(re.findall(r"  [a-d]\) (.*)", first)) == sorted(choice for item in ITEMS for choice in item.choices)
    assert inventory.sheet(5, "before") is inventory.sheet(5, "before"), "a cell that runs again keeps its answers"


def test_wrong_numbers_and_times_are_answered_in_words():
    for number in (-1, 10**9, 1.5, True, "7"):
        with pytest.raises(ValueError, match="your number must be"):
            inventory.Sheet(number, "before")
    with pytest.raises(KeyError, match="choose one of: before, after"):
        inventory.Sheet(1, "afterwards")


def test_the_page_is_not_told_what_is_right():
    for question in inventory.Sheet(3, "before").questions:
        assert (question.view.reasons, question.view.right, question.right) == ([], 0, None)


def test_without_a_kernel_the_questions_are_text_and_say_where_to_answer(monkeypatch):
    shown = []
    monkeypatch.setattr(inventory, "display", lambda *what, **how: shown.append(what[0]))
    inventory.Sheet(0, "before")._ipython_display_()
    monkeypatch.setenv("COURSE_PAGES", "1")
    inventory.Sheet(0, "before")._ipython_display_()
    assert all(list(text) == ["text/plain"] for text in shown[15:]) and len(shown) == 30
    assert "in the notebook" in inventory.Sheet(0, "before").line()
    saved = "".join(str(cell.outputs) for cell in cells("99_inventory"))
    assert all(item.text.split(". ")[0] in saved for item in ITEMS) and "todo: answer" in saved
