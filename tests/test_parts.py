"""What weights alone tell: dead branches, equal filters and heads, streams that grow; the healthy get no grave word."""

import itertools

import numpy as np
import pytest

from course_lib import diagnostics, networks, ward
from course_lib.blocks import attention, starts
from course_lib.lessons.two_factors import deep
from course_lib.networks import Parts, part
from course_lib.reading.entries_parts import PARTS
from course_lib.reading.parts import stream as streams
from course_lib.reading.structure import _moved
from tests.test_networks import Module, Tensor


def rng(seed=0):
    return np.random.default_rng(seed)


def he(*shape, seed=0):
    return rng(seed).normal(size=shape) * np.sqrt(2 / np.prod(shape[1:]))


def row(*parts):
    """Parts of which it is known that they run one after another."""
    return Parts([one._replace(row="net", block="net") for one in parts])


def dense(name, W, b=None):
    return part(name, "dense", W=W, b=b)


def filters(name, W, **facts):
    return part(name, "filters", W=W, b=np.zeros(len(W)), facts=facts)


def relu(name="relu"):
    return part(name, "activation", facts={"function": "relu"})


def norm(name, units, gamma=1.0, kind="batch norm"):
    return part(name, kind, gamma=np.full(units, gamma), beta=np.zeros(units))


def heads(same=(), zero=(), seed=0, count=4, d=16):
    made = {f"W_{role}": rng(seed + k).normal(size=(count, d, 4) if role == "O" else (count, 4, d)) / 4
            for k, role in enumerate("QKVO")}
    for role in same:
        made[f"W_{role}"][:] = made[f"W_{role}"][0]
    for role in zero:
        made[f"W_{role}"][:] = 0
    return part("attention", "attention", **made)


def lora(A="random", B="zero"):
    made = {"random": he, "zero": lambda *shape: np.zeros(shape)}
    return part("lora", "pair", A=made[A](4, 16), B=made[B](8, 4))


def residual(start, blocks=30, gate=None):
    net = starts.build(rng(), 64, 32, 1, blocks, start)
    return networks.residual_parts(net.W1, net.W2, net.gate if gate is None else gate)


TWIN = he(8, 3, 3, 3)
TWIN[1::2] = TWIN[::2]
PAIRED = he(10, 8)
PAIRED[:, 1::2] = PAIRED[:, ::2]
E1 = rng().normal(size=(500, 64))

SICK = {
    "dead branch": lora("zero"),
    "equal filters": row(filters("conv", TWIN), relu(), part("pool", "other", facts={"class": "AvgPool2d"}),
                         dense("head", PAIRED)),
    "equal heads": heads("QKVO"),
    "equal units of a pair": part("lora", "pair", A=np.ones((4, 16)), B=np.zeros((8, 4))),
    "missing 1/√N": residual("plain"),
    "a normalization hides the scale": row(dense("fc", 1000 * he(16, 32)), norm("bn", 16), relu(),
                                            dense("o", he(3, 16))),
    "tied embeddings too large": Parts([part("wte", "embedding", E=E1), dense("head", E1)], tied=[("wte", "head")],
                                       first_loss=63.5),
    "nothing grave in the weights": row(filters("conv", he(8, 3, 3, 3)), relu(), dense("head", he(10, 8))),
}


def test_there_are_parts_for_every_finding():
    assert set(SICK) == set(PARTS)


@pytest.mark.parametrize("name", sorted(SICK))
def test_every_finding_is_found_and_its_line_of_code_runs(name):
    given = SICK[name] if isinstance(SICK[name], Parts) else [SICK[name]]
    found = ward.examine_parts(given)
    assert found.names[0] == name
    assert found[0].grave == (name != "nothing grave in the weights")
    eval(found[0].code, {"np": np, "diagnostics": diagnostics, "parts": found.parts})
    text = repr(found)
    for words in (found[0].words, found[0].why, found[0].advice, "weights alone", f"{len(given)} parts"):
        assert words in text
    assert ward.examine(found.parts, np.zeros((3, 4)), [0, 1, 2]).names == found.names


