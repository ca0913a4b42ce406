"""The network and the data as people have them: what is taken, what is asked about, what is refused and how."""

import sys
import warnings
from collections import OrderedDict

import numpy as np
import pytest

from course_lib import mlp, networks
from course_lib.activations import ACTIVATIONS, Activation, get
from course_lib.networks.arrays import LAYOUTS

rng = np.random.default_rng(0)
W1, W2, b1, b2 = rng.normal(size=(4, 3)), rng.normal(size=(2, 4)), rng.normal(size=4), rng.normal(size=2)
X = rng.normal(size=(3, 6))


def answers(network, X=X):
    for layer in network:
        X = get(layer.activation).f(layer.W @ X + layer.b)
    return X


EXPECTED = W2 @ np.tanh(W1 @ X + b1[:, None]) + b2[:, None]


@pytest.mark.parametrize("weights, biases, options", [
    ([W1, W2], [b1, b2], {}),
    ([W1.T, W2.T], [b1, b2], {}),
    ([W1.tolist(), W2.tolist()], [list(b1), list(b2)], {}),
    ((W1, W2), (b1[:, None], b2[None]), {}),
    ([W1.T, W2.T], [b1, b2], {"layout": "inputs_units"}),
    ([W1, W2], [b1, b2], {"output": "linear"}),
], ids=["units_inputs", "inputs_units", "lists", "columns and rows", "said", "output"])
def test_arrays_in_either_layout(weights, biases, options):
    network = networks.from_arrays(weights, biases, "tanh", **options)
    np.testing.assert_allclose(answers(network), EXPECTED)
    assert [layer.W.dtype for layer in network] == [np.float64] * 2 and mlp.forward(network, X)


def test_missing_biases_and_numbers():
    for biases in (None, [None, None], 0, [0, 0.0], [np.zeros(4), None]):
        network = networks.from_arrays([W1, W2], biases, "relu")
        assert not any(layer.b.any() for layer in network) and network[0].b.shape == (4, 1)
    one = networks.from_arrays(W1, b1)
    assert len(one) == 1 and one[0].activation == "identity" and one[0].b.shape == (4, 1)
    for bias in ([b1], b1.tolist(), b1[:, None], (b1,)):
        np.testing.assert_array_equal(networks.from_arrays([W1], bias)[0].b.ravel(), b1)
    assert networks.from_arrays([W1.tolist()], [None], layout="units_inputs")[0].W.shape == (4, 3)


@pytest.mark.parametrize("kind", [np.float16, np.float32, np.int64, bool])
def test_any_number_type_is_copied_and_nothing_is_modified(kind):
    W, b = np.arange(12).reshape(4, 3).astype(kind), np.ones(4, kind)
    before = W.copy()
    network = networks.from_arrays([W], [b], layout="units_inputs")
    assert network[0].W.dtype == np.float64 and not np.shares_memory(network[0].W, W)
    network[0].W[:] = 7
    network[0].b[:] = 7
    np.testing.assert_array_equal(W, before)
    assert (b == 1).all()
    W = W.astype(float)
    assert not np.shares_memory(networks.from_arrays([W], layout="units_inputs")[0].W, W)


@pytest.mark.parametrize("activations, output, found", [
    ("tanh", None, ["tanh", "identity"]), (["tanh"], "sigmoid", ["tanh", "sigmoid"]),
    (["relu", "softmax"], None, ["relu", "softmax"]), ("logistic", "Softmax", ["sigmoid", "softmax"]),
    ("ReLU", "LogSoftmax", ["relu", "softmax"]), (np.tanh, None, ["tanh", "identity"]),
    (lambda z: np.maximum(z, 0), lambda z: 1 / (1 + np.exp(-z)), ["relu", "sigmoid"]),
    (ACTIVATIONS["relu"], None, ["relu", "identity"]), ("Leaky_ReLU", "none", ["leaky_relu", "identity"]),
    (lambda z: z * (z > 0) + 0.01 * z * (z <= 0), None, ["leaky_relu", "identity"])])
def test_activations_by_the_names_that_people_give(activations, output, found):
    network = networks.from_arrays([W1, W2], None, activations, output)
    assert [get(layer.activation).name for layer in network] == found


