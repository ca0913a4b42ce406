"""The building blocks beside PyTorch and JAX: the same values to 1e-10, the same gradients to 1e-8, in float64.

Each block is written three times: by the course, with PyTorch's layers and with JAX's functions, all from the course's
arrays. Gradients are those of sum(last * values), `last` a draw: here by hand or by autograd, there their own.
What is zero throughout here has to be zero throughout there, and the other way round: lessons are about such zeros.
"""

import itertools

import jax
import numpy as np
import pytest
import torch
from autograd import grad
from autograd import numpy as anp
from jax import lax
from jax import numpy as jnp
from torch import nn
from torch.nn import functional as F

from course_lib.blocks import (
    attention,
    embedding,
    factors,
    filters,
    meanfield,
    normalization,
    pointwise,
    recurrent,
    residual,
    starts,
)
from course_lib.initializers import orthogonal
from course_lib.lessons.edge_of_chaos import convolution, signals
from course_lib.lessons.filters_heads import convnet, headnet, language, time_explorer
from course_lib.lessons.filters_heads.starts import group
from course_lib.lessons.two_factors import adapter

VALUES, GRADIENTS = 1e-10, 1e-8


@pytest.fixture(autouse=True, scope="module")
def float64_in_jax():
    jax.config.update("jax_enable_x64", True)
    yield
    jax.config.update("jax_enable_x64", False)


def with_torch(f, weights, last):
    """Values and the gradient of sum(last * values) by each of the weights."""
    tensors = [torch.tensor(w, requires_grad=True) for w in weights]
    out = f(*tensors)
    return out.detach().numpy(), [g.numpy() for g in torch.autograd.grad(out, tensors, torch.tensor(last))]


def with_jax(f, weights, last):
    out, back = jax.vjp(f, *map(jnp.asarray, weights))
    assert out.dtype == jnp.float64
    return np.asarray(out), [np.asarray(g) for g in back(jnp.asarray(last))]


PEERS = {"torch": with_torch, "jax": with_jax}
each_peer = pytest.mark.parametrize("peer", PEERS)


def same(mine, theirs, tolerance, what, rounding=0.0):
    """Relative to the largest entry. All zero only if the other is, but for `rounding` where both only come near it."""
    mine, theirs = np.asarray(mine), np.asarray(theirs)
    assert mine.shape == theirs.shape, what
    assert np.isfinite(mine).all() and (rounding or mine.any() == theirs.any()), what
    np.testing.assert_allclose(mine, theirs, rtol=0, atol=tolerance * np.abs(theirs).max() + rounding, err_msg=what)


def agree(peer, course, others, weights, by_hand=None, rounding=(0.0, 0.0)):
    """The course's values and gradients are those of the peer; by_hand(last) where the course has them by hand."""
    out = course(*weights)
    last = np.random.default_rng(99).normal(size=np.shape(out))
    found = by_hand(last) if by_hand else [grad(lambda *w: anp.sum(last * course(*w)), k)(*weights)
                                           for k in range(len(weights))]
    values, gradients = PEERS[peer](others[peer], weights, last)
    same(out, values, VALUES, "values", rounding[0])
    assert len(found) == len(gradients)
    for k, (mine, theirs) in enumerate(zip(found, gradients)):
        same(mine, theirs, GRADIENTS, f"gradient {k}", rounding[1])


def drawn(how, shape, seed=0):
    """Weights whose first axis counts units: "random", "equal", "constant" or "zeros", as in the lessons."""
    return group(np.random.default_rng([seed, *shape]).normal(size=shape), how, 1 / np.sqrt(shape[-1]))


def normals(*shape, seed=0):
    return np.random.default_rng([seed, *shape]).normal(size=shape)


HOW = ("random", "equal", "zeros")


# pointwise

@each_peer
@pytest.mark.parametrize("size", [0.0, 1.0, 1e4])
def test_relu(peer, size):
    agree(peer, pointwise.relu, {"torch": F.relu, "jax": jax.nn.relu}, [size * normals(6, 5)])


@each_peer
@pytest.mark.parametrize("axis", [0, -1])
@pytest.mark.parametrize("size", [0.0, 1.0, 1e3])
def test_softmax(peer, size, axis):
    agree(peer, lambda Z: pointwise.softmax(Z, axis), {"torch": lambda Z: F.softmax(Z, axis),
                                                        "jax": lambda Z: jax.nn.softmax(Z, axis)},
          [size * normals(6, 5)], rounding=(0.0, 1e-15))


