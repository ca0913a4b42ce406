"""The clinic's ward: ten networks for the real digits, nine of them sick, drawn from a seed.

    patients = ward.admit(0)            ten patients, their diseases in an order of that seed's own
    ward.chart(patients[0].network)     what a dashboard reads, layer by layer, before any training
    ward.treat(patients[0], "he_normal")  a network as prescribed, ready to be trained
    ward.accuracy(ward.cure(network))   after training: the share of test images that it gets right

And one consulting hour for networks from outside, on their own data (course_lib.networks brings them in):

    ward.examine(network, X, Y)         what is wrong with it, by name, the gravest first
    ward.examine_parts(model)           filters, heads, blocks, low-rank pairs: what the weights alone tell
    ward.examine_gradients(my_dW, network, X, Y)   is your own backward pass right, or which slip is in it
    ward.what_is_this_loss(0.6931, Y)   the level that a loss is stuck at
"""

from course_lib.lessons.clinic.patients import DISEASES, Patient, admit
from course_lib.lessons.clinic.signs import Chart, chart
from course_lib.lessons.clinic.treatment import (
           PRESCRIPTIONS,
           STEPS,
           accuracy,
           cure,
           cure_all,
           images,
           rate,
           train,
           treat,
)
from course_lib.reading import examine, examine_gradients, examine_parts, known_levels, what_is_this_loss

__all__ = ["DISEASES", "PRESCRIPTIONS", "STEPS", "Chart", "Patient", "accuracy", "admit", "chart", "cure", "cure_all",
           "examine", "examine_gradients", "examine_parts", "images", "known_levels", "rate", "train", "treat",
           "what_is_this_loss"]
