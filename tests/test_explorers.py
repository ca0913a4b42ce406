"""Every explorer without a browser: both ends of every control, pixels inside the panels, text against numbers."""

import base64
import functools
import io
import re

import numpy as np
import pytest
from PIL import Image

from course_lib import datasets, live, mlp, plots
from course_lib.explorers import (
    EXPLORERS,
    backprop,
    digit_training,
    forward_pass,
    random_init,
    xavier_he,
    zero_init,
)
from course_lib.lessons import common

NAMES = list(EXPLORERS)


@pytest.fixture(scope="module")
def made():
    return {name: EXPLORERS[name]() for name in NAMES}


@functools.cache
def pieces(name):
    return EXPLORERS[name]().scene.tiles()


def pixels(explorer, **values):
    return explorer.canvas.draw(explorer.compute(**values)).copy()


def inside(explorer, image, panel):
    """The pixels of one panel."""
    box = explorer.canvas.panels[panel].ax.get_window_extent()
    height = image.shape[0]
    return image[int(height - box.y1):int(height - box.y0) + 1, int(box.x0):int(box.x1) + 1]


def every_end():
    for name in NAMES:
        for control, data in EXPLORERS[name]().scene.controls.items():
            for value in data.values if len(data.values) <= 5 else live.ends(data):
                yield pytest.param(name, control, value, id=f"{name}-{control}-{value}")


@pytest.mark.parametrize(("name", "control", "value"), list(every_end()))
def test_both_ends_of_every_control_draw_and_speak(made, name, control, value):
    explorer = made[name]
    image = pixels(explorer, **{control: value})
    assert np.ptp(image[..., :3]) > 100, "a blank picture"
    for left, top, width, height in (tile["box"] for tile in pieces(name)):
        image[top:top + height, left:left + width] = 255
    assert (image == 255).all(), "a narrow page would cut something off"
    text = explorer.describe(**{control: value})
    assert "nan" not in text and "inf" not in text and re.search(r"\d of \d+ units are distinct", text)


@pytest.mark.parametrize("name", NAMES)
def test_the_large_number_is_what_the_sentence_says(made, name):
    explorer = made[name]
    for values in ({}, {explorer.main: live.ends(explorer.scene.controls[explorer.main])[0]}):
        result = explorer.compute(**values)
        classes = result["units"] if "units" in result else result["units equal"]
        assert explorer.describe(**values).startswith(f"{len(set(classes))} of {len(classes)} units are distinct")


@pytest.mark.parametrize("name", NAMES)
def test_the_main_slider_changes_every_panel_that_shows_weights(made, name):
    explorer = made[name]
    if name == "zero_init":
        low, high = ({explorer.main: value, "activation": "sigmoid"}
                     for value in live.ends(explorer.scene.controls["scale"]))
    else:
        low, high = ({explorer.main: value, "initializer": "random"} if "initializer" in explorer.controls
                     else {explorer.main: value} for value in live.ends(explorer.scene.controls[explorer.main]))
    before, after = pixels(explorer, **low), pixels(explorer, **high)
    # the data, a count that may not change, what a button fills, what a model's own blocks did to their stream
    fixed = {"digit", "units", "success", "losses", "stream"}
    for panel in {name for name in explorer.canvas.panels if name.split()[0] not in fixed}:
        assert (inside(explorer, before, panel) != inside(explorer, after, panel)).any(), panel


@pytest.mark.parametrize("name", NAMES)
def test_every_control_changes_the_picture(made, name):
    """From a start at which it has something to say: random weights, trained a little."""
    explorer = made[name]
    start = {"initializer": "random", "blend": 0.0, "start_W1": "random", "start_W2": "random", "scale": 1.0, "step": 3}
    for control, widget in explorer.scene.controls.items():
        if any(control in job.depends for job in explorer.jobs.values()):
            continue  # it changes what the button does, tested below
        base = {k: v for k, v in start.items() if k in explorer.controls}
        if "initializer" not in base:
            base |= {"blend": 0.5} if "blend" in base else {}
        elif control == "blend":
            base["initializer"] = "constant"  # from random to random there is no way to go
        low, high = live.ends(widget)
        assert (pixels(explorer, **base | {control: low}) != pixels(explorer, **base | {control: high})).any(), control


@pytest.mark.parametrize("name", NAMES)
def test_a_frame_equals_the_figure_drawn_afresh(made, name):
    """The fast path and the plain one show the same picture, whatever was shown before."""
    explorer = made[name]
    pixels(explorer, **{explorer.main: live.ends(explorer.scene.controls[explorer.main])[1]})
    fast = pixels(explorer)
    figure = explorer.figure()
    figure.canvas.draw()
    plain = np.asarray(figure.canvas.buffer_rgba())
    assert fast.shape == plain.shape
    assert np.abs(fast[..., :3].astype(int) - plain[..., :3]).max() <= 2


