"""The claims table, row by row: the experiment exists, prints what the row says, and is recomputed by another method.

Every marked number of a row is computed here with plain loops, a closed form or Newton's method, from the same draws
as in the notebook, and none of course_lib's passes. Where a notebook rounds to tens, so does this.
"""

import re
from decimal import Decimal
from functools import lru_cache
from html.parser import HTMLParser
from itertools import combinations, product
from pathlib import Path
from urllib.parse import unquote

import nbformat
import numpy as np
import pytest
from nbconvert.filters.strings import add_anchor

from course_lib import claims, datasets, plots, predictions
from tests.test_claims import OR, XOR, Net, random_net, rms_of_dW1, rows, solves
from tests.test_claims_09 import plain_loss, plain_perceptron, walk
from tools import pages, site

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
HALF = np.full((4, 2), 0.5)


def draws(seed, n, seeds, scale=1.0):
    """W1 (seeds, n, 2) and the outgoing weights (seeds, n), in the order in which the notebooks draw them."""
    rng = np.random.default_rng(seed)
    return scale * rng.normal(size=(seeds, n, 2)), scale * rng.normal(size=(seeds, n))


def tens(share):
    return 10 * round(10 * share)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def parameters(net):
    return np.column_stack([net.W, net.b, net.v])


def row_1():
    rng = np.random.default_rng(1)
    row, samples = rng.normal(size=20), rng.normal(size=(20, 1000))
    equal = [[sigmoid(sum(w * x for w, x in zip(row, sample))) for sample in samples.T]] * 8
    other = [sigmoid(np.dot(row, sample) + 1.0) for sample in samples.T]
    return rows(np.array(equal)), rows(np.array([other, *equal[1:]]))


def row_2():
    answers = [1 / (1 + np.exp(-k)) for k in (2, 10)]
    return [n for a in answers for n in (a, a * (1 - a))]


def row_3():
    v = np.random.default_rng(0).normal(size=4)
    same, other = (rows(Net(HALF, out, "tanh").gradients(*XOR)[0]) for out in (np.full(4, 0.5), v))
    many = np.random.default_rng(0).normal(size=(200, 4))
    shares = [100 * solves(np.full((200, 4, 2), 0.5), out, 1000).mean() for out in (np.full((200, 4), 0.5), many)]
    return same, other, *shares


def row_4():
    def first_move(f, data, part):
        net = Net(np.zeros((4, 2)), np.zeros(4), f)
        return next((k for k in range(1, 4) if getattr(net.train(*data, 0.5, 1), part).any()), "never")

    net = Net(np.zeros((4, 2)), np.zeros(4), "sigmoid").train(*OR, 0.5, 1000)
    return (first_move("tanh", OR, "W"), first_move("sigmoid", OR, "W"), first_move("sigmoid", OR, "v"), rows(net.W),
            100 * XOR[1].mean(), first_move("sigmoid", XOR, "W"))


def row_5():
    net, most = Net(np.full((8, 2), 0.5), np.full(8, 0.5), "tanh"), 0
    for _ in range(1000):
        most = max(most, rows(net.gradients(*XOR)[0]))
        net.train(*XOR, 0.5, 1)
    one = Net(net.W[:1], [net.v.sum()], "tanh", net.b[:1], net.c)
    points = np.random.default_rng(1).normal(scale=3, size=(2, 1000)).T
    return most, rows(parameters(net)), max(abs(net.answer(x) - one.answer(x)) for x in points) < 1e-9


