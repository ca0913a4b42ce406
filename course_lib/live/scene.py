"""A picture that depends on controls: compute -> panels, describe. It knows no widget, no kernel and no browser."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from course_lib.live import settings, tiles
from course_lib.plots import Canvas, encode_png, new_figure


@dataclass(frozen=True)
class Finding:
    """What work beside the sliders has found: shown wherever the controls named in `given` stand at these values.

    shown  {panel: what it shows}; words: said after the picture's own
    """

    given: dict
    shown: dict
    words: str

    def holds(self, values):
        """Whether it was found for these values of all controls."""
        return all(values[name] == value for name, value in self.given.items())


@dataclass
class Scene:
    """What an author writes, and the frames that follow from it.

    controls  name -> control (slider, log_slider, step_slider, choice, seed)
    compute   (**values) -> {name: what the panel of that name shows, or what `describe` needs}
    panels    figure -> {name: panel}
    describe  (result, **values) -> str
    size      of the picture, in points
    decides   names of the panels that a narrow page shows first, under the slider; see `tiles.deciding`
    together  groups of panels that stay side by side on it
    findings  {name of the work: Finding}, written by `course_lib.live.job` while it runs
    """

    controls: dict
    compute: Callable
    panels: Callable
    describe: Callable
    size: tuple[int, int] = (900, 350)
    decides: tuple[str, ...] = ()
    together: tuple[tuple[str, ...], ...] = ()
    findings: dict = field(default_factory=dict)

    def __post_init__(self):
        self.zoom: float = settings.zoom()
        self.defaults: dict = {name: control.value for name, control in self.controls.items()}
        self._canvases: dict[float, Canvas] = {}
        self._latest: tuple[dict | None, dict] = (None, {})  # values, and what compute found for them
        self._lock = threading.RLock()  # frames are also drawn in another thread

    def complete(self, values):
        """`values` with those left out at their defaults. TypeError for a control that there is not."""
        unknown = set(values) - set(self.controls)
        if unknown:
            raise TypeError(f"unknown control {', '.join(sorted(unknown))}; "
                            f"the controls are: {', '.join(self.controls)}")
        return self.defaults | values

    def begin(self, values):
        """Make these values the defaults. ValueError for a value that its control does not have."""
        for name, value in self.complete(values).items():
            self.controls[name].check(name, value)
        self.defaults = self.complete(values)

    def values_of(self, states):
        """Values from what a page sends: {name: index or number}."""
        return {name: self.controls[name].value_of(state) for name, state in states.items()}

    def states_of(self, values):
        """What a page calls these values."""
        return {name: self.controls[name].state_of(value) for name, value in values.items()}

    def figure(self, values):
        """A Matplotlib figure of its own, for these values."""
        figure = new_figure(*self.size)
        Canvas(figure, self.panels(figure)).update(self.compute(**self.complete(values)))
        return figure

    def canvas(self, ratio=1.0):
        """The figure that is redrawn while a control moves, `ratio` pixels a point."""
        if ratio not in self._canvases:
            figure = new_figure(*self.size)
            self._canvases[ratio] = Canvas(figure, self.panels(figure))
            figure.set_dpi(ratio * self.zoom * figure.dpi)
        return self._canvases[ratio]

    def tiles(self):
        """The picture in pieces for a page that is narrower, see `course_lib.live.tiles`."""
        with self._lock:
            return tiles.tiles(self.canvas(), self.size, self.zoom, self.decides, self.together)

    def frame(self, values, ratio=1.0):
        """(PNG, text) at these values of all controls, with what work beside the sliders has found, a line each."""
        with self._lock:
            shown, findings = self._computed(values)
            words = [self.describe(shown, **values)]
            for finding in findings:
                shown = shown | finding.shown
                words.append(finding.words)
            return encode_png(self.canvas(ratio).draw(shown)), "\n".join(filter(None, words))

    def tables(self, values):
        """The numbers of the picture at these values of all controls, findings too, as `plots.Tables`."""
        with self._lock:
            shown, findings = self._computed(values)
            for finding in findings:
                shown = shown | finding.shown
            return self.canvas().tables(shown)

    def _computed(self, values):
        """(What `compute` finds, the findings that hold) at these values."""
        if self._latest[0] != values:  # a job's pictures, the sharp one and the tables ask for the same values again
            self._latest = dict(values), self.compute(**values)
        findings = tuple(self.findings.values())  # another thread may write meanwhile
        return self._latest[1], [finding for finding in findings if finding.holds(values)]

    def panel_at(self, x, y):
        """(panel name, (x, y) in its data coordinates) under a point of the picture, from its top left corner."""
        for name, panel in self.canvas().panels.items():
            at = self.zoom * x, self.zoom * (self.size[1] - y)
            if panel.ax.get_window_extent().contains(*at):
                yield name, tuple(map(float, panel.ax.transData.inverted().transform(at)))
