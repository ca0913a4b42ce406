"""One live picture: controls, the frame they ask for, and its text."""

import base64
import threading

from course_lib.live import cells, larger
from course_lib.live.controls import check, state
from course_lib.live.frames import Frames
from course_lib.live.job import Job
from course_lib.live.layout import assemble
from course_lib.plots import Canvas, Picture, encode_png, new_figure
from course_lib.view import PictureView


class Explorer:
    """A live picture: displayed as the last line of a cell, it shows controls, the picture and its text.

    controls  name -> widget (slider, log_slider, step_slider, choice, seed); main: the initialization slider's name
    state     names of the controls that recompute a history; actions: button label -> values -> changed values
    jobs      button label -> long work, see `course_lib.live.job`
    clicks    panel name -> (values, x, y) -> changed values: a click in that panel, at data coordinates, moves controls
    """

    def __init__(self, controls, compute, panels, describe, main, state=(), actions=None, size=(900, 350), jobs=None,
                 clicks=None):
        self.controls, self.main, self.state, self.actions = controls, main, tuple(state), actions or {}
        self.clicks = clicks or {}
        self._compute, self._panels, self._describe, self._size = compute, panels, describe, size
        self._defaults, self._canvases, self._widget, self._links = self.values(), {}, None, []
        self._lock, self._waiting = threading.RLock(), False  # frames are drawn in another thread
        self._latest = None, {}  # values, and what compute found for them
        self._zoom = larger.zoom()
        self.view = PictureView(width=size[0], height=size[1], controls=controls, order=list(controls),
                                clickable=bool(clicks), zoom=self._zoom)
        self.view.on_msg(lambda _, content, buffers: self._heard(content))
        self.frames = Frames(self)
        self.jobs = {label: Job(label, work, self) for label, work in (jobs or {}).items()}
        for control in controls.values():
            control.observe(self._moved, names="value")

    def values(self):
        """The controls' present values."""
        return {name: control.value for name, control in self.controls.items()}

    def __repr__(self):
        """The line of code that makes this explorer as it stands."""
        return f"explorers.{self.view.name}({', '.join(f'{name}={value!r}' for name, value in self.values().items())})"

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
        return self._canvas_at(1)

    def _canvas_at(self, ratio):
        if ratio not in self._canvases:
            figure = new_figure(*self._size)
            self._canvases[ratio] = Canvas(figure, self._panels(figure))
            figure.set_dpi(ratio * self._zoom * figure.dpi)
        return self._canvases[ratio]

    def frame(self, values, ratio=1):
        """(PNG, text) at these values of all controls, with what jobs have found for them."""
        with self._lock:
            if self._latest[0] != values:  # a job's pictures and the sharp one ask for the same values again
                self._latest = dict(values), self._compute(**values)
            result = dict(self._latest[1])
            words = [self._describe(result, **values)]
            for job in self.jobs.values():
                if found := job.found(values):
                    result |= found
                    words.append(job.text)
            return encode_png(self._canvas_at(ratio).draw(result)), " ".join(words)

    def set(self, changes):
        """Move several controls, redraw once."""
        with self._lock:
            self._waiting = True
            try:
                for name, value in changes.items():
                    self.controls[name].value = value
            finally:
                self._waiting = False
            self._moved()

    def start(self, values):
        """Begin at these values, which is where `compute` and `describe` then stand too."""
        for name, value in self._complete(values).items():
            check(name, self.controls[name], value)
        self.set(values)
        self._defaults = self.values()

    def press(self, label):
        """What the button of that label does."""
        self.set(self.actions[label](self.values()))

    def click(self, x, y):
        """What a click does, `x` and `y` pixels from the picture's top left corner."""
        for name, clicked in self.clicks.items():
            ax, at = self.canvas.panels[name].ax, (self._zoom * x, self._zoom * (self._size[1] - y))
            if ax.get_window_extent().contains(*at):
                self.set(clicked(self.values(), *map(float, ax.transData.inverted().transform(at))))

    def _heard(self, content):
        if "click" in content:
            self.click(*content["click"])
        elif "ask" in content:  # what is neither only keeps the connection awake
            self.frames.receive(content)

    def _moved(self, change=None):
        if not self._waiting and not self.frames.live:  # a live page sees its controls move and asks for itself
            self.refresh()

    def refresh(self):
        """Show the present values. An exception becomes a message beside the picture, gone at the next good move."""
        if self._widget is None:  # nobody looks yet
            return
        with self._lock:
            if self.frames.live:
                self.view.epoch += 1  # what pages hold is out of date
                return
            try:
                states = {name: state(control) for name, control in self.controls.items()}
                self.view.show(*self.frame(self.values()), states, self.values())
            except Exception as error:
                self.view.error = f"{type(error).__name__}: {error} Move a control to go on."

    def widget(self):
        """Controls above, picture and text below, as one ipywidget."""
        if self._widget is None:
            self._widget, self._links = assemble(self)
            self.refresh()
        cells.open_widgets(self._widget)
        return self._widget

    def close(self):
        """End its work and free its widgets; displaying it opens them again."""
        for job in self.jobs.values():
            job.cancel()
        self.frames.close()
        for part in (self._widget, *self._links):
            cells.close_widgets(part)

    def _repr_mimebundle_(self, include=None, exclude=None):
        cells.displayed(self)
        still, metadata = Picture(self.figure(**self.values()), self.describe(**self.values()))._repr_mimebundle_()
        still["image/png"] = base64.b64encode(still["image/png"]).decode()
        view = "application/vnd.jupyter.widget-view+json"
        return {view: self.widget()._repr_mimebundle_()[view]} | still, metadata
