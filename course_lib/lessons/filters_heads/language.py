"""13: a language of sixteen tokens, small enough to train on all of it: the next token given this one."""

import numpy as np

from course_lib.blocks import embedding, pointwise

VOCABULARY, D, LIKELY = 16, 8, 0.7
TOKENS = np.arange(VOCABULARY)
# Column t: what follows token t. The next in a ring in 7 of 10 cases, the one after it in 3 of 10.
FOLLOWS = LIKELY * np.roll(np.eye(VOCABULARY), 1, axis=0) + (1 - LIKELY) * np.roll(np.eye(VOCABULARY), 2, axis=0)
FLOOR = -(LIKELY * np.log(LIKELY) + (1 - LIKELY) * np.log(1 - LIKELY))  # no model has a lower loss


def loss(E, U, M=None):
    """The mean over all tokens of the loss for what follows: E, U (vocabulary, d), M (d, d) between them or nothing."""
    return pointwise.cross_entropy(embedding.next_token(E, U, TOKENS, M), FOLLOWS)


def tied_loss(E, M):
    """The same with one matrix for both ends."""
    return loss(E, E, M)


def vectors(draw, how, scale=1.0):
    """Vectors (vocabulary, d) made of a draw: zeros, all rows equal, all columns equal, or the draw, times scale."""
    return scale * {"zeros": 0.0 * draw, "rows": np.repeat(draw[:1], len(draw), axis=0),
                    "columns": np.repeat(draw[:, :1], draw.shape[1], axis=1), "random": draw}[how]


def start(rng, E="random", U="random", scale=1.0):
    """{E, U} made of draws of standard deviation 1 / √d, times scale."""
    draws = rng.standard_normal((2, VOCABULARY, D)) / np.sqrt(D)
    return {"E": vectors(draws[0], E, scale), "U": vectors(draws[1], U, scale)}
