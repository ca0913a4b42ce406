"""What an explorer has on the screen: controls as widgets, the picture's end in the page, and what answers it."""

import base64
from collections.abc import Callable
from functools import cached_property

from course_lib.live import export, lifetime, widgets
from course_lib.live.frames import Frames, told
from course_lib.live.scene import Scene
from course_lib.view import PictureView

LIVE = "application/vnd.jupyter.widget-view+json"


class Screen:
    """The widgets of one scene; made when they are first asked for.

    name      the explorer's, for the line of code under the picture
    main      the initialization slider's name
    values    () -> the present values; moved: (name, value) told when a control moves by hand
    clicked   (x, y) told when the picture is clicked, or None where a click does nothing
    buttons   {label: press()}; more: () -> other widgets that stand beside the buttons
    """

    def __init__(self, scene, *, name, main, values, moved, clicked, buttons, more):
        self.scene: Scene = scene
        self.name: str = name
        self.main: str = main
        self._values: Callable = values
        self._moved: Callable = moved
        self._clicked: Callable | None = clicked
        self._buttons: dict[str, Callable] = buttons
        self._more: Callable = more
        self._widget = None
        self._links: list = []

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
        view = PictureView(name=self.name, width=width, height=height, controls=self.controls,
                           order=list(self.controls), clickable=self._clicked is not None, zoom=self.scene.zoom)
        view.on_msg(lambda _, content, buffers: self.heard(content))
        return view

    @cached_property
    def frames(self):
        """What answers the page."""
        return Frames(self.scene, self.view)

    def heard(self, content):
        """A message from the page."""
        if "click" in content:
            self._clicked(*content["click"])
        elif "ask" in content:  # what is neither only keeps the connection awake
            self.frames.receive(content)

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
        if self._widget is None:  # nobody looks yet
            return
        if self.frames.live:
            self.view.epoch += 1  # what pages hold is out of date
            return
        try:
            values = self._values()
            self.view.show(*self.scene.frame(values), self.scene.states_of(values), values)
        except Exception as error:
            self.view.error = told(error)

    def widget(self):
        """Controls above, picture and text below, as one ipywidget."""
        if self._widget is None:
            buttons = [widgets.button(label, press) for label, press in self._buttons.items()]
            parts, self._links = widgets.row(self.scene.controls, self.controls, [*buttons, *self._more()])
            others = [part for part in parts if part is not self.controls[self.main]]
            notes = [export.embed(self.scene, self.view, self.main, self._values(), others)] if export.wanted() else []
            self._widget = widgets.assemble(parts, notes, self.view)
            self.refresh()
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
        live = self.widget()._repr_mimebundle_()[LIVE]
        png, text = self.scene.frame(self._values(), export.still_ratio())
        width = round(self.scene.size[0] * self.scene.zoom)
        return ({LIVE: live, "image/png": base64.b64encode(png).decode(), "text/plain": text},
                {"image/png": {"width": width}})