# two zeros in series


@pytest.mark.parametrize("activation", ["relu", "tanh", "sigmoid", "identity"])
def test_a_row_is_dead_exactly_where_training_moves_nothing(activation):
    """Every pattern of zero and random weights and biases of three layers, against a few steps of descent."""
    X, Y = rng(9).normal(size=(4, 12)), rng(8).normal(size=(3, 12))
    for pattern in itertools.product((0, 1), repeat=5):
        W = [he(5, 4), he(5, 5, seed=1), he(3, 5, seed=2)]
        W = [keep * M for keep, M in zip(pattern[:3], W)]
        b = [keep * rng(3).normal(size=5) for keep in pattern[3:]] + [np.zeros(3)]
        network = networks.from_arrays(W, b, activation, layout="units_inputs")
        signs = type("Signs", (), {"X": X, "Y": Y, "network": network, "loss_name": "squared_error"})
        living = _moved(signs, 6)
        made = []
        for k in range(3):
            made += [dense(f"W{k}", W[k], b[k])]
            made += [part(f"f{k}", "activation", facts={"function": activation})] if k < 2 else []
        told = "dead branch" in ward.examine_parts(row(*made)).names
        assert told == (not living.all()), (pattern, living)


@pytest.mark.parametrize("parts, dead", [
    ([lora("zero", "zero")], True), ([lora("random", "zero")], False), ([lora("zero", "random")], False),
    ([heads(zero="QK")], True), ([heads(zero="VO")], True), ([heads(zero="Q")], False), ([heads(zero="O")], False),
    ([heads(zero="QO")], False), ([heads(zero="KV")], False), ([heads(zero="QKV")], True)])
def test_pairs_and_attention(parts, dead):
    assert ("dead branch" in [f.name for f in ward.examine_parts(parts).grave]) == dead


def test_the_dead_in_attention_get_no_gradient():
    """Central differences at the entries of one matrix, with the course's own attention."""
    X = rng(5).normal(size=(16, 3, 2))

    def moves(zero, role):
        W = heads(zero=zero).arrays
        at = W[f"W_{role}"]

        def f(v):
            at[0, 1, 2] = v
            return float((attention.attend(W["W_Q"], W["W_K"], W["W_V"], W["W_O"], X) ** 3).sum())
        start = float(at[0, 1, 2])
        return abs(f(start + 1e-4) - f(start - 1e-4)) > 1e-9
    assert [moves("QK", role) for role in "QKVO"] == [False, False, True, True]
    assert [moves("VO", role) for role in "QKVO"] == [False] * 4
    assert [moves("Q", role) for role in "QKVO"] == [True, False, True, True]


def test_a_zero_in_front_of_a_relu_and_a_zero_convolution():
    zero = np.zeros((8, 3, 3, 3))
    head = dense("head", he(10, 8))
    pool = part("pool", "other", facts={"class": "AvgPool2d"})
    assert ward.examine_parts(row(filters("conv", zero), relu(), pool, head)).names[0] == "dead branch"
    assert not ward.examine_parts(row(filters("conv", zero), pool, head)).grave
    assert ward.examine_parts(row(filters("a", zero), filters("b", np.zeros((4, 8, 3, 3))), head)).grave
    unknown = part("mine", "other", facts={"class": "AddsSomething"})
    assert not ward.examine_parts(row(filters("a", zero), unknown, filters("b", np.zeros((4, 8, 3, 3))), head)).grave
    assert ward.examine_parts(row(filters("a", zero), norm("bn", 8, 0.0), head)).grave


@pytest.mark.parametrize("start, gate, dead", [
    ("two zeros", None, True), ("zero-last", None, False), ("ReZero", None, False), ("zero-γ", None, False),
    ("Fixup", None, False), ("zero-last", 0.0, True)])