@pytest.mark.parametrize("name", NAMES)
def test_compute_is_deterministic_and_does_not_depend_on_what_came_before(made, name):
    fresh = EXPLORERS[name]()
    last, widget = list(fresh.scene.controls.items())[-1]
    made[name].compute(**{last: live.ends(widget)[1]})
    again = made[name].compute()
    for key, value in fresh.compute().items():
        one, other = (vars(part) if isinstance(part, plots.Shows) else part for part in (value, again[key]))
        for mine, its in zip(*(part if isinstance(part, tuple) else (part,) for part in (one, other)), strict=True):
            np.testing.assert_equal(mine, its)


def test_every_panel_fits_into_the_figure(made):
    """Nothing sticks out: the tight box of all artists lies within the figure."""
    for name, explorer in made.items():
        figure = explorer.figure()
        for line in (line for ax in figure.axes for line in ax.lines if not len(line.get_xdata())):
            line.set_visible(False)  # a line without data claims the corner
        box, size = figure.get_tightbbox(figure.canvas.get_renderer()), figure.get_size_inches()
        assert box.x0 >= 0 and box.y0 >= 0 and box.x1 <= size[0] and box.y1 <= size[1], (name, box)


def test_at_most_96_numbers_a_picture(made):
    for name, explorer in made.items():
        numbers = [a for panel in explorer.canvas.panels.values() for a in panel.artists
                   if isinstance(a, plots.Numbers)]
        assert sum(len(n.positions) for n in numbers) <= 96, name


def test_unknown_control_is_named():
    with pytest.raises(TypeError, match="unknown control colour; the controls are: scale"):
        forward_pass().compute(colour=1)


# The text against numbers found another way ------------------------------------------------------------------

def rows_by_rounding(M):
    """Distinct rows by sorting rounded rows: another method than the library's pairwise distances."""
    M = np.asarray(M, float)
    size = np.abs(M).max()
    return len({tuple(row) for row in np.rint(M / (size or 1) * 1e6)})


@pytest.mark.parametrize("values", [{}, {"blend": 1e-4}, {"initializer": "random", "scale": 2.0},
                                    {"activation": "relu"}, {"initializer": "zeros"},
                                    {"initializer": "ones", "activation": "sigmoid"}])
def test_forward_pass_says_what_a_hand_calculation_finds(values):
    explorer = forward_pass()
    asked = explorer.values() | values
    rng = np.random.default_rng(asked["seed"])
    draws = rng.standard_normal((4, 2)), rng.standard_normal((1, 4))
    first = {"zeros": lambda D: 0 * D, "ones": np.ones_like, "constant": lambda D: asked["scale"] + 0 * D,
             "random": lambda D: asked["scale"] * D}[asked["initializer"]]
    W1, W2 = ((1 - asked["blend"]) * first(D) + asked["blend"] * asked["scale"] * D for D in draws)
    f = {"tanh": np.tanh, "sigmoid": lambda Z: 1 / (1 + np.exp(-Z)), "relu": lambda Z: np.where(Z > 0, Z, 0)}
    A1 = f[asked["activation"]](np.array([W1 @ x for x in ([0, 0], [0, 1], [1, 0], [1, 1])]).T)
    answer = 1 / (1 + np.exp(-(W2 @ A1)[0, asked["sample"]]))
    text = explorer.describe(**values)
    assert f"{rows_by_rounding(W1)} in W1, {rows_by_rounding(A1)} in A1" in text
    assert f"answers {answer:.3f}." in text
    assert f"Largest |W1| {np.abs(W1).max():.3g}," in text


def test_backprop_counts_rows_and_agrees_with_central_differences():
    explorer = backprop()
    for first, second, rows in [("constant", "constant", 1), ("constant", "random", 4), ("random", "constant", 4)]:
        text = explorer.describe(start_W1=first, start_W2=second)
        assert f"{rows} in dW1" in text and "Central differences agree" in text
    result = explorer.compute(start_W1="random", start_W2="random", step=7)
    np.testing.assert_allclose(result["numerical"], result["dW1"], atol=1e-8)
    np.testing.assert_allclose(result["dA1"] * result["slope"], result["dZ1"])
    up = explorer.compute(start_W1="random", start_W2="random", direction=-1.0)["loss"].ys
    down = explorer.compute(start_W1="random", start_W2="random")["loss"].ys
    assert up[-1] > up[0] and down[-1] < down[0]


@pytest.mark.parametrize(("values", "said"), [
    ({"activation": "tanh"}, "step 1: b2, step 2: b2, step 3: b2."),
    ({"activation": "relu"}, "step 1: b2, step 2: b2, step 3: b2."),
    ({"activation": "sigmoid"}, "step 1: W2 b2, step 2: W1 b1 W2 b2"),
    ({"activation": "sigmoid", "data": "XOR (2 of 4 are class 1)"}, "step 1: nothing, step 2: nothing"),
])
def test_zero_init_says_what_moves(values, said):
    assert said in zero_init().describe(scale=0.0, **values)


