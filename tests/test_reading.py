"""The reading: every finding by name, its texts, its line of code; nothing modified; wolf is not cried."""

import json
from pathlib import Path

import numpy as np
import pytest

from benchmarks import bench_reading
from course_lib import activations, datasets, diagnostics, initializers, mlp, networks, reading, ward
from course_lib.activations import ACTIVATIONS, Activation
from course_lib.reading import curvature, passes, rates, signs

ROOT = Path(__file__).parents[1]
X, Y = datasets.digits(np.random.default_rng(0), 200)


def rng(seed=0):
    return np.random.default_rng(seed)


def build(sizes=(64, 16, 16, 10), activation="relu", start="he_normal", output="softmax", seed=0, **options):
    return mlp.build(rng(seed), sizes, activation, start, output, **options)


def headings():
    found = {}
    for path in (ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        found[path.name[:2]] = {line.lstrip("# ").strip() for cell in cells if cell["cell_type"] == "markdown"
                                for line in "".join(cell["source"]).splitlines() if line.startswith("#")}
    return found


@pytest.mark.parametrize("name", sorted(reading.CATALOG))
def test_every_finding_has_its_texts_and_a_heading_that_exists(name):
    entry = reading.CATALOG[name]
    assert entry.heading in headings()[entry.notebook]
    for text in (entry.why, entry.advice):
        assert 10 < len(text) < 200 and text.strip() == text
    assert entry.why.rstrip().endswith(".") and entry.why.count(". ") == 0, "one sentence"


@pytest.mark.parametrize("seed", range(6))
def test_the_clinics_ten_diseases_are_named(seed):
    for patient in ward.admit(seed):
        found = ward.examine(patient.network, *ward.images())
        assert found.names[0] == patient.disease
        assert bool(found.grave) == (patient.disease != "healthy")


def sick():
    """A network for every finding that examine knows: name -> (network, X, Y, options)."""
    def softmax(Z):
        e = np.exp(Z - Z.max())
        return e / e.sum(axis=1, keepdims=True)

    W = [rng().normal(size=(16, 64)) / 8, rng(1).normal(size=(10, 16)) / 4]
    line = np.linspace(-1, 1, 20)[None]
    xor = datasets.xor(rng())
    doubled = build((64, 8, 10))
    doubled = (doubled[0]._replace(W=np.repeat(doubled[0].W[:4], 2, axis=0)),
               doubled[1]._replace(W=np.repeat(doubled[1].W[:, :4], 2, axis=1)))
    for square, _, _ in mlp.train(build((64, 16, 16, 10)), X, Y, 0.3, 300):
        pass
    turned = (square[0], square[1]._replace(W=square[1].W.T), square[2])
    pairs = networks.from_arrays([[[20.0, 20], [-20, -20]], [[20.0, 20]]], [[-10, 30], [-30]], "sigmoid", "sigmoid",
                                 layout="units_inputs")
    half = (pairs[0]._replace(W=np.array([[20.0, 0], [20, 0]])), pairs[1]._replace(b=np.array([[-20.0]])))
    drawn = {kind.__name__: [kind(rng(2), shape) for shape in ((32, 64), (32, 32), (10, 32))]
             for kind in bench_reading.FRAMEWORKS}

    def default(kind):
        return networks.from_arrays([W for W, _ in drawn[kind]], [b for _, b in drawn[kind]], "relu", "softmax")

    return {
        "healthy": (build(), X, Y, {}), "zero": (build(start="zeros"), X, Y, {}),
        "constant": (build(start=lambda r, s: initializers.constant(r, s, 0.1)), X, Y, {}),
        "equal units": (doubled, X, Y, {}),
        "softmax over the wrong axis": (networks.from_arrays(W, None, "tanh", softmax), X, Y, {}),
        "softmax of one output": (networks.from_arrays([W[0], W[1][:1]], None, "tanh", "softmax"), X, Y[:1], {}),
        "labels in the wrong layout": (build(), X, Y.T.reshape(10, 200), {}),
        "targets out of reach": (build((1, 8, 1), "tanh", "xavier_normal", "sigmoid"), line, np.sign(line + 0.01), {}),
        "answers ignore the input": (networks.from_arrays([[[1.0, 2]], [[1.0], [2.0]]], None, "sigmoid", Activation(
            "share", lambda Z: Z / Z.sum(axis=0), None), "units_inputs"), *xor_two(), {}),
        "transposed layer": (turned, X, Y, {"trained": True}),
        "inputs not scaled": (build(), 255 * X, Y, {}),
        "targets not scaled": (build((1, 8, 1), "tanh", "xavier_normal", "identity"), line, 500 + line, {}),
        "dead relu": (build(start=[lambda r, s: initializers.he_normal(r, s) - 1, "he_normal", "he_normal"]), X, Y, {}),
        "biases that kill": (build(bias=[-9.0, 0.0, 0.0]), X, Y, {}),
        "saturated": (build((64, 16, 10), "tanh", [lambda r, s: 0.4 * r.normal(size=s), "lecun_normal"]), 8 * X, Y, {}),
        "saturated on the wrong side": (networks.from_arrays([W[0], 40 * W[1]], None, "tanh", "tanh"), X,
                                        2 * Y - 1, {}),
        "saturated output": (build(start=["he_normal", "he_normal", lambda r, s: 20 * r.normal(size=s)]), X, Y, {}),
        "too small": (build(start=lambda r, s: 0.003 * r.normal(size=s)), X, Y, {}),
        "too large": (build(start=lambda r, s: 3 * r.normal(size=s)), X, Y, {}),
        "wrong fan": (build((64, *[16] * 6, 10), start=lambda r, s: r.normal(size=s) * np.sqrt(2 / 64)), X, Y, {}),
        "swapped fan": (build((784, 20, 10), start=lambda r, s: r.normal(size=s) * np.sqrt(2 / s[0])),
                        rng(3).normal(size=(784, 100)), rng(4).integers(0, 10, 100), {}),
        "a mean that drowns the spread": (build(start=lambda r, s: r.random(s) / np.sqrt(s[1])), X, Y, {}),
        "he on tanh": (build((64, *[32] * 60, 10), "tanh"), X, Y, {}),
        "gradients explode": (build((64, *[32] * 30, 10), "tanh", lambda r, s: 2.2 * r.normal(size=s) / np.sqrt(s[1])),
                              X, Y, {}),
        "gradients vanish": (build((64, *[32] * 10, 10), "sigmoid", "xavier_normal"), X, Y, {}),
        "signal fades with depth": (build((64, *[32] * 6, 10), "sigmoid", "xavier_normal"), X, Y, {}),
        "PyTorch's default": (default("pytorch"), X, Y, {}), "Keras' default": (default("keras"), X, Y, {}),
        "scikit-learn's default": (default("sklearn"), X, Y, {}), "Flax's default": (default("flax"), X, Y, {}),
        "rate too large": (build(), X, Y, {"rate": 50.0}), "rate too small": (build(), X, Y, {"rate": 1e-9}),
        "loss went up": (build(), X, Y, {"losses": [2.3, 2.5, 3, 4, 9, 9, 9]}),
        "stuck at a constant": (build((64, 16, 10), start=["he_normal", "zeros"]), X, Y, {"trained": True}),
        "some samples share one answer": (half, *xor, {"trained": True}),
        "one unit does all": (build((64, 1, 10), "tanh", "xavier_normal"), X, Y, {}),
    }


def xor_two():
    corners, labels = datasets.xor(rng(), 8, 0.1)
    return corners, np.vstack([labels, 1 - labels])


SICK = sick()


def test_there_is_a_network_for_every_finding():
    from course_lib.reading.entries import STARTS
    assert set(SICK) == set(STARTS)


@pytest.mark.parametrize("name", sorted(SICK))
def test_every_finding_is_found_and_its_line_of_code_runs(name):
    network, inputs, targets, options = SICK[name]
    copies = [part.copy() for layer in network for part in (layer.W, layer.b)], inputs.copy(), targets.copy()
    found = ward.examine(network, inputs, targets, samples="columns", **options)
    assert name in found.names, found.names
    finding = found[found.names.index(name)]
    if name not in ("one unit does all", "healthy") and not name.endswith("default"):
        assert finding.grave and found.names.index(name) <= 1, found
    for before, after in zip(copies[0], [part for layer in network for part in (layer.W, layer.b)]):
        np.testing.assert_array_equal(before, after)
    np.testing.assert_array_equal(copies[1], inputs)
    np.testing.assert_array_equal(copies[2], targets)
    own = name in ("softmax over the wrong axis", "answers ignore the input", "softmax of one output",
                   "labels in the wrong layout", "targets out of reach")
    if not own or "network" not in finding.code:  # mlp refuses what no loss can be made of
        namespace = {"np": np, "mlp": mlp, "diagnostics": diagnostics, "network": found.network, "X": found.X,
                     "Y": found.Y}
        if "mlp.backward" not in finding.code or found.loss_name == "cross_entropy":
            eval(finding.code, namespace)
    text = repr(found)
    for part in (finding.words, finding.why, finding.advice, finding.heading, f"notebook {finding.notebook}"):
        assert part in text
    assert text.splitlines()[0].startswith("-".join(map(str, [len(found.X), len(network[0].b)])))


def test_a_network_of_ones_own_activation_reads_the_same_by_name_and_as_object():
    for kind, kwargs in (("relu", {"bias": [-9.0, 0.0, 0.0]}), ("tanh", {"bias": [5.0, 0.0, 0.0]})):
        by_name = build(activation=kind, **kwargs)
        as_object = tuple(layer._replace(activation=ACTIVATIONS[kind] if layer.activation == kind else layer.activation)
                          for layer in by_name)
        other_name = tuple(layer._replace(activation=ACTIVATIONS[kind]._replace(name="mine"))
                           if layer.activation == kind else layer for layer in by_name)
        first = ward.examine(by_name, X, Y)
        for network in (as_object, other_name):
            assert ward.examine(network, X, Y).names == first.names == ["biases that kill"]


def test_vanishing_gradients_are_told_beside_their_cause_and_in_plain_numbers():
    """Ten sigmoid layers; the sizes layer by layer. Not told of the healthy, silent and trained."""
    network = build((64, *[32] * 10, 10), "sigmoid", "xavier_normal")
    found = ward.examine(network, X, Y)
    assert found.names[:2] == ["signal fades with depth", "gradients vanish"]
    A = [X]
    for layer in network[:-1]:
        A.append(1 / (1 + np.exp(-layer.W @ A[-1])))
    E = np.exp(network[-1].W @ A[-1])
    error = [E / E.sum(axis=0) - Y]
    for k in range(10, 0, -1):
        error.insert(0, network[k].W.T @ error[0] * A[k] * (1 - A[k]))
    sizes = [np.sqrt(np.mean((e @ a.T / 200) ** 2)) for e, a in zip(error, A)]
    evidence = found[1].evidence
    np.testing.assert_allclose(evidence["rms of dW"], sizes)
    assert evidence["ratio"] == pytest.approx(np.sqrt(np.mean(error[0]**2) / np.mean(error[-1]**2)))
    assert found[1].where.layers == tuple(k + 1 for k, size in enumerate(sizes) if size < 5e-4 * sizes[-1])
    for silent in (build(), build(start="zeros"), build(bias=[-9.0, 0.0, 0.0])):
        assert "gradients vanish" not in ward.examine(silent, X, Y).names
    for done, _, _ in mlp.train(build((64, 16, 16, 10)), X, Y, 0.3, 600):
        pass
    assert not ward.examine(done, X, Y, trained=True).grave


@pytest.mark.parametrize("seed", range(4))
def test_he_on_tanh_is_grave_only_where_it_does_not_learn(seed):
    thirty, sixty = (build((64, *[32] * depth, 10), "tanh", seed=seed) for depth in (30, 60))
    learns = [ward.accuracy(trained) > 0.5 for trained in map(ward.cure, (thirty, sixty))]
    assert learns == [not ward.examine(network, *ward.images()).grave for network in (thirty, sixty)] == [True, False]


def test_each_layer_by_its_own_activation_and_leaky_is_not_saturated():
    mixed = networks.from_arrays([rng().normal(size=(16, 64)) / 8, 40 * rng(1).normal(size=(16, 16)),
                                  rng(2).normal(size=(10, 16)) / 4], None, ["tanh", "relu"], "softmax")
    assert "saturated" not in ward.examine(mixed, X, Y).names
    leaky = networks.from_arrays([layer.W for layer in build()], None, "leaky_relu", "softmax")
    assert ward.examine(leaky, 3 * X, Y).names[0] in ("healthy", "inputs not scaled")
    assert not ward.examine(leaky, 3 * X, Y).grave
    both_ends = build((64, 32, 10), "sigmoid", lambda r, s: 5 * r.normal(size=s))
    found = ward.examine(both_ends, X, Y)
    A = mlp.forward(both_ends, X)[0].A
    slopes = A * (1 - A) * 4
    assert found.names[0] == "too large"
    assert np.mean(signs.Signs(found.network, X, Y, found.loss_name).flats[0]) == pytest.approx((slopes < 0.02).mean())


@pytest.mark.parametrize("kind, left, right", [("relu", True, False), ("tanh", True, True), ("sigmoid", True, True),
                                               ("identity", False, False), ("leakyrelu", False, False),
                                               ("gelu", True, False), ("elu", True, False),
                                               ("softsign", True, True), ("relu6", True, True)])
def test_the_shape_of_an_activation_is_found_from_its_values(kind, left, right):
    shape = signs.shape_of(networks.recognize(kind))
    assert (shape.flat_left, shape.flat_right) == (left, right)
    low, high = {"relu": (0, np.inf), "tanh": (-1, 1), "sigmoid": (0, 1), "relu6": (0, 6), "elu": (-1, np.inf)}.get(
        kind, (shape.low, shape.high))
    assert (shape.low, shape.high) == (low, high)
    assert np.isinf(shape.low) == (kind in ("identity", "leakyrelu"))


@pytest.mark.parametrize("loss, output", [
    *(("squared_error", output) for output in ("identity", "sigmoid", "tanh", "relu", "softmax", "own")),
    *(("cross_entropy", output) for output in ("sigmoid", "softmax", "own"))])
def test_the_readings_own_passes_are_the_derivative_of_its_loss(output, loss):
    own = Activation("share", lambda Z: np.exp(Z) / (1 + np.exp(Z).sum(axis=0)), None)
    network = networks.from_arrays([rng().normal(size=(5, 4)), rng(1).normal(size=(3, 5))], None, "tanh",
                                   own if output == "own" else output)
    inputs, targets = rng(2).normal(size=(4, 7)), rng(3).dirichlet([1, 1, 1], 7).T

    def total(W, k):
        moved = tuple(layer._replace(W=W) if i == k else layer for i, layer in enumerate(network))
        last = passes.forward(moved, inputs)[-1]
        return np.mean(passes.sample_losses(moved, last.Z, last.A, targets, loss))

    gradients = passes.backward(network, passes.forward(network, inputs), targets, loss)
    for k, layer in enumerate(network):
        numeric = np.zeros_like(layer.W)
        for at in np.ndindex(*layer.W.shape):
            move = np.zeros_like(layer.W)
            move[at] = 1e-5
            numeric[at] = (total(layer.W + move, k) - total(layer.W - move, k)) / 2e-5
        np.testing.assert_allclose(gradients[k].dW, numeric, atol=1e-6)
    if output != "own":
        caches = mlp.forward(network, inputs)
        for mine, theirs in zip(gradients, mlp.backward(network, caches, targets, loss)):
            np.testing.assert_allclose(mine.dW, theirs.dW, atol=1e-12)


def test_the_curvature_is_that_of_least_squares():
    W = rng().normal(size=(1, 5))
    inputs, targets = rng(1).normal(size=(5, 40)) * [[3], [1], [1], [1], [1]], rng(2).normal(size=(1, 40))
    found = ward.examine(networks.from_arrays([W], layout="units_inputs"), inputs, targets, rate=0.01)
    own = signs.Signs(found.network, inputs, targets, "squared_error", 0.01)
    with_bias = np.vstack([inputs, np.ones(40)])
    largest = np.linalg.eigvalsh(with_bias @ with_bias.T / 40)[-1]
    assert curvature.curvature(own, 100) == pytest.approx(largest, rel=1e-3)


@pytest.mark.parametrize("sizes", [(300, 6, 5), (4, 30, 20, 5)])
@pytest.mark.parametrize("loss, output", [("squared_error", "identity"), ("cross_entropy", "softmax")])
def test_the_curvature_is_that_of_the_whole_matrix(sizes, loss, output):
    """Jᵀ H J formed from central differences, of layers with more inputs than samples and with fewer."""
    network = build(sizes, "tanh", "xavier_normal", output)
    inputs, m = rng(1).normal(size=(sizes[0], 9)), 9
    targets = np.eye(5)[rng(2).integers(0, 5, m)].T
    own = signs.Signs(network, inputs, targets, loss, 0.01)

    def at(move, k, kind):
        moved = tuple(layer._replace(**{kind: getattr(layer, kind) + move}) if i == k else layer
                      for i, layer in enumerate(network))
        return passes.forward(moved, inputs)[-1].Z

    columns = []
    for k, layer in enumerate(network):
        for kind in ("W", "b"):
            for place in np.ndindex(getattr(layer, kind).shape):
                move = np.zeros(getattr(layer, kind).shape)
                move[place] = 1e-5
                columns.append(((at(move, k, kind) - at(-move, k, kind)) / 2e-5).T.ravel())
    J, A = np.array(columns).T, passes.forward(network, inputs)[-1].A
    H = np.zeros((5 * m, 5 * m))
    for j, a in enumerate(A.T):
        H[5 * j:5 * j + 5, 5 * j:5 * j + 5] = np.eye(5) if output == "identity" else np.diag(a) - np.outer(a, a)
    largest = np.linalg.eigvals(H @ J @ J.T / m).real.max()
    assert curvature.curvature(own, 300) == pytest.approx(largest, rel=1e-4)


@pytest.mark.parametrize("sizes, rate", [((300, 6, 5), 0.3), ((4, 30, 20, 5), 1.0), ((4, 5), 0.5), ((4, 5), 50.0)])
def test_the_steps_that_are_tried_are_those_of_plain_descent(sizes, rate):
    network, inputs = build(sizes, "tanh", "xavier_normal"), rng(1).normal(size=(sizes[0], 40))
    targets = np.eye(5)[rng(2).integers(0, 5, 40)].T
    own = signs.Signs(network, inputs, targets, "cross_entropy", rate)
    run = mlp.train(network, inputs, targets, rate, rates.TRIED)
    losses = [mlp.loss(trained, caches, targets) for trained, caches, _ in run]
    before, end, silenced = rates.tried(own)
    assert (before, end) == (pytest.approx(float(losses[0])), pytest.approx(float(losses[-1]), rel=1e-6))
    assert not silenced


@pytest.mark.parametrize("value, Y, loss, formula", [
    (0.693, [0, 1, 1, 0], "cross_entropy", "ln 2"), (2.3026, np.eye(10), "cross_entropy", "ln 10"),
    (0.4774, [0, 1, 1, 0], "cross_entropy", "3/4 of the entropy of"), (0.3466, [0, 1, 1, 0], "cross_entropy", "2/4 of"),
    (0.125, [15, 16], "squared_error", "½ var(y)"), (0.25, [15, 16], "squared_error", "½ var(y), without the ½"),
    (12.5, [5, -5], "squared_error", "½"), (0.5623, [0, 0, 0, 1], "cross_entropy", "the entropy of the labels"),
    (4.5, np.eye(10), "squared_error", "½ mean((y − 1)²)"), (9.0, np.eye(10), "squared_error", "mean((y − 1)²)")])
def test_what_is_this_loss(value, Y, loss, formula):
    found = ward.what_is_this_loss(value, Y, loss)
    assert found and any(formula in level.formula for level in found)
    assert not ward.what_is_this_loss(0.4321, [0, 1, 1, 0])


def test_levels_are_the_losses_of_their_answers():
    labels = np.array([[0, 1, 1, 0, 1.0, 1, 0, 1]])
    p = labels.mean()
    half, entropy = (level.value for level in ward.known_levels(labels)[:2])
    assert half == pytest.approx(-np.mean(labels * np.log(0.5) + (1 - labels) * np.log(0.5)))
    assert entropy == pytest.approx(-np.mean(labels * np.log(p) + (1 - labels) * np.log(1 - p)))
    shares = Y.mean(axis=1, keepdims=True)
    assert ward.known_levels(Y)[1].value == pytest.approx(-(Y * np.log(shares)).sum(axis=0).mean())
    assert ward.known_levels(Y, "mse".replace("mse", "squared_error"))[0].value == pytest.approx(
        0.5 * ((Y - shares) ** 2).sum(axis=0).mean())


@pytest.mark.parametrize("options, error, words", [
    ({"rate": -1}, ValueError, "rate must be"), ({"rate": "fast"}, TypeError, "rate must be a number"),
    ({"optimizer": "lion"}, ValueError, "optimizer must be one of sgd, momentum, rmsprop, adam"),
    ({"loss": "hinge"}, ValueError, "loss must be"), ({"answers": np.zeros((3, 3))}, ValueError, "shape of Y")])
def test_options_that_are_none_are_refused(options, error, words):
    with pytest.raises(error, match=words):
        ward.examine(build(), X, Y, **options)


def test_without_data_and_without_targets():
    assert "Gaussian noise" in repr(ward.examine(build()))
    assert ward.examine(build()).names[0] == "healthy"
    assert ward.examine(build(start="zeros"), X).names[0] == "zero"
    with pytest.raises(ValueError, match="Y without X"):
        ward.examine(build(), None, Y)
    with pytest.raises(TypeError, match="networks.from_arrays, from_torch"):
        ward.examine([np.eye(3)], X)
    nan = build()
    nan[0].W[0, 0] = np.nan
    with pytest.raises(ValueError, match="weights\\[0\\].*NaN"):
        ward.examine(nan, X, Y)
    huge = build(start=lambda r, s: 1e200 * r.normal(size=s))
    assert ward.examine(huge, X, Y).names[0] == "too large", "overflow is a finding, not an error"


def test_many_samples_are_thinned_out():
    many = np.tile(X, 8)
    found = ward.examine(build(), many, np.tile(Y, 8), answers=mlp.forward(build(), many)[-1].A)
    assert found.X.shape == (64, 1024) and "1,024 of 1,600 samples" in repr(found)


@pytest.mark.parametrize("optimizer, rate, name", [
    ("adam", 0.001, None), ("adam", 0.03, None), ("adam", 3.0, "rate too large"), ("adam", 1e-7, "rate too small"),
    ("rmsprop", 0.001, None), ("rmsprop", 3.0, "rate too large"), ("rmsprop", 1e-7, "rate too small"),
    ("momentum", 0.02, None), ("momentum", 20.0, "rate too large"), ("momentum", 1e-7, "rate too small")])
def test_other_optimizers_are_judged_by_the_size_of_a_step(optimizer, rate, name):
    """The verdict, beside 300 steps of training at that rate."""
    network, made = build(), {"adam": mlp.Adam, "rmsprop": mlp.RMSprop, "momentum": mlp.Momentum}[optimizer]()
    found = ward.examine(network, X, Y, rate=rate, optimizer=optimizer)
    assert [finding.name for finding in found.grave] == ([name] if name else [])
    try:
        for trained, caches, _ in mlp.train(network, X, Y, rate, 300, optimizer=made):
            pass
        end = float(mlp.loss(trained, caches, Y))
    except ValueError:
        end = np.inf
    assert (end < 0.6 * np.log(10)) == (name is None)
    if name:
        worst = max(rate / max(np.sqrt((layer.W**2).mean()), layer.W.shape[1] ** -0.5) for layer in network)
        if optimizer != "momentum":
            assert max(found[0].evidence["update:data"]) == pytest.approx(worst)
        assert f"{worst:.1g} of their size" in found[0].words or optimizer == "momentum" or name == "rate too large"


@pytest.mark.parametrize("optimizer", [mlp.Adam(), mlp.RMSprop(), mlp.Momentum()])
def test_the_steps_tried_with_an_optimizer_are_its_steps(optimizer):
    network, inputs, targets = build(), X[:, :50], Y[:, :50]
    run = mlp.train(network, inputs, targets, 0.05, rates.TRIED, optimizer=optimizer)
    losses = [float(mlp.loss(trained, caches, targets)) for trained, caches, _ in run]
    own = signs.Signs(network, inputs, targets, "cross_entropy", 0.05)
    assert rates.tried(own, optimizer)[:2] == pytest.approx((losses[0], losses[-1]))


# gradients of one's own


def test_at_least_28_of_30_planted_slips_are_named():
    named, planted = bench_reading.slips()
    assert planted == 30 and named >= 28


def mine(network, loss=None):
    gradients = mlp.backward(network, mlp.forward(network, X), Y, loss)
    return [g.dW.copy() for g in gradients], [g.db.copy() for g in gradients], [g.dZ.copy() for g in gradients]


def test_right_gradients_are_right_in_every_form():
    network = build()
    dW, db, dZ = mine(network)
    for options in ({}, {"db": [b.ravel() for b in db]}, {"dZ": dZ}, {"dZ": [d / 200 for d in dZ]}):
        assert ward.examine_gradients(dW, network, X, Y, **options).names == ["right"]
    single = [np.float32(d) for d in dW]
    assert ward.examine_gradients(single, network, X, Y).names == ["right"]
    assert ward.examine_gradients([d.T for d in dW], network, X, Y, layout="inputs_units").names == ["right"]
    assert ward.examine_gradients([dW[0], None, None], network, X.T, Y.argmax(axis=0)).names == ["right"]


@pytest.mark.parametrize("change, name, layers", [
    (lambda dW: [2 * d for d in dW], "a factor", (1, 2, 3)), (lambda dW: [-d for d in dW], "sign", (1, 2, 3)),
    (lambda dW: [dW[0], -dW[1], dW[2]], "sign", (2,)), (lambda dW: [dW[0] * 200, *dW[1:]], "not divided by m", (1,)),
    (lambda dW: [0 * dW[0], *dW[1:]], "all zero", (1,)), (lambda dW: [dW[0], dW[1].T, dW[2]], "transposed", (2,)),
    (lambda dW: [dW[0] + 0.01 * build()[0].W, *dW[1:]], "weight decay in it", (1,)),
    (lambda dW: [dW[0][:3], *dW[1:]], "another shape", (1,)),
    (lambda dW: [rng().normal(size=dW[0].shape), *dW[1:]], "wrong, and no known slip", (1,)),
    (lambda dW: dW[::-1], "the gradient of another layer", (1, 3))])
def test_slips_of_one_array(change, name, layers):
    network = build()
    found = ward.examine_gradients(change(mine(network)[0]), network, X, Y)
    assert (found.names[0], found[0].where.layers) == (name, layers)


def test_slips_at_the_output_and_with_sums():
    network = build((64, 16, 10), "tanh", "xavier_normal", "sigmoid")
    with_slope, without = mine(network, "squared_error")[0], mine(network)[0]
    assert ward.examine_gradients(without, network, X, Y, loss="mse").names == ["the output's slope is missing"]
    assert ward.examine_gradients(with_slope, network, X, Y).names == ["the output's slope is too much"]
    caches = mlp.forward(network, X)
    found = ward.examine_gradients(with_slope, network, X, Y, loss="mse", db=[None, (caches[-1].A - Y).T.sum()[None]
                                                                           * np.ones(10)])
    assert found.names[0] in ("bias summed over the wrong axis", "wrong, and no known slip")
    one = mlp.backward(network, mlp.forward(network, X[:, :1]), Y[:, :1])
    assert ward.examine_gradients([g.dW for g in one], network, X, Y).names == ["one sample only"]


def test_gradients_that_cannot_be_compared():
    network = build()
    dW = mine(network)[0]
    with pytest.raises(ValueError, match="one array per layer, first layer first: 3 layers, but 2 given"):
        ward.examine_gradients(dW[:2], network, X, Y)
    with pytest.raises(ValueError, match="nothing to compare"):
        ward.examine_gradients([None] * 3, network, X, Y)
    with pytest.raises(ValueError, match="gradients need Y"):
        ward.examine_gradients(dW, network, X, None)
    with pytest.raises(ValueError, match=r"dW\[0\].*NaN"):
        ward.examine_gradients([dW[0] * np.nan, *dW[1:]], network, X, Y)


# false alarms: the whole measurement is `make bench`'s; here a part of it


def test_healthy_networks_get_no_grave_finding():
    """Ten of the two hundred that `make bench` looks at."""
    share, wolf = bench_reading.false_alarms(10)
    assert share == 0, wolf


def test_the_names_of_activations_are_not_believed():
    liar = Activation("softmax", lambda Z: Z, lambda Z, A: np.ones_like(Z))
    network = networks.from_arrays([rng().normal(size=(2, 3))], None, output=liar, layout="units_inputs")
    found = ward.examine(network, rng(1).normal(size=(3, 9)), rng(2).normal(size=(2, 9)))
    assert found.loss_name == "squared_error"
    assert activations.get("softmax").df is None
