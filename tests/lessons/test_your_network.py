"""Lesson 11: its exercises, the picture's numbers by another way, and networks handed in."""

import json

import numpy as np
import pytest

from course_lib import datasets, explorers, initializers, mlp, networks, plots, ward
from course_lib.lessons.your_network import exercises as exercise
from course_lib.lessons.your_network.brought import STEPS, Brought
from course_lib.lessons.your_network.explorer import example
from course_lib.lessons.your_network.parts_explorer import example as example_of_parts
from tests.lessons.common import exercise_tests
from tests.lessons.looks import seen_tests

FIVE = {"A": "saturated output", "B": "a mean that drowns the spread", "C": "healthy", "D": "dead relu",
        "E": "too small"}


def arrays(*names, **options):
    """from_arrays on what the exercise hands over."""
    def answer(K1, b1, K2, b2):
        given = {"K": [K1, K2], "b": [b1, b2], "KT": [K1.T, K2.T], "reversed": [K2, K1], "b reversed": [b2, b1]}
        return networks.from_arrays(*(None if name is None else given[name] for name in names), **options)
    return answer


def by_loops(W1, b1, W2, b2, X, Y):
    """The right gradient, sample by sample."""
    dW = np.zeros_like(W1)
    for x, y in zip(X.T, Y.T):
        a = np.tanh(W1 @ x + b1[:, 0])
        error = 1 / (1 + np.exp(-(W2 @ a + b2[:, 0]))) - y
        dW += np.outer(W2[0] * error * (1 - a**2), x) / X.shape[1]
    return dW


def with_factor(factor):
    def answer(W1, b1, W2, b2, X, Y):
        Z = W1 @ X + b1
        A = np.tanh(Z)
        error = W2.T @ (1 / (1 + np.exp(-(W2 @ A + b2))) - Y)
        return error * factor(Z, A) @ X.T / X.shape[1]
    return answer


def einsum(W1, b1, W2, b2, X, Y):
    A = np.tanh(W1 @ X + b1)
    error = 1 / (1 + np.exp(-(W2 @ A + b2))) - Y
    return np.einsum("oh,om,hm,im->hi", W2, error, np.cosh(W1 @ X + b1) ** -2.0, X) / Y.size


INPUTS = {"layout": "inputs_units", "output": "softmax"}
WRONG = {
    "names": [(FIVE | {"A": "too small"}, "chart A is not 'too small'. Hint: its hidden layers"),
              (FIVE | {"B": "healthy"}, "n · mean"), (FIVE | {"C": "too small"}, "1.41"),
              (FIVE | {"D": "too small"}, "sign"), (FIVE | {"E": "healthy"}, "multiply"),
              ({"A": "saturated output"}, "1 of 5 are right"), ({"F": "healthy"}, "A to E"),
              ({"A": "ill"}, "never says"), ({"A": "swapped fan"}, "not here"), (["healthy"], "a dict")],
    "to_network": [(arrays("K", "b", activations="tanh", layout="units_inputs", output="softmax"), "transposed"),
                   (arrays("KT", "b", activations="tanh", **INPUTS), "transposed"),
                   (arrays("K", None, activations="tanh", **INPUTS), "biases are missing"),
                   (arrays("K", "b", **INPUTS), "hidden layer is ReLU"),
                   (arrays("K", "b", activations="tanh", layout="inputs_units"), "not shares"),
                   (arrays("reversed", "b reversed", activations="tanh", **INPUTS), "in reverse"),
                   (arrays("K", "b", activations="tanh", layout="inputs_units", output="sigmoid"), "not sigmoid"),
                   (lambda K1, b1, K2, b2: [K1, K2], "a tuple of layers"),
                   (lambda K1, b1, K2, b2: K1.__imul__(2), "changes its arguments"),
                   (networks.from_arrays([np.eye(2)], layout="units_inputs"), "function itself")],
    "dW1": [(with_factor(lambda Z, A: 1 - Z**2), "still the slip"),
            (with_factor(lambda Z, A: 1.0), "missing altogether"),
            (with_factor(lambda Z, A: A * (1 - A)), "slope of sigmoid"),
            (lambda *given: -by_loops(*given), "the sign"),
            (lambda *given: by_loops(*given) * given[-1].size, "their mean"),
            (lambda *given: by_loops(*given) / given[-1].size, "twice"),
            (lambda *given: by_loops(*given).T, "dW1 has the shape"),
            (with_factor(lambda Z, A: 1 - A), "other numbers")],
}
RIGHT = {
    "names": [dict(reversed(FIVE.items())), {letter: np.str_(name) for letter, name in FIVE.items()}],
    "to_network": [arrays("KT", "b", activations="tanh", layout="units_inputs", output="softmax"),
                   lambda K1, b1, K2, b2: (mlp.Layer(K1.T, b1[:, None], "tanh"),
                                           mlp.Layer(K2.T, b2[:, None], "softmax"))],
    "dW1": [by_loops, einsum],
}

