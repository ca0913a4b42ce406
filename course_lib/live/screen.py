"""What an explorer has on the screen: controls as widgets, the picture's end in the page, and what answers it."""

import base64
import threading
from collections.abc import Callable
from functools import cached_property

from course_lib.live import background, export, lifetime, settings, telling, widgets
from course_lib.live.frames import Frames, told
from course_lib.live.job import Job, News
from course_lib.live.scene import Scene
from course_lib.plots import places, still
from course_lib.view import PictureView

LIVE = "application/vnd.jupyter.widget-view+json"


class Screen:
    """The widgets of one scene; made when they are first asked for.

    name      the explorer's, for the line of code under the picture; handed: what stands first in its parentheses
    main      the initialization slider's name
    values    () -> the present values; moved: (name, value) told when a control moves by hand
    clicked   (x, y) told when the picture is clicked, or None where a click does nothing
    buttons   {label: press()}; jobs: {label: Job}, whose buttons stand beside these
    """

    def __init__(self, scene, *, name, main, values, moved, clicked, buttons, jobs, handed=()):
        self.scene: Scene = scene
        self.name: str = name
        self.handed: tuple[str, ...] = tuple(handed)
        self.main: str = main
        self._values: Callable = values
        self._moved: Callable = moved
        self._clicked: Callable | None = clicked
        self._buttons: dict[str, Callable] = buttons
        self._jobs: dict[str, Job] = jobs
        self.job_buttons: dict[str, widgets.JobButton] = {}
        self._widget = None
        self._links: list = []
        self._showing = threading.RLock()  # a job's thread shows pictures, too

    @cached_property
    def controls(self):
        """name -> ipywidget."""
        made = {name: widgets.widget(self.scene.controls[name], value) for name, value in self._values().items()}
        for name, control in made.items():
            control.observe(lambda change, name=name: self._moved(name, change["new"]), names="value")
        return made

    @cached_property
    def view(self):
        """The picture's end in the page."""
        width, height = self.scene.size
        view = PictureView(name=self.name, handed=list(self.handed), width=width, height=height,
                           controls=self.controls, order=list(self.controls), clickable=self._clicked is not None,
                           zoom=self.scene.zoom, tiles=self.scene.tiles(), main=self.main,
                           unasked=settings.fill_seconds() if background.THREADS else 0.0)  # one thread would freeze
        if self._clicked is not None:
            view.on_msg(lambda _, content, buffers: "click" in content and self._clicked(*content["click"]))
        return view

    @cached_property
    def frames(self):
        """What answers the page."""
        return Frames(self.scene, self.view)

    def follow(self, changes):
        """Show controls where the program has put them."""
        for name, value in changes.items():
            self.controls[name].value = value

    def moved(self):
        """A control has moved: a live page has seen that and asks for itself."""
        if not self.frames.live:
            self.refresh()

    def refresh(self):
        """Show the present values. An exception becomes a message beside the picture, gone at the next good move."""
        if self._widget is None and not self.frames.live:  # nobody looks yet
            return
        with self._showing:
            if self.frames.live:
                self.view.epoch += 1  # what pages hold is out of date
                return
            try:
                values = self._values()
                self.view.show(*self.scene.frame(values), self.scene.states_of(values), values)
            except Exception as error:
                self.view.error = told(error)

    def worked(self, job, news):
        """A job has begun, found something, or ended."""
        self.job_buttons[job.label].show(job)
        if news is News.BEGUN:
            self.view.error = ""
        elif news is News.FOUND:
            self.refresh()
        elif job.error is not None:
            self.view.error = told(job.error)

    @cached_property
    def buttons(self):
        """label -> ipywidget of an action's button; those of jobs are in `job_buttons`."""
        for label, job in self._jobs.items():
            self.job_buttons[label] = widgets.JobButton(job)
            job.listeners.append(self.worked)
        return {label: widgets.button(label, press) for label, press in self._buttons.items()}

    def followed(self):
        """{role: widget} of all that says or hears something: what a page that has these widgets already must follow
        when it gets a kernel of its own. From then on the page asks for every picture.
        """
        self.frames.live = True
        roles = {"view": self.view} | {f"control {name}": control for name, control in self.controls.items()}
        roles |= {f"button {label}": button for label, button in self.buttons.items()}
        for label, job in self.job_buttons.items():
            roles |= {f"button {label}": job.button, f"bar {label}": job.bar, f"layout {label}": job.bar.layout}
        return roles

    def widget(self):
        """Controls above, picture and text below, as one ipywidget."""
        if self._widget is None:
            buttons = [*self.buttons.values(), *(job.both for job in self.job_buttons.values())]
            boxes, self._links = widgets.rows(self.scene.controls, self.controls, self.main, buttons)
            if settings.for_pages():
                export.embed(self.scene, self.view, self.main, self._values(), self._jobs.values())
            self._widget = widgets.assemble(boxes, self.view)
            self.refresh()
            if settings.for_pages():  # after the first picture, which the page has to have
                self.view.parts = self.followed()
            self.view.spelled = telling.spelled(self.name, self.scene.controls)
            self.view.places = places(self.scene.canvas(), telling.panels(self.name), self.scene.zoom)
        lifetime.open_widgets(self._widget)
        return self._widget

    def close(self):
        """Free the widgets; displaying them opens them again."""
        if self._widget is not None:
            self.frames.close()
            for part in (self._widget, *self._links):
                lifetime.close_widgets(part)

    def bundle(self):
        """(data, metadata) for a notebook: the live widget, and the same picture and text as they are stored."""
        first, ratio = self._widget is None, settings.still_ratio()
        live = self.widget()._repr_mimebundle_()[LIVE]
        png, text = self.view.png, self.view.text
        if not (first and png and ratio == 1):  # otherwise the picture just drawn for the page is that picture
            png, text = self.scene.frame(self._values(), ratio)
        return ({LIVE: live, "image/png": base64.b64encode(png).decode(), "text/plain": text},
                still(self.scene.size[0] * self.scene.zoom))
