"""Where things stand: controls and buttons in a row above, picture and text below."""

import ipywidgets

from course_lib.live import pages
from course_lib.live.controls import StepSlider, player


def assemble(explorer):
    """(An explorer's parts as one ipywidget, the links between its parts)."""
    row, links = [], []
    for control in explorer.controls.values():
        row.append(control)
        if isinstance(control, StepSlider):
            play, link = player(control)
            row.append(play)
            links.append(link)
    for label in explorer.actions:
        button = ipywidgets.Button(description=label, layout={"width": "auto"})
        button.on_click(lambda _, label=label: explorer.press(label))
        row.append(button)
    row += [part for job in explorer.jobs.values() for part in job.widgets]
    notes = [pages.embed(explorer, row)] if pages.wanted() else []
    widget = ipywidgets.VBox([ipywidgets.HBox(row, layout={"flex_flow": "row wrap"}), *notes, explorer.view])
    widget.add_class("course-explorer")
    return widget, links
