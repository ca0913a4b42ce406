"""The picture in the page: one image with its text alternative and, when something went wrong, a message.

JupyterLab gives ipywidgets.Image no alt text; this small anywidget does, and names the sliders around it.
"""

from pathlib import Path

import anywidget
import traitlets


class PictureView(anywidget.AnyWidget):
    """Shows `png` (bytes) at most `width` pixels wide, `text` as its alternative and below it, `error` beside it."""

    _esm = Path(__file__).parent / "view.js"
    _css = Path(__file__).parent / "view.css"

    png = traitlets.Bytes(b"").tag(sync=True)
    text = traitlets.Unicode("").tag(sync=True)
    error = traitlets.Unicode("").tag(sync=True)
    width = traitlets.Int(900).tag(sync=True)

    def show(self, png, text):
        """Picture and text travel in one message, so they always belong together; an old error is gone."""
        with self.hold_sync():
            self.png, self.text, self.error = png, text, ""
