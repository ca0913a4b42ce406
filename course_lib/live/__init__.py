"""Explorers: compute -> panels -> controls. An author writes these three and a sentence; the rest is here.

compute(**values) -> dict     numpy only, the same result for the same values
panels(figure) -> dict        panels by name; each is updated with the entry of that name in the result
describe(result, **values)    the picture in one or two sentences with numbers

The way of a slider's value, each file once: the page asks (`course_lib/view`), `frames` takes the question and gives
the answer, `controls` says which value an index means, `scene` computes, describes and draws. None of these knows who
made it: `explorer` puts a scene, its jobs and, once somebody looks, a `screen` of widgets together.
"""

from course_lib.live.controls import choice, ends, log_slider, new_seed, seed, slider, step_slider
from course_lib.live.explorer import Explorer
from course_lib.live.kernel import give_back_after_cells, hear_reloaded_pages, watch_cells
from course_lib.live.named import named
from course_lib.live.rest import REST
from course_lib.live.settings import projector, verdicts

__all__ = ["Explorer", "choice", "ends", "log_slider", "named", "new_seed", "projector", "seed", "slider",
           "step_slider", "verdicts"]

give_back_after_cells()
hear_reloaded_pages()
watch_cells(REST)