def torch_loss(Z, Y):
    return F.cross_entropy(Z.T, torch.tensor(Y.T))


def jax_loss(Z, Y):
    return -jnp.mean(jnp.sum(Y * jax.nn.log_softmax(Z, axis=0), axis=0))


@each_peer
@pytest.mark.parametrize("size", [0.0, 1.0, 1e4])
@pytest.mark.parametrize("Y", [np.eye(6)[:, [0, 3, 3, 5]], np.full((6, 4), 1 / 6)], ids=["one-hot", "shares"])
def test_cross_entropy(peer, size, Y):
    agree(peer, lambda Z: pointwise.cross_entropy(Z, Y),
          {"torch": lambda Z: torch_loss(Z, Y), "jax": lambda Z: jax_loss(Z, Y)},
          [size * normals(6, 4)], rounding=(0.0, 1e-15))


# factors

@each_peer
@pytest.mark.parametrize(("units", "inputs", "rank"), [(5, 4, 3), (64, 64, 16), (1, 7, 1)])
@pytest.mark.parametrize(("B", "A"), list(itertools.product(HOW, HOW)))
def test_a_low_rank_pair(peer, units, inputs, rank, B, A):
    """The product beside the layer, as LoRA computes it: first A, then B."""
    W0, X, A, B = normals(units, inputs), normals(inputs, 6), drawn(A, (rank, inputs)), drawn(B, (rank, units), 1).T
    agree(peer, lambda B, A: factors.pair(W0, B, A) @ X, {
        "torch": lambda B, A: (F.linear(torch.tensor(X.T), torch.tensor(W0))
                               + F.linear(F.linear(torch.tensor(X.T), A), B)).T,
        "jax": lambda B, A: W0 @ X + B @ (A @ X)}, [B, A], lambda last: factors.pair_gradients(last @ X.T, B, A))
    assert factors.pair_rank(B, A) == torch.linalg.matrix_rank(torch.tensor(B @ A), rtol=1e-9)


@each_peer
def test_a_batch_of_pairs(peer):
    W0, B, A = normals(7, 5, 4), normals(7, 5, 3), normals(7, 3, 4)
    agree(peer, lambda B, A: factors.pair(W0, B, A), {
        "torch": lambda B, A: torch.baddbmm(torch.tensor(W0), B, A),
        "jax": lambda B, A: W0 + jnp.einsum("nur,nri->nui", B, A)}, [B, A],
        lambda last: factors.pair_gradients(last, B, A))


@each_peer
@pytest.mark.parametrize("branch", [0.0, 1.0])
@pytest.mark.parametrize("gate", [np.array(0.7), np.array(0.0), normals(5, 1), np.zeros((5, 1))],
                         ids=["number", "zero", "each unit", "zeros"])
def test_a_gate(peer, gate, branch):
    Y = {"torch": lambda g, F: g * F, "jax": lambda g, F: g * F}
    F = branch * normals(5, 7)
    agree(peer, lambda g, F: g * F, Y, [gate, F], lambda last: factors.gate_gradients(last, gate, F))


@each_peer
@pytest.mark.parametrize("between", ["identity", "relu"])
@pytest.mark.parametrize(("A", "B", "gate"), [("random", "zero", 1.0), ("zero", "random", 1.0), ("equal", "zero", 1.0),
                                              ("equal", "equal", 1.0), ("zero", "zero", 1.0),
                                              ("random", "random", 0.0)])
def test_a_pair_beside_the_pretrained_network(peer, A, B, gate, between):
    """The gradients by hand of 12, two steps after the start as well."""
    X, Y = adapter.upside_down(64)
    first, second = adapter.pretrained()

    def torchs(A, B, gate):
        W0, b0, W, b = (torch.tensor(part) for part in (first.W, first.b[:, 0], second.W, second.b[:, 0]))
        inside = F.linear(torch.tensor(X.T), A)
        Z = F.linear(torch.tensor(X.T), W0, b0) + gate * F.linear(F.relu(inside) if between == "relu" else inside, B)
        return torch_loss(F.linear(F.relu(Z), W, b).T, Y)

    def jaxs(A, B, gate):
        inside = A @ X
        Z = first.W @ X + first.b + gate * B @ (jax.nn.relu(inside) if between == "relu" else inside)
        return jax_loss(second.W @ jax.nn.relu(Z) + second.b, Y)

    for pair, gradients, loss in adapter.train(adapter.start(np.random.default_rng(0), A, B, gate), X, Y, 2, between,
                                               gate_trained=True):
        weights = [pair.A, pair.B, np.array(pair.gate)]
        values, theirs = PEERS[peer]({"torch": torchs, "jax": jaxs}[peer], weights, np.array(1.0))
        same(loss, values, VALUES, "loss")
        for name, mine, wanted in zip(pair._fields, gradients, theirs):
            same(mine, wanted, GRADIENTS, name)


