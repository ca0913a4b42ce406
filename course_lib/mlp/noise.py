"""What training may do to a layer at random: drop some of its inputs, add noise to them or to its gradients."""

from typing import NamedTuple

import numpy as np

from course_lib.checking import generator, real
from course_lib.mlp.validate import batch_of


class Noise(NamedTuple):
    """One layer's option for `train`; all off by default. Layer 1 takes X, layer 2 takes the first hidden units.

    dropout   share of the layer's inputs that are 0 for this step, 0 <= dropout < 1; the kept ones are divided by
              1 - dropout, so that their mean stays (Srivastava et al. 2014)
    added     standard deviation of Gaussian noise added to the layer's inputs
    gradient  standard deviation of Gaussian noise added to the layer's dW and db
    shared    False: dropout and added noise are drawn for each input of each sample; True: once for each sample,
              the same for all inputs of the layer
    """

    dropout: float = 0.0
    added: float = 0.0
    gradient: float = 0.0
    shared: bool = False


class Draw(NamedTuple):
    """What was drawn for one layer and one step: the layer gets A_in * kept + added, its gradient + dW, + db."""

    kept: np.ndarray | float = 1.0
    added: np.ndarray | float = 0.0
    dW: np.ndarray | float = 0.0
    db: np.ndarray | float = 0.0


def check_noise(noise, network, rng):
    """`noise` as a list with a Noise for each layer; None, for a layer or for all, means none."""
    if noise is None:
        return None
    if not isinstance(noise, (list, tuple)) or isinstance(noise, Noise):
        raise TypeError("noise must be a list with a Noise or None for each layer, "
                        f"not {type(noise).__name__}: [None, Noise(dropout=0.5)] drops hidden units")
    if len(noise) != len(network):
        raise ValueError(f"noise must have one entry per layer: {len(network)} layers, but {len(noise)} given")
    generator(rng)
    for number, layer in enumerate(noise, 1):
        if layer is not None and not isinstance(layer, Noise):
            raise TypeError(f"noise of layer {number} must be a Noise or None, not {layer!r}")
        for name in ("dropout", "added", "gradient") if layer else ():
            real(f"{name} of layer {number}", getattr(layer, name), 0.0, 1.0 if name == "dropout" else np.inf)
        if layer and layer.dropout == 1:
            raise ValueError(f"dropout of layer {number} must be below 1: at 1 nothing is left")
        if layer and not isinstance(layer.shared, bool):
            raise TypeError(f"shared of layer {number} must be True or False, not {layer.shared!r}")
    return [layer or Noise() for layer in noise]


def draw(noise, network, samples, rng):
    """One step's Draw for each layer, from the first layer to the last."""
    drawn, batch = [], batch_of(network)
    for option, layer in zip(noise, network):
        shape = (*batch, 1 if option.shared else layer.W.shape[-1], samples)
        drawn.append(Draw(
            (rng.random(shape) >= option.dropout) / (1 - option.dropout) if option.dropout else 1.0,
            option.added * rng.standard_normal(shape) if option.added else 0.0,
            option.gradient * rng.standard_normal(layer.W.shape) if option.gradient else 0.0,
            option.gradient * rng.standard_normal(layer.b.shape) if option.gradient else 0.0))
    return drawn
