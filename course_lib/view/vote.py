"""A tally of hands in the page, for a class."""

import anywidget
import traitlets

from course_lib.view import script, styles


class VoteView(anywidget.AnyWidget):
    """For each of the `choices` of the question `text` two numbers and their bars. They stay in the page.

    zoom  larger than usual, for a projector
    """

    _esm = script(("text.js", "vote.js"))
    _css = styles("vote.css")

    text = traitlets.Unicode("").tag(sync=True)
    choices = traitlets.List(traitlets.Unicode()).tag(sync=True)
    zoom = traitlets.Float(1.0).tag(sync=True)
