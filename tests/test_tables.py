"""The numbers of every picture as tables: those of the result, with names, and back from CSV."""

import csv
import io
import json
import math

import numpy as np
import pytest

from course_lib import live, plots
from course_lib.explorers import EXPLORERS
from course_lib.plots import tables
from tests.test_frames import explorer_of, order, settle

WITHOUT = {}  # panels that have no table, with the reason
HELD = {  # what a panel's tables hold, each (rows, columns), from what `compute` gives the panel
    plots.WeightRows: lambda shown: [rows_of(shown)],
    plots.DigitRows: lambda shown: [rows_of(shown)],
    plots.UnitRows: lambda shown: [rows_of(shown)],
    plots.DigitImage: lambda shown: [np.reshape(shown, (8, 8))],
    plots.LayerHistograms: lambda shown: [shown],
    plots.DistinctUnits: lambda classes: [[[next(i for i, other in enumerate(classes) if other == c) + 1]
                                           for c in classes]],
    plots.Curves: lambda shown: [curves_of(shown)],
    plots.DotsOnCurve: lambda shown: [list(zip(shown.z, shown.a)), list(zip(shown.curve, shown.slope))],
    plots.NetworkDiagram: lambda shown: [[[v] for v in [*shown.x, shown.output]],
                                         [[*incoming, out] for incoming, out in zip(shown.W1, shown.W2[0])]],
    plots.DecisionMap: lambda shown: [
        [[np.min(shown.answers)], [np.mean(shown.answers)], [np.max(shown.answers)],
         [np.count_nonzero(shown.answers > 0.5) / shown.answers.size]],
        [[x, y, label] for x, y, label in zip(*shown.points, shown.labels)],
        [np.ravel(line) for line in shown.lines.values() if line is not None]],
    plots.Gallery: lambda shown: [[[float(s), np.count_nonzero(a > 0.5) / a.size]
                                   for s, a in zip(shown.solved, shown.answers)]],
    plots.LossMap: lambda shown: [[[*path[0], *path[-1], float(ok)] for path, ok in zip(shown.paths, shown.right)],
                                  shown.points, [[n] for n in shown.sides]],
    plots.PhaseMap: lambda shown: [[shown.point, *shown.marks], list(zip(*shown.line))],
    plots.DepthLimits: lambda shown: [[[limit] for limit in shown.limits]],
}


@pytest.fixture(scope="module")
def made():
    """{name: (explorer, its tables)}."""
    explorers = {name: build() for name, build in EXPLORERS.items()}
    return {name: (explorer, explorer.table()) for name, explorer in explorers.items()}


def rows_of(shown):
    M = np.asarray(shown.M if isinstance(shown, plots.Shows) else shown, float)
    return M[[not np.isnan(row).all() for row in M]]


def curves_of(shown):
    lines = list(shown.ys.values()) if isinstance(shown.ys, dict) else [shown.ys]
    return np.array([*lines, *(() if getattr(shown, "band", None) is None else shown.band)]).T


def number(value):
    """A value of a table as a number: yes and no are 1 and 0, nothing is NaN."""
    return {"yes": 1.0, "no": 0.0, None: math.nan, "": math.nan}.get(value, value)


@pytest.mark.parametrize("name", EXPLORERS)
def test_tables_hold_the_numbers_of_the_result(made, name):
    explorer, defaults = made[name]
    for values in ({}, *({explorer.main: value} for value in live.ends(explorer.scene.controls[explorer.main]))):
        result, found = explorer.compute(**values), explorer.table(**values) if values else defaults
        for panel, shows in explorer.canvas.panels.items():
            if panel not in result:  # a button fills it
                assert panel not in found.panels and any(explorer.jobs)
                continue
            wanted = [np.asarray(M, float) for M in HELD[type(shows)](result[panel]) if len(M)]
            for table, M in zip(found[panel], wanted, strict=True):
                assert (len(table.rows), len(table.columns)) == M.shape, panel
                given = [[float(number(value)) for value in row] for row in table.values]
                np.testing.assert_allclose(given, M, rtol=6e-6, err_msg=f"{panel} {values}")


def test_every_panel_of_every_explorer_has_a_table_or_a_reason(made):
    kinds = {type(panel) for explorer, _ in made.values() for panel in explorer.canvas.panels.values()}
    assert {kind for kind in kinds if not hasattr(kind, "tables")} == set(WITHOUT)
    assert kinds - set(HELD) == {plots.Dots, plots.DepthTable}, "these only a button fills: tested below"


def test_what_a_button_fills_has_a_table_too():
    figure = plots.new_figure()
    dots = plots.Dots(plots.place(figure, 80, 80, 300, 100), ("one", "two", "none"), "100 starts (press Start)",
                      "a", "b")
    table, = dots.tables({"one": [0.25, 1.0], "two": [0.5]})
    assert (table.title, table.columns, table.rows) == ("100 starts: 0 is a, 1 is b", ["one", "two"], [1, 2])
    assert table.values == [[0.25, 0.5], [1.0, None]]
    assert dots.tables({}) == []
    depths = plots.DepthTable(plots.place(figure, 500, 80, 200, 100), (0.6, 1.2), (5, 10), "learned", "")
    table, = depths.tables([[1.0, math.nan], [0.5, 0.25]])
    assert table.rows == [5, 10] and table.columns == ["σ_w 0.6", "σ_w 1.2"]
    assert table.values == [[1.0, None], [0.5, 0.25]]


