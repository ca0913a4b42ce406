"""from_flax against Flax and JAX; gradients against JAX's."""

import jax
import numpy as np
import pytest
from flax import linen as nn
from jax import numpy as jnp

from course_lib import networks, ward
from course_lib.reading import passes

X = np.random.default_rng(0).normal(size=(20, 5)).astype(np.float32)


class MLP(nn.Module):
    sizes: tuple
    dtype: type = jnp.float32

    @nn.compact
    def __call__(self, x):
        for units in self.sizes[:-1]:
            x = nn.tanh(nn.Dense(units, param_dtype=self.dtype)(x))
        return nn.Dense(self.sizes[-1], param_dtype=self.dtype)(x)


def same(network, theirs, tolerance=3e-6):
    np.testing.assert_allclose(passes.forward(network, X.T.astype(float))[-1].A, np.asarray(theirs, float).T,
                               rtol=1e-5, atol=tolerance)


@pytest.mark.parametrize("sizes", [(7, 3), (2,), tuple([6] * 12 + [3])])
def test_outputs_are_those_of_flax(sizes):
    model = MLP(sizes)
    params = model.init(jax.random.key(0), X)
    network = networks.from_flax(params, "tanh")
    same(network, model.apply(params, X))
    sorted_by_jax = jax.tree_util.tree_map(lambda leaf: leaf, params)
    same(networks.from_flax(sorted_by_jax["params"], "tanh"), model.apply(params, X))


def test_bfloat16():
    params = MLP((7, 3), jnp.bfloat16).init(jax.random.key(0), X)
    network = networks.from_flax(params, "tanh")
    np.testing.assert_array_equal(network[0].W.T, np.asarray(params["params"]["Dense_0"]["kernel"], np.float64))


def test_gradients_are_those_of_jax():
    model, y = MLP((7, 3)), np.arange(20) % 3
    params = model.init(jax.random.key(0), X)

    def loss(p):
        return -jnp.mean(jax.nn.log_softmax(model.apply(p, X))[jnp.arange(20), y])

    gradients = jax.grad(loss)(params)["params"]
    network = networks.from_flax(params, "tanh", "softmax")
    dW = [gradients[name]["kernel"] for name in ("Dense_0", "Dense_1")]
    db = [gradients[name]["bias"] for name in ("Dense_0", "Dense_1")]
    assert ward.examine_gradients(dW, network, X, y, db=db, layout="inputs_units").names == ["right"]
    assert ward.examine_gradients(dW, network, X, y).names == ["transposed"]


@pytest.mark.parametrize("layer, name", [(nn.Conv(3, (2, 2)), "Conv"), (nn.LayerNorm(), "LayerNorm"),
                                         (nn.BatchNorm(use_running_average=True), "LayerNorm or BatchNorm")])
def test_what_cannot_be_taken_is_refused_by_name(layer, name):
    params = nn.Sequential([layer, nn.Dense(3)]).init(jax.random.key(0), jnp.ones((2, 4, 4, 3)))
    with pytest.raises(ValueError, match=f"(?s){name}.*Instead: "):
        networks.from_flax(params["params"], "relu")
    with pytest.raises(ValueError, match="Instead: "):
        networks.from_flax(params, "relu")


@pytest.mark.parametrize("seed", range(5))
def test_the_default_is_known_by_name(seed):
    params = MLP((32, 16, 3)).init(jax.random.key(seed), X)
    found = ward.examine(networks.from_flax(params, "tanh", "softmax"), X, np.arange(20) % 3)
    assert found.names[0] == "healthy" and "Flax's default" in found.names
