"""Exercises of notebook 07."""

from math import atanh, erf, sqrt

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

update_ratio = FunctionExercise(
    lambda W, dW, learning_rate: learning_rate * dW.std() / W.std(),
    lambda rng: (rng.normal(size=(6, 5)), 0.1 * rng.normal(size=(6, 5)), rng.uniform(0.01, 0.5)),
    [(lambda W, dW, learning_rate: dW.std() / W.std(), "the update is learning_rate * dW."),
     (lambda W, dW, learning_rate: W.std() / (learning_rate * dW.std()), "upside down: update over data."),
     (lambda W, dW, learning_rate: learning_rate * dW.mean() / W.mean(), "means can cancel to nothing: use the std.")],
    "about 1e-3 is a healthy pace by Karpathy's rule of thumb; it is a guide, not a law.")


def _silent(rng):
    Z = rng.normal(size=(10, 30))
    Z[rng.choice(10, rng.integers(2, 6), replace=False)] -= 10
    return (Z,)


dead_share = FunctionExercise(
    lambda Z: (Z <= 0).all(axis=1).mean(), _silent,
    [(lambda Z: (Z <= 0).mean(), "this is the share of silent answers; a unit is dead if *all* of its are."),
     (lambda Z: (Z <= 0).all(axis=0).mean(), "you looked at samples; units are rows."),
     (lambda Z: (Z <= 0).any(axis=1).mean(), "nearly every unit is silent for some sample; dead means for all."),
     (lambda Z: (Z <= 0).all(axis=1).sum(), "this is their number; divide by the number of units.")],
    "a unit that is silent for every sample has slope 0 for every sample: its row of dW is zero.")
