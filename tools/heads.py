"""What the lessons' records say, written where readers meet it: heads and links of the notebooks, README's table.

    python -m tools.heads        (`make notebooks` and `make new` call it)

A notebook's first line, its line of minutes and needs, its objectives, the minutes of its exercises and its link onward
come from the record in `course_lib/lessons/<folder>/lesson.py`; change them there.
"""

import re
from pathlib import Path

import nbformat

from course_lib.lessons import LESSONS

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
ANSWERS = "<details><summary>Answers to the predictions above, as plain text</summary>\n\n"
AFTERWARDS = "**Afterwards you can**\n"
FIRST, LAST = "<!-- lessons -->\n", "<!-- end of lessons -->"


def link(lesson, folder=""):
    """[01 · Forward pass: what does ...?](01_forward_pass.ipynb)"""
    question = lesson.question[0].lower() + lesson.question[1:]
    return f"[{lesson.number} · {lesson.name}: {question}]({folder}{lesson.file}.ipynb)"


def onward(lesson):
    """The last line of a notebook: the next one, or from the last one back to the claims."""
    later = [other for number, other in LESSONS.items() if number > lesson.number]
    return f"**Next:** {link(later[0])}" if later else f"**Back to the start:** {link(LESSONS['00'])}"


def times(lesson):
    """35 minutes, and 20 for the exercises"""
    more = sum(task.minutes for task in lesson.exercises)
    return f"{lesson.minutes} minutes" + (f", and {more} for the exercises" if more else "")


def head(lesson):
    """The first paragraphs of a notebook: title, minutes and needs, objectives."""
    lines = "".join(f"- {objective.text}\n" for objective in lesson.objectives)
    return (f"# {lesson.number} · {lesson.question}\n\n**{times(lesson)}.** You need: {lesson.needs}."
            + (f"\n\n{AFTERWARDS}{lines.rstrip()}" if lines else ""))


def with_minutes(source, lesson):
    """A cell's text with the minutes of the exercises that are asked in it: **1.** *3 minutes.* Write ..."""
    def numbered(found):
        return f"**{found[1]}.** *{lesson.exercises[int(found[1]) - 1].minutes} minutes.* "

    return re.sub(r"^\*\*(\d)\.\*\* (?:\*\d+ minutes\.\* )?", numbered, source, flags=re.M)


def answers(lesson):
    """What is to be seen and the right answers with their reasons, to be read without a kernel."""
    def answer(asked):
        seen = f"To be seen: {asked.look.shown.rstrip('.')}. " if asked.look else ""
        return f"{seen}{asked.right.removeprefix('... ')}: {asked.choices[asked.right]}\n"

    return "".join(f"{number}. {answer(asked)}" for number, asked in enumerate(lesson.predictions, 1))


def with_head(notebook, lesson):
    """The notebook with head, answers and link of its record; its own words between them stay.

    A list of answers that is longer than the record's predictions is the notebook's own.
    """
    first, last = notebook.cells[0], notebook.cells[-1]
    for cell in notebook.cells:
        before, mark, rest = cell.source.partition(ANSWERS)
        old, end, after = rest.partition("\n</details>")
        if mark and len(re.findall(r"^\d\. ", old, re.M)) <= len(lesson.predictions):
            cell.source = f"{before}{mark}{answers(lesson)}{end}{after}"
        if cell.cell_type == "markdown" and lesson.exercises:
            cell.source = with_minutes(cell.source, lesson)
    _, _, *rest = first.source.split("\n\n")
    rest = [words for words in rest if not words.startswith(AFTERWARDS)]
    first.source = "\n\n".join([head(lesson), *rest])
    last.source = re.sub(r"\n\n\*\*(Next|Back to the start):\*\*.*\Z", "", last.source) + f"\n\n{onward(lesson)}"
    return notebook


def table():
    """README's table of the notebooks, in Markdown."""
    def cells(lesson):
        more = sum(task.minutes for task in lesson.exercises)
        return (f"[{lesson.number} {lesson.name}](notebooks/{lesson.file}.ipynb)", lesson.question,
                f"{lesson.minutes}{f' + {more}' * bool(more)}", lesson.needs)

    rows = [f"| {' | '.join(cells(lesson))} |" for lesson in LESSONS.values()]
    return "\n".join(["| | the question | minutes + exercises | you need |", "|---|---|---|---|", *rows]) + "\n"


def with_table(readme):
    """README's text with the table between its two marks."""
    before, rest = readme.split(FIRST)
    return before + FIRST + table() + LAST + rest.split(LAST)[1]


def main(root=ROOT):
    for lesson in LESSONS.values():
        path = root / "notebooks" / f"{lesson.file}.ipynb"
        nbformat.write(with_head(nbformat.read(path, as_version=4), lesson), path)
    readme = root / "README.md"
    readme.write_text(with_table(readme.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
