"""The reading: what is wrong with a network, by name, with the number that shows it. `ward.examine` is its face.

    found = examine(network, X, Y)      Findings, the gravest first; each knows name, where, evidence, advice, notebook
    what_is_this_loss(0.6931, Y)        the levels that a loss may be stuck at
    examine_gradients(my_dW, network, X, Y)   is your own backward pass right, or what is wrong in it?

Order of the files: passes, signs (what is measured), findings and catalog (what is said), then the parts of the
reading: structure, units, sizes with fans, steps with rates and curvature, after with levels; examine puts them
together. The folder parts reads what is no row of layers.
"""

from course_lib.reading.catalog import CATALOG
from course_lib.reading.examine import examine, read
from course_lib.reading.findings import Finding, Findings, Where
from course_lib.reading.gradients import examine_gradients
from course_lib.reading.levels import Level, known_levels, what_is_this_loss
from course_lib.reading.parts.examine import examine_parts

__all__ = ["CATALOG", "Finding", "Findings", "Level", "Where", "examine", "examine_gradients", "examine_parts",
           "known_levels", "read", "what_is_this_loss"]
