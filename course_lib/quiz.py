"""Predictions that can be answered: a question with choices, a verdict in words, and the reason.

Shown in a notebook it is a widget (labels, keyboard, text); its plain text, kept in the saved notebook, can be read
without a kernel. What has been answered is kept in memory only.
"""

import os

import ipywidgets


class Question:
    """`text`, `choices` {answer: why it is right or wrong}, `right` one of them. `answer(choice)` gives the verdict."""

    def __init__(self, text, choices, right):
        if right not in choices or len(choices) < 2:
            raise ValueError(f"right must be one of at least two choices {list(choices)}, not {right!r}")
        self.text, self.choices, self.right, self.outcome = text, dict(choices), right, None

    def answer(self, choice):
        """A sentence that begins with "Right" or "Not yet", and the reason."""
        if choice not in self.choices:
            raise ValueError(f"choose one of {list(self.choices)}, not {choice!r}")
        if self.outcome != "right":
            self.outcome = "right" if choice == self.right else "not yet"
        return f"{'Right' if choice == self.right else 'Not yet'}: {self.choices[choice]}"

    def __repr__(self):
        letters = "abcdefgh"
        return "\n".join([self.text, *(f"  {letters[k]}) {choice}" for k, choice in enumerate(self.choices))])

    def widget(self):
        """A button for each choice below the question; the verdict stands under them.

        Buttons and not radio buttons: JupyterLab takes the arrow keys that a group of radio buttons needs.
        """
        verdict = ipywidgets.HTML("", layout={"min_height": "1.6em"})
        buttons = [ipywidgets.Button(description=choice, layout={"width": "auto"}) for choice in self.choices]

        def chosen(button):
            for other in buttons:
                other.style.font_weight = "bold" if other is button else "normal"
            verdict.value = f'<div role="status">{self.answer(button.description)}</div>'

        for button in buttons:
            button.on_click(chosen)
        row = ipywidgets.HBox(buttons, layout={"flex_flow": "row wrap"})
        box = ipywidgets.VBox([ipywidgets.HTML(f"<b>{self.text}</b>"), row, verdict])
        box.add_class("course-question")
        return box

    def _repr_mimebundle_(self, include=None, exclude=None):
        if os.environ.get("COURSE_PAGES") == "1":  # on a page without a kernel no button could answer
            return {"text/plain": repr(self)}
        view = "application/vnd.jupyter.widget-view+json"
        return {view: self.widget()._repr_mimebundle_()[view], "text/plain": repr(self)}