test_exercise = exercise_tests("your_network", WRONG, RIGHT)


def test_examine_names_the_five_charts_as_the_exercise_does():
    X, Y = datasets.digits(np.random.default_rng(0), 256)
    found = {letter: ward.examine(network, X, Y).names[0] for letter, network in exercise.patients().items()}
    assert found == FIVE


def test_the_slip_of_the_third_exercise_is_named():
    given = exercise._instance(np.random.default_rng(1))
    network = networks.from_arrays(given[:3:2], given[1:4:2], "tanh", "sigmoid", layout="units_inputs")
    assert ward.examine_gradients(exercise.slipped(*given), network, *given[4:], samples="columns").names[0] == \
        "the slope at another point"


def test_the_picture_says_what_plain_numbers_give():
    """The example's loss and the update : data of its three layers, sample by sample."""
    network, X, Y = example()
    W1, W2, W3 = (layer.W for layer in network)
    dW, loss = [np.zeros_like(W) for W in (W1, W2, W3)], 0.0
    for x, y in zip(X.T, Y.T):
        a = np.tanh(W1 @ x)
        c = np.tanh(W2 @ a)
        p = np.exp(W3 @ c) / np.exp(W3 @ c).sum()
        loss -= np.log(p[y.argmax()]) / 256
        top = (p - y)
        middle = W3.T @ top * (1 - c**2)
        below = W2.T @ middle * (1 - a**2)
        dW = [D + np.outer(d, v) / 256 for D, d, v in zip(dW, (below, middle, top), (x, a, c))]
    ratio = [0.1 * D.std() / W.std() for D, W in zip(dW, (W1, W2, W3))]
    words = explorers.your_network().describe()
    assert words.startswith("32 of 32 units are distinct. Layer 1 of 3, 32 rows of 64 weights, 16 of them shown")
    assert f"Loss {loss:.3g} " in words and f"from {min(ratio):.3g} to {max(ratio):.3g}" in words
    shown = explorers.your_network().compute(layer=2)["dW"]
    np.testing.assert_allclose(shown.M, dW[1][:16])


def test_a_network_handed_in_is_shown_and_its_line_shows_it_again():
    rng = np.random.default_rng(3)
    network = networks.from_arrays([rng.normal(size=(5, 3)), rng.normal(size=(1, 5))], None, "tanh", "sigmoid")
    X, y = rng.normal(size=(30, 3)), rng.integers(0, 2, 30)
    before = network[0].W.copy(), X.copy()
    explorer = explorers.your_network(network, X, y, scale=2.0, rows="most alike")
    assert repr(explorer).startswith(
        "explorers.your_network(network, X, Y, scale=2.0, share=1.0, rate=0.1, layer=1, rows='most alike'")
    again = eval(repr(explorer), {"explorers": explorers, "network": network, "X": X, "Y": y})
    assert again.describe() == explorer.describe() and "5 of 5 units are distinct. Layer 1 of 2" in again.describe()
    assert json.loads(json.dumps(explorer.values())) == explorer.values()
    explorer.widget()
    assert list(explorer.view.handed) == ["network", "X", "Y"]
    squared = explorers.your_network(network, X, y, loss="squared_error")
    assert "(network, X, Y, loss='squared_error', scale=" in repr(squared)
    answers = 1 / (1 + np.exp(-np.tanh(X @ before[0].T) @ network[1].W.T))[:, 0]
    assert f"Loss {0.5 * np.mean((answers - y) ** 2):.3g} " in squared.describe()
    np.testing.assert_array_equal(before[0], network[0].W)
    np.testing.assert_array_equal(before[1], X)


