"""The clinic's ward: ten networks for the real digits, nine of them sick, drawn from a seed.

    patients = ward.admit(0)            ten patients, their diseases in an order of that seed's own
    ward.chart(patients[0].network)     what a dashboard reads, layer by layer, before any training
    ward.treat(patients[0], "he_normal")  a network as prescribed, ready to be trained
    ward.accuracy(ward.cure(network))   after training: the share of test images that it gets right
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

__all__ = ["DISEASES", "PRESCRIPTIONS", "STEPS", "Chart", "Patient", "accuracy", "admit", "chart", "cure", "cure_all",
           "images", "rate", "train", "treat"]
