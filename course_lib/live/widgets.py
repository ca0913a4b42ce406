"""Controls as ipywidgets, and where they stand: controls and buttons in a row above, picture and text below."""

from functools import singledispatch

import ipywidgets

from course_lib.live.controls import Menu, Number, Slider, StepSlider

STYLE = {"description_width": "initial"}


@singledispatch
def widget(control, value):
    """The ipywidget of a control, standing at `value`."""
    raise TypeError(f"no widget is known for {control!r}")


@widget.register
def _(control: Slider, value):
    # A SelectionSlider sends its index, an integer, however uneven the values are.
    return ipywidgets.SelectionSlider(options=list(control.options), value=value, description=control.description,
                                      continuous_update=True, style=STYLE,
                                      layout={"width": f"{270 + 7 * len(control.description)}px"})


@widget.register
def _(control: Menu, value):
    return ipywidgets.Dropdown(options=list(control.options), value=value, description=control.description,
                               style=STYLE, layout={"width": "auto"})


@widget.register
def _(control: Number, value):
    return ipywidgets.BoundedIntText(value=value, min=control.min, max=control.max, description=control.description,
                                     style=STYLE, layout={"width": "110px"})


def player(slider):
    """Play and stop for a step slider, and their link. The page itself moves it, forty positions a second."""
    play = ipywidgets.Play(min=0, max=len(slider.options) - 1, value=slider.index, interval=25, show_repeat=False)
    return play, ipywidgets.jslink((play, "value"), (slider, "index"))


def button(label, press):
    """A button that calls press()."""
    made = ipywidgets.Button(description=label, layout={"width": "auto"})
    made.on_click(lambda _: press())
    return made


class JobButton:
    """A start button that turns into a cancel button, and a progress bar."""

    def __init__(self, job):
        self.button = button(job.label, lambda: job.cancel() if job.running else job.start())
        self.bar = ipywidgets.FloatProgress(min=0.0, max=1.0, tooltip=f"progress of: {job.label}",
                                            layout={"width": "120px"})
        self.show(job)

    def show(self, job):
        """How far the job is."""
        self.button.description = "Cancel" if job.running else job.label
        self.bar.value = job.share
        # Hidden until there is something to show: an empty bar looks like a button without a name.
        self.bar.layout.visibility = "visible" if job.running or job.share else "hidden"


def row(controls, widgets, buttons):
    """(What stands above the picture, in order; the links between its parts)."""
    parts, links = [], []
    for name, control in controls.items():
        parts.append(widgets[name])
        if isinstance(control, StepSlider):
            play, link = player(widgets[name])
            parts.append(play)
            links.append(link)
    return [*parts, *buttons], links


def assemble(parts, notes, view):
    """The whole explorer as one ipywidget."""
    whole = ipywidgets.VBox([ipywidgets.HBox(parts, layout={"flex_flow": "row wrap"}), *notes, view])
    whole.add_class("course-explorer")
    return whole
