"""One live picture: controls, the frame they ask for, and its text."""

import base64
import threading

import ipywidgets

from course_lib.live.job import Job
from course_lib.plots import Canvas, Picture, encode_png, new_figure
from course_lib.view import PictureView


class Explorer:
    """A live picture: displayed as the last line of a cell, it shows controls, the picture and its text.

    controls  name -> widget (slider, log_slider, step_slider, choice, seed); main: the initialization slider's name
    state     names of the controls that recompute a history; actions: button label -> values -> changed values
    jobs      button label -> long work, see `course_lib.live.job`
    """

    def __init__(self, controls, compute, panels, describe, main, state=(), actions=None, size=(900, 350), jobs=None):
        self.controls, self.main, self.state, self.actions = controls, main, tuple(state), actions or {}
        self._compute, self._panels, self._describe, self._size = compute, panels, describe, size
        self._defaults, self._canvas, self._widget = self.values(), None, None
        self._lock, self._waiting = threading.RLock(), False  # Lab may call back from another thread
        self.view = PictureView(width=size[0])
        self.jobs = {label: Job(label, work, self) for label, work in (jobs or {}).items()}
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
                words = [self._describe(result, **values)]
                for job in self.jobs.values():
                    if found := job.found(values):
                        result |= found
                        words.append(job.text)
                self.view.show(encode_png(self.canvas.draw(result)), " ".join(words))
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
            parts = [part for job in self.jobs.values() for part in job.widgets]
            row = ipywidgets.HBox([*self.controls.values(), *buttons, *parts], layout={"flex_flow": "row wrap"})
            self._widget = ipywidgets.VBox([row, self.view])
            self._widget.add_class("course-explorer")
            self.refresh()
        return self._widget

    def _repr_mimebundle_(self, include=None, exclude=None):
        still, metadata = Picture(self.figure(), self.describe())._repr_mimebundle_()
        still["image/png"] = base64.b64encode(still["image/png"]).decode()
        view = "application/vnd.jupyter.widget-view+json"
        return {view: self.widget()._repr_mimebundle_()[view]} | still, metadata
