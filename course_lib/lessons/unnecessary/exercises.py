"""Exercises of notebook 14."""

from course_lib.exercise import FunctionExercise

double = FunctionExercise(
    lambda x: 2 * x, lambda rng: (rng.normal(size=3),),
    [(lambda x: x * x, "that is the square; two times x is asked.")],
    "say here why it matters.")
