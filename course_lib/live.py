"""Explorers: compute -> panels -> controls. An author writes these three and a sentence; the rest is here.

compute(**values) -> dict     numpy only, the same result for the same values
panels(figure) -> dict        panels by name; each is updated with the entry of that name in the result
describe(result, **values)    the picture in one or two sentences with numbers
"""

import base64
import threading

import ipywidgets
import numpy as np

from course_lib.plots import Canvas, Picture, encode_png, new_figure
from course_lib.view import PictureView


def _slider(label, options, value):
    # A SelectionSlider sends its index, an integer, however uneven the values are.
    nearest = min(options, key=lambda option: abs(option[1] - value))[1]
    return ipywidgets.SelectionSlider(options=options, value=nearest, description=label, continuous_update=True,
                                      style={"description_width": "initial"},
                                      layout={"width": f"{270 + 7 * len(label)}px"})


def slider(label, values, value):
    """A slider over the listed numbers."""
    return _slider(label, [(f"{v:g}", v) for v in values], value)


def log_slider(label, low, high, value, zero=False, positions=61):
    """A slider over decades; with zero=True its left end is exactly 0."""
    values = [float(f"{v:.2g}") for v in np.geomspace(low, high, positions)]
    if value > 0:  # the default is a position of its own, exactly
        values[int(np.abs(np.log(np.array(values) / value)).argmin())] = value
    return slider(label, ([0.0] if zero else []) + sorted(set(values)), value)


def step_slider(label, last, value=0):
    """A slider through a history: every step at first, then logarithmically spaced, 61 positions at most."""
    steps = range(last + 1)
    for count in range(120, 1, -1):  # the most points on a logarithmic line whose whole numbers fit
        if len(steps) <= 61:
            break
        steps = sorted({0, value, *np.rint(np.geomspace(1, last, count)).astype(int).tolist()})
    return slider(label, steps, value)


def choice(label, options, value=None):
    """A menu of names, or of {shown: value}."""
    options = options if isinstance(options, dict) else {name: name for name in options}
    return ipywidgets.Dropdown(options=list(options.items()), value=value or next(iter(options.values())),
                               description=label, style={"description_width": "initial"}, layout={"width": "auto"})


def seed(value=0):
    """Which random draw: type a number, or press a button made by `new_seed`."""
    return ipywidgets.BoundedIntText(value=value, min=0, max=9999, description="seed",
                                     style={"description_width": "initial"}, layout={"width": "110px"})


def new_seed(values):
    """The action behind "New seed": the next random draw."""
    return {"seed": (values["seed"] + 1) % 10000}


def positions(control):
    """All values of a control, or the two ends of a number field."""
    if isinstance(control, ipywidgets.BoundedIntText):
        return (control.min, control.max)
    return tuple(value for _, value in control.options)


def ends(control):
    """The two extreme values of a control."""
    values = positions(control)
    return values[0], values[-1]


class Explorer:
    """A live picture: displayed as the last line of a cell, it shows controls, the picture and its text.

    controls  name -> widget (slider, log_slider, step_slider, choice, seed); main: the initialization slider's name
    state     names of the controls that recompute a history; actions: button label -> values -> changed values
    """

    def __init__(self, controls, compute, panels, describe, main, state=(), actions=None, size=(900, 350)):
        self.controls, self.main, self.state, self.actions = controls, main, tuple(state), actions or {}
        self._compute, self._panels, self._describe, self._size = compute, panels, describe, size
        self._defaults, self._canvas, self._widget = self.values(), None, None
        self._lock, self._waiting = threading.RLock(), False  # Lab may call back from another thread
        self.view = PictureView(width=size[0])
        for control in controls.values():
            control.observe(self._moved, names="value")

    def values(self):
        """The controls' present values."""
        return {name: control.value for name, control in self.controls.items()}

    def _complete(self, values):
        unknown = set(values) - set(self.controls)
        if unknown:
            raise TypeError(f"unknown control {', '.join(sorted(unknown))}; "
                            f"the controls are: {', '.join(self.controls)}")
        return self._defaults | values

    def compute(self, **values):
        """The numbers behind the picture; a control left out stands at its default."""
        return self._compute(**self._complete(values))

    def describe(self, **values):
        """The picture in words."""
        values = self._complete(values)
        return self._describe(self._compute(**values), **values)

    def figure(self, **values):
        """A Matplotlib figure of its own, for these values; needs neither kernel nor browser."""
        figure = new_figure(*self._size)
        Canvas(figure, self._panels(figure)).update(self.compute(**values))
        return figure

    @property
    def canvas(self):
        """The figure that is redrawn while a control moves."""
        if self._canvas is None:
            figure = new_figure(*self._size)
            self._canvas = Canvas(figure, self._panels(figure))
        return self._canvas

    def press(self, label):
        """What the button of that label does: set controls, redraw once."""
        with self._lock:
            self._waiting = True
            try:
                for name, value in self.actions[label](self.values()).items():
                    self.controls[name].value = value
            finally:
                self._waiting = False
            self.refresh()

    def _moved(self, change):
        if not self._waiting:
            self.refresh()

    def refresh(self):
        """Show the present values. An exception becomes a message beside the picture, gone at the next good move."""
        with self._lock:
            try:
                values = self.values()
                result = self._compute(**values)
                self.view.show(encode_png(self.canvas.draw(result)), self._describe(result, **values))
            except Exception as error:
                self.view.error = f"{type(error).__name__}: {error} Move a control to go on."

    def widget(self):
        """Controls above, picture and text below, as one ipywidget."""
        if self._widget is None:
            buttons = []
            for label in self.actions:
                button = ipywidgets.Button(description=label, layout={"width": "auto"})
                button.on_click(lambda _, label=label: self.press(label))
                buttons.append(button)
            row = ipywidgets.HBox([*self.controls.values(), *buttons], layout={"flex_flow": "row wrap"})
            self._widget = ipywidgets.VBox([row, self.view])
            self._widget.add_class("course-explorer")
            self.refresh()
        return self._widget

    def _repr_mimebundle_(self, include=None, exclude=None):
        still, metadata = Picture(self.figure(), self.describe())._repr_mimebundle_()
        still["image/png"] = base64.b64encode(still["image/png"]).decode()
        view = "application/vnd.jupyter.widget-view+json"
        return {view: self.widget()._repr_mimebundle_()[view]} | still, metadata
