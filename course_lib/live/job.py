"""Long work behind a button: it shows its progress, can be cancelled, and never blocks the sliders.

work(**values) is a generator of (share done, {panel: what it shows}, text); it sees the controls as they stood when
the button was pressed. What it has found is shown with every later picture until a control it depends on moves.
"""

import threading

import ipywidgets

from course_lib.live import background


class Job:
    """A start button that turns into a cancel button, and a progress bar."""

    def __init__(self, label, work, explorer):
        self.label, self.explorer = label, explorer
        self.work, self.depends = work
        self._found, self._started_with, self._worker, self._cancelled = {}, None, None, threading.Event()
        self.button = ipywidgets.Button(description=label, layout={"width": "auto"})
        self.button.on_click(lambda _: self.cancel() if self.running else self.start())
        # Hidden until there is something to show: an empty bar looks like a button without a name.
        self.bar = ipywidgets.FloatProgress(min=0.0, max=1.0, layout={"width": "120px", "visibility": "hidden"})
        self.text = ""
        self.bar.tooltip = f"progress of: {label}"
        self.widgets = [self.button, self.bar]

    @property
    def running(self):
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
        self.button.description, self.explorer.view.error, self.bar.layout.visibility = "Cancel", "", "visible"
        self._worker = background.run(self._run(self.explorer.values()))

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
                self.explorer.refresh()
                yield
        except Exception as error:
            self.explorer.view.error = f"{type(error).__name__}: {error} Move a control to go on."
        finally:
            self.bar.value = 0.0 if self._cancelled.is_set() else 1.0
            self.bar.layout.visibility = "visible" if self.bar.value else "hidden"
            self.button.description = self.label