def test_a_function_of_ones_own_gets_a_derivative_and_a_mixing_one_is_for_the_output():
    def cube(z):
        return z**3 / 3

    own = networks.recognize(cube)
    z = rng.normal(size=(3, 4))
    np.testing.assert_allclose(own.df(z, own.f(z)), z**2, atol=1e-6)
    share = networks.recognize(lambda z: z / z.sum(axis=0))
    assert share.df is None
    with pytest.raises(ValueError, match="for the output layer only: output='softmax'"):
        networks.from_arrays([W1, W2], None, "softmax")
    with pytest.raises(TypeError, match="must map an array"):
        networks.recognize(lambda z: z.sum())
    with pytest.raises(KeyError, match="unknown activation 'bump'; choose one of: identity, sigmoid"):
        networks.recognize("bump")
    with pytest.raises(TypeError, match="a name, a function or an Activation"):
        networks.recognize(3)


@pytest.mark.parametrize("name", sorted(networks.KNOWN))
def test_every_known_activation_has_its_derivative(name):
    own = get(networks.KNOWN[name])
    if own.df is None:
        return
    z = np.linspace(-5, 5, 101)[None] + 0.003
    z = z[:, np.abs(np.abs(z[0]) - np.round(np.abs(z[0]))) > 0.01]
    np.testing.assert_allclose(own.df(z, own.f(z)), (own.f(z + 1e-5) - own.f(z - 1e-5)) / 2e-5, atol=1e-4)


def test_square_layers_are_warned_about_and_a_said_layout_is_not():
    with pytest.warns(UserWarning, match=r"layout='inputs_units': a transposed layer gives other answers") as seen:
        networks.from_arrays([np.eye(3), np.eye(3)])
    assert seen[0].filename == __file__
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for layout in LAYOUTS:
            networks.from_arrays([np.eye(3), np.eye(3)], layout=layout)
        networks.from_arrays([W1, np.eye(4), W2])


@pytest.mark.parametrize("weights, biases, options, words", [
    ([W1, W2.T], None, {}, "do not fit together; as units_inputs: weights[1] of shape (4, 2) would take 2 inputs"),
    ([W1, W2], [b1, b1], {}, "would have 2 units, but biases[1] holds 4"),
    ([W1, W2], [b1], {}, "2 layers, but 1 given; None stands for a layer without"),
    ([W1.T, W2.T], None, {"layout": "units_inputs"}, "The other layout fits: layout='inputs_units'"),
    ([W1, W2], None, {"layout": "rows"}, "layout must be one of units_inputs, inputs_units or None"),
    ([W1], None, {}, "fit both ways: say layout='units_inputs' if you compute W @ A"),
    ([], None, {}, "weights is empty"),
    ([np.zeros((0, 3))], None, {}, "weights[0] is empty: its shape is (0, 3)"),
    ([W1, W2[0]], None, {}, "weights[1].reshape(1, -1)"),
    ([np.zeros((2, 3, 3, 3))], None, {}, "a convolution's"),
    ([W1 * np.nan, W2], None, {}, "weights[0] (shape (4, 3)) holds NaN or infinity in 12 of 12 places"),
    ([W1, W2], [b1, b2 + np.inf], {}, "biases[1] (shape (2,)) holds NaN or infinity"),
    ([W1, W2], None, {"activations": ["tanh", "relu", "relu"]}, "one per hidden layer (1) or one per layer (2)"),
])
def test_what_does_not_fit_is_refused_with_what_would(weights, biases, options, words):
    with pytest.raises(ValueError) as error:
        networks.from_arrays(weights, biases, **options)
    assert words in str(error.value)


@pytest.mark.parametrize("weights, words", [
    ({"W1": W1}, "not a dict: [params['W1'], params['W2'], ...]"), (3, "a list of matrices"), ("W", "not str"),
    ([[[1, 2], [3]]], "cannot be read|different lengths"), ([np.array([["a", "b"]])], "must hold real numbers"),
    ([W1 + 1j], "must hold real numbers, not complex128")])
def test_what_is_no_matrix_is_a_type_error(weights, words):
    with pytest.raises(TypeError) as error:
        networks.from_arrays(weights)
    assert any(part in str(error.value) for part in words.split("|"))


# X and Y as people have them

