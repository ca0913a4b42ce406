"""The live pictures of the course, one idea a file: `explorers.forward_pass()` as the last line of a cell.

Values for the controls may be given, `explorers.forward_pass(scale=2.0)`; under each picture stands the line that shows
it again as it is. `explorers.projector()` makes all that follow larger.
"""

from course_lib.checking import Registry
from course_lib.explorers.backprop import backprop
from course_lib.explorers.clinic import clinic
from course_lib.explorers.constant_init import constant_init
from course_lib.explorers.digit_rows import digit_rows
from course_lib.explorers.digit_training import digit_training
from course_lib.explorers.forward_pass import forward_pass
from course_lib.explorers.landings import landings
from course_lib.explorers.more_symmetry import more_symmetry
from course_lib.explorers.random_init import random_init
from course_lib.explorers.restarts import restarts
from course_lib.explorers.saturation import saturation
from course_lib.explorers.symmetry_or_correlation import symmetry_or_correlation
from course_lib.explorers.xavier_he import xavier_he
from course_lib.explorers.zero_init import zero_init
from course_lib.live import projector

EXPLORERS = Registry("explorer", {f.__name__: f for f in (
    forward_pass,
    digit_rows,
    backprop,
    zero_init,
    constant_init,
    random_init,
    xavier_he,
    digit_training,
    saturation,
    more_symmetry,
    symmetry_or_correlation,
    landings,
    restarts,
    clinic,
)})

__all__ = [
    "EXPLORERS",
    "backprop",
    "clinic",
    "constant_init",
    "digit_rows",
    "digit_training",
    "forward_pass",
    "landings",
    "more_symmetry",
    "projector",
    "random_init",
    "restarts",
    "saturation",
    "symmetry_or_correlation",
    "xavier_he",
    "zero_init",
]