def test_gates_and_last_layers_of_blocks(start, gate, dead):
    parts = residual(start, 8, gate)
    found = ward.examine_parts(parts)
    assert [f.name for f in found.grave] == ["dead branch"] * dead
    if dead:
        assert "Alike in block1.gate" in found[0].words and "and 4 more" in found[0].words


def test_of_two_gates_one_may_open_the_other_branch():
    inside = [part(name, kind, block="b", **{role: array}) for name, kind, role, array in (
        ("b.g1", "gate", "g", 0.0), ("b.g2", "gate", "g", 1.0), ("b.fc", "dense", "W", np.zeros((4, 4))))]
    assert not ward.examine_parts(inside).grave and "if this is the branch" in repr(ward.examine_parts(inside))
    assert ward.examine_parts([inside[0], inside[2]]).grave


# equal units


def test_equal_filters_stay_equal_only_if_what_follows_is_equal():
    for follows, grave in ((PAIRED, True), (he(10, 8), False)):
        found = ward.examine_parts(row(filters("conv", TWIN), relu(), dense("head", follows)))
        assert "equal filters" in found.names and bool(found.grave) == grave
        assert found[found.names.index("equal filters")].evidence["distinct"] == 4
    assert found[1].where.units == tuple(range(8)) and "the first step parts them" in found[1].words
    flat = np.repeat(PAIRED, 9, axis=1)  # nine places of each filter
    assert ward.examine_parts(row(filters("conv", TWIN), relu(), dense("head", flat))).grave
    flat[0, 0] += 1
    assert ward.examine_parts(row(filters("conv", TWIN), relu(), dense("head", flat))).grave[0].evidence[
        "distinct with outgoing weights"] == 5
    different = [filters("conv", TWIN), part("bn", "batch norm", gamma=rng().random(8)), dense("head", PAIRED)]
    assert not ward.examine_parts(row(*different)).grave
    depthwise = [filters("conv", np.ones((8, 1, 3, 3)), groups=8), dense("head", PAIRED)]
    assert not ward.examine_parts(row(*depthwise)).grave


@pytest.mark.parametrize("same, grave", [("QKVO", True), ("QKV", False), ("QK", False), ("O", False), ("", False)])
def test_equal_heads(same, grave):
    found = ward.examine_parts([heads(same)])
    assert ("equal heads" in found.names) == (same in ("QKVO", "QKV")) and bool(found.grave) == grave
    if same == "QKV":
        assert "parts them at the first step" in found[1].words
    assert bool(ward.examine_parts([heads("QKV", "O")]).grave), "an output of zeros is equal, too"


def test_equal_heads_are_one_head():
    X, W = rng(5).normal(size=(16, 3, 2)), heads("QKVO").arrays
    one = attention.attend(W["W_Q"][:1], W["W_K"][:1], W["W_V"][:1], W["W_O"].sum(axis=0)[None], X)
    np.testing.assert_allclose(attention.attend(W["W_Q"], W["W_K"], W["W_V"], W["W_O"], X), one)


# streams, sizes


@pytest.mark.parametrize("start", ["plain", "1/√(2L)", "zero-last", "Fixup", "ReZero", "zero-γ"])
def test_the_stream_of_fifty_blocks(start):
    parts = residual(start, 50)
    X = rng(3).normal(size=(64, 100))
    net = starts.build(rng(), 64, 32, 1, 50, start)
    net = net._replace(stem=np.eye(32, 64) * np.sqrt(1.0))
    H = deep.residual.forward(net, X).H
    theirs = np.log10((H[-1]**2).mean() / (H[0]**2).mean())
    mine = parts.streams[0].squares
    assert np.log10(mine[-1] / mine[0]) == pytest.approx(theirs, abs=0.5 if start == "plain" else 0.15)
    assert ("missing 1/√N" in [f.name for f in ward.examine_parts(parts).grave]) == (start == "plain")