def row_6():
    net = Net(HALF, np.full(4, 0.5), "tanh").train(*XOR, 0.5, 1000)
    p, early = np.linspace(0.01, 0.99, 9801), net.loss(*XOR)
    stuck = Net(HALF, np.full(4, -1.0), "tanh").train(*XOR, 0.5, 1000).loss(*XOR)
    late = Net(HALF, np.full(4, 0.5), "tanh").train(*XOR, 0.5, 10_000).loss(*XOR)
    wide = Net(np.full((8, 2), 0.5), np.full(8, 0.5), "tanh").train(*XOR, 0.5, 1000)
    ticks = np.linspace(-2, 3, 100)
    along = sorted((wide.W[0] @ (x, y), wide.answer(np.array([x, y])) > 0.5) for x in ticks for y in ticks)
    sides = sum(bool(a[1] != b[1]) for a, b in zip(along, along[1:]))
    right = sum((wide.answer(x) > 0.5) == y for x, y in zip(XOR[0].T, XOR[1][0]))
    sine = Net(HALF, np.full(4, 0.5), "sine").train(*XOR, 0.5, 1000)
    return (-np.log(0.5), (-(2 * np.log(p) + np.log(1 - p)) / 4).min(), early, late, stuck, sides, right,
            rows(parameters(sine)), *(round(sine.answer(x), 1) for x in XOR[0].T))


def newton(w, X, Y):
    """Logistic regression's optimum and its loss: weights and bias (inputs + 1,), by Newton's method."""
    E = np.vstack([X, np.ones(X.shape[1])])
    for _ in range(30):
        p = sigmoid(w @ E)
        w = w - np.linalg.solve((E * (p * (1 - p))) @ E.T, E @ (p - Y[0]))
    return *w, -np.mean(np.where(Y[0] == 1, np.log(p), np.log(1 - p)))


def row_7():
    moons = datasets.moons(np.random.default_rng(0), samples=48, balance=0.25)
    from_zero, from_elsewhere = newton(np.zeros(3), *moons), newton(np.array([0.3, -0.4, 0.1]), *moons)
    X, Y = datasets.blobs(np.random.default_rng(0), 48, noise=0.5)
    starts = np.random.default_rng(0).normal(size=(100, 3))
    starts[0] = 0
    lines = np.array([plain_perceptron(start, X, Y) for start in starts])
    lines /= np.hypot(lines[:, :1], lines[:, 1:2])
    margins = [min((w[:2] @ x + w[2]) * (1 if y else -1) for x, y in zip(X.T, Y[0])) for w in lines]
    return (*from_zero, *from_elsewhere[:2], min(margins) > 0, len({tuple(w) for w in lines.round(3)}) > 90,
            max(margins), margins[0])


def row_8():
    a, b = np.array([1.0, 2, 3]), np.array([2.0, 4, 6])
    cosine = (a - a.mean()) @ (b - b.mean()) / np.sqrt(((a - a.mean()) ** 2).sum() * ((b - b.mean()) ** 2).sum())
    net = Net(np.zeros((4, 2)), np.random.default_rng(0).normal(size=4), "tanh").train(*OR, 0.5, 1)
    minors = max(abs(np.linalg.det(net.W[list(pair)])) for pair in combinations(range(4), 2))
    (X, Y), v = datasets.moons(np.random.default_rng(0), 60, 0.1, 0.4), 0.5 * np.random.default_rng(0).normal(size=16)
    step = np.outer(v, X @ (0.5 - Y[0]) / 60)  # from W1 = 0: every unit gets one direction, times its own weight
    equal, correlated = three_units("equal"), three_units("correlated")
    return (cosine, rows([a, b]), 1 if np.allclose(2 * a, b) else 2, rows(net.W), 1 if minors < 1e-12 else 2,
            rows(step), np.sqrt((step**2).sum()), 0, "some" if (equal < 0.1).any() else "none", equal.min(),
            "more than 8 in 10" if (correlated < 0.1).mean() > 0.8 else "fewer", correlated.min())


def three_units(kind):
    """Losses of 3-3-1 with outgoing weights 1 after 300 steps on XOR of the first two inputs, from 60 seeds."""
    X = np.array([[a, b, c] for a in (0.0, 1) for b in (0.0, 1) for c in (0.0, 1)]).T
    Y, first = X[0] != X[1], np.stack([np.random.default_rng(seed).normal(size=(3, 3))[0] for seed in range(60)])
    W = 0.3 * (first[:, None] + np.array([0.0, 1, -1])[:, None] * (kind == "correlated"))
    b, v, c = np.zeros((60, 3)), np.ones((60, 3)), np.zeros(60)
    for step in range(301):
        h = np.tanh(W @ X + b[:, :, None])
        p = sigmoid((v[:, :, None] * h).sum(axis=1) + c[:, None])
        error = p - Y
        back = error[:, None] * v[:, :, None] * (1 - h**2)
        if step < 300:
            W, b = W - back @ X.T / 8, b - back.mean(axis=2)
            v, c = v - (h * error[:, None]).mean(axis=2), c - error.mean(axis=1)
    return -np.log(np.where(Y, p, 1 - p)).mean(axis=1)