def test_losses_in_one_go_are_the_losses_one_by_one():
    X, Y = datasets.or_(np.random.default_rng(0))
    network = mlp.build(np.random.default_rng(0), (2, 4, 1), "tanh", "normal")
    run = common.trace(network, X, Y, 0.5, 20)
    singles = [mlp.loss(trained, caches, Y) for trained, caches, _ in mlp.train(network, X, Y, 0.5, 20)]
    np.testing.assert_allclose(common.losses(run, X, Y), singles)
    np.testing.assert_array_equal(mlp.pick(run, 0)[0].W, network[0].W)


def test_the_saved_picture_is_a_png_of_the_defaults():
    bundle, metadata = EXPLORERS["forward_pass"]()._repr_mimebundle_()
    picture = Image.open(io.BytesIO(base64.b64decode(bundle["image/png"])))
    assert picture.size[0] >= 900 and len(np.unique(np.asarray(picture.convert("L")))) > 20
    assert bundle["text/plain"] == forward_pass().describe() and metadata["image/png"]["width"] == 900


def test_count_successes_counts_what_single_runs_find():
    explorer = random_init()
    explorer.widget()
    job = explorer.jobs["Count successes"]
    explorer.controls["width"].value = 2
    job.start()
    job.wait(60)
    X, Y = datasets.xor(np.random.default_rng(0))
    draws = mlp.build(np.random.default_rng(0), (2, 2, 1), "tanh", "normal", batch=(200,))
    for scale in (0.01, 1.0):
        solved = 0
        for k in range(0, 200, 40):  # five of the 200, one by one, must agree with their part of the batch
            single = tuple(layer._replace(W=scale * layer.W[k], b=layer.b[k]) for layer in draws)
            for _, caches, _ in mlp.train(single, X, Y, 1.0, 1000):
                pass
            solved += int(((caches[-1].A > 0.5) == Y).all())
        some = tuple(layer._replace(W=scale * layer.W[::40], b=layer.b[::40]) for layer in draws)
        for _, caches, _ in mlp.train(some, X, Y, 1.0, 1000):
            pass
        assert solved == ((caches[-1].A > 0.5) == (Y == 1)).all(axis=(1, 2)).sum()
    counted = job.found(explorer.values())["success"]
    scales, shares = counted.xs, counted.ys["solved"]
    assert scales.tolist() == [0.01, 0.1, 0.5, 1.0, 2.0, 5.0] and shares[0] == 0 and 55 < shares[1] < 90
    assert job.text in explorer.view.text and job.text.startswith("Solved by 200 seeds at width 2, scale 0.01: 0 %")
    explorer.controls["width"].value = 4
    assert job.found(explorer.values()) == {} and job.text not in explorer.view.text


def test_landings_are_separate_networks_of_their_own_seed():
    explorer = random_init()
    first, second = explorer.compute(blend=1.0, seed=0), explorer.compute(blend=1.0, seed=1)
    np.testing.assert_allclose(first["landings"].answers[1], second["landings"].answers[0], atol=1e-9)
    assert 0 < first["landings"].solved.sum() < 13


def test_train_the_four_shows_four_losses_and_says_how_each_start_ends():
    explorer = digit_training()
    explorer.widget()
    job = explorer.jobs["Train the four"]
    job.start()
    job.wait(120)
    trained = job.found(explorer.values())["losses"]
    steps, curves = trained.xs, trained.ys
    assert list(curves) == ["0.01 · randn", "1 · randn", "Xavier", "He"] and steps[-1] == 400
    assert curves["He"][-1] < 0.5 < curves["He"][0] and re.search(r"He: test accuracy 0\.[89]\d", job.text)
    assert job.text.count("test accuracy") == 4
    X, Y = datasets.digits(np.random.default_rng(0), 512)  # the first He loss, by hand
    rng = np.random.default_rng(0)
    W1, W2 = np.sqrt(2 / 64) * rng.standard_normal((16, 64)), np.sqrt(2 / 16) * rng.standard_normal((10, 16))
    Z = W2 @ np.maximum(W1 @ X, 0)
    by_hand = np.mean(np.log(np.exp(Z).sum(axis=0)) - (Z * Y).sum(axis=0))
    assert curves["He"][0] == pytest.approx(by_hand)


def test_xavier_he_draws_what_a_plain_loop_computes():
    explorer = xavier_he()
    result = explorer.compute(gain=1.4, depth=3, activation="tanh", width=16)
    rng = np.random.default_rng(0)
    W, X = rng.standard_normal((50, 12, 16, 16)), rng.standard_normal((16, 8))
    rms = []
    for draw in range(12):
        A = X
        for layer in range(3):
            A = np.tanh(1.4 / 4 * W[layer, draw] @ A)
        rms.append(np.sqrt((A**2).mean()))
    assert result["forward"].ys["median of 12 draws"][-1] == pytest.approx(np.median(rms))
    deep = explorer.compute(activation="sigmoid", depth=50)["forward"].ys
    assert deep["median of 12 draws"][-1] > 0.4 and deep["between samples"][-1] < 1e-12