@pytest.mark.parametrize("blocks, grave", [(4, False), (12, False), (24, True)])
def test_a_growing_stream_is_grave_where_nothing_learns(blocks, grave):
    found = ward.examine_parts(residual("plain", blocks))
    assert "missing 1/√N" in found.names and bool(found.grave) == grave
    plain = streams.ADDS / 2
    row_of_layers = Parts(found.parts, streams=[found.parts.streams[0]._replace(kept=plain)])
    assert not ward.examine_parts(row_of_layers).grave, "blocks in a row, not beside a stream"


def gpt2(division):
    made = []
    for k in range(12):
        for name, shape, size in (("attn.c_attn", (96, 32), 0.02), ("attn.c_proj", (32, 32), 0.02 / division),
                                  ("mlp.c_fc", (128, 32), 0.02), ("mlp.c_proj", (32, 128), 0.02 / division)):
            made.append(dense(f"h.{k}.{name}", size * rng(k).normal(size=shape)))
    return made


def test_gpt2_without_its_division_is_told_by_name():
    found = ward.examine_parts(gpt2(1))
    assert found.names[1] == "missing 1/√N" and "√24" in found[1].words and not found.grave
    assert found[1].evidence["wanted"] == pytest.approx(0.02 / np.sqrt(24), rel=0.1)
    assert "missing 1/√N" not in ward.examine_parts(gpt2(np.sqrt(24))).names


@pytest.mark.parametrize("c, names, grave", [(1, [], False), (30, ["a normalization hides the scale"], False),
                                             (300, ["a normalization hides the scale"], True),
                                             (0.01, ["a normalization hides the scale"], False)])
def test_a_scale_behind_a_normalization(c, names, grave):
    parts = row(dense("fc", c * he(64, 32)), norm("bn", 64), relu(), dense("o", he(3, 64)))
    found = ward.examine_parts(parts)
    assert [n for n in found.names if n != "nothing grave in the weights"] == names and bool(found.grave) == grave
    if names:
        expected = c**-2 * (1 if c > 1 else 0.5)
        assert next(f for f in found if f.name == names[0]).evidence["rate times"] == pytest.approx(expected, rel=0.15)
        assert not [f for f in ward.examine_parts(parts, trained=True) if f.name == names[0]]


@pytest.mark.parametrize("size, d, grave", [(1, 64, True), (0.02, 768, False), (1 / 16, 256, False)])
def test_tied_embeddings(size, d, grave):
    E = size * rng().normal(size=(500, d))
    parts = [part("e", "embedding", E=E), dense("o", E)]
    found = ward.examine_parts(Parts(parts, tied=[("e", "o")]))
    assert not found.grave and ("tied embeddings too large" in found.names) == grave, "scores may be divided"
    if grave:
        assert ward.examine_parts(Parts(parts, tied=[("e", "o")], first_loss=60.0)).grave
        assert len(ward.examine_parts(Parts(parts, tied=[("e", "o")], first_loss=6.3))) == 1
        scores = E @ E.T
        loss = np.mean(np.log(np.exp(scores - 99).sum(axis=1)) + 99 - scores.mean(axis=1))
        assert found[1].evidence["loss"] == pytest.approx(loss)
    assert not ward.examine_parts([part("e", "embedding", E=E), dense("o", E.copy())]).grave


# what parts are made from


def module(kind, parameters=None, **inside):
    made = type(kind, (Module,), {})(**inside)
    made._parameters = {name: Tensor(value) for name, value in (parameters or {}).items()}
    made.__dict__.update({"weight": None, "bias": None} | made._parameters)
    return made


def conv(W):
    made = module("Conv2d", {"weight": W, "bias": np.zeros(len(W))})
    made.groups = 1
    return made


def linear(W, b=None):
    return module("Linear", {"weight": W} | ({} if b is None else {"bias": b}))