def row_9():
    found, rng = [], np.random.default_rng(3)
    for K, inputs in ((2.0 * (rng.random((4, 4)) > 0.5), 1), (2.0 * (rng.random(4) > 0.5), 1), (1, 2.0 * np.eye(2)[0])):
        X, h = XOR[0] * np.reshape(inputs, (-1, 1)), np.tanh(HALF @ (XOR[0] * np.reshape(inputs, (-1, 1))))
        error = sigmoid(0.5 * (h * K).sum(axis=0)) - XOR[1][0]
        found.append(rows((0.5 * error * K * (1 - h**2)) @ X.T / 4))
    for size, way in product((1.0, 0.5), ("random", "random, dropout", "equal, dropout")):
        first, right = moons_with_dropout(way, size)
        found += [tens(right.mean()), 50 * round(np.median(first) / 50) if right.mean() > 0.5 else "never"]
    return found


def moons_with_dropout(way, size, p=0.05):
    """40 networks 2-8-1, 400 steps: the first of steps 0, 10, ... with 95 % of the moons right, and who is there."""
    (X, Y), rng = datasets.moons(np.random.default_rng(0), 60, 0.1, 0.4), np.random.default_rng(0)
    W, v = (rng.normal(size=(40, 8, 2)), rng.normal(size=(40, 8))) if way.startswith("random") else (1.0, 1.0)
    W, v, b, c, first = size * W * np.ones((40, 8, 2)), size * v * np.ones((40, 8)), np.zeros((40, 8)), 0.0, np.inf
    for step in range(401):
        K = (rng.random((40, 8, 60)) >= p) / (1 - p) if way.endswith("dropout") else 1.0
        h = np.tanh(W @ X + b[:, :, None])
        whole, thinned = (sigmoid((v[:, :, None] * part).sum(axis=1) + np.reshape(c, (-1, 1))) for part in (h, h * K))
        right = ((whole > 0.5) == (Y[0] == 1)).mean(axis=1) >= 0.95
        first = np.where(right & (step % 10 == 0), np.minimum(first, step), first)
        error = thinned - Y[0]
        back = error[:, None] * v[:, :, None] * K * (1 - h**2)
        W, b = W - back @ X.T / 60, b - back.mean(axis=2)
        v, c = v - (h * K * error[:, None]).mean(axis=2), c - error.mean(axis=1)
    return first, right


def landed(w, bias, steps=1000):
    """Descent on the map of notebook 09 from w (landings, 2), in closed form: the share that gets all twelve right."""
    x = np.array([-2.0, -1.6, -1.2, -0.6, -0.2, 0.2, 0.6, 1.2, 1.6, 2.0, 2.4, 2.8])
    for _ in range(steps):
        h = np.tanh(w[:, :, None] * x + bias)
        p = sigmoid(2 * h.sum(axis=1) + 2)
        w = w - 0.5 * ((p - (abs(x) > 1))[:, None, :] * 2 * (1 - h**2) * x).mean(axis=2)
    return ((sigmoid(2 * np.tanh(w[:, :, None] * x + bias).sum(axis=1) + 2) > 0.5) == (abs(x) > 1)).all(axis=1).mean()


def row_10():
    spots = np.random.default_rng(0).normal(size=(400, 2))
    (a, b), h = walk(np.array([2.0, 2.0]), -1.0, 2000), 1e-3
    bends = [(plain_loss(a + h, b + s * h, -1.0) + plain_loss(a - h, b - s * h, -1.0)
              - 2 * plain_loss(a, b, -1.0)) / (2 * h * h) for s in (1, -1)]
    return tens(landed(0 * spots, -1)), tens(landed(spots, -1)), tens(landed(spots, -1.5)), a, b, *bends