@pytest.mark.parametrize(("given", "words"), [((1,), "data as well"), ((1, [[0.0]]), "data as well"),
                                              ((1, [[0.0]], [0]), "network must be a tuple of Layer")])
def test_what_cannot_be_shown_is_told(given, words):
    with pytest.raises(TypeError, match=words):
        explorers.your_network(*given)


def test_rows_are_ordered_by_how_near_their_nearest_other_row_is():
    W = np.random.default_rng(0).normal(size=(40, 6))
    W[7], W[31], W[12] = W[20], W[20] + 1e-3, 50.0
    brought = Brought(networks.from_arrays([W, np.ones((2, 40))], None, "relu", "softmax"), np.ones((9, 6)), [0, 1] * 4
                      + [1])
    assert brought.shown("most different", 0, 0, "", 1.0, 0)[0] == 12
    assert set(brought.shown("most alike", 0, 0, "", 1.0, 0)[:3]) == {7, 20, 31}
    assert brought.shown("first", 2, 0, "", 1.0, 0).tolist() == list(range(32, 40))
    assert brought.shown("first", 9, 1, "", 1.0, 0).tolist() == [0, 1]


def test_a_start_anew_is_that_initializer_with_its_biases():
    explorer = explorers.your_network()
    rng = np.random.default_rng(4)
    W = initializers.INITIALIZERS["pytorch_default"](rng, (32, 64))
    np.testing.assert_array_equal(explorer.compute(start="pytorch_default", seed=4)["W"].M, W[:16])


@pytest.mark.parametrize(("start", "share"), [("zeros", 0.9999), ("pytorch_default", 0.5), ("he_normal", 0.0)])
def test_a_start_can_be_blended_in(start, share):
    """Weights and biases, in every layer: (1 - share) as they are + share of the draw."""
    rng, sizes = np.random.default_rng(2), (6, 5, 4, 3)
    network = networks.from_arrays([rng.normal(size=(n, m)) for m, n in zip(sizes, sizes[1:])],
                                   [rng.normal(size=n) for n in sizes[1:]], "tanh", "softmax")
    X, y = rng.normal(size=(30, 6)), rng.integers(0, 3, 30)
    draw, initializer, layers = np.random.default_rng(7), initializers.INITIALIZERS[start], []
    for layer in network:
        W = initializer(draw, layer.W.shape)
        b = initializer.bias(draw, layer.W.shape) if start == "pytorch_default" else 0.0
        layers.append(((1 - share) * layer.W + share * W, (1 - share) * layer.b + share * b))
    A = X.T
    for k, (W, b) in enumerate(layers):
        A = 10 * W @ A + b if k == 2 else np.tanh(10 * W @ A + b)
    loss = -np.log((np.exp(A) / np.exp(A).sum(axis=0))[y, np.arange(30)]).mean()
    explorer = explorers.your_network(network, X, y, start=start, share=share, seed=7, scale=10.0)
    assert explorer.compute()["loss"] == pytest.approx(loss)
    np.testing.assert_allclose(explorer.compute()["W"].M, 10 * layers[0][0])
    explorer.press("Reset (as it is)")
    assert explorer.values()["start"] == "" and explorer.values()["share"] == explorer.values()["scale"] == 1.0


@pytest.mark.parametrize("scale", [1.0, 0.01, 100.0])
def test_training_says_what_is_found_before_and_after(scale):
    explorer = explorers.your_network(scale=scale)
    job = explorer.jobs["Train, and examine before and after"]
    job.start()
    job.wait(120)
    assert job.error is None and job.text.startswith("As handed in, before: healthy, gains ")
    losses = job.found(explorer.values())["losses"]
    assert set(losses.ys) == ({"as handed in"} if scale == 1 else {"as handed in", "as it stands"})
    network, X, Y = example()
    for trained, caches, _ in mlp.train(network, X, Y, 0.1, STEPS):
        pass
    assert losses.ys["as handed in"][-1] == pytest.approx(float(mlp.loss(trained, caches, Y)))
    assert f"loss {losses.ys['as handed in'][-1]:.3g}; " in job.text
    assert ("As it stands, before: too small (layers 1, 2)" in job.text) == (scale == 0.01)
    start, X, Y = example()
    for trained, *_ in mlp.train(tuple(layer._replace(W=scale * layer.W) for layer in start), X, Y, 0.1, STEPS):
        pass
    last = ward.examine(trained, X, Y, rate=0.1, trained=True)[0]
    assert job.text.endswith(f"; {last.name}{f' ({last.where})' if last.where.layers else ''}, {last.words}.")