NET = networks.from_arrays([W1, W2], [b1, b2], "tanh", "softmax")
ONE = networks.from_arrays([W1, W2[:1]], None, "tanh", "sigmoid")


def test_x_is_turned_where_the_shape_says_how():
    for given in (X, X.T, X.T.tolist(), np.float32(X)):
        np.testing.assert_allclose(networks.arrange(NET, given).X, X, rtol=1e-6)
    single = networks.from_arrays([W1[:, :1], W2])
    assert networks.arrange(single, [1, 2, 3]).X.shape == (1, 3)
    assert networks.arrange(NET, [1, 2, 3]).X.shape == (3, 1)
    square = rng.normal(size=(3, 3))
    with pytest.raises(ValueError, match=r"fits both ways: say samples='rows' if X\[0\] is the first sample"):
        networks.arrange(NET, square)
    np.testing.assert_array_equal(networks.arrange(NET, square, samples="rows").X, square.T)
    np.testing.assert_array_equal(networks.arrange(NET, square, samples="columns").X, square)


def test_y_as_class_numbers_columns_rows_and_soft_labels():
    numbers = np.array([0, 1, 1, 0, 1, 0])
    hot = np.eye(2)[:, numbers]
    for given in (hot, hot.T, numbers, list(numbers), numbers[:, None], numbers[None], numbers.astype(float)):
        arranged = networks.arrange(NET, X, given)
        np.testing.assert_array_equal(arranged.Y, hot)
        assert arranged.loss == "cross_entropy"
    for given in (numbers, numbers[:, None], numbers[None]):
        np.testing.assert_array_equal(networks.arrange(ONE, X, given).Y, numbers[None])
    soft = rng.dirichlet([1, 1], 6)
    np.testing.assert_allclose(networks.arrange(NET, X, soft).Y, soft.T)
    signs = np.where(hot > 0, 1, -1)
    np.testing.assert_array_equal(networks.arrange(NET, X, signs.T, loss="mse").Y, signs)
    with pytest.raises(ValueError, match=r"Y of shape \(2, 2\) fits both ways"):
        networks.arrange(NET, X[:, :2], soft[:2])
    np.testing.assert_array_equal(networks.arrange(NET, X[:, :2], soft[:2], samples="columns").Y, soft[:2])


@pytest.mark.parametrize("given, target, words", [
    (np.zeros((5, 7)), None, "layer 1 takes 3 inputs, but X has shape (5, 7)"),
    (np.zeros((6, 2)), None, "is the bias a column of W?"),
    (np.zeros((6, 1, 3)), None, "X.reshape(len(X), -1)"),
    (np.zeros((0, 3)), None, "X is empty"), (X + np.inf, None, "X (shape (3, 6)) holds NaN or infinity"),
    (X, np.arange(6), "class numbers 0 to 1, but they go from 0 to 5"), (X, np.array([1, 2, 2, 1, 1, 2]), "Y - 1"),
    (X, np.zeros(5), "Y must have shape (2, 6) = (outputs, samples), (6, 2) or class numbers (6,)"),
    (X, [[0.5, 0.5]] * 7, "but its shape is (7, 2)"), (X, np.full(6, np.nan), "Y (shape (6,)) holds NaN")])
def test_data_that_do_not_fit_are_refused_with_what_would(given, target, words):
    with pytest.raises(ValueError) as error:
        networks.arrange(NET, given, target)
    assert words in str(error.value)


def test_losses_logits_and_what_was_decided():
    logits = networks.from_arrays([W1, W2], None, "tanh")
    assert networks.arrange(logits, X, X[:2]).loss == "squared_error"
    arranged = networks.arrange(logits, X, [0, 1, 0, 1, 1, 1])
    assert arranged.loss == "cross_entropy" and arranged.network[-1].activation == "softmax"
    assert any("logits" in words for words in arranged.said)
    one = networks.from_arrays([W1, W2[:1]], None, "tanh")
    assert networks.arrange(one, X, [0, 1, 0, 1, 1, 1], "BCEWithLogitsLoss").network[-1].activation == "sigmoid"
    assert networks.arrange(one, X, [0, 1, 0, 1, 1, 1]).loss == "squared_error"
    with pytest.raises(ValueError, match="loss must be 'cross_entropy' or 'squared_error', not 'hinge'"):
        networks.arrange(one, X, loss="hinge")
    with pytest.raises(ValueError, match="samples must be"):
        networks.arrange(one, X, samples="first")
    given, target = X.copy(), np.array([0.0, 1, 0, 1, 1, 1])
    arranged = networks.arrange(NET, given, target)
    arranged.X[:], arranged.Y[:] = 5, 5
    np.testing.assert_array_equal(given, X)
    assert target.max() == 1


