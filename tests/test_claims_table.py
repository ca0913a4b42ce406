"""The claims table, row by row: the experiment exists, prints what the row says, and is recomputed by another method.

Every marked number of a row is computed here with plain loops, a closed form or Newton's method, from the same draws
as in the notebook, and none of course_lib's passes. Where a notebook rounds to tens, so does this.
"""

import importlib
import re
from decimal import Decimal
from functools import lru_cache
from html.parser import HTMLParser
from itertools import combinations
from pathlib import Path
from urllib.parse import unquote

import nbformat
import numpy as np
import pytest
from nbconvert.filters.strings import add_anchor

from course_lib import claims, datasets, plots, predictions
from course_lib.lessons import LESSONS
from tests.lessons.plain import OR, Net, draws, newton, plain_perceptron, rows, sigmoid, solves, tens
from tools import heads, pages, site

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"


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
    moons, v = datasets.moons(np.random.default_rng(0), 60, 0.1, 0.4), 0.5 * np.random.default_rng(0).normal(size=16)
    step = Net(np.zeros((16, 2)), v, "tanh").train(*moons, 1.0, 1).W
    gram = step.T @ step  # the squares of both singular values are its two eigenvalues
    half, spread = np.trace(gram) / 2, np.sqrt(((gram[0, 0] - gram[1, 1]) / 2) ** 2 + gram[0, 1] ** 2)
    singular = np.sqrt(half + spread), np.sqrt(abs(half - spread))
    equal, correlated = three_units("equal"), three_units("correlated")
    return (cosine, rows([a, b]), 1 if np.allclose(2 * a, b) else 2, rows(net.W), 1 if minors < 1e-12 else 2,
            rows(step), *singular, "some" if (equal < 0.1).any() else "none", equal.min(),
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


def row_12():
    rates = [tens(solves(*draws(0, n, 200, s), 5000).mean()) for n, s in ((2, 0.1), (2, 1), (2, 5), (8, 1))]
    slow = solves(*draws(0, 4, 100, 0.01), 1000)
    tries = solves(*draws(7, 2, 400), 1000).reshape(-1, 4)
    often = "more than 9 in 10" if 0.98 >= tries.any(axis=1).mean() > 0.9 else "another share"
    return *rates, "some" if slow.any() else "none", often


ACROSS = {7: row_7, 8: row_8, 12: row_12}  # claims whose experiments are in several notebooks
OF_LESSONS = [getattr(importlib.import_module(f"tests.lessons.test_{lesson.folder}"), "RECOMPUTED", {})
              for lesson in LESSONS.values() if lesson.claims]


@lru_cache
def recomputed(number):
    """What the marked numbers of a row are by another method, in order, or None where nothing recomputes them."""
    found = ACROSS.get(number) or next((rows[number] for rows in OF_LESSONS if number in rows), None)
    return found and tuple(found())


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


def missing(claim):
    """Which experiments or printed lines a row names that are not there: a list of sentences."""
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
    return found


def problems(claim):
    """What is wrong with a row: a list of sentences."""
    found, values = missing(claim), recomputed(claim.number)
    if not marks(claim) or values is None or len(values) != len(marks(claim)):
        return [*found, f"not every marked number is recomputed: {marks(claim)} and {values}"]
    return found + [f"{mark} is printed, {value} is recomputed" for mark, value in zip(marks(claim), values)
                    if not agree(mark, value)]


LONG = {12, 20, 24, 25, 27, 30, 31, 37, 39, 41, 44, 46, 47, 48}  # seconds each: these rows are recomputed at night
AT_LENGTH = [pytest.param(claim, id=f"claim {claim.number}", marks=[pytest.mark.nightly] * (claim.number in LONG))
             for claim in claims.CLAIMS]


@pytest.mark.parametrize("claim", claims.CLAIMS, ids=lambda claim: f"claim {claim.number}")
def test_the_experiment_exists_and_prints_what_the_row_says(claim):
    assert missing(claim) == []


@pytest.mark.parametrize("claim", AT_LENGTH)
def test_another_method_finds_the_printed_numbers(claim):
    assert problems(claim) == []


def spoiled(mark):
    """The printed number with its last digit changed; a word becomes another one."""
    if not (digits := re.search(r"\d(?=(e[+-]\d+)?$)", mark)):
        return mark + "x"
    return mark[:digits.start()] + str((int(digits[0]) + 4) % 10) + mark[digits.end():]


@pytest.mark.parametrize("claim", AT_LENGTH)
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
    assert "not every marked" in " ".join(problems(claim._replace(number=999)))


def test_the_table_is_whole():
    assert [claim.number for claim in claims.POPULAR] == list(range(1, 18))
    assert [claim.number for claim in claims.TODAY] == list(range(18, 18 + len(claims.TODAY)))
    for claim in claims.CLAIMS:
        assert claim.verdict in claims.VERDICTS
        for words in (claim.claim, claim.why, claim.limit):
            assert 20 < len(words) < 125 and words.endswith("."), words
    assert claims.tally() in predictions.ask("00", 2).choices["Fewer than half"]


@pytest.mark.parametrize("number", claims.NOTEBOOKS)
def test_the_contents_are_what_the_notebooks_say(number):
    book = claims.NOTEBOOKS[number]
    first = nbformat.read(NOTEBOOKS / f"{book.file}.ipynb", as_version=4).cells[0].source
    assert first.startswith(f"# {number} · {book.question}\n\n**{heads.times(book)}.**")
    assert book.file.startswith(number) and (not book.after or book.after < number)


def test_no_notebook_is_missing_from_the_contents():
    found = {path.stem for path in NOTEBOOKS.glob("[0-9]*.ipynb")}
    assert found - {LESSONS[frame].file for frame in ("00", "99")} == {book.file for book in claims.NOTEBOOKS.values()}


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


@pytest.mark.parametrize(("table", "rows"), [(claims.table(), claims.POPULAR), (claims.today(), claims.TODAY)],
                         ids=["popular", "today"])
def test_the_tables_read_as_html_and_as_text(table, rows):
    read = Read(table.html)
    assert len(read.rows) == 1 + len(rows) and {cells for cells, _, _ in read.rows} == {5} and read.captions
    for claim, (_, links, words) in zip(rows, read.rows[1:]):
        assert len(links) == len(claim.experiments)
        for text in (claim.claim, claim.source, claim.verdict, claim.why, claim.limit, *marks(claim)):
            assert text in words and text in table.text or text == claim.verdict and text.upper() in table.text


@pytest.mark.parametrize("claim", claims.CLAIMS, ids=lambda claim: f"claim {claim.number}")
def test_links_lead_to_the_headings_as_nbconvert_names_them(claim):
    for experiment in claim.experiments:
        file, anchor = claims.link(experiment).split("#")
        assert (NOTEBOOKS / file).exists()
        assert re.search('id="([^"]+)"', add_anchor(f"<h2>{experiment.heading}</h2>"))[1] == unquote(anchor)
        assert claims.link(experiment, "../html/", ".html").startswith(f"../html/{experiment.notebook}_")


def test_the_contents_and_the_map_name_every_notebook():
    read, stations = Read(claims.contents().html), claims.stations()
    assert [links for _, links, _ in read.rows[1:]] == [[f"{book.file}.ipynb"] for book in claims.NOTEBOOKS.values()]
    picture = plots.show_map(stations, claims.in_words())
    words = {text.get_text() for ax in picture.figure.axes for text in ax.texts}
    for number, (name, _, below, _) in stations.items():
        assert {number, name, below} <= words and name in repr(picture)


def test_on_pages_without_a_kernel_the_links_lead_to_pages():
    text = pages.page(nbformat.read(NOTEBOOKS / "00_start_here.ipynb", as_version=4))
    for claim in claims.CLAIMS:
        assert all(f'href="{claims.link(e, "", ".html")}"' in text for e in claim.experiments)
    assert not re.search(r'href="\d\d_\w+\.ipynb', text)


def test_on_the_site_the_links_lead_to_docutils_names_of_the_headings():
    html = site.on_the_site(claims.table().html + claims.contents().html)
    assert 'href="04_constant_init.html#the-loss-lower-than-logistic-regression-s"' in html
    assert 'href="06_xavier_he.html"' in html and ".ipynb" not in html