# residual

def torch_stream(X):
    def run(stem, W1, W2, gate, head):
        H = F.linear(torch.tensor(X.T), stem)
        for U, V, g in zip(W1, W2, gate):
            H = H + g[:, 0] * F.linear(F.relu(F.linear(H, U)), V)
        return F.linear(H, head).T
    return run


def jax_stream(X):
    def run(stem, W1, W2, gate, head):
        def block(H, parts):
            U, V, g = parts
            return H + g * (V @ jax.nn.relu(U @ H)), None
        return head @ lax.scan(block, stem @ X, (W1, W2, gate))[0]
    return run


@each_peer
@pytest.mark.parametrize("sizes", [(5, 4, 2, 3), (64, 32, 1, 50), (64, 32, 10, 2)], ids=str)
@pytest.mark.parametrize("start", [*starts.SCALES, "equal branches", "gate for each unit"])
def test_a_residual_stream(peer, start, sizes):
    net = starts.build(np.random.default_rng(0), *sizes, start if start in starts.SCALES else "1/√(2L)")
    if start == "equal branches":
        net = net._replace(W1=np.repeat(net.W1[:, :1], net.W1.shape[1], axis=1),
                           W2=np.repeat(net.W2[:, :, :1], net.W2.shape[2], axis=2))
    if start == "gate for each unit":
        net = net._replace(gate=1 + normals(sizes[3], sizes[1], 1))
    X = normals(sizes[0], 6)

    def by_hand(last):
        return residual.backward(net, residual.forward(net, X), X, last * X.shape[1])  # it takes the mean, here a sum

    agree(peer, lambda *parts: residual.forward(residual.Residual(*parts), X).Z,
          {"torch": torch_stream(X), "jax": jax_stream(X)}, list(net), by_hand)


FACTORS = {"plain": (1, 1, 1, 1), "1/√(2L)": (1, 0.25, 1, 1), "zero-last": (1, 0, 1, 1), "zero-γ": (1, 1, 0, 1),
           "Fixup": (8**-0.5, 0, 1, 0), "ReZero": (1, 1, 0, 1), "two zeros": (1, 0, 0, 1)}  # W1, W2, gate, head


@pytest.mark.parametrize("start", starts.SCALES)
def test_the_starts_of_a_stream_are_pytorchs_draws_times_a_factor(start):
    net = starts.build(np.random.default_rng(0), 64, 200, 300, 8, start)
    generator, draw = torch.Generator().manual_seed(0), nn.init.kaiming_normal_
    W1, W2 = (draw(torch.empty(8 * 200, 200), generator=generator) for _ in range(2))
    theirs = [W1, W2, torch.ones(8, 1, 1), draw(torch.empty(300, 200), nonlinearity="linear", generator=generator)]
    for name, part, factor in zip(("W1", "W2", "gate", "head"), theirs, FACTORS[start]):
        np.testing.assert_allclose((getattr(net, name) ** 2).mean(), float((part**2).mean()) * factor**2, rtol=0.03)
    stem = draw(torch.empty(200, 64), nonlinearity="linear", generator=generator)
    np.testing.assert_allclose(net.stem.std(), 2 * float(stem.std()), rtol=0.03)


# filters

def torch_convolution(W, b, A, size, padding):
    pictures, margin = A.permute(3, 0, 1, 2), size // 2
    if padding != "none":
        pictures = F.pad(pictures, [margin] * 4, {"wrap": "circular", "zeros": "constant"}[padding])
    Z = F.conv2d(pictures, W.reshape(len(W), A.shape[0], size, size), b[:, 0])
    return Z.permute(1, 2, 3, 0)


