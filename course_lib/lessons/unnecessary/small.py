"""Small experiments: Adam's memory, sums in another order, members of an ensemble, units silent from the start."""

import numpy as np

from course_lib import mlp
from course_lib.datasets import xor
from course_lib.initializers import he_normal
from course_lib.lessons.unnecessary import normalized
from course_lib.lessons.unnecessary.starts import network

TARGET = np.array([[((3 * i + 5 * j) % 7 - 3) / 3 for j in range(6)] for i in range(6)])


def first_rows_after_reset(keep_memory, rate=0.01, steps=500):
    """W1 (8, 2) one step after all weights and biases of a 2-8-1 network were set to 0, which Adam had trained on XOR.

    keep_memory: Adam goes on with its running means; otherwise it starts anew.
    """
    (X, Y), adam = xor(np.random.default_rng(0)), mlp.Adam()
    net = mlp.build(np.random.default_rng(0), (2, 8, 1), "tanh", "normal")
    memory = adam.start(net)
    for _ in range(steps):
        memory, moves = adam.move(memory, mlp.backward(net, mlp.forward(net, X), Y))
        net = mlp.step(net, moves, rate)
    zero = tuple(layer._replace(W=0 * layer.W, b=0 * layer.b) for layer in net)
    gradients = mlp.backward(zero, mlp.forward(zero, X), Y)
    _, moves = adam.move(memory if keep_memory else adam.start(zero), gradients)
    return mlp.step(zero, moves, rate)[0].W


def awake(optimizer, noise, rate=0.01, steps=400):
    """Has a 2-8-1 tanh network on XOR, all zero at the start, left 0? noise: std of what is added to each gradient."""
    rng, (X, Y) = np.random.default_rng(0), xor(np.random.default_rng(0))
    zeros = mlp.build(rng, (2, 8, 1), "tanh", "zeros")
    for end, _, _ in mlp.train(zeros, X, Y, rate, steps, [mlp.Noise(gradient=noise)] * 2, rng, optimizer=optimizer):
        pass
    return bool(np.abs(end[0].W).max() > 0.01)


def in_turn(terms, backward=False):
    """The sum of terms (n, ...) over their first axis, one after the other, from the last on if backward."""
    total = np.zeros_like(terms[0])
    for term in terms[::-1] if backward else terms:
        total = total + term
    return total


def factorize(turned, steps=1000, units=3, start=0.1, rate=0.1):
    """TARGET = U V by plain descent with every weight of U (6, units) and V (units, 6) at `start`.

    Unit r is column r of U and row r of V. If `turned`, the last unit adds up its terms from the last to the first; the
    others, and all if not, from the first to the last. Every sum is written out, so that no machine adds in an order of
    its own. Returns after each step how far the rows of V differ at most: (steps + 1,).
    """
    U, V, apart = np.full((6, units), start), np.full((units, 6), start), []
    for _ in range(steps + 1):
        apart.append(np.ptp(V, axis=0).max())
        error = in_turn([np.outer(U[:, r], V[r]) for r in range(units)]) - TARGET
        last = [turned and r == units - 1 for r in range(units)]
        dU = np.stack([in_turn((error * V[r]).T, last[r]) for r in range(units)], axis=1)
        dV = np.stack([in_turn(error * U[:, r:r + 1], last[r]) for r in range(units)])
        U, V = U - rate * dU, V - rate * dV
    return np.array(apart)


def ensemble(inits, orders, start="random (He)"):
    """Answers (members, 357) to the test digits, and their average's (357,): 64-32-10, 200 steps at rate 0.1.

    Member k starts from seed inits[k] and sees the digits in the order of seed orders[k].
    """
    X, _ = normalized.images("test")
    members = [normalized.trained(network(np.random.default_rng(init), start, depth=2), 0.1, 200, order=order)
               for init, order in zip(inits, orders)]
    P = np.stack([normalized.forward(member, X)[-1].A for member in members])
    return P.argmax(axis=1), P.mean(axis=0).argmax(axis=0)


def disagreement(answers):
    """The share of test digits to which two members give different answers, the mean over all pairs."""
    pairs = np.triu_indices(len(answers), 1)
    return float((answers[pairs[0]] != answers[pairs[1]]).mean())


def dead_share(bias, centred=False, seeds=20):
    """The share of 100 ReLU units that are 0 for each of 512 digits, with He's weights and this bias."""
    X, _ = normalized.images()
    X = X - X.mean(axis=1, keepdims=True) if centred else X
    Z = [he_normal(np.random.default_rng(seed), (100, 64)) @ X + bias for seed in range(seeds)]
    return float(np.mean([(z.max(axis=1) <= 0).mean() for z in Z]))


def born_dead(width, bias=0.0, depth=20, networks=1000, samples=32):
    """The share of ReLU networks of that width and depth whose last layer is the same for all of 32 random inputs."""
    rng = np.random.default_rng(0)
    A = rng.standard_normal((width, samples))
    hidden = mlp.build(rng, [width] * (depth + 1), "relu", "he_normal", "relu", bias=bias, batch=(networks,))
    A = mlp.passes.forward(hidden, A)[-1].A
    return float((np.ptp(A, axis=-1).max(axis=-1) == 0).mean())