def test_torch_stand_ins():
    pair = module("LoraLayer", base_layer=linear(he(8, 16)),
                  lora_A=module("ModuleDict", default=linear(np.zeros((4, 16)))),
                  lora_B=module("ModuleDict", default=linear(np.zeros((8, 4)))))
    parts = networks.parts(module("Net", q_proj=pair))
    assert [(p.name, p.kind) for p in parts] == [("q_proj.lora.default", "pair"), ("q_proj.base_layer", "dense")]
    assert ward.examine_parts(parts).names[0] == "dead branch"
    own = module("Linear", {"weight": he(8, 16), "lora_A": np.zeros((4, 16)), "lora_B": np.zeros((8, 4))})
    assert [p.kind for p in networks.from_torch(module("Sequential", a=own))] == ["dense", "pair"]
    net = module("Sequential", a=conv(TWIN), r=module("ReLU"), p=module("AvgPool2d"), f=module("Flatten"),
                 l=linear(PAIRED))
    read = networks.from_torch(net)
    assert isinstance(read, Parts) and {p.row for p in read} == {"Sequential"}
    assert ward.examine(read).names == ["equal filters"]
    W = rng().normal(size=(48, 16))
    mha = module("MultiheadAttention", {"in_proj_weight": np.tile(W[:4], (12, 1)), "in_proj_bias": np.zeros(48)},
                 out_proj=linear(np.tile(he(16, 4), 4)))
    mha.num_heads = 4
    assert ward.examine_parts(mha).names == ["equal heads"]
    gpt = module("GPT2Attention", c_attn=module("Conv1D", {"weight": W.T}),
                 c_proj=module("Conv1D", {"weight": he(16, 16)}))
    gpt.config = type("Config", (), {"num_attention_heads": 4})
    read = networks.parts(module("Net", attn=gpt))["attn"].arrays
    np.testing.assert_array_equal(np.concatenate([read[f"W_{role}"].reshape(16, 16) for role in "QKV"]), W)
    np.testing.assert_array_equal(read["W_O"].sum(axis=0), he(16, 16).T.reshape(16, 4, 4).sum(axis=1))
    gpt.c_attn = gpt._modules["c_attn"] = module("Quantized")
    assert [p.name for p in networks.parts(module("Net", attn=gpt)) if p.kind == "dense"] == ["attn.c_proj"]
    shifts = module("Block", {"bias1a": np.zeros(1), "scale": np.ones(1)},
                    fc1=linear(he(8, 8)), fc2=linear(np.zeros((8, 8))))
    assert "dead branch" not in ward.examine_parts(module("Net", b=shifts)).names
    split = module("Attention", q=linear(W[:16]), k=module("Odd"), v=linear(W[:16]), o=linear(he(16, 16)))
    split.num_heads = 4
    assert not [p for p in networks.parts(module("Net", a=split)) if p.kind == "attention"]
    block = module("Block", {"alpha": np.zeros(1)}, fc1=linear(he(8, 8)), fc2=linear(np.zeros((8, 8))))
    assert ward.examine_parts(module("Net", b=block)).names == ["dead branch"]
    other = module("Net", b=module("Block", {"x": he(2, 3)}, l=linear(W)))
    assert "not read: b.x (Block)" in repr(networks.parts(other))


