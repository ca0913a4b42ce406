"""Exercises of notebook 07."""

from math import atanh, erf, sqrt

import numpy as np

from course_lib.exercise import FunctionExercise


def _beyond(limit, scale):
    return 1 - erf(limit / (scale * sqrt(2)))


saturated_share = FunctionExercise(
    lambda scale: _beyond(atanh(0.99), scale), lambda rng: (rng.uniform(0.8, 8),),
    [(lambda scale: _beyond(atanh(0.99), scale) / 2, "that is one side; tanh saturates at both ends."),
     (lambda scale: _beyond(0.99, scale), "0.99 is a value of tanh(z). Which z gives it? Use math.atanh."),
     (lambda scale: 1 - _beyond(atanh(0.99), scale), "this is the share that is *not* saturated."),
     (lambda scale: _beyond(atanh(0.99), 1), "z has standard deviation `scale`: divide by it.")],
    "at scale 1 less than one in a hundred, at scale 5 more than half.")

def _weights_and_gradient(rng):
    shape = tuple(rng.integers(3, 9, 2))
    return (rng.normal(rng.uniform(-1, 1), rng.uniform(0.2, 2), shape), rng.normal(0.1, rng.uniform(0.01, 1), shape),
            rng.uniform(0.01, 0.5))


update_ratio = FunctionExercise(
    lambda W, dW, learning_rate: learning_rate * dW.std() / W.std(),
    _weights_and_gradient,
    [(lambda W, dW, learning_rate: dW.std() / W.std(), "the update is learning_rate * dW."),
     (lambda W, dW, learning_rate: W.std() / (learning_rate * dW.std()), "upside down: update over data."),
     (lambda W, dW, learning_rate: learning_rate * dW.mean() / W.mean(), "means can cancel to nothing: use the std."),
     (lambda W, dW, learning_rate: learning_rate * sqrt((dW**2).mean() / (W**2).mean()),
      "std, not root mean square: the mean does not count."),
     (lambda W, dW, learning_rate: (learning_rate * dW / W).std(), "first the two std, then their quotient.")],
    "about 1e-3 is a healthy pace by Karpathy's rule of thumb; it is a guide, not a law.")


def _silent(rng):
    """Dead units, some of them at exactly 0 for a sample; others that are silent for all samples but one."""
    units, samples = rng.integers(9, 16), rng.integers(20, 40)
    Z = rng.normal(size=(units, samples))
    Z[:, 0] = np.where(rng.random(units) < 0.5, 1.0, -1.0)
    kinds = rng.permutation(units)
    dead, nearly = kinds[:rng.integers(2, 5)], kinds[5:7]
    Z[dead] = -np.abs(Z[dead])
    Z[dead[0], rng.integers(samples)] = 0.0
    Z[nearly] = -np.abs(Z[nearly])
    Z[nearly, rng.integers(1, samples)] = 1.0
    return (Z,)


dead_share = FunctionExercise(
    lambda Z: (Z <= 0).all(axis=1).mean(), _silent,
    [(lambda Z: (Z <= 0).mean(), "this is the share of silent answers; a unit is dead if *all* of its are."),
     (lambda Z: (Z < 0).mean(), "this is the share of silent answers; a unit is dead if *all* of its are."),
     (lambda Z: (Z <= 0).all(axis=0).mean(), "you looked at samples; units are rows."),
     (lambda Z: (Z <= 0).any(axis=1).mean(), "nearly every unit is silent for some sample; dead means for all."),
     (lambda Z: (Z <= 0).all(axis=1).sum(), "this is their number; divide by the number of units."),
     (lambda Z: (Z < 0).all(axis=1).mean(), "at exactly 0 a ReLU is silent, too: its slope there is 0."),
     (lambda Z: ((Z <= 0).mean(axis=1) >= 0.9).mean(), "silent for nine of ten samples is not dead."),
     (lambda Z: (Z[:, 0] <= 0).mean(), "you looked at the first sample only.")],
    "a unit that is silent for every sample has slope 0 for every sample: its row of dW is zero.")
