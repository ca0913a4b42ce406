"""Controls as ipywidgets, and where they stand."""

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
                                      continuous_update=True, style=STYLE)


@widget.register
def _(control: Menu, value):
    return ipywidgets.Dropdown(options=list(control.options), value=value, description=control.description,
                               style=STYLE, layout={"width": "auto"})


@widget.register
def _(control: Number, value):
    return ipywidgets.BoundedIntText(value=value, min=control.min, max=control.max, description=control.description,
                                     style=STYLE, layout={"width": "100px"})


def box(kind, parts):
    """Parts that stand together; controls.css says how, by their kind."""
    made = ipywidgets.HBox(parts)
    made.add_class(f"course-{kind}")
    return made


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
    """A start button that turns into a cancel button, and a progress bar along its lower edge."""

    def __init__(self, job):
        self.button = button(job.label, lambda: job.cancel() if job.running else job.start())
        self.bar = ipywidgets.FloatProgress(min=0.0, max=1.0, tooltip=f"progress of: {job.label}")
        self.both = box("job", [self.button, self.bar])
        self.show(job)

    def show(self, job):
        """How far the job is."""
        self.button.description = "Cancel" if job.running else job.label
        self.bar.value = job.share
        # Hidden until there is something to show: an empty bar looks like a button without a name.
        self.bar.layout.visibility = "visible" if job.running or job.share else "hidden"


def rows(controls, widgets, main, buttons):
    """(boxes {kind: box}, the links between their parts), in the order of the screen and of the Tab key.

    "main" has the initialization slider, "sliders" the others, each with the button that plays it, then "menus" and
    "buttons"; a box of nothing is left out.
    """
    parts, links = {"main": [], "sliders": [], "menus": [], "buttons": buttons}, []
    for name, control in controls.items():
        part = widgets[name]
        if isinstance(control, StepSlider):
            play, link = player(part)
            links.append(link)
            part = box("played", [part, play])
        kind = "main" if name == main else "sliders" if isinstance(control, Slider) else "menus"
        parts[kind].append(part)
    return {kind: box(kind, some) for kind, some in parts.items() if some}, links


def assemble(boxes, view):
    """The whole explorer as one ipywidget: controls above, picture and text below."""
    def row(kind, *kinds):
        return box(kind, [boxes[each] for each in kinds if each in boxes])

    whole = ipywidgets.VBox([row("moves", "main", "sliders"), row("sets", "menus", "buttons"), view])
    whole.add_class("course-explorer")
    return whole
