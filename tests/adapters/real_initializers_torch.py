"""First weights beside PyTorch's: the same bounds, the same spread, the same fans."""

import numpy as np
import pytest
import torch

from course_lib import initializers

UNITS, INPUTS = 300, 500
NAMES = {
    "kaiming_normal": lambda W: torch.nn.init.kaiming_normal_(W),
    "kaiming_uniform": lambda W: torch.nn.init.kaiming_uniform_(W),
    "glorot_normal": lambda W: torch.nn.init.xavier_normal_(W),
    "glorot_uniform": lambda W: torch.nn.init.xavier_uniform_(W),
    "truncated_normal": lambda W: torch.nn.init.trunc_normal_(W),
    "orthogonal": lambda W: torch.nn.init.orthogonal_(W),
    "identity": lambda W: torch.nn.init.eye_(W),
    "pytorch_default": lambda W: torch.nn.Linear(INPUTS, UNITS).weight.data,
}


@pytest.mark.parametrize("name", NAMES)
def test_std_and_shape_of_the_distribution(name):
    torch.manual_seed(0)
    ours = initializers.INITIALIZERS[name](np.random.default_rng(0), (UNITS, INPUTS))
    theirs = NAMES[name](torch.empty(UNITS, INPUTS)).numpy()
    np.testing.assert_allclose(ours.std(), theirs.std(), rtol=0.01)
    np.testing.assert_allclose(np.quantile(ours, [0.01, 0.1, 0.3, 0.7, 0.9, 0.99]),
                               np.quantile(theirs, [0.01, 0.1, 0.3, 0.7, 0.9, 0.99]), rtol=0.03)


def test_default_biases():
    torch.manual_seed(0)
    theirs = torch.nn.Linear(4, 5000).bias.detach().numpy()
    ours = initializers.pytorch_default.bias(np.random.default_rng(0), (5000, 4))
    np.testing.assert_allclose(np.abs(ours).max(), np.abs(theirs).max(), rtol=0.01)
    np.testing.assert_allclose(ours.std(), theirs.std(), rtol=0.03)


@pytest.mark.parametrize("name", ["linear", "sigmoid", "tanh", "relu", "selu", "leaky_relu"])
def test_gains(name):
    assert initializers.gain(name) == pytest.approx(torch.nn.init.calculate_gain(name))


@pytest.mark.parametrize("shape", [(4, 2), (16, 3, 5, 5), (16, 3, 7)])
def test_fans(shape):
    assert initializers.fans(shape) == torch.nn.init._calculate_fan_in_and_fan_out(torch.empty(shape))
