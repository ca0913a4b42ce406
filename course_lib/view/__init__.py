"""The picture in the page: a canvas with its text alternative and, when something went wrong, a message.

A small anywidget, because no ipywidget follows other controls inside the page, shows frames that it holds there, or
gives a picture a text alternative in JupyterLab. What the two halves say to each other is in `course_lib.live.frames`.
"""

import re
from pathlib import Path

import anywidget
import ipywidgets
import traitlets

HERE = Path(__file__).parent
# Each needs only earlier ones.
PARTS = ("dark.js", "held.js", "requests.js", "silence.js", "spoken.js", "flow.js", "text.js", "stage.js",
         "moments.js", "status.js", "inpage.js", "alone.js", "present.js", "mark.js", "unasked.js", "picture.js",
         "numbers.js", "view.js")


def script(parts=PARTS):
    """The page's half as one module, which is what a widget carries: the parts without their imports and exports."""
    text = "\n".join((HERE / part).read_text(encoding="utf-8") for part in parts)
    return re.sub(r"^export (?!default)", "", re.sub(r"^import .*\n", "", text, flags=re.M), flags=re.M)


def styles(*parts):
    """Style sheets as one text; `theme.css`, the course's colours in the light and in the dark, comes first."""
    return "\n".join((HERE / part).read_text(encoding="utf-8") for part in ("theme.css", *parts))


class PictureView(anywidget.AnyWidget):
    """Shows a picture `width` by `height` pixels, `text` as its alternative and below it, `error` beside it.

    controls  name -> widget: the view follows them in the page; states: how they stood when `png` was drawn
    values    what these states mean; epoch: counts changes that no control tells of, such as a job's results
    name      the explorer's, for the line of code that shows it again; order: of the controls in that line
    handed    what stands before the controls in that line, such as network, X, Y
    tiles     pieces of the picture for a narrower page, in its order (`course_lib.live.tiles`)
    zoom      larger than usual, for a projector
    places    panel -> [left, top, width, height] in the picture, of those that a question may point at
    spelled   control -> [(value, how the screen shows it), ...], of those that a question wants to see
    main      the slider whose positions the page has drawn before anybody asks; unasked: CPU seconds for that, or 0
    hold      whether the page keeps frames; embedded, images, tables: what travels with an exported page, first for
              the positions of one slider, `axis`, then for `further` states; found: what work beside the sliders has
              found for them, pickled, and parts: role -> widget, for the Python that the page may start
    """

    _esm = script()  # a path would be watched, and would keep every view alive
    _css = styles("view.css", "controls.css")

    name = traitlets.Unicode("").tag(sync=True)
    handed = traitlets.List(traitlets.Unicode()).tag(sync=True)
    zoom = traitlets.Float(1.0).tag(sync=True)
    png = traitlets.Bytes(b"").tag(sync=True)
    text = traitlets.Unicode("").tag(sync=True)
    error = traitlets.Unicode("").tag(sync=True)
    width = traitlets.Int(900).tag(sync=True)
    height = traitlets.Int(350).tag(sync=True)
    tiles = traitlets.List().tag(sync=True)
    order = traitlets.List(traitlets.Unicode()).tag(sync=True)
    controls = traitlets.Dict().tag(sync=True, **ipywidgets.widget_serialization)
    states = traitlets.Dict().tag(sync=True)
    values = traitlets.Dict().tag(sync=True)
    epoch = traitlets.Int(0).tag(sync=True)
    main = traitlets.Unicode("").tag(sync=True)
    unasked = traitlets.Float(0.0).tag(sync=True)
    hold = traitlets.Bool(True).tag(sync=True)
    clickable = traitlets.Bool(False).tag(sync=True)
    places = traitlets.Dict().tag(sync=True)
    spelled = traitlets.Dict().tag(sync=True)
    embedded = traitlets.Dict({"axis": None, "texts": [], "values": [], "further": []}).tag(sync=True)
    images = traitlets.List(traitlets.Bytes()).tag(sync=True)
    tables = traitlets.Bytes(b"").tag(sync=True)
    found = traitlets.Bytes(b"").tag(sync=True)
    parts = traitlets.Dict().tag(sync=True, **ipywidgets.widget_serialization)

    def show(self, png, text, states=None, values=None):
        """Picture and text travel in one message, so they always belong together; an old error is gone."""
        with self.hold_sync():
            self.png, self.text, self.error = png, text, ""
            self.states, self.values = states or {}, values or {}