# Stand-ins with the shape of other libraries' objects


class Tensor:
    """What a PyTorch tensor can do, on a device from which NumPy cannot read."""

    def __init__(self, array, where="cuda"):
        self.array, self.where, self.shape = np.asarray(array), where, np.shape(array)

    def detach(self):
        return self

    def cpu(self):
        return Tensor(self.array, "cpu")

    def double(self):
        return Tensor(self.array.astype(float), self.where)

    def numpy(self):
        if self.where != "cpu":
            raise TypeError("can't convert cuda device type tensor to numpy")
        return self.array

    def __array__(self, *args, **options):
        return self.numpy()


class Module:
    training = True

    def __init__(self, **parts):
        self.__dict__.update(parts)
        self._modules = {k: v for k, v in parts.items() if isinstance(v, Module)}

    def named_children(self):
        return iter(self._modules.items())

    def modules(self):
        return [self, *self._modules.values()]

    def parameters(self):
        return iter([])

    __call__ = None


def module(kind, **parts):
    return type(kind, (Module,), {})(**parts)


def linear(W, b=None):
    return module("Linear", weight=Tensor(W), bias=None if b is None else Tensor(b))


class Callable(Module):
    """A module that computes `f`, to be compared with its layers in a row."""

    def __init__(self, f, **parts):
        super().__init__(**parts)
        self.f = f

    def __call__(self, tensor):
        return Tensor(self.f(tensor.array.T).T)

    def parameters(self):
        class Weight(Tensor):
            def new_tensor(self, values):
                return Tensor(values)

            def element_size(self):
                return 4
        return iter([Weight(W1)])


def test_torch_stand_ins_on_a_gpu():
    parts = {"0": linear(W1, b1), "1": module("Tanh"), "2": module("Dropout"), "3": linear(W2, b2)}
    net = type("Sequential", (Callable,), {})(lambda A: W2 @ np.tanh(W1 @ A + b1[:, None]) + b2[:, None], **parts)
    np.testing.assert_allclose(answers(networks.from_torch(net)), EXPECTED)
    other = type("Net", (Callable,), {})(lambda A: W2 @ (W1 @ A), **parts)
    other.training = False
    parts["2"].training = False
    assert "the forward of Net does something else than its layers in a row" in networks.from_torch(other).said[0]
    with pytest.raises(ValueError, match="something else than its layers in a row.*networks.parts"):
        networks.from_torch(other, "relu")
    state = OrderedDict({"a.weight": Tensor(W1), "a.bias": Tensor(b1), "b.weight": Tensor(W2), "b.bias": Tensor(b2)})
    np.testing.assert_allclose(answers(networks.from_torch(state, "tanh")), EXPECTED)
    np.testing.assert_allclose(answers(networks.from_torch({"state_dict": state}, "tanh")), EXPECTED)
    with pytest.raises(ValueError, match="holds no activations"):
        networks.from_torch(state)
    assert "torch" not in sys.modules


@pytest.mark.parametrize("key, shape, name", [
    ("c.weight", (2, 1, 3, 3), "Conv2d"), ("l.weight_ih_l0", (8, 3), "LSTM"), ("n.weight", (3,), "LayerNorm"),
    ("n.running_mean", (3,), "BatchNorm"), ("m.in_proj_weight", (9, 3), "MultiheadAttention")])
def test_a_state_dict_with_other_layers_is_refused_by_name(key, shape, name):
    with pytest.raises(ValueError, match=f"{name}.*is not read.*Instead: "):
        networks.from_torch({key: Tensor(np.zeros(shape))}, "relu")


@pytest.mark.parametrize("kind, instead", [("Conv2d", "after it"), ("LSTM", "hidden states"), ("BatchNorm1d", "apart"),
                                           ("Embedding", "one-hot"), ("Wild", "from_arrays")])