def plain_k_means(centres, X):
    """The mean squared distance at which Lloyd's rounds end."""
    while True:
        near = [min(range(4), key=lambda k: np.sum((centres[k] - x) ** 2)) for x in X.T]
        moved = np.array([X[:, np.array(near) == k].mean(axis=1) if k in near else centres[k] for k in range(4)])
        if (moved == centres).all():
            return np.mean([np.sum((centres[k] - x) ** 2) for k, x in zip(near, X.T)])
        centres = moved


def row_11():
    overlapping = datasets.blobs(np.random.default_rng(0), 48, noise=1.0)
    ends = {round(newton(w, *overlapping)[-1], 3) for w in 0.3 * np.random.default_rng(0).normal(size=(100, 3))}
    X, rng = datasets.moons(np.random.default_rng(0), 48, noise=0.2)[0], np.random.default_rng(0)
    far = [plain_k_means(X[:, rng.choice(48, 4, replace=False)].T, X) for _ in range(100)]
    return (len(ends), len({round(d, 3) for d in far}) > 10, max(far) / min(far),
            tens(solves(*draws(7, 2, 400), 1000).mean()))


def row_12():
    rates = [tens(solves(*draws(0, n, 200, s), 5000).mean()) for n, s in ((2, 0.1), (2, 1), (2, 5), (8, 1))]
    slow = solves(*draws(0, 4, 100, 0.01), 1000)
    tries = solves(*draws(7, 2, 400), 1000).reshape(-1, 4)
    often = "more than 9 in 10" if 0.98 >= tries.any(axis=1).mean() > 0.9 else "another share"
    return *rates, "some" if slow.any() else "none", often


def row_13():
    rng, after, ratios = np.random.default_rng(5), [], []
    A = rng.normal(size=(300, 50))
    for gain in (1.0, np.sqrt(2)):
        out = [(np.maximum(gain / np.sqrt(300) * rng.normal(size=(300, 300)) @ A, 0) ** 2).mean() for _ in range(20)]
        after.append(np.mean(out) / (A**2).mean())
    for seed in range(100):
        rng = np.random.default_rng(seed)
        A = start = rng.normal(size=(64, 16))
        for _ in range(50):
            Z = rng.normal(size=(64, 64)) @ A / np.sqrt(32)
            A = Z * (Z > 0)
        ratios.append((A**2).mean() / (start**2).mean())
    low, middle, high = sorted(ratios)[4:6], sorted(ratios)[49:51], sorted(ratios)[94:96]
    return (*after, np.mean(middle), 0.05 * low[0] + 0.95 * low[1], 0.95 * high[0] + 0.05 * high[1],
            0.5 ** (30 / 2))  # ReLU passes gains on: 30 layers of weights behind the first give √2 each


def row_14():
    found = []
    for gain in (1, 4, 10):
        rng = np.random.default_rng(0)
        A = rng.normal(size=(64, 16))
        for _ in range(10):
            W = gain * rng.normal(size=(64, 64)) / 8
            A = np.array([[sigmoid(w @ a) for a in A.T] for w in W])
        found += [np.sqrt(((A - A.mean()) ** 2).mean()), np.mean([np.std(unit) for unit in A])]
    return found


def row_15():
    X, y = np.random.default_rng(0).normal(size=(32, 32)), np.random.default_rng(1).uniform(size=32) < 0.5

    def middle(depth, scale):
        rng = np.random.default_rng(0)
        Ws = [scale * rng.normal(size=(20, 32, 32)) for _ in range(depth)]
        out = rng.normal(size=(20, 32)) / np.sqrt(32)
        return np.median([rms_of_dW1([W[k] for W in Ws], out[k], X, y) for k in range(20)])

    return [middle(d, s) / middle(d, 1 / np.sqrt(32)) for d, s in ((1, 10.0), (10, 0.01), (10, 1.0))]


def row_16():
    tenth = Net(np.full((4, 2), 0.1), np.full(4, 0.1), "tanh").train(*XOR, 1.0, 1000)
    shares = [tens(solves(*(0.5 * (1 - eps) + eps * part for part in draws(0, 4, 200)), 1000).mean())
              for eps in (1e-6, 0.1)]
    return rows(parameters(tenth)), *shares


