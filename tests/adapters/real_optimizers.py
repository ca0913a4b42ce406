"""The same network, the same steps in PyTorch: losses, optimizers, what they remember, and normalized networks."""

import numpy as np
import pytest
import torch

from course_lib import datasets, mlp
from course_lib.lessons.unnecessary import normalized, runs, small, starts

PAIRS = [
    (None, lambda p: torch.optim.SGD(p, lr=0.05)),
    (mlp.Momentum(0.9), lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9)),
    (mlp.Momentum(0.8, nesterov=True), lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.8, nesterov=True)),
    (mlp.RMSprop(0.99), lambda p: torch.optim.RMSprop(p, lr=0.05, alpha=0.99, eps=1e-8)),
    (mlp.Adam(), lambda p: torch.optim.Adam(p, lr=0.05)),
    (mlp.Adam(0.5, 0.9, 1e-3), lambda p: torch.optim.Adam(p, lr=0.05, betas=(0.5, 0.9), eps=1e-3)),
]
LOSSES = {  # PyTorch's losses, from pre-activations; sums over outputs, means over samples
    ("sigmoid", None): lambda Z, Y: torch.nn.functional.binary_cross_entropy_with_logits(Z, Y, reduction="sum"),
    ("softmax", None): lambda Z, Y: torch.nn.functional.cross_entropy(Z, Y, reduction="sum"),
    ("tanh", "squared_error"): lambda Z, Y: ((torch.tanh(Z) - Y) ** 2).sum() / 2,
    ("softmax", "squared_error"): lambda Z, Y: ((torch.softmax(Z, 1) - Y) ** 2).sum() / 2,
}


def module(network):
    layers = [torch.nn.Linear(n.W.shape[1], n.W.shape[0], dtype=torch.float64) for n in network]
    with torch.no_grad():
        for layer, n in zip(layers, network):
            layer.weight.copy_(torch.tensor(n.W))
            layer.bias.copy_(torch.tensor(n.b[:, 0]))
    return torch.nn.Sequential(layers[0], torch.nn.Tanh(), *layers[1:])


@pytest.mark.parametrize(("output", "loss"), LOSSES)
@pytest.mark.parametrize(("ours", "theirs"), PAIRS, ids=[str(ours) for ours, _ in PAIRS])
@pytest.mark.parametrize("batch_size", [None, 7])
def test_twenty_steps(ours, theirs, output, loss, batch_size):
    X, _ = datasets.moons(np.random.default_rng(0), 20)
    Y = np.random.default_rng(1).uniform(size=(3, 20))
    Y = Y / Y.sum(axis=0)
    network = mlp.build(np.random.default_rng(2), (2, 5, 3), "tanh", "xavier_normal", output)
    peer = module(network)
    step = theirs(peer.parameters())
    chosen = mlp.minibatches(20, batch_size or 20, np.random.default_rng(3))
    *_, (trained, _, _) = mlp.train(network, X, Y, 0.05, 20, rng=np.random.default_rng(3), loss=loss, optimizer=ours,
                                    batch_size=batch_size)
    for _ in range(20):
        some = next(chosen)
        step.zero_grad()
        (LOSSES[output, loss](peer(torch.tensor(X[:, some].T)), torch.tensor(Y[:, some].T)) / len(some)).backward()
        step.step()
    np.testing.assert_allclose(trained[0].W, peer[0].weight.detach().numpy(), rtol=1e-8, atol=1e-10)
    np.testing.assert_allclose(trained[1].b[:, 0], peer[2].bias.detach().numpy(), rtol=1e-8, atol=1e-10)


KEPT = {"kept": True, "fresh": False}


def after_reset(make, keep):
    """W1 (8, 2) as in small.first_rows_after_reset, with an optimizer of PyTorch's."""
    X, Y = (torch.tensor(M.T) for M in datasets.xor(np.random.default_rng(0)))
    peer = module(mlp.build(np.random.default_rng(0), (2, 8, 1), "tanh", "normal"))
    optimizer = make(peer.parameters())
    for step in range(501):
        if step == 500:
            with torch.no_grad():
                for part in peer.parameters():
                    part.zero_()
            optimizer = optimizer if keep else make(peer.parameters())
        optimizer.zero_grad()
        (torch.nn.functional.binary_cross_entropy_with_logits(peer(X), Y, reduction="sum") / len(X)).backward()
        optimizer.step()
    return peer[0].weight.detach().numpy()


@pytest.mark.parametrize("memory", KEPT)
def test_adams_memory_parts_rows_that_were_set_to_zero(memory):
    """14: after weights were set to 0 what Adam remembers moves the rows apart; an Adam without memory does not."""
    mine = small.first_rows_after_reset(KEPT[memory])
    theirs = after_reset(lambda parts: torch.optim.Adam(parts, lr=0.01), KEPT[memory])
    np.testing.assert_allclose(mine, theirs, rtol=0, atol=1e-8 * np.abs(theirs).max())
    assert len(np.unique(theirs.round(9), axis=0)) == (8 if KEPT[memory] else 1)


HELPERS = {  # PyTorch's optimizers with the settings of runs.HELP
    "nothing": torch.optim.SGD, "BatchNorm": torch.optim.SGD, "LayerNorm": torch.optim.SGD,
    "momentum": lambda parts, lr: torch.optim.SGD(parts, lr, momentum=0.9), "Adam": torch.optim.Adam,
    "RMSprop": lambda parts, lr: torch.optim.RMSprop(parts, lr, alpha=0.9),
    "Adam, ε = 1e-4": lambda parts, lr: torch.optim.Adam(parts, lr, eps=1e-4)}


def answers(parts, X, norm):
    """Pre-activations (samples, 10) of a network with PyTorch's normalization before ReLU."""
    F, A = torch.nn.functional, X
    for k in range(0, len(parts), 2):
        Z = F.linear(A, parts[k])
        if k < len(parts) - 2 and norm == "BatchNorm":
            Z = F.batch_norm(Z, None, None, training=True)
        if k < len(parts) - 2 and norm == "LayerNorm":
            Z = F.layer_norm(Z, Z.shape[1:])
        Z = Z + parts[k + 1]
        A = F.relu(Z)
    return Z


@pytest.mark.parametrize("start", ["random (He)", "all equal", "sin(jk)"])
@pytest.mark.parametrize("help", list(runs.HELP))
def test_thirty_steps_of_14_with_each_help(help, start):
    """Not from Hadamard's matrix: 224 of its first sums are 0 up to rounding, which decides if ReLU is on."""
    given, (X, Y) = runs.HELP[help], normalized.images()
    network = starts.network(np.random.default_rng(0), start)
    trained = normalized.trained(network, steps=30, **given)
    parts = [torch.tensor(part, requires_grad=True) for n in network for part in (n.W, n.b[:, 0])]
    optimizer = HELPERS[help](parts, lr=given["rate"])
    batches = mlp.minibatches(normalized.DIGITS, normalized.BATCH, np.random.default_rng(0))
    for _ in range(30):
        seen = next(batches)
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(answers(parts, torch.tensor(X[:, seen].T), given.get("norm")),
                                          torch.tensor(Y[:, seen].T)).backward()
        optimizer.step()
    for layer, W, b in zip(trained, parts[::2], parts[1::2]):
        np.testing.assert_allclose(layer.W, W.detach().numpy(), rtol=0, atol=1e-8)
        np.testing.assert_allclose(layer.b[:, 0], b.detach().numpy(), rtol=0, atol=1e-8)
