"""The line that a learner hands in: readable, and a typing error does not go unnoticed.

    inventory 1 before 4711 bcaad bacbd xacda 013

version of the items, before or after the course, the learner's own number, the answers in the order of `ITEMS` (a is an
item's first choice, x an open one), and a check number.
"""

import re
from typing import NamedTuple

from course_lib.lessons.inventory.items import ITEMS, VERSION

WHEN = ("before", "after")
LETTERS, OPEN = "abcd", "x"
LINE = re.compile(r"inventory (\d+) (before|after) (\d+) ((?:[a-z]+ )+)(\d{3})(?!\d)")


class Handed(NamedTuple):
    """What one line says: `answers` holds a place (from 0) for each item, or None where it was left open."""

    when: str
    number: int
    answers: tuple[int | None, ...]

    @property
    def right(self):
        """For each item whether the answer is right; an open one is not."""
        return tuple(answer == item.right for answer, item in zip(self.answers, ITEMS))


def check_number(text):
    """Three digits: any one character that is wrong, and any two neighbours that are swapped, change them."""
    total = 0
    for character in text:
        total = (31 * total + ord(character)) % 997
    return f"{total:03d}"


def write(handed):
    """The line for a `Handed`."""
    letters = "".join(OPEN if answer is None else LETTERS[answer] for answer in handed.answers)
    groups = " ".join(letters[k:k + 5] for k in range(0, len(letters), 5))
    text = f"inventory {VERSION} {handed.when} {handed.number} {groups}"
    return f"{text} {check_number(text)}"


def read(text):
    """The `Handed` of a line, whatever stands around it; a ValueError says in words what is wrong."""
    squeezed = " ".join(text.lower().split())
    found = LINE.search(squeezed)
    if not found:
        raise ValueError("damaged: not the form of a line" if "inventory" in squeezed else "no line of the inventory")
    body, _, check = found[0].rpartition(" ")
    if check != check_number(body):
        raise ValueError(f"damaged: the check number {check} does not fit the rest")
    letters = found[4].replace(" ", "")
    if int(found[1]) != VERSION:
        raise ValueError(f"made with version {found[1]} of the inventory; this is version {VERSION}")
    if len(letters) != len(ITEMS) or set(letters) - {*LETTERS, OPEN}:
        raise ValueError(f"damaged: {len(ITEMS)} answers a to d or x are wanted")
    return Handed(found[2], int(found[3]), tuple(None if x == OPEN else LETTERS.index(x) for x in letters))
