"""The record of a finding's texts."""

from typing import NamedTuple


class Entry(NamedTuple):
    """Why it matters, what to try, where the course explains it, and a line that shows it.

    `{k}` in the code stands for the layer, counted from 0; network, X and Y are those of the reading: found.network ...
    """

    why: str
    advice: str
    notebook: str
    heading: str
    code: str
