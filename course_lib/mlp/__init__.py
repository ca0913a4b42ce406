"""A multi-layer perceptron: a network is a tuple of layers, everything else is a function of it.

    symbol              shape              meaning
    X                   (inputs, samples)  one column per sample
    W, b                (units, inputs), (units, 1)   row i belongs to unit i
    Z = W @ A_in + b    (units, samples)   pre-activations
    A = f(Z)            (units, samples)   activations
    Y                   (outputs, samples) targets
    dZ                  as Z               derivative of each sample's own loss
    dW, db              as W, b            derivatives of the mean loss

A leading axis on W and b is a batch of networks: Z, A, dW, ... then carry it too, and so does the loss.
The loss is summed over outputs and averaged over samples. Everything is float64; nothing is modified.
"""

from course_lib.mlp import passes
from course_lib.mlp.build import build
from course_lib.mlp.network import Cache, Gradient, Layer
from course_lib.mlp.noise import Noise
from course_lib.mlp.optimizers import Adam, Momentum, RMSprop
from course_lib.mlp.passes import pick, stack
from course_lib.mlp.shell import backward, forward, loss, step
from course_lib.mlp.training import minibatches, train

__all__ = ["Adam", "Cache", "Gradient", "Layer", "Momentum", "Noise", "RMSprop", "backward", "build", "forward", "loss",
           "minibatches", "passes", "pick", "stack", "step", "train"]
