"""The same network, the same steps in PyTorch: losses, optimizers and first weights to float64's precision."""

import numpy as np
import pytest
import torch

from course_lib import datasets, mlp

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
