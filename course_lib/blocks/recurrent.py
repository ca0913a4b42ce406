"""A network with a state: the same weights at every step of time. Pure functions.

Sequences X are (inputs, steps, samples), states h (units, samples). W (units, inputs) reads the input, U (units, units)
the previous state: row i of both belongs to unit i, and so does column i of U.
"""

import autograd.numpy as np

from course_lib import activations
from course_lib.blocks.pointwise import relu

ACTIVATIONS = {"identity": lambda Z: Z, "tanh": np.tanh, "relu": relu}


def states(W, U, b, X, activation="tanh"):
    """All states after the start at 0, a list of `steps` arrays: h = f(W x + U h + b)."""
    f, h, found = ACTIVATIONS[activation], np.zeros((U.shape[0], X.shape[2])), []
    for step in range(X.shape[1]):
        h = f(W @ X[:, step] + U @ h + b)
        found.append(h)
    return found


def slope(activation, h):
    """f'(Z) where the state is h = f(Z), of its shape: each of these slopes can be read off the state."""
    return activations.get(activation).df(h, h)


def back_through_time(U, hs, activation="tanh", last=None):
    """The derivative of one number with respect to each state, newest first; `last` (units, samples) is the newest's.

    Going back one step multiplies by the slope of f and by U transposed: that product is what vanishes or explodes.
    """
    found = [np.ones_like(hs[-1]) if last is None else last]
    for h in hs[:0:-1]:
        found.append(U.T @ (found[-1] * slope(activation, h)))
    return found


def lstm_states(W, U, b, X):
    """All states (h, c) of an LSTM, a list: W (4 · units, inputs), U (4 · units, units), b (4 · units, 1).

    The rows are input, forget, candidate and output gate, as in PyTorch: c = forget · c + input · candidate, h = output
    · tanh(c). Hochreiter & Schmidhuber 1997, with the forget gate of Gers et al. 2000.
    """
    units = U.shape[1]
    h = c = np.zeros((units, X.shape[2]))
    found = []
    for step in range(X.shape[1]):
        Z = W @ X[:, step] + U @ h + b
        gates = 1 / (1 + np.exp(-Z))
        c = gates[units:2 * units] * c + gates[:units] * np.tanh(Z[2 * units:3 * units])
        h = gates[3 * units:] * np.tanh(c)
        found.append((h, c))
    return found
