"""The teacher's version of the notebooks: every exercise solved, and for the clinic the answers of ten wards.

    python -m tools.teacher [10 ...]       (or: make teacher N=10)

Writes build/teacher, executed, so that each check says "right". The notebooks themselves stay as they are.
"""

import re
import sys

import nbformat

from course_lib import ward
from tools import channels
from tools.notebooks import ROOT, clean, execute

SOLUTION = re.compile(r"<details><summary>Solution</summary>\s*```python\n(.*?)```", re.S)
CHECK = re.compile(r"exercise\.(\w+)\.check")
OUT, WARDS = ROOT / "build" / "teacher", range(10)


def solutions(notebook):
    """{exercise: the code of its folded solution}."""
    found = [code for cell in notebook.cells if cell.cell_type == "markdown" for code in SOLUTION.findall(cell.source)]
    return {CHECK.search(code)[1]: code.strip() for code in found}


def solved(notebook):
    """The notebook with every stub replaced by its solution."""
    answers = solutions(notebook)
    for cell in notebook.cells:
        if cell.cell_type == "code" and (name := CHECK.search(cell.source)):
            cell.source = answers[name[1]]
    first = notebook.cells[0]
    first.source = first.source.replace("\n", "  (teacher's version)\n", 1)
    return notebook


def answers(wards=WARDS):
    """The diseases of several wards as a Markdown table, a column for each ward and a row for each bed."""
    columns = [ward.admit(seed) for seed in wards]
    lines = [f"## Answers: wards {wards[0]} to {wards[-1]}", "",
             "| bed | " + " | ".join(f"ward {seed}" for seed in wards) + " |", "|---" * (1 + len(columns)) + "|"]
    lines += [f"| {beds[0].bed} | " + " | ".join(patient.disease for patient in beds) + " |" for beds in zip(*columns)]
    lines += ["", "What the course prescribes:", ""]
    for disease in ward.DISEASES:
        remedies = {patient.remedy for column in columns for patient in column if patient.disease == disease}
        lines.append(f"- *{disease}*: {' or '.join(sorted(remedies))}")
    return "\n".join([*lines, "", "(he_normal is for ReLU, xavier_normal for tanh.)"])


def main():
    paths = [channels.numbered(number) for number in sys.argv[1:]] or channels.NOTEBOOKS
    OUT.mkdir(parents=True, exist_ok=True)
    for path in paths:
        notebook = solved(nbformat.read(path, as_version=4))
        if path.stem == "10_clinic":
            notebook.cells.append(nbformat.v4.new_markdown_cell(answers()))
        clean(execute(notebook))
        nbformat.write(notebook, OUT / path.name)
        print(OUT.relative_to(ROOT) / path.name, flush=True)
    print(f"Open one with: .venv/bin/jupyter lab {OUT.relative_to(ROOT) / path.name}")


if __name__ == "__main__":
    main()
