"""13: how a group of filters or heads may start, with the course's constant, scale and blend."""

import numpy as np

STARTS = {"zeros": "zeros", "constant": "constant", "all equal to one draw": "equal", "a draw for each": "random"}
ENDS = {"the same for all": "equal", "a draw for each": "random"}


def group(draw, start, scale, blend=0.0):
    """Weights of the shape of `draw`, whose first axis counts the units: (1 − blend) · first + blend · scale · draw.

    first is 0, scale, scale times the first unit's draw for all, or scale · draw.
    """
    first = {"zeros": 0.0 * draw, "constant": np.full(draw.shape, scale),
             "equal": scale * np.repeat(draw[:1], len(draw), axis=0), "random": scale * draw}[start]
    return (1.0 - blend) * first + blend * scale * draw