def test_modules_that_are_not_read_say_what_can_be_done(kind, instead):
    net = module("Sequential", a=linear(W1), b=module(kind), c=linear(W2))
    with pytest.raises(ValueError, match=f"(?s){kind}.*Instead: .*{instead}"):
        networks.from_torch(net, "relu")


class Dense:
    def __init__(self, K, b=None, activation="linear"):
        self.arrays, self.name = [K] + ([] if b is None else [b]), "dense"
        self.activation = type("f", (), {"__name__": activation})()

    def get_weights(self):
        return self.arrays


def test_keras_stand_ins():
    model = type("Model", (), {"layers": [Dense(W1.T, b1, "tanh"), Dense(W2.T, b2)]})()
    np.testing.assert_allclose(answers(networks.from_keras(model)), EXPECTED)
    arrays = [np.float32(W1.T), np.float32(b1), np.float32(W2.T), np.float32(b2)]
    np.testing.assert_allclose(answers(networks.from_keras(arrays, "tanh")), EXPECTED, rtol=1e-5, atol=1e-6)
    square = networks.from_keras([np.arange(4.0).reshape(2, 2)])
    np.testing.assert_array_equal(square[0].W, [[0, 2], [1, 3]])
    with pytest.raises(ValueError, match="holds no activations"):
        networks.from_keras(arrays)
    with pytest.raises(ValueError, match=r"Conv2D \(get_weights\(\)\[0\], shape \(3, 3, 1, 8\)\) is not read"):
        networks.from_keras([np.zeros((3, 3, 1, 8))], "relu")
    with pytest.raises(ValueError, match="has no weights yet"):
        networks.from_keras(type("Model", (), {"layers": [type("Dense", (), {
            "get_weights": lambda self: [], "activation": None})()]})())
    assert "keras" not in sys.modules


def test_sklearn_stand_ins():
    model = type("MLPRegressor", (), {"coefs_": [W1.T, W2.T], "intercepts_": [b1, b2], "activation": "tanh",
                                      "out_activation_": "identity"})()
    np.testing.assert_allclose(answers(networks.from_sklearn(model)), EXPECTED)
    with pytest.raises(ValueError, match="not fitted"):
        networks.from_sklearn(type("MLPClassifier", (), {"hidden_layer_sizes": 3})())
    with pytest.raises(TypeError, match=r"model\[-1\]"):
        networks.from_sklearn(type("Pipeline", (), {"steps": []})())
    with pytest.raises(TypeError, match="not int"):
        networks.from_sklearn(3)


def test_flax_stand_ins_in_any_order():
    params = {"Dense_10": {"kernel": W2.T, "bias": b2}, "Dense_2": {"kernel": W1.T, "bias": b1}}
    np.testing.assert_allclose(answers(networks.from_flax({"params": params}, "tanh")), EXPECTED)
    named = {"out": {"bias": b2, "kernel": W2.T}, "body": {"hidden": {"kernel": W1.T, "bias": b1}}}
    np.testing.assert_allclose(answers(networks.from_flax(named, "tanh")), EXPECTED)
    with pytest.raises(ValueError, match="fit in none of the orders"):
        networks.from_flax({"a": {"kernel": np.zeros((3, 4))}, "b": {"kernel": np.zeros((5, 6))}}, "tanh")
    for bad, name in (({"Conv_0": {"kernel": np.zeros((3, 3, 1, 4))}}, "Conv"), ({"n": {"scale": b1}}, "LayerNorm"),
                      ({"e": {"embedding": W1}}, "Embed"), ({"c": {"hi": {"kernel": W1}}}, "LSTM")):
        with pytest.raises(ValueError, match=f"{name}.*is not read"):
            networks.from_flax(bad, "tanh")
    with pytest.raises(TypeError, match="a dict of layers"):
        networks.from_flax([W1], "tanh")
    assert "jax" not in sys.modules


def test_an_activation_object_stays_what_it_is():
    own = Activation("relu", lambda Z: np.maximum(0.3 * Z, Z), lambda Z, A: np.where(Z > 0, 1.0, 0.3))
    network = networks.from_arrays([W1, W2], None, own)
    assert network[0].activation is own