def row_17():
    found, before = [], random_net(3, 1.0, 4).loss(*XOR)
    for rate in (-0.1, 0.1):
        change = random_net(3, 1.0, 4).train(*XOR, rate, 1).loss(*XOR) - before
        found += ["rises" if change > 0 else "falls", abs(change)]
    return found


@lru_cache
def recomputed(number):
    """What the marked numbers of a row are by another method, in order, or None where nothing recomputes them."""
    return (found := globals().get(f"row_{number}")) and tuple(found())


def agree(printed, value):
    """Is `value` what was printed, to the last printed digit? Words and truth values must be equal."""
    if isinstance(value, str | bool | np.bool_):
        return printed == str(value)
    try:
        last = 10.0 ** Decimal(printed).as_tuple().exponent
    except ArithmeticError:
        return False
    return abs(float(printed) - value) <= 0.5 * last * (1 + 1e-9)


@lru_cache
def printed_under(file):
    """{heading: all that the code cells between it and the next heading print}, from the saved notebook."""
    found, heading = {}, ""
    for cell in nbformat.read(NOTEBOOKS / f"{file}.ipynb", as_version=4).cells:
        if cell.cell_type == "markdown":
            for heading in re.findall(r"^#+ (.+)$", re.sub(r"```.*?```", "", cell.source, flags=re.S), flags=re.M):
                assert heading not in found, f"{file} has two headings {heading!r}: no link can tell them apart"
                found[heading] = ""
        else:
            found[heading] = found.get(heading, "") + "".join(output.get("text", "") for output in cell.outputs)
    return found


def marks(claim):
    return [mark for e in claim.experiments for line in e.printed for mark in re.findall("`([^`]+)`", line)]


def problems(claim):
    """What is wrong with a row: a list of sentences."""
    found = []
    for experiment in claim.experiments:
        book = claims.NOTEBOOKS.get(experiment.notebook)
        if book is None or not (NOTEBOOKS / f"{book.file}.ipynb").exists():
            found.append(f"there is no notebook {experiment.notebook}")
        elif experiment.heading not in printed_under(book.file):
            found.append(f"{book.file} has no heading {experiment.heading!r}")
        else:
            output = printed_under(book.file)[experiment.heading]
            found += [f"not printed under {experiment.heading!r}: {line!r}" for line in experiment.printed
                      if "`" not in line or line.replace("`", "") not in output]
    values = recomputed(claim.number)
    if not marks(claim) or values is None or len(values) != len(marks(claim)):
        return [*found, f"not every marked number is recomputed: {marks(claim)} and {values}"]
    return found + [f"{mark} is printed, {value} is recomputed" for mark, value in zip(marks(claim), values)
                    if not agree(mark, value)]


@pytest.mark.parametrize("claim", claims.CLAIMS, ids=lambda claim: f"claim {claim.number}")
def test_the_experiment_exists_prints_the_number_and_another_method_agrees(claim):
    assert problems(claim) == []


def spoiled(mark):
    """The printed number with its last digit changed; a word becomes another one."""
    if not (digits := re.search(r"\d(?=(e[+-]\d+)?$)", mark)):
        return mark + "x"
    return mark[:digits.start()] + str((int(digits[0]) + 4) % 10) + mark[digits.end():]


@pytest.mark.parametrize("claim", claims.CLAIMS, ids=lambda claim: f"claim {claim.number}")
def test_a_changed_number_is_found_even_if_the_notebook_printed_it(claim):
    assert not any(agree(spoiled(mark), value) for mark, value in zip(marks(claim), recomputed(claim.number)))


def test_each_kind_of_defect_is_found():
    claim = claims.CLAIMS[0]
    place, = claim.experiments
    for bad, words in (
            (place._replace(notebook="99"), "no notebook"), (place._replace(heading="The claim"), "no heading"),
            (place._replace(heading="By hand, once"), "not printed"), (place._replace(printed=()), "not every marked"),
            (place._replace(printed=("distinct rows of A: `2` of 8", place.printed[1])), "2 is printed, 1 is")):
        assert words in " ".join(problems(claim._replace(experiments=(bad,)))), words
    assert "not every marked" in " ".join(problems(claim._replace(number=18)))


