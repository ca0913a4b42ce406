"""Long work beside the sliders: it shows its progress, can be cancelled, and blocks nothing. No widget in here.

work(**values) is a generator of (share done, {panel: what it shows}, text); it sees the controls as they stood when
it was started. What it has found is shown with every later picture until a control it depends on moves.
"""

import threading
from collections.abc import Callable
from enum import Enum, auto

from course_lib.live import background
from course_lib.live.scene import Finding


class News(Enum):
    """What those who listen to a job are told."""

    BEGUN = auto()
    FOUND = auto()
    ENDED = auto()


class Job:
    """Work that can be started again and again, once at a time.

    depends  names of the controls whose values make a difference; values: () -> the present values of all controls
    share    of the work that is done; error: the exception in which it ended, or None
    """

    def __init__(self, label, work, depends, *, scene, values):
        self.label: str = label
        self.work: Callable = work
        self.depends: tuple[str, ...] = depends
        self.share: float = 0.0
        self.error: Exception | None = None
        self.running: bool = False
        self.listeners: list[Callable] = []  # each is called with (this job, News), in the thread of the work
        self._scene = scene
        self._values: Callable = values
        self._worker = None
        self._cancelled = threading.Event()

    @property
    def text(self):
        """What it has found, in words."""
        return self._scene.findings[self.label].words if self.label in self._scene.findings else ""

    def found(self, values):
        """What the work has found so far for these controls; nothing if it was done for others."""
        finding = self._scene.findings.get(self.label)
        return dict(finding.shown) if finding and finding.holds(values) else {}

    def start(self):
        """Run the work beside the kernel's other business."""
        if self.running:
            return
        values = self._values()
        self._cancelled.clear()
        self.running, self.share, self.error = True, 0.0, None
        self._find(values, {}, "")
        self._tell(News.BEGUN)
        self._worker = background.run(self._run(values))

    def cancel(self):
        """Stop at the next chance; what has been found stays."""
        self._cancelled.set()

    def wait(self, seconds=None):
        """Until the work has ended."""
        if self._worker is not None:
            self._worker.join(seconds)

    def _run(self, values):
        try:
            for share, shown, text in self.work(**values):
                if self._cancelled.is_set():
                    break
                self.share = share
                self._find(values, shown, text)
                self._tell(News.FOUND)
                yield
        except Exception as error:
            self.error = error
        finally:
            self.share = 0.0 if self._cancelled.is_set() else 1.0
            self.running = False
            self._tell(News.ENDED)

    def _find(self, values, shown, text):
        given = {name: values[name] for name in self.depends}
        self._scene.findings[self.label] = Finding(given, shown, text)

    def _tell(self, news):
        for listener in self.listeners:
            listener(self, news)