@pytest.mark.parametrize("name", EXPLORERS)
def test_csv_parses_back_and_begins_with_the_line_that_shows_the_picture(made, name):
    explorer, found = made[name]
    (line,), *rest = csv.reader(io.StringIO(found.csv()))
    assert line == repr(explorer)
    for table in found:
        block = [rest.pop(0) for _ in range(3 + len(table.rows))]
        assert block[:3] == [[], [table.title], [table.head, *table.columns]]
        for (row, *cells), wanted, values in zip(block[3:], table.rows, table.values, strict=True):
            assert row == str(wanted)
            for cell, value in zip(cells, values, strict=True):
                assert cell == ("" if value is None else str(value))
    assert rest == []


@pytest.mark.parametrize("name", EXPLORERS)
def test_names_are_plain_words_and_titles_tell_tables_apart(made, name):
    found = list(made[name][1])
    words = [word for t in found for word in (t.title, t.head, *t.rows, *t.columns) if isinstance(word, str)]
    assert all(word.strip() and not set(word) & set("$\\\n") and "press" not in word for word in words)
    assert len({table.title for table in found}) == len(found)
    for table in found:
        assert len(set(table.columns)) == len(table.columns)
        shown = table.chosen or table.rows
        assert len(shown) <= tables.UNITS and ("step" not in table.head or len(shown) <= tables.ALL)
    assert json.loads(json.dumps([vars(table) for table in found], allow_nan=False))


def test_a_long_curve_shows_its_ends_where_the_slider_stands_and_some_between():
    assert tables.few(40) is None
    chosen = tables.few(201, 3)
    assert len(chosen) == 26 and chosen[:2] == [0, 3] and chosen[-1] == 200 and max(np.diff(chosen)) <= 9
    figure = plots.new_figure()
    curve = plots.Curves(plots.place(figure, 80, 80, 300, 100), ["loss"], "loss", (0, 200), (0, 1), "step")
    table, = curve.tables(np.arange(201), np.linspace(1, 0, 201), marker=3)
    assert table.rows[table.marked] == 3 and len(table.values) == 201


@pytest.mark.parametrize(("label", "words"), [
    ("$dW_1 = dZ_1 X^T / m$", "dW1 = dZ1 Xᵀ / m"), (r"6$\xi$ at $\sigma_w$", "6ξ at σ_w"),
    ("loss (press Train)", "loss"), ("equal\nweights $W_1$", "equal: weights W1"), ("$dZ_2 = A_2 - Y$", "dZ2 = A2 − Y"),
])
def test_labels_without_tex(label, words):
    assert tables.plain(label) == words


READ = [(0, "0"), (0.0, "0"), (0.125743, "0.1257"), (0.000378812, "0.0003788"), (-0.5, "−0.5"),
        (3.14159e-5, "3.142e−5"), (12345.678, "12350"), (123456.7, "1.235e5"), (1e6, "1e6"), (-2.0, "−2"), (512, "512"),
        (99999.9, "100000"), (None, ""), ("yes", "yes")]


@pytest.mark.parametrize(("value", "text"), READ)
def test_values_as_they_are_read(value, text):
    assert tables.written(value) == text


def test_printed_it_can_be_read(made):
    text = repr(made["forward_pass"][1])
    assert "\n\nweights W1\nunit   x1   x2\n1     0.5  0.5\n" in text and "\ndistinct units: 1 of 4\n" in text
    assert "…" in repr(made["digit_rows"][1]), "64 columns are too wide to print"


def test_what_a_job_has_found_is_among_the_numbers():
    def work(**_):
        yield 1.0, {"curve": plots.Shows(xs=[0, 1], ys=[2.0, 1.0])}, "found."

    explorer = live.Explorer({"scale": live.slider("scale", range(10), 2)}, lambda scale: {},
                             lambda figure: {"curve": plots.Curves(plots.place(figure, 40, 40, 80, 40), ["loss"],
                                                                   "loss", (0, 1), (0, 2), "step")},
                             lambda result, **_: "words", "scale", size=(160, 140), jobs={"Go": (work, ("scale",))})
    assert explorer.table().panels == {}
    explorer.jobs["Go"].start()
    explorer.jobs["Go"].wait(20)
    assert explorer.table()["curve"][0].values == [[2.0], [1.0]]
    assert explorer.table(scale=3).panels == {}


# Questions and answers -------------------------------------------------------------------------------------------

def asked(ask, scale, other=0):
    return {"kind": "table", "page": "p", "ask": ask, "states": {"scale": scale, "other": other}}


def test_a_question_for_numbers_is_answered_for_its_states_and_fills_nothing_in():
    explorer = explorer_of()
    explorer.canvas.panels["bar"].tables = lambda value: [plots.Table("bar", "x", [1], ["height"], [[value]])]
    explorer.frames.receive(order(1, 4, missing=[3]))
    explorer.controls["scale"].value = 9
    explorer.frames.receive(asked(2, 6))
    settle(explorer)
    reply, buffers = next(sent for sent in explorer.sent if sent[0]["ask"] == 2)
    assert (reply["kind"], reply["page"], reply["states"]["scale"]) == ("table", "p", 6) and buffers == []
    assert reply["tables"][0]["values"] == [[6]] and reply["epoch"] == explorer.view.epoch
    assert [c["states"]["scale"] for c, _ in explorer.sent if c["kind"] == "frame"] == [4, 3], "filling goes on"


def test_an_error_is_an_answer_too():
    explorer = explorer_of()
    explorer.frames.receive(asked(1, 99))
    settle(explorer)
    assert "error" in explorer.sent[0][0] and explorer.sent[0][0]["ask"] == 1


def test_a_result_that_was_drawn_is_not_computed_again_for_its_numbers():
    calls = []
    explorer = explorer_of(lambda scale, other: calls.append(scale) or {"bar": scale})
    calls.clear()
    explorer.frames.receive(order(1, 4))
    explorer.frames.receive(asked(2, 4))
    settle(explorer)
    assert calls == [4]
