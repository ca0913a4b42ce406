"""The skeleton of another lesson, ready to run: its folder, its notebook and its test file.

    python -m tools.new 12 one_more          (or: make new N=12 NAME=one_more)

The folder is a copy of `course_lib/lessons/_template`. CONTRIBUTING.md says how to fill it in an hour. Nothing that
exists is overwritten.
"""

import re
import subprocess
import sys
from pathlib import Path

import nbformat

TEMPLATE, WORDS = "_template", ("99", "template", "Template")  # what stands in the template for number and name
SETUP = """import numpy as np
from course_lib import activations, datasets, diagnostics, explorers, initializers, mlp, plots, predictions
from course_lib.checks import template as exercise"""
CELLS = [  # (kind, text): the anatomy of every notebook; head and link onward come from the record
    ("markdown", "#\n\n**\n\nSay what people say, and what you will find out."),
    ("code", SETUP),
    ("markdown", "## Predict before you run\n\nAsk before you show."),
    ("code", "predictions.ask(\"99\", 1)"),
    ("markdown", "## By hand, once\n\nThe smallest example, then the library beside it."),
    ("code", "z = 0.5 * 1 + 0.5 * 1\nprint(\"agrees:\", np.allclose(z, np.full((1, 2), 0.5) @ np.ones((2, 1))))"),
    ("markdown", "## Move the weights\n\nSay what each control means, and three things to try."),
    ("code", "explorers.template()"),
    ("markdown", "<details><summary>What you saw</summary>\n\nExplain.\n\n</details>\n\n## The claim, as a number\n\n"
                 "## Where it stops being true\n\n## Exercises\n\n**1.** Return two times `x`."),
    ("code", "def double(x):\n    return ...\n\nexercise.double.check(double)"),
    ("markdown", "<details><summary>Solution</summary>\n\n```python\ndef double(x):\n    return 2 * x\n\n"
                 "exercise.double.check(double)\n```\n</details>"),
    ("code", "print(predictions.progress(\"99\", exercise))"),
    ("markdown", "## Summary\n\nThree sentences.\n\n**Sources.** Name, year, equation."),
]


def named(text, number, name):
    """A text of the template with the lesson's own number and name."""
    words = (number, name, name.replace("_", " ").capitalize())
    for placeholder, word in zip(WORDS, words):
        text = re.sub(rf"\b{placeholder}\b", word, text)
    return text


def notebook(number, name):
    """The notebook as text, without outputs."""
    cells = [getattr(nbformat.v4, f"new_{kind}_cell")(named(text, number, name), id=f"{name.replace('_', '-')}-{k}")
             for k, (kind, text) in enumerate(CELLS)]
    return nbformat.writes(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": {
        "name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}})) + "\n"


def files(number, name, root):
    """{path: text} of all that a lesson consists of."""
    lessons = root / "course_lib" / "lessons"
    found = {lessons / name / path.name: named(path.read_text(encoding="utf-8"), number, name)
             for path in sorted((lessons / TEMPLATE).glob("*.py"))}
    test = root / "tests" / "lessons" / f"{TEMPLATE}.py"
    found[test.with_name(f"test_{name}.py")] = named(test.read_text(encoding="utf-8"), number, name)
    return found | {root / "notebooks" / f"{number}_{name}.ipynb": notebook(number, name)}


def main(number, name, root=Path(__file__).parents[1]):
    if not re.fullmatch(r"\d\d", number) or not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        sys.exit("usage: make new N=12 NAME=one_more (two digits; a lower-case name without blanks)")
    made = files(number, name, root)
    taken = [*filter(Path.exists, made), *(root / "notebooks").glob(f"{number}_*.ipynb")]
    if taken:
        sys.exit(f"{taken[0].relative_to(root)} exists already; nothing was written over it")
    for path, text in made.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        print("made", path.relative_to(root))
    subprocess.run([sys.executable, "-m", "tools.heads"], cwd=root, check=True)
    print("Next: make notebooks, make test; CONTRIBUTING.md says what to fill in.")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: make new N=12 NAME=one_more")
    main(*sys.argv[1:])
