"""A question in the page, which keeps its own order there: predicted, then observed, then explained.

A small anywidget, because it must do so on pages without a kernel, too, and hear what the pictures of the page show.
"""

import anywidget
import traitlets

from course_lib.view import script, styles

PARTS = ("text.js", "moments.js", "present.js", "asking.js", "outcome.js", "sheet.js", "opened.js",
         "reveal.js", "question.js")  # each needs only earlier ones


class QuestionView(anywidget.AnyWidget):
    """Asks `text`; `choices`, and `reasons` why each is right or wrong; `right` is the place of one of them.

    Without reasons there is no verdict, and an answer can be changed at any time.

    look   what is to be seen first, or {}: explorer, move, states, asks, seen (list), answers (list), shown (a place),
           panel; see `course_lib.lessons.lesson.Look`
    hands  whether verdicts are kept back until they are called for
    said   written by the page: predicted, observed (places or None), seen, explained, told; see asking.js
    zoom   larger than usual, for a projector
    """

    _esm = script(PARTS)
    _css = styles("question.css")

    text = traitlets.Unicode("").tag(sync=True)
    choices = traitlets.List(traitlets.Unicode()).tag(sync=True)
    reasons = traitlets.List(traitlets.Unicode()).tag(sync=True)
    right = traitlets.Int(0).tag(sync=True)
    look = traitlets.Dict().tag(sync=True)
    hands = traitlets.Bool(False).tag(sync=True)
    said = traitlets.Dict().tag(sync=True)
    zoom = traitlets.Float(1.0).tag(sync=True)
