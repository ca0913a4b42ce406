"""from_torch against PyTorch: the same outputs, gradients and defaults; what is no row is told or refused by name."""

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional as F

from course_lib import networks, ward
from course_lib.activations import get
from course_lib.reading import passes

ACTIVATIONS = [nn.ReLU(), nn.Tanh(), nn.Sigmoid(), nn.LeakyReLU(0.2), nn.ELU(0.7), nn.SELU(), nn.GELU(),
               nn.GELU(approximate="tanh"), nn.SiLU(), nn.Softplus(), nn.Softplus(2), nn.ReLU6(), nn.Hardtanh(-2, 1),
               nn.Hardsigmoid(), nn.Softsign(), nn.PReLU()]


def model(activation, sizes=(5, 8, 6, 3), last=None):
    parts = []
    for a, b in zip(sizes, sizes[1:]):
        parts += [nn.Linear(a, b), activation]
    return nn.Sequential(*parts[:-1], *([last] if last else []))


def inputs(n=5, m=20, seed=0):
    return torch.randn(m, n, generator=torch.Generator().manual_seed(seed))


def same(network, X, theirs, tolerance=2e-6):
    np.testing.assert_allclose(passes.forward(network, X.numpy().T.astype(float))[-1].A, theirs.detach().numpy().T,
                               rtol=1e-5, atol=tolerance)


@pytest.mark.parametrize("activation", ACTIVATIONS, ids=repr)
def test_outputs_are_those_of_pytorch(activation):
    torch.manual_seed(0)
    net, X = model(activation), 3 * inputs()
    same(networks.from_torch(net), X, net(X))


@pytest.mark.parametrize("activation", ACTIVATIONS, ids=repr)
def test_slopes_are_those_of_autograd(activation):
    Z = torch.linspace(-4, 4, 81)[:, None].clone().requires_grad_()
    activation(Z).sum().backward()
    own = get(networks.from_torch(nn.Sequential(nn.Linear(1, 1), activation, nn.Linear(1, 1)))[0].activation)
    z = Z.detach().double().numpy()
    away = np.abs(np.abs(z) - np.round(np.abs(z))) > 0.02  # not on a kink
    np.testing.assert_allclose(own.df(z, own.f(z))[away], Z.grad.double().numpy()[away], atol=2e-5)


@pytest.mark.parametrize("dtype", [torch.float64, torch.float32, torch.float16, torch.bfloat16])
def test_any_float_type_and_the_copy_stays(dtype):
    torch.manual_seed(0)
    net = model(nn.Tanh()).to(dtype)
    network = networks.from_torch(net)
    before = network[0].W.copy()
    np.testing.assert_array_equal(before, net[0].weight.detach().double().numpy())
    with torch.no_grad():
        net[0].weight.add_(1)
    np.testing.assert_array_equal(network[0].W, before)
    network[0].W[:] = 0
    assert net[0].weight.abs().min() > 0


def test_softmax_logits_and_the_right_answers_under_cross_entropy():
    torch.manual_seed(0)
    net, X, y = model(nn.ReLU()), inputs(), torch.randint(0, 3, (20,))
    found = ward.examine(networks.from_torch(net), X, y, loss="CrossEntropyLoss")
    assert found.loss == pytest.approx(float(F.cross_entropy(net(X), y)), rel=1e-6)
    for last in (nn.Softmax(dim=1), nn.LogSoftmax(dim=-1)):
        found = ward.examine(networks.from_torch(nn.Sequential(net, last)), X, y)
        assert found.loss == pytest.approx(float(F.cross_entropy(net(X), y)), rel=1e-6)
    with pytest.raises(ValueError, match="over the samples"):
        networks.from_torch(nn.Sequential(net, nn.Softmax(dim=0)))


@pytest.mark.parametrize("loss, make", [("squared_error", lambda A, Y: 0.5 * ((A - Y) ** 2).sum(dim=1).mean()),
                                        ("cross_entropy", lambda A, Y: F.binary_cross_entropy(A, Y) * A.shape[1])])
def test_gradients_are_those_of_autograd(loss, make):
    torch.manual_seed(0)
    net, X, Y = model(nn.Tanh(), last=nn.Sigmoid()), inputs(), torch.rand(20, 3)
    make(net(X), Y).backward()
    layers = [m for m in net if isinstance(m, nn.Linear)]
    found = ward.examine_gradients([m.weight.grad for m in layers], networks.from_torch(net), X, Y, loss=loss,
                                   db=[m.bias.grad for m in layers])
    assert found.names == ["right"]
    found = ward.examine_gradients([m.weight.grad for m in layers], networks.from_torch(net), X, Y,
                                   loss="cross_entropy" if loss == "squared_error" else "mse")
    assert found.names[0] in ("the output's slope is missing", "the output's slope is too much")