def jax_convolution(W, b, A, size, padding):
    margin = [(size // 2, size // 2)] * 2
    if padding == "wrap":
        A = jnp.pad(A, [(0, 0), *margin, (0, 0)], "wrap")
    Z = lax.conv_general_dilated(A, W.reshape(len(W), A.shape[0], size, size), (1, 1),
                                 margin if padding == "zeros" else "VALID", dimension_numbers=("CHWN", "OIHW", "CHWN"))
    return Z + b[:, :, None, None]


@each_peer
@pytest.mark.parametrize("padding", filters.PADDINGS)
@pytest.mark.parametrize(("shape", "size"), [((1, 8, 8, 5), 3), ((3, 6, 7, 2), 5), ((2, 5, 4, 3), 1)])
@pytest.mark.parametrize("how", [*HOW, "constant"])
def test_a_convolution(peer, how, shape, size, padding):
    W, b = drawn(how, (4, shape[0] * size**2)), drawn(how, (4, 1))
    agree(peer, lambda W, b, A: filters.convolve(W, b, A, size, padding), {
        "torch": lambda *w: torch_convolution(*w, size, padding), "jax": lambda *w: jax_convolution(*w, size, padding)},
          [W, b, normals(*shape)])


def torch_pool(A, size=2):
    return F.avg_pool2d(A.permute(3, 0, 1, 2), size).permute(1, 2, 3, 0)


def jax_pool(A, size=2):
    window = (1, size, size, 1)
    return lax.reduce_window(A, 0.0, lax.add, window, window, "VALID") / size**2


@each_peer
@pytest.mark.parametrize(("shape", "size"), [((2, 6, 6, 3), 2), ((1, 6, 9, 2), 3), ((3, 4, 2, 1), 1)])
def test_pooling(peer, shape, size):
    agree(peer, lambda A: filters.pool(A, size),
          {"torch": lambda A: torch_pool(A, size), "jax": lambda A: jax_pool(A, size)}, [normals(*shape)])


@each_peer
@pytest.mark.parametrize("head", ["equal", "random"])
@pytest.mark.parametrize("how", [*HOW, "constant"])
def test_the_network_of_filters(peer, how, head):
    """Zero filters bring every unit of ReLU to its kink: the slope there is 0 in all three."""
    X, Y = convnet.pictures(40)
    weights = convnet.start(np.random.default_rng(0), how, outgoing=head)
    agree(peer, convnet.loss_on(X, Y), {
        "torch": lambda W, b, V, c: torch_loss(V @ torch_pool(F.relu(torch_convolution(
            W, b, torch.tensor(X), 3, "none"))).reshape(-1, 40) + c, Y),
        "jax": lambda W, b, V, c: jax_loss(V @ jax_pool(jax.nn.relu(jax_convolution(
            W, b, jnp.asarray(X), 3, "none"))).reshape(-1, 40) + c, Y)}, list(weights.values()))


@pytest.mark.parametrize("border", ["zeros", "wrap"])
@pytest.mark.parametrize("kernel", [convolution.gaussian, convolution.delta_orthogonal])
def test_the_convolution_of_15(kernel, border):
    A, K = normals(6, 8, 8), kernel(np.random.default_rng(0), 6)
    theirs = torch_convolution(torch.tensor(K.reshape(6, -1)), torch.zeros(6, 1, dtype=torch.float64),
                               torch.tensor(A[..., None]), 3, border)
    same(convolution.convolve(K, A, border), theirs[..., 0], VALUES, "values")


# attention

SHAPES = [(4, 4, 16, 8, 3), (2, 3, 4, 5, 2), (1, 1, 2, 3, 1)]  # heads, size, d, tokens, samples
HEADS = {"random": {}, "no queries": {"Q": "zeros"}, "no queries, no keys": {"Q": "zeros", "K": "zeros"},
         "no reports": {"O": "zeros"}, "no values, no reports": {"V": "zeros", "O": "zeros"},
         "equal": dict.fromkeys("QKVO", "equal"), "equal, other reports": dict.fromkeys("QKV", "equal"),
         "zeros": dict.fromkeys("QKVO", "zeros")}


def head_weights(how, heads, size, d):
    shapes = {"Q": (heads, size, d), "K": (heads, size, d), "V": (heads, size, d), "O": (heads, d, size)}
    return [drawn(how.get(name, "random"), shape, seed) for seed, (name, shape) in enumerate(shapes.items())]


def torch_attention(Q, K, V, out, X):
    rows, (heads, d, size) = X.permute(2, 1, 0), out.shape
    q, k, v = (F.linear(rows, W.reshape(-1, d)).unflatten(-1, (heads, size)).transpose(1, 2) for W in (Q, K, V))
    seen = F.scaled_dot_product_attention(q, k, v).transpose(1, 2).flatten(2)
    return F.linear(seen, out.transpose(0, 1).reshape(d, -1)).permute(2, 1, 0)


def jax_attention(Q, K, V, out, X):
    """Not by jax.nn.dot_product_attention: its softmax rounds to float32."""
    q, k, v = (jnp.einsum("hsd,dtm->mhts", W, X) for W in (Q, K, V))
    shares = jax.nn.softmax(jnp.einsum("mhqs,mhks->mhqk", q, k) / Q.shape[1] ** 0.5, axis=-1)
    return jnp.einsum("hds,mhqk,mhks->dqm", out, shares, v)


@each_peer
@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("how", HEADS)
def test_attention(peer, how, shape):
    X = normals(*shape[2:])
    agree(peer, attention.attend, {"torch": torch_attention, "jax": jax_attention},
          [*head_weights(HEADS[how], *shape[:3]), X])


@pytest.mark.parametrize("how", HEADS)
def test_attention_and_its_maps_are_those_of_multihead_attention(how):
    """torch.nn.MultiheadAttention itself, whose heads together are as wide as the tokens."""
    heads, size, d, *_ = SHAPES[0]
    Q, K, V, out = weights = head_weights(HEADS[how], heads, size, d)
    X, layer = normals(*SHAPES[0][2:]), nn.MultiheadAttention(d, heads, bias=False, batch_first=True,
                                                              dtype=torch.float64)
    with torch.no_grad():
        layer.in_proj_weight.copy_(torch.tensor(np.concatenate([Q, K, V]).reshape(3 * d, d)))
        layer.out_proj.weight.copy_(torch.tensor(np.hstack(out)))
    rows = torch.tensor(X.transpose(2, 1, 0))
    Y, maps = layer(rows, rows, rows, average_attn_weights=False)
    last = normals(*X.shape, seed=1)
    Y.backward(torch.tensor(last.transpose(2, 1, 0)))
    same(attention.attend(*weights, X), Y.detach().permute(2, 1, 0), VALUES, "values")
    same(attention.maps(Q, K, X), maps.detach().transpose(0, 1), VALUES, "maps")
    found = [grad(lambda *w: anp.sum(last * attention.attend(*w, X)), k)(*weights) for k in range(4)]
    same(np.concatenate(found[:3]).reshape(3 * d, d), layer.in_proj_weight.grad, GRADIENTS, "dQ, dK, dV")
    same(np.hstack(found[3]), layer.out_proj.weight.grad, GRADIENTS, "dO")


@each_peer
@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("how", ["random", "equal", "no queries"])
def test_scores_of_attention(peer, how, shape):
    Q, K, *_ = head_weights(HEADS[how], *shape[:3])
    words = "hsd,dqm,hse,ekm->hmqk"
    agree(peer, attention.scores, {"torch": lambda Q, K, X: torch.einsum(words, Q, X, K, X) / shape[1] ** 0.5,
                                   "jax": lambda Q, K, X: jnp.einsum(words, Q, X, K, X) / shape[1] ** 0.5},
          [Q, K, normals(*shape[2:])])


@each_peer
@pytest.mark.parametrize("how", [{}, {"W_Q": "zeros", "W_K": "zeros"}, {"W_V": "zeros", "W_O": "zeros"},
                                 dict.fromkeys(("W_Q", "W_K", "W_V", "W_O"), "equal")], ids=str)
def test_the_network_of_heads(peer, how):
    pixels, Y = headnet.rows_of_pixels(30)
    weights = headnet.start(np.random.default_rng(0), **how)

    def scores(attend, X, E, P, Q, K, V, out, head, c):
        T = (E @ X.reshape(8, -1)).reshape(16, 8, -1) + P[:, :, None]
        return head @ (T + attend(Q, K, V, out, T)).mean(1) + c

    agree(peer, lambda *w: headnet.loss_on(pixels, Y)(**dict(zip(weights, w))), {
        "torch": lambda *w: torch_loss(scores(torch_attention, torch.tensor(pixels), *w), Y),
        "jax": lambda *w: jax_loss(scores(jax_attention, jnp.asarray(pixels), *w), Y)}, list(weights.values()))


# embedding

@each_peer
@pytest.mark.parametrize(("E", "U", "M"), list(itertools.product(HOW, HOW, HOW)))
def test_an_embedding_and_its_output(peer, E, U, M):
    tokens = np.array([4, 0, 4, 8])
    agree(peer, lambda E, U, M: embedding.next_token(E, U, tokens, M), {
        "torch": lambda E, U, M: F.linear(F.linear(F.embedding(torch.tensor(tokens), E), M), U).T,
        "jax": lambda E, U, M: U @ M @ jnp.take(E, tokens, axis=0).T},
          [drawn(E, (9, 3)), drawn(U, (9, 3), 1), drawn(M, (3, 3), 2)])


KINDS = ("random", "rows", "columns", "zeros")


@each_peer
@pytest.mark.parametrize(("E", "U"), [*itertools.product(KINDS, KINDS), *((kind, "tied") for kind in KINDS)])
def test_the_language_of_sixteen_tokens(peer, E, U):
    weights = language.start(np.random.default_rng(0), E, "zeros" if U == "tied" else U)
    mine, tokens, others = language.loss, language.TOKENS, {
        "torch": lambda E, U: torch_loss(F.linear(F.embedding(torch.tensor(tokens), E), U).T, language.FOLLOWS),
        "jax": lambda E, U: jax_loss(U @ jnp.take(E, tokens, axis=0).T, language.FOLLOWS)}
    near = (0.0, 1e-15)  # where all scores of a token are equal what E hears adds up to zero, up to rounding
    if U == "tied":
        agree(peer, lambda E: mine(E, E), {peer: lambda E: others[peer](E, E)}, [weights["E"]], rounding=near)
    else:
        agree(peer, mine, others, list(weights.values()), rounding=near)


# recurrent

MATRICES = {"identity": np.eye, "orthogonal": lambda n: orthogonal(np.random.default_rng(0), (n, n)),
            "Gaussian": lambda n: normals(n, n) / np.sqrt(n), "constant": lambda n: np.full((n, n), 1 / n),
            "zeros": lambda n: np.zeros((n, n))}
BEGINNINGS = [*(("random", matrix) for matrix in MATRICES), ("equal", "identity"), ("equal", "orthogonal"),
              ("equal", "constant"), ("zeros", "Gaussian"), ("zeros", "zeros")]  # input weights, and U
TORCHS = {"tanh": torch.tanh, "relu": torch.relu, "identity": lambda Z: Z}
JAXS = {"tanh": jnp.tanh, "relu": jax.nn.relu, "identity": lambda Z: Z}


def torch_layer(kind, W, U, b, X, **options):
    """The outputs and the last state of PyTorch's own layer, in its axes (steps, samples, units)."""
    layer = kind(W.shape[1], U.shape[1], dtype=torch.float64, **options)
    names = {"weight_ih_l0": W, "weight_hh_l0": U, "bias_ih_l0": b[:, 0], "bias_hh_l0": torch.zeros_like(b[:, 0])}
    return torch.func.functional_call(layer, names, X.permute(1, 2, 0))


def torch_states(W, U, b, X, activation, moved=None):
    """moved: what is added to each state, so that its gradient is the state's."""
    if activation != "identity" and moved is None:
        return torch_layer(nn.RNN, W, U, b, X, nonlinearity=activation)[0].transpose(1, 2)
    h, found = torch.zeros(len(U), X.shape[2], dtype=torch.float64), []
    for t in range(X.shape[1]):
        h = TORCHS[activation](W @ X[:, t] + U @ h + b) + (0.0 if moved is None else moved[t])
        found.append(h)
    return torch.stack(found)


def jax_states(W, U, b, X, activation, moved=None):
    def step(h, given):
        x, move = given
        h = JAXS[activation](W @ x + U @ h + b) + move
        return h, h
    steps, nothing = X.shape[1], jnp.zeros((len(U), X.shape[2]))
    return lax.scan(step, nothing, (X.transpose(1, 0, 2), jnp.zeros((steps, 1, 1)) if moved is None else moved))[1]


@each_peer
@pytest.mark.parametrize("activation", recurrent.ACTIVATIONS)
@pytest.mark.parametrize(("inputs", "units", "steps", "samples"), [(2, 4, 6, 3), (1, 16, 30, 8)])
@pytest.mark.parametrize(("how", "matrix"), BEGINNINGS)
def test_a_recurrent_layer(peer, how, matrix, inputs, units, steps, samples, activation):
    agree(peer, lambda W, U, b, X: anp.stack(recurrent.states(W, U, b, X, activation)),
          {"torch": lambda *w: torch_states(*w, activation), "jax": lambda *w: jax_states(*w, activation)},
          [drawn(how, (units, inputs)), MATRICES[matrix](units), drawn(how, (units, 1)),
           normals(inputs, steps, samples)])


@each_peer
@pytest.mark.parametrize("activation", recurrent.ACTIVATIONS)
@pytest.mark.parametrize(("how", "matrix"), BEGINNINGS)
def test_the_way_back_through_time(peer, how, matrix, activation):
    """The derivative by each state, newest first, and 13's dU made of it."""
    W, U, X = drawn(how, (16, 1)), MATRICES[matrix](16), normals(1, 20, time_explorer.SAMPLES)
    v = np.repeat(drawn(how, (16, 1), 1), X.shape[2], axis=1)
    hs = recurrent.states(W, U, 0.0, X, activation)
    back = recurrent.back_through_time(U, hs, activation, v)
    with_states = {"torch": lambda U, moved: torch_states(torch.tensor(W), U, 0.0, torch.tensor(X), activation, moved),
                   "jax": lambda U, moved: jax_states(W, U, 0.0, jnp.asarray(X), activation, moved)}
    _, (dU, dh) = PEERS[peer](lambda *w: with_states[peer](*w)[-1], [U, np.zeros((20, 16, X.shape[2]))], v)
    same(np.stack(back), dh[::-1], GRADIENTS, "the states'")
    same(time_explorer.gradient(U, hs, back, activation) * X.shape[2], dU, GRADIENTS, "dU")


def jax_lstm(W, U, b, X):
    def step(state, x):
        h, c = state
        i, f, g, o = jnp.split(W @ x + U @ h + b, 4)
        c = jax.nn.sigmoid(f) * c + jax.nn.sigmoid(i) * jnp.tanh(g)
        h = jax.nn.sigmoid(o) * jnp.tanh(c)
        return (h, c), h
    nothing = jnp.zeros((U.shape[1], X.shape[2]))
    (_, c), hs = lax.scan(step, (nothing, nothing), X.transpose(1, 0, 2))
    return jnp.concatenate([hs, c[None]])


def torch_lstm(W, U, b, X):
    hs, (_, c) = torch_layer(nn.LSTM, W, U, b, X)
    return torch.cat([hs, c]).transpose(1, 2)


@each_peer
@pytest.mark.parametrize(("inputs", "units", "steps", "samples"), [(2, 3, 5, 2), (1, 32, 64, 4)])
@pytest.mark.parametrize("forget", [0.0, 2.0])
@pytest.mark.parametrize("how", HOW)
def test_an_lstm(peer, how, forget, inputs, units, steps, samples):
    def mine(*weights):
        found = recurrent.lstm_states(*weights)
        return anp.stack([h for h, _ in found] + [found[-1][1]])

    b = np.repeat([0.0, forget, 0.0, 0.0], units)[:, None]
    agree(peer, mine, {"torch": torch_lstm, "jax": jax_lstm},
          [drawn(how, (4 * units, inputs)), drawn(how, (4 * units, units), 1), b, normals(inputs, steps, samples)])


# normalization

NORMS = {"batch": (lambda Z, gamma, beta, epsilon: F.batch_norm(Z.T, None, None, gamma[:, 0], beta[:, 0], training=True,
                                                                eps=epsilon).T, 1),
         "layer": (lambda Z, gamma, beta, epsilon: F.layer_norm(Z.T, Z.T.shape[1:], gamma[:, 0], beta[:, 0],
                                                                eps=epsilon).T, 0)}


def jax_standard(Z, axis, epsilon):
    """Its own variance would be the mean of squares less the mean's square, which for equal units is 1e-16, not 0."""
    return jax.nn.standardize(Z, axis, variance=jnp.var(Z, axis, keepdims=True), epsilon=epsilon)


OURS = {"batch": normalization.batch_norm, "layer": normalization.layer_norm}


@each_peer
@pytest.mark.parametrize("kind", NORMS)
@pytest.mark.parametrize("shape", [(4, 6), (32, 64)], ids=str)
@pytest.mark.parametrize("gain", ["random", "zeros", "ones"])
@pytest.mark.parametrize(("how", "scale"), [("random", 1e-8), ("random", 1.0), ("random", 100.0), ("equal", 1.0),
                                            ("zeros", 1.0)])
@pytest.mark.parametrize("epsilon", [normalization.EPSILON, 1e-12])
def test_normalization(peer, kind, shape, gain, how, scale, epsilon):
    Z, beta = scale * drawn(how, shape), normals(shape[0], 1)
    gamma = np.ones((shape[0], 1)) if gain == "ones" else drawn(gain, (shape[0], 1), 3)
    torchs, axis = NORMS[kind]
    # Equal units less their mean are zero up to rounding, which is then divided by the root of epsilon.
    near = 1e-14 / np.sqrt(epsilon) if (kind, how) == ("layer", "equal") else 0.0

    def by_hand(last):
        normal = normalization.standardize(Z, kind, epsilon)
        return [normalization.backward(gamma * last, normal, kind), (last * normal.Z_hat).sum(axis=1, keepdims=True)]

    agree(peer, lambda Z, gamma: OURS[kind](Z, gamma, beta, epsilon), {
        "torch": lambda Z, gamma: torchs(Z, gamma, torch.tensor(beta), epsilon),
        "jax": lambda Z, gamma: gamma * jax_standard(Z, axis, epsilon) + beta}, [Z, gamma], by_hand,
        rounding=(near, 10 * near))  # gamma hears a sum of 64 of them


@pytest.mark.parametrize("kind", NORMS)
def test_a_batch_of_normalized_networks_is_each_on_its_own(kind):
    Z, last, gamma = normals(3, 4, 6), normals(3, 4, 6, seed=1), normals(3, 4, 1)
    found = normalization.backward(gamma * last, normalization.standardize(Z, kind), kind)
    for z, d, g, mine in zip(Z, last, gamma, found):
        _, (theirs, _) = with_torch(lambda Z, gamma: NORMS[kind][0](Z, gamma, torch.zeros_like(gamma), 1e-5), [z, g], d)
        same(mine, theirs, GRADIENTS, "dZ")


# meanfield

WIDTH, NETWORKS, LAYERS = 1000, 12, 4


def torch_network(activation, sigma_w, sigma_b, X, seed):
    """Pre-activations of a random network of PyTorch's layers, and the mean square of an error on its way back."""
    generator, A, found = torch.Generator().manual_seed(seed), torch.tensor(X.T), []
    for _ in range(LAYERS):
        layer = nn.utils.skip_init(nn.Linear, A.shape[1], WIDTH, dtype=torch.float64)
        nn.init.normal_(layer.weight, std=sigma_w / A.shape[1] ** 0.5, generator=generator)
        nn.init.normal_(layer.bias, std=sigma_b, generator=generator)
        Z = layer(A)
        A = getattr(torch, activation)(Z)
        found.append(Z)
    dZ = torch.autograd.grad(A, found, torch.randn(A.shape, dtype=torch.float64, generator=generator))
    return [Z.detach().T.numpy() for Z in found], [float((d**2).mean()) for d in dZ]


@pytest.mark.parametrize("c", [0.0, 0.6, 0.95])
@pytest.mark.parametrize(("sigma_w", "sigma_b"), [(0.8, 0.3), (1.3, 0.3), (2.0, 0.0)])
@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_wide_random_networks_of_pytorch(activation, sigma_w, sigma_b, c):
    """Lengths, correlations and the gradient's factors from layer to layer: mean of 12 networks of 1,000 units."""
    X = signals.samples(np.random.default_rng(0), WIDTH, c)
    Zs, squares = zip(*(torch_network(activation, sigma_w, sigma_b, X, seed) for seed in range(NETWORKS)))
    q = np.mean([[signals.mean_square(Z) for Z in net] for net in Zs], axis=0)
    found = np.mean([[signals.correlation(Z) for Z in net] for net in Zs], axis=0)
    qs = meanfield.lengths(activation, sigma_w, sigma_b, LAYERS)
    np.testing.assert_allclose(q, qs, rtol=0.1)  # lengths under ReLU multiply from layer to layer, and so do errors
    np.testing.assert_allclose(found, meanfield.correlations(activation, sigma_w, sigma_b, LAYERS, c), atol=0.02)
    back = np.mean(squares, axis=0)
    np.testing.assert_allclose(back[:-1] / back[1:], [meanfield.gradient_factor(activation, q, sigma_w)
                                                      for q in qs[:-1]], rtol=0.05)
