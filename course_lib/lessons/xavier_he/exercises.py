"""Exercises of notebook 06: the learner's own initializers, measured at several shapes."""

import numpy as np

from course_lib.exercise import FunctionExercise, InitializerExercise

SHAPES = [((400, 100),), ((100, 400),), ((250, 250),), ((600, 60),)]
CUT = np.sqrt(0.7737)  # what cutting a Gaussian off at two standard deviations leaves of its own

he_normal = InitializerExercise(
    SHAPES, lambda shape: np.sqrt(2 / shape[1]), "normal",
    [(lambda shape: np.sqrt(2 / shape[0]), "you used fan_out. `shape` is (units, inputs), and fan_in is the number of "
      "inputs: shape[-1]."),
     (lambda shape: CUT * np.sqrt(2 / shape[1]), "a Gaussian cut off at two standard deviations has only 77 % of the "
      "variance."),
     (lambda shape: np.sqrt(1 / shape[1]), "the variance is half of what it should be: ReLU needs the factor 2."),
     (lambda shape: 2 / shape[1], "2 / fan_in is the variance; a draw is scaled by its root: compare two shapes.")],
    "2 / fan_in keeps the mean square of ReLU layers, on average over the weights.")

xavier_uniform = InitializerExercise(
    SHAPES, lambda shape: np.sqrt(2 / sum(shape)), "uniform",
    [(lambda shape: np.sqrt(2 / sum(shape) / 3), "the variance is a third of what it should be: uniform numbers on ±h "
      "have variance h²/3, so h needs a factor √3."),
     (lambda shape: np.sqrt(1 / shape[0]), "you used fan_out alone. Xavier takes the mean of both fans."),
     (lambda shape: np.sqrt(1 / shape[1]), "you used fan_in alone. Xavier takes the mean of both fans."),
     (lambda shape: np.sqrt(1 / sum(shape)), "the mean of both fans is (fan_in + fan_out) / 2: the 2 is missing.")],
    "the mean of both fans is a compromise between forward and backward.")

relu_step = FunctionExercise(
    lambda gain, q: gain**2 * q / 2, lambda rng: (rng.uniform(0.5, 2), rng.uniform(0.1, 3)),
    [(lambda gain, q: gain**2 * q, "half of a symmetric z is cut to 0 by ReLU: half of the mean square is left."),
     (lambda gain, q: gain * q / 2, "the variance of a sum of weights has the gain squared."),
     (lambda gain, q: q / 2, "the gain is missing.")],
    "it stays at q exactly for gain² = 2. That is He's initializer.")