def test_weights_that_overflow_are_shown_and_told():
    network = networks.from_arrays([np.full((4, 3), 1e200), np.full((4, 4), 1e200), np.ones((1, 4))], None, "relu",
                                   layout="units_inputs")
    explorer = explorers.your_network(network, np.ones((5, 3)), np.ones(5))
    assert explorer.describe().startswith("1 of 4 units are distinct.") and "beyond all numbers" in explorer.describe()
    explorer.figure()


def test_a_large_network_is_read_on_a_part_and_says_so_with_its_finding():
    rng = np.random.default_rng(0)
    network = mlp.build(rng, (784, 512, 512, 10), "relu", "he_normal", "softmax")
    X, y = rng.random((1024, 784)), rng.integers(0, 10, 1024)
    explorer = explorers.your_network(network, X, y)
    words = explorer.describe(layer=2)
    assert "Read on 224 of 1,024 samples." in words and "their first 64 columns" in words
    chosen = np.linspace(0, 1023, 224).astype(int)
    for scale in (1.0, 0.01):
        smaller = tuple(layer._replace(W=scale * layer.W) for layer in network)
        first = ward.examine(smaller, X[chosen], y[chosen], samples="rows")[0]
        words = explorer.describe(scale=scale)
        assert f"Found: {first.name}" in words and first.words in words


def test_beyond_a_million_weights_the_finding_waits_for_the_button():
    network = mlp.build(np.random.default_rng(0), (1000, 1000, 2), "relu", "he_normal", "softmax")
    words = explorers.your_network(network, np.ones((6, 1000)), [0, 1] * 3).describe()
    assert "With 1,002,000 weights the reading takes longer than a move: press Train for the findings." in words


def test_few_narrow_rows_are_written_out_and_many_are_not():
    network = networks.from_arrays([np.array([[0.5, -2.0], [0.25, 40.0]]), np.ones((1, 2))], None, "tanh", "sigmoid",
                                   layout="units_inputs")
    small = explorers.your_network(network, np.ones((3, 2)), [0, 1, 1], samples="rows")
    small.canvas.draw(small.compute())
    numbers = [artist for artist in small.canvas.panels["W"].artists if isinstance(artist, plots.Numbers)]
    assert [text for text in numbers[0].texts if text] == ["1", "2"]
    assert list(numbers[1].texts) == ["0.50", "−2.00", "0.25", "40.0"]
    many = explorers.your_network()
    many.canvas.draw(many.compute(page=1, layer=1))
    numbers = [artist for artist in many.canvas.panels["W"].artists if isinstance(artist, plots.Numbers)]
    assert list(numbers[0].texts) == [str(unit) for unit in range(17, 33)] and not len(numbers[1].texts)


def test_the_picture_of_parts_counts_what_stays_equal():
    """The example: four filters twice over, with four kinds of outgoing weights."""
    explorer = explorers.your_parts()
    conv, head = (example_of_parts()[name].arrays["W"] for name in ("conv", "head"))
    taken, kept = conv.reshape(8, 9), np.concatenate([conv.reshape(8, 9), head.T], axis=1)
    assert len(np.unique(taken.round(9), axis=0)) == len(np.unique(kept.round(9), axis=0)) == 4
    assert explorer.describe().startswith("4 of 8 units are distinct. Units are filters here; by what they take in "
                                          "alone, 4.")
    assert "equal filters (conv, units 0 to 7)" in explorer.describe()
    ones = explorer.compute(initializer="ones")
    assert ones["inside"] == 1 and len(set(ones["units"])) == 4, "what they hand on still tells them apart"
    apart = explorer.compute(initializer="random", share=1e-6)
    assert len(set(apart["units"])) == 8 and apart["finding"][0] == "nothing grave in the weights"