def test_a_stack_of_blocks_is_tried_on_copies():
    class Block(Module):
        def __init__(self, k):
            W = [he(8, 8, seed=k), he(8, 8, seed=50 + k)]
            super().__init__(a=linear(W[0]), b=linear(W[1]))
            self.W, self.calls, self._parameters = W, 0, {}

        def parameters(self):
            return iter([type("P", (), {"new_tensor": staticmethod(np.array)})])

        def __call__(self, x):
            self.calls += 1
            return Tensor(x + np.maximum(x @ self.W[0].T, 0) @ self.W[1].T)

    blocks = [Block(k) for k in range(30)]
    stack = module("ModuleList", **{str(k): block for k, block in enumerate(blocks)})
    parts = networks.parts(module("Net", blocks=stack))
    assert len(parts.streams[0].squares) == 31 and parts.streams[0].kept == pytest.approx(1, abs=0.1)
    assert not any(block.calls for block in blocks)
    assert ward.examine_parts(parts).names[0] == "missing 1/√N"
    Block.__call__ = lambda self, x: 1 / 0
    assert "could not be tried" in networks.parts(module("Net", blocks=stack)).said[0]


def test_state_dicts():
    state = {"q.lora_A.weight": Tensor(np.zeros((4, 16))), "q.lora_B.weight": Tensor(np.zeros((8, 4))),
             "c.weight": Tensor(TWIN), "c.bias": Tensor(np.zeros(8)), "n.weight": Tensor(np.ones(8)),
             "n.bias": Tensor(np.zeros(8)), "n.running_mean": Tensor(np.zeros(8)), "wte.weight": Tensor(E1),
             "o.weight": Tensor(PAIRED), "cls": Tensor(np.zeros(3))}
    for given in (state, {"state_dict": state}):
        parts = networks.from_torch(given)
        assert [p.kind for p in parts] == ["pair", "filters", "batch norm", "embedding", "dense"]
        assert parts.said[0] == "not read: cls" and ward.examine(parts).names[0] == "dead branch"


def layer(kind, arrays, name="x", **options):
    return type(kind, (), {"get_weights": lambda self: arrays, "name": name, "activation": None, **options})()


def test_keras_stand_ins():
    turned = np.moveaxis(TWIN, (0, 1), (-1, -2))
    f = type("f", (), {"__name__": "relu"})()
    model = type("Sequential", (), {"layers": [layer("Conv2D", [turned, np.zeros(8)], "conv", activation=f),
                                               layer("GlobalAveragePooling2D", []), layer("Dense", [PAIRED.T], "d")]})()
    parts = networks.from_keras(model)
    np.testing.assert_array_equal(parts["conv"].arrays["W"], TWIN)
    assert ward.examine(parts).names == ["equal filters"]
    W = heads("QKVO").arrays
    arrays = [W[f"W_{r}"].transpose(2, 0, 1) for r in "QKV"] + [W["W_O"].transpose(0, 2, 1)]
    mha = type("Model", (), {"layers": [layer("MultiHeadAttention", arrays, "mha")]})()
    assert ward.examine(networks.from_keras(mha)).names == ["equal heads"]
    np.testing.assert_array_equal(networks.parts(mha)["mha"].arrays["W_O"], W["W_O"])


@pytest.mark.parametrize("make, error, words", [
    (lambda: networks.parts(3), TypeError, "a module of PyTorch"), (lambda: networks.parts([]), TypeError, "list"),
    (lambda: part("x", "wild"), ValueError, "kind must be one of dense"),
    (lambda: part("x", "pair", A=np.ones((2, 3))), ValueError, "B missing"),
    (lambda: part("x", "dense", W=np.ones(3)), ValueError, "x.W must have 2 axes"),
    (lambda: Parts([lora()])["y"], KeyError, "unknown part 'y'; choose one of: lora"),
    (lambda: networks.residual_parts(np.ones((2, 3, 4)), np.ones((2, 3, 4))), ValueError, "W1 must be"),
    (lambda: networks.parts({"a": Tensor(np.ones(3))}), ValueError, "is it a state_dict"),
    (lambda: networks.parts(module("LSTM", {"weight_ih_l0": he(3, 4)})), ValueError, "not read: weight_ih_l0"),
    (lambda: ward.examine_gradients([], Parts([lora()]), [[1]], [[1]]), TypeError, "weights alone")])
def test_what_is_refused(make, error, words):
    with pytest.raises(error, match=words):
        make()
