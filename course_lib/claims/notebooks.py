"""What the course consists of: each notebook's file, question and minutes, and which one leads to it."""

from typing import NamedTuple


class Notebook(NamedTuple):
    """`file` without .ipynb; `needs` in words for a reader, `after` the notebook that leads here ("" for the first)."""

    file: str
    name: str
    question: str
    minutes: int
    needs: str
    after: str


NOTEBOOKS = {  # number: what its first cell says; a test compares
    "01": Notebook("01_forward_pass", "Forward pass", "What does one hidden unit compute?", 35,
                   "matrix products, slopes", ""),
    "02": Notebook("02_backprop", "Backprop", "What does each unit hear of the error?", 40, "01, the chain rule", "01"),
    "03": Notebook("03_zero_init", "Zero init", "What never moves when all weights start at zero?", 40,
                   "01 and 02", "02"),
    "04": Notebook("04_constant_init", "Constant init", "How much is a network of equal units worth?", 45,
                   "01 to 03", "03"),
    "05": Notebook("05_random_init", "Random init", "How different is different enough?", 45, "01 to 04", "04"),
    "06": Notebook("06_xavier_he", "Xavier and He", "How large should random be?", 45, "01 to 05, variance", "05"),
    "07": Notebook("07_saturation", "Saturation", "What is too large, and what is too small?", 45, "01 to 06", "06"),
    "08": Notebook("08_more_symmetry", "More symmetry", "What else breaks symmetry?", 45, "01 to 05", "05"),
    "09": Notebook("09_landings", "Landings", "Does it matter where you land?", 60, "01 to 05", "05"),
    "10": Notebook("10_clinic", "The clinic", "What is wrong with this network?", 60, "01 to 07", "07"),
}


def in_words():
    """The map of the course for those who do not see it."""
    lines = [f"{number} {book.name}: {book.question} {book.minutes} minutes; you need {book.needs}"
             f"{f'; comes after {book.after}' if book.after else ''}." for number, book in NOTEBOOKS.items()]
    return "\n".join(["The map of the course.", *lines])