def test_the_picture_of_parts_follows_a_part_to_zero_and_a_size_to_its_gain():
    explorer = explorers.your_parts(part="lora")
    assert "lora" not in explorer.describe().partition("Found:")[2], "one zero of two only waits"
    assert "dead branch (lora)" in explorer.describe(initializer="zeros")
    gains, larger = (explorer.compute(scale=scale)["gains"].ys for scale in (1.0, 10.0))
    A = example_of_parts()["lora"].arrays["A"]
    place = list(explorer.scene.controls["part"].values).index("lora")
    assert np.isclose(gains[place], A.std() * 8) and np.allclose(larger, 10 * gains)
    heads = explorer.compute(part="attention")
    assert heads["shape"] == (4, 3 * 4 * 16) and np.array_equal(heads["outgoing"].units, [1, 2, 3, 4])
    assert heads["W"].M.shape == (4, 64), "the first columns of a wide row"


def test_the_picture_of_parts_shows_the_stream_only_where_there_are_blocks():
    with_blocks, without = explorers.your_parts(), explorers.your_parts(
        [networks.part("a", "dense", W=np.ones((3, 2))), networks.part("b", "dense", W=np.ones((2, 3)))])
    assert "stream" in with_blocks.canvas.panels and "stream" not in without.canvas.panels
    assert "in 4 blocks" in with_blocks.describe() and "blocks" not in without.describe()
    squares = with_blocks.compute()["stream"].ys
    assert len(squares) == 5 and squares[-1] > 10 * squares[0]
    assert without.describe().startswith("1 of 3 units are distinct")
    # scaled, the blocks were not run again: nothing is found of their stream
    assert "1/√N" not in with_blocks.describe(scale=100.0)


def test_your_network_takes_parts_too_and_says_what_it_cannot_show():
    parts = example_of_parts()
    explorer = explorers.your_network(parts, part="head")
    assert repr(explorer).startswith("explorers.your_network(network, scale=1.0, share=1.0, part='head'")
    assert explorer.describe().startswith("10 of 10 units are distinct. Units are rows of its matrix here;")
    with pytest.raises(ValueError, match="needs a part with weights"):
        explorers.your_parts([networks.part("act", "activation", facts={"function": "relu"})])
    before = parts["conv"].arrays["W"].copy()
    explorer.compute(part="conv", initializer="random", share=1.0, scale=10.0)
    assert np.array_equal(parts["conv"].arrays["W"], before), "what was handed in is not modified"


def test_a_large_model_is_read_once_and_not_at_every_move():
    W = np.random.default_rng(0).normal(size=(1001, 1000))
    explorer = explorers.your_parts([networks.part("wide", "dense", W=W), networks.part("out", "dense", W=W.T)])
    assert "nothing grave" in explorer.describe()
    assert "2,002,000 weights" in explorer.describe(scale=0.01)


def at_the_output(here):
    """The shares of the output's activations in the picture's bins, the bin of 0, and that of 1."""
    shares, scale = here.result["activations"][:, -1], plots.Scale(100, 0.05)
    return shares, *(int(len(shares) * (1 + scale(value)) / 2) for value in (0.0, 1.0))


def seen_1(here):
    shares, zero, one = at_the_output(here)
    line = shares.max() > 0.99
    assert "Loss 2.3 " in here.words
    return shares[zero] > 0.5 and shares[one] > 0, (shares > 0.05).sum() > 2, line and zero < shares.argmax() < one


def seen_2(here):
    all_differ, found = len(set(here.result["units"].tolist())) == here.result["shape"][0], here.result["finding"][0]
    return (all_differ and found == "too small", not all_differ and found == "zero", all_differ and found == "healthy")


def seen_3(fast, other):
    above = [(here.result["ratio"].ys > 1e-3).all() for here in (fast, other)]
    assert above[0] or (fast.result["ratio"].ys < 1e-5).all()
    return above[0], above[1] and not above[0], not any(above)


def seen_4(here):
    shares, zero, one = at_the_output(here)
    ends, loss = shares[zero] + shares[one] > 0.9 and shares[one] > 0.05, here.result["loss"]
    return ends and loss > 10, shares.max() > 0.99 and loss < 3, ends and loss < 1


SEEN = {1: seen_1, 2: seen_2, 3: seen_3, 4: seen_4}  # prediction: is each observation of its look true?
test_seen = seen_tests("your_network", SEEN, others=2)
