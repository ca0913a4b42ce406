"""A network from outside with its data, as the picture needs it: other starts, order of rows, training."""

from functools import lru_cache

import numpy as np

from course_lib import mlp, networks, reading
from course_lib.initializers import INITIALIZERS, WithBias
from course_lib.plots.unit_rows import ROWS
from course_lib.reading.examine import as_network
from course_lib.reading.signs import Signs

FOLLOWS = 1_000_000  # weights: with more, the reading is too slow to follow a slider
WORK = 1.5e8  # weights times samples that one move may cost
STEPS = 300


class Brought:
    """The network, X (inputs, samples) and Y (outputs, samples) in the course's layout; nothing handed in is modified.

    samples     how many of the samples are read; of: how many there are
    level       the loss of the best constant answer
    """

    def __init__(self, network, X, Y, loss=None, samples=None):
        self.network, X, Y, self.loss_name, _ = networks.arrange(as_network(network), X, Y, loss, samples)
        self.weights: int = sum(layer.W.size for layer in self.network)
        self.of: int = X.shape[1]
        self.samples: int = int(min(self.of, 1024, max(128, WORK / self.weights)))
        chosen = np.linspace(0, self.of - 1, self.samples).astype(int)
        self.X, self.Y = X[:, chosen], Y[:, chosen]
        self.level: float = reading.known_levels(self.Y, self.loss_name)[-1 if self.loss_name != "squared_error" else 0
                                                                         ].value
        self.start = lru_cache(maxsize=4)(self._start)
        self.order = lru_cache(maxsize=32)(self._order)

    def _start(self, start, share, seed):
        """The network as it is (start ""), or blended into its weights drawn anew: (1 - share) · it + share · the draw.

        The biases of a new start are 0 or those of the initializer.
        """
        if not start or not share:
            return self.network
        rng, initializer, network = np.random.default_rng(seed), INITIALIZERS[start], []
        for layer in self.network:
            W = initializer(rng, layer.W.shape)
            b = initializer.bias(rng, W.shape) if isinstance(initializer, WithBias) else np.zeros_like(layer.b)
            network.append(layer._replace(W=(1 - share) * layer.W + share * W, b=(1 - share) * layer.b + share * b))
        return tuple(network)

    def at(self, scale, start, share, seed):
        """That start with all weights, but no bias, times `scale`."""
        return tuple(layer._replace(W=scale * layer.W) for layer in self.start(start, share, seed))

    def signs(self, network):
        """What one pass forward and one back say."""
        return Signs(network, self.X, self.Y, self.loss_name)

    def examine(self, network, rate=None, **options):
        """The findings on a network of this shape."""
        return reading.examine(network, self.X, self.Y, loss=self.loss_name, rate=rate, samples="columns", **options)

    def _order(self, rows, layer, start, share, seed):
        """All units of a layer, from 0, in the order of the menu `rows`."""
        W = self.start(start, share, seed)[layer].W
        if rows == "first" or len(W) < 2:
            return np.arange(len(W))
        apart = (W**2).sum(axis=1)[:, None] + (W**2).sum(axis=1) - 2 * W @ W.T
        np.fill_diagonal(apart, np.inf)
        nearest = apart.argmin(axis=1)
        distance = np.maximum(apart[np.arange(len(W)), nearest], 0.0)
        if rows == "most different":
            return np.argsort(-distance, kind="stable")
        pair = np.minimum(np.arange(len(W)), nearest)  # two that are alike stand side by side
        return np.lexsort((np.arange(len(W)), pair, distance))

    def shown(self, rows, page, layer, start, share, seed):
        """The sixteen units, from 0, of that page; a page beyond the last is the last."""
        order = self.order(rows, layer, start, share, seed)
        last = (len(order) - 1) // ROWS
        return order[ROWS * min(page, last):][:ROWS]

    def train(self, network, rate, steps=STEPS):
        """Plain descent on the samples read: yields (step, network, loss). It ends where numbers overflow."""
        for step in range(steps + 1):
            signs = self.signs(network)
            if not np.isfinite(signs.loss):
                return
            yield step, network, signs.loss
            with np.errstate(all="ignore"):
                network = mlp.passes.step(network, signs.gradients, rate)
            if not all(np.isfinite(part).all() for layer in network for part in (layer.W, layer.b)):
                return
