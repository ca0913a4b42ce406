"""Long work behind a button: it shows its progress, can be cancelled, and never blocks the sliders.

work(**values) is a generator of (share done, {panel: what it shows}, text); it sees the controls as they stood when
the button was pressed. What it has found is shown with every later picture until a control it depends on moves.
"""

import threading
from collections.abc import Callable

import ipywidgets

from course_lib.live import background
from course_lib.live.frames import told


class Job:
    """A start button that turns into a cancel button, and a progress bar.

    values   () -> the controls' present values
    changed  () called when something new was found
    failed   (words) called with "" at the start, and when the work ends in an exception
    """

    def __init__(self, label, work, depends, *, values, changed, failed):
        self.label: str = label
        self.work: Callable = work
        self.depends: tuple[str, ...] = depends
        self.text: str = ""
        self._values: Callable = values
        self._changed: Callable = changed
        self._failed: Callable = failed
        self._found: dict = {}
        self._started_with: tuple | None = None
        self._worker = None
        self._cancelled = threading.Event()
        self._bar: ipywidgets.FloatProgress | None = None
        self._button: ipywidgets.Button | None = None

    @property
    def widgets(self):
        """The button and the bar, made when they are first shown."""
        if self._button is None:
            self._button = ipywidgets.Button(description=self.label, layout={"width": "auto"})
            self._button.on_click(lambda _: self.cancel() if self.running else self.start())
            # Hidden until there is something to show: an empty bar looks like a button without a name.
            self._bar = ipywidgets.FloatProgress(min=0.0, max=1.0, layout={"width": "120px", "visibility": "hidden"})
            self._bar.tooltip = f"progress of: {self.label}"
        return [self._button, self._bar]

    @property
    def button(self):
        """The button."""
        return self.widgets[0]

    @property
    def bar(self):
        """The progress bar."""
        return self.widgets[1]

    @property
    def running(self):
        """Whether the work is under way."""
        return self._worker is not None and self._worker.is_alive()

    def _key(self, values):
        return tuple(values[name] for name in self.depends)

    def found(self, values):
        """What the work has found so far for these controls; nothing if it was done for others."""
        return dict(self._found) if self._started_with == self._key(values) else {}

    def start(self):
        """Run the work beside the kernel's other business."""
        if self.running:
            return
        self._cancelled.clear()
        self._failed("")
        self.button.description, self.bar.layout.visibility = "Cancel", "visible"
        self._worker = background.run(self._run(self._values()))

    def cancel(self):
        """Stop at the next chance; what has been found stays."""
        self._cancelled.set()

    def wait(self, seconds=None):
        """Until the work has ended."""
        if self._worker is not None:
            self._worker.join(seconds)

    def _run(self, values):
        self._found, self._started_with, self.text = {}, self._key(values), ""
        try:
            for share, found, text in self.work(**values):
                if self._cancelled.is_set():
                    break
                self._found, self.text, self.bar.value = found, text, share
                self._changed()
                yield
        except Exception as error:
            self._failed(told(error))
        finally:
            self.bar.value = 0.0 if self._cancelled.is_set() else 1.0
            self.bar.layout.visibility = "visible" if self.bar.value else "hidden"
            self.button.description = self.label