class Functional(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1, self.fc2, self.drop = nn.Linear(5, 7), nn.Linear(7, 3), nn.Dropout()

    def forward(self, X):
        return self.fc2(F.relu(self.fc1(X)))


class Shared(nn.Module):
    def __init__(self):
        super().__init__()
        self.act, self.fc1, self.fc2 = nn.Tanh(), nn.Linear(5, 7), nn.Linear(7, 3)

    def forward(self, X):
        return self.fc2(self.act(self.fc1(X)))


class Residual(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.act, self.b = nn.Linear(5, 5), nn.ReLU(), nn.Linear(5, 5)

    def forward(self, X):
        return X + self.b(self.act(self.a(X)))


class Nested(nn.Module):
    def __init__(self):
        super().__init__()
        self.body, self.head = model(nn.ReLU(), (5, 8, 7)), nn.Sequential(nn.ReLU(), nn.Linear(7, 3))

    def forward(self, X):
        return self.head(self.body(X))


def test_modules_of_ones_own():
    torch.manual_seed(0)
    X = inputs()
    with pytest.raises(ValueError, match="activations='relu'"):
        networks.from_torch(Functional())
    net = Functional().eval()
    same(networks.from_torch(net, "relu"), X, net(X))
    net.train()
    same(networks.from_torch(net, "relu"), X, net.eval()(X))
    with pytest.raises(ValueError, match="before the first linear layer"):
        networks.from_torch(Shared())
    net = Shared()
    same(networks.from_torch(net, "tanh"), X, net(X))
    assert "something else than its layers in a row" in networks.from_torch(Residual()).said[0]
    with pytest.raises(ValueError, match="something else than its layers in a row"):
        networks.from_torch(Residual(), "relu")
    with pytest.raises(ValueError, match="something else than its layers in a row"):
        networks.from_torch(Functional().eval(), "tanh")
    net = Nested()
    same(networks.from_torch(net), X, net(X))


def test_a_state_dict():
    torch.manual_seed(0)
    net, X = model(nn.ReLU()), inputs()
    with pytest.raises(ValueError, match="holds no activations"):
        networks.from_torch(net.state_dict())
    same(networks.from_torch(net.state_dict(), "relu"), X, net(X))
    same(networks.from_torch({"state_dict": net.state_dict(), "epoch": 3}, "relu"), X, net(X))
    one = nn.Linear(5, 1, bias=False)
    same(networks.from_torch(one.state_dict()), X, one(X))


@pytest.mark.parametrize("part, name", [
    (nn.Conv2d(1, 2, 3), "Conv2d"), (nn.LSTM(5, 4), "LSTM"), (nn.GRU(5, 4), "GRU"), (nn.BatchNorm1d(5), "BatchNorm1d"),
    (nn.LayerNorm(5), "LayerNorm"), (nn.Embedding(5, 4), "Embedding"),
    (nn.MultiheadAttention(4, 2), "MultiheadAttention"),
    (nn.MaxPool2d(2), "MaxPool2d"), (nn.TransformerEncoderLayer(4, 2), "TransformerEncoderLayer"),
    (nn.Bilinear(2, 2, 2), "Bilinear"), (nn.PReLU(5), "PReLU")], ids=lambda p: p if isinstance(p, str) else "")
def test_what_cannot_be_taken_is_refused_by_name(part, name):
    net = nn.Sequential(nn.Linear(5, 5), part, nn.Linear(5, 2))
    with pytest.raises(ValueError, match=f"(?s){name}.*Instead: "):
        networks.from_torch(net, "relu")
    if name in ("LSTM", "GRU", "Bilinear", "PReLU"):
        with pytest.raises(ValueError, match=f"(?s){name}.*Instead: "):
            networks.from_torch(net)
    else:
        assert "weights alone" in repr(ward.examine(networks.from_torch(net)))
    state = part.state_dict()
    if name not in ("PReLU", "MaxPool2d", "Embedding"):
        with pytest.raises(ValueError, match=r"Instead: |neither the weight|matrices"):
            networks.from_torch({f"x.{k}": v for k, v in state.items()}, "relu")


def test_nothing_on_the_module_changes_and_no_gradient_is_made():
    torch.manual_seed(0)
    net = Nested()
    state = {k: v.clone() for k, v in net.state_dict().items()}
    networks.from_torch(net)
    assert all(torch.equal(v, state[k]) for k, v in net.state_dict().items()) and net.training
    assert all(p.grad is None for p in net.parameters())


def test_what_holds_no_numbers():
    with pytest.raises(ValueError, match="meta device"):
        networks.from_torch(nn.Linear(3, 2, device="meta"))
    net = nn.Linear(3, 2)
    with torch.no_grad():
        net.weight[0, 0] = float("nan")
    with pytest.raises(ValueError, match="NaN or infinity in 1 of 6"):
        networks.from_torch(net)
    with pytest.raises(TypeError, match=r"torch.nn.Module or a state_dict, not list"):
        networks.from_torch([1])


@pytest.mark.parametrize("seed", range(5))
def test_the_default_is_known_by_name(seed):
    torch.manual_seed(seed)
    net = model(nn.ReLU(), (64, 32, 32, 10))
    X = torch.rand(200, 64)
    assert "PyTorch's default" in ward.examine(networks.from_torch(net), X, torch.randint(0, 10, (200,))).names
    for layer in net:
        if isinstance(layer, nn.Linear):
            nn.init.kaiming_normal_(layer.weight)
            nn.init.zeros_(layer.bias)
    found = ward.examine(networks.from_torch(net), X, torch.randint(0, 10, (200,)))
    assert found.names[0] == "healthy" and not any("default" in name for name in found.names)