def test_the_table_is_whole():
    assert [claim.number for claim in claims.CLAIMS] == list(range(1, 18))
    for claim in claims.CLAIMS:
        assert claim.verdict in claims.VERDICTS
        for words in (claim.claim, claim.why, claim.limit):
            assert 20 < len(words) < 125 and words.endswith("."), words
    assert claims.tally() in predictions.ask("00", 2).choices["Fewer than half"]


@pytest.mark.parametrize("number", claims.NOTEBOOKS)
def test_the_contents_are_what_the_notebooks_say(number):
    book = claims.NOTEBOOKS[number]
    first = nbformat.read(NOTEBOOKS / f"{book.file}.ipynb", as_version=4).cells[0].source
    assert first.startswith(f"# {number} · {book.question}\n\n**{book.minutes} minutes.**")
    assert book.file.startswith(number) and (not book.after or book.after < number)


def test_no_notebook_is_missing_from_the_contents():
    found = {path.stem for path in NOTEBOOKS.glob("[0-9]*.ipynb")} - {"00_start_here"}
    assert found == {book.file for book in claims.NOTEBOOKS.values()}


class Read(HTMLParser):
    """The rows of a table as [number of cells, links, text]."""

    def __init__(self, html):
        super().__init__()
        self.rows, self.captions = [], 0
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        if tag == "tr":
            self.rows.append([0, [], ""])
        self.rows and self.rows[-1].__setitem__(0, self.rows[-1][0] + (tag in ("td", "th")))
        self.captions += tag == "caption"
        if tag == "a":
            self.rows[-1][1].append(dict(attributes)["href"])

    def handle_data(self, data):
        if self.rows:
            self.rows[-1][2] += data


def test_the_table_reads_as_html_and_as_text():
    table = claims.table()
    read = Read(table.html)
    assert len(read.rows) == 1 + len(claims.CLAIMS) and {cells for cells, _, _ in read.rows} == {5} and read.captions
    for claim, (_, links, words) in zip(claims.CLAIMS, read.rows[1:]):
        assert len(links) == len(claim.experiments)
        for text in (claim.claim, claim.verdict, claim.why, claim.limit, *marks(claim)):
            assert text in words and text in table.text or text == claim.verdict and text.upper() in table.text


@pytest.mark.parametrize("claim", claims.CLAIMS, ids=lambda claim: f"claim {claim.number}")
def test_links_lead_to_the_headings_as_nbconvert_names_them(claim):
    for experiment in claim.experiments:
        file, anchor = claims.link(experiment).split("#")
        assert (NOTEBOOKS / file).exists()
        assert re.search('id="([^"]+)"', add_anchor(f"<h2>{experiment.heading}</h2>"))[1] == unquote(anchor)
    assert claims.link(claim.experiments[0], "../html/", ".html").startswith("../html/0")


def test_the_contents_and_the_map_name_every_notebook():
    read, stations = Read(claims.contents().html), claims.stations()
    assert [links for _, links, _ in read.rows[1:]] == [[f"{book.file}.ipynb"] for book in claims.NOTEBOOKS.values()]
    picture = plots.show_map(stations, claims.in_words())
    words = {text.get_text() for ax in picture.figure.axes for text in ax.texts}
    for number, (name, _, below, _) in stations.items():
        assert {number, name, below} <= words and name in repr(picture)


def test_on_pages_without_a_kernel_the_links_lead_to_pages():
    text = pages.page(nbformat.read(NOTEBOOKS / "00_start_here.ipynb", as_version=4), "00_start_here")
    for claim in claims.CLAIMS:
        assert all(f'href="{claims.link(e, "", ".html")}"' in text for e in claim.experiments)
    assert not re.search(r'href="\d\d_\w+\.ipynb', text)


def test_on_the_site_the_links_lead_to_docutils_names_of_the_headings():
    html = site.on_the_site(claims.table().html + claims.contents().html)
    assert 'href="04_constant_init.html#the-loss-lower-than-logistic-regression-s"' in html
    assert 'href="06_xavier_he.html"' in html and ".ipynb" not in html
