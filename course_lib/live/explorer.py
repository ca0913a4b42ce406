"""One live picture in a notebook: a scene, its buttons and its work, and a screen once somebody looks."""

from collections.abc import Callable
from functools import cached_property, partial

from course_lib.live import lifetime
from course_lib.live.controls import in_order
from course_lib.live.job import Job
from course_lib.live.scene import Scene
from course_lib.live.screen import Screen


class Explorer:
    """A live picture: displayed as the last line of a cell, it shows controls, the picture and its text.

    controls  name -> control (slider, log_slider, step_slider, choice, seed), shown in the order of `controls.in_order`
    main      the initialization slider's name
    compute, panels, describe, size, decides, together: see `course_lib.live.scene`
    actions   button label -> values -> changed values
    jobs      button label -> (long work, names of the controls it depends on), see `course_lib.live.job`
    clicks    panel name -> (values, x, y) -> changed values: a click in that panel, at data coordinates, moves controls

    Nothing is a widget before it is shown: `compute`, `describe` and `figure` need neither kernel nor browser.
    """

    def __init__(self, controls, compute, panels, describe, main, actions=None, size=(900, 350), jobs=None,
                 clicks=None, decides=(), together=()):
        self.scene = Scene(in_order(controls, main), compute, panels, describe, size, decides, together)
        self.main: str = main
        self.name: str = ""
        self.handed: tuple[str, ...] = ()  # what it was given beside values, as its line of code spells it
        self.actions: dict[str, Callable] = actions or {}
        self.clicks: dict[str, Callable] = clicks or {}
        self.jobs: dict[str, Job] = {
            label: Job(label, work, depends, scene=self.scene, values=self.values)
            for label, (work, depends) in (jobs or {}).items()}
        self._values: dict = dict(self.scene.defaults)
        self._setting: bool = False  # several controls move, and one picture will do

    def __repr__(self):
        """The line of code that makes this explorer as it stands."""
        return self._line(self.values())

    def _line(self, values):
        given = (f"{name}={value!r}" for name, value in values.items())
        return f"explorers.{self.name}({', '.join([*self.handed, *given])})"

    def values(self):
        """The controls' present values."""
        return dict(self._values)

    def compute(self, **values):
        """The numbers behind the picture; a control left out stands at its default."""
        return self.scene.compute(**self.scene.complete(values))

    def describe(self, **values):
        """The picture in words."""
        values = self.scene.complete(values)
        return self.scene.describe(self.scene.compute(**values), **values)

    def table(self, **values):
        """The numbers of the picture as `plots.Tables`, what work beside the sliders has found for them too: printed
        they can be read, `.csv()` has every row, `["W1"]` are the tables of one panel.
        """
        values = self.scene.complete(values)
        tables = self.scene.tables(values)
        tables.line = self._line(values)
        return tables

    def figure(self, **values):
        """A Matplotlib figure of its own, for these values; needs neither kernel nor browser."""
        return self.scene.figure(values)

    def frame(self, values, ratio=1):
        """(PNG, text) at these values of all controls, with what jobs have found for them."""
        return self.scene.frame(values, ratio)

    @property
    def canvas(self):
        """The figure that is redrawn while a control moves."""
        return self.scene.canvas()

    def begin(self, values):
        """Stand at these values, which is where `compute` and `describe` then begin too."""
        self.scene.begin(values)
        self.set(self.scene.defaults)

    def set(self, changes):
        """Move several controls, redraw once."""
        self._values |= changes
        if "screen" not in vars(self):  # nobody looks yet
            return
        self._setting = True
        try:
            self.screen.follow(changes)
        finally:
            self._setting = False
        self.screen.moved()

    def press(self, label):
        """What the button of that label does."""
        self.set(self.actions[label](self.values()))

    def click(self, x, y):
        """What a click does, `x` and `y` pixels from the picture's top left corner."""
        for name, at in self.scene.panel_at(x, y):
            if name in self.clicks:
                self.set(self.clicks[name](self.values(), *at))

    @cached_property
    def screen(self):
        """What there is on the screen."""
        return Screen(self.scene, name=self.name, handed=self.handed, main=self.main, values=self.values,
                      moved=self._moved_by_hand,
                      clicked=self.click if self.clicks else None,
                      buttons={label: partial(self.press, label) for label in self.actions},
                      jobs=self.jobs)

    @property
    def controls(self):
        """name -> ipywidget."""
        return self.screen.controls

    @property
    def view(self):
        """The picture's end in the page."""
        return self.screen.view

    @property
    def frames(self):
        """What answers the page."""
        return self.screen.frames

    def widget(self):
        """Controls above, picture and text below, as one ipywidget."""
        return self.screen.widget()

    def close(self):
        """End its work and free its widgets; displaying it opens them again."""
        for job in self.jobs.values():
            job.cancel()
        if "screen" in vars(self):
            self.screen.close()

    def _moved_by_hand(self, name, value):
        self._values[name] = value
        if not self._setting:
            self.screen.moved()

    def _repr_mimebundle_(self, include=None, exclude=None):
        lifetime.displayed(self)
        return self.screen.bundle()
