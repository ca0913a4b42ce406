"""Panels: each makes its Matplotlib artists once and then only updates them. They draw and compute nothing.

A panel has `.ax`, `.artists` (those that change) and `.update(...)`; given the same, `.tables(...)` are the numbers
that it shows; if its artists go beyond its axes, `.reach` says by how many points to the left, up, right, down. A
`Canvas` draws a figure's background once and then only the panels' artists; a `Picture` shows a figure in a notebook
together with its text.
"""

from course_lib.plots.canvas import Canvas, Shows, encode_png
from course_lib.plots.course_map import show_map
from course_lib.plots.curves import Curves, DotsOnCurve
from course_lib.plots.decision import DecisionMap, Gallery
from course_lib.plots.distinct import DistinctUnits
from course_lib.plots.histograms import LayerHistograms
from course_lib.plots.landscape import Dots, LossMap, map_key
from course_lib.plots.network import NetworkDiagram
from course_lib.plots.numbers import Numbers, format_number
from course_lib.plots.phase import DepthLimits, DepthTable, PhaseMap
from course_lib.plots.picture import Picture, show_curves, show_digit_rows, show_rows, still
from course_lib.plots.places import places
from course_lib.plots.rows import DigitImage, DigitRows, WeightRows
from course_lib.plots.style import Scale, new_figure, place, unit_colour
from course_lib.plots.tables import Table, Tables
from course_lib.plots.unit_rows import UnitRows

__all__ = ["Canvas", "Curves", "DecisionMap", "DepthLimits", "DepthTable", "DigitImage", "DigitRows", "DistinctUnits",
           "Dots", "DotsOnCurve", "Gallery", "LayerHistograms", "LossMap", "NetworkDiagram", "Numbers", "PhaseMap",
           "Picture", "Scale", "Shows", "Table", "Tables", "UnitRows", "WeightRows",
           "encode_png", "format_number", "map_key", "new_figure", "place", "places", "show_curves",
           "show_digit_rows", "show_map", "show_rows", "still", "unit_colour"]
