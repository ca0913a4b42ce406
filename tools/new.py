"""The skeleton of another notebook: notebook, checks file and explorer file, ready to run.

    python tools/new.py 11 one_more          (or: make new N=11 NAME=one_more)

CONTRIBUTING.md says how to fill it in an hour. Nothing that exists is overwritten.
"""

import re
import subprocess
import sys
from pathlib import Path

import nbformat

EXPLORER = '''"""{number}: say in one line what a learner sees here."""

import numpy as np

from course_lib import diagnostics, live, mlp, plots
from course_lib.datasets import xor
from course_lib.explorers.common import GRADIENTS, START, WEIGHTS, count_units, scale_slider, start

X, Y = xor(np.random.default_rng(0))


def compute(scale, initializer, seed):
    network = mlp.build(np.random.default_rng(seed), (2, 4, 1), "tanh",
                        lambda rng, shape: start(rng, shape, initializer, scale))
    gradients = mlp.backward(network, mlp.forward(network, X), Y)
    return {{"W1": network[0].W, "dW1": gradients[0].dW, "units": diagnostics.unit_classes(network)}}


def panels(figure):
    def rows(left, heading, scale):
        return plots.WeightRows(plots.place(figure, left, 44, 160, 236), 4, ("$x_1$", "$x_2$"), heading, scale)

    return {{"W1": rows(40, "weights $W_1$", WEIGHTS), "dW1": rows(260, "gradients $dW_1$", GRADIENTS),
            "units": plots.DistinctUnits(plots.place(figure, 480, 44, 72, 236), 4)}}


def describe(result, **_):
    return f"{{count_units(result['units'])}} Largest |dW1| {{np.abs(result['dW1']).max():.2g}}."


@live.named
def {name}():
    """Say what the picture is of."""
    controls = {{"scale": scale_slider(), "initializer": live.choice("weights start as", START, "random"),
                "seed": live.seed()}}
    return live.Explorer(controls, compute, panels, describe, main="scale", size=(580, 350),
                         actions={{"New seed": live.new_seed}})
'''

CHECKS = '''"""Exercises of notebook {number}."""

from course_lib.checks.exercise import FunctionExercise

double = FunctionExercise(
    lambda x: 2 * x, lambda rng: (rng.normal(size=3),),
    [(lambda x: x * x, "that is the square; two times x is asked.")],
    "say here why it matters.")
'''

SETUP = """import numpy as np
from course_lib import activations, datasets, diagnostics, explorers, initializers, mlp, plots
from course_lib.checks import {name} as exercise"""

CELLS = [  # (kind, text): the anatomy of every notebook
    ("markdown", "# {number} · The one question of this notebook?\n\n**40 minutes.** You need: notebooks 01 to 07."),
    ("code", SETUP),
    ("markdown", "## Predict before you run\n\nAsk before you show."),
    ("markdown", "## By hand, once\n\nThe smallest example, then the library beside it."),
    ("code", "z = 0.5 * 1 + 0.5 * 1\nprint(\"agrees:\", np.allclose(z, np.full((1, 2), 0.5) @ np.ones((2, 1))))"),
    ("markdown", "## Move the weights\n\nSay what each control means, and three things to try."),
    ("code", "explorers.{name}()"),
    ("markdown", "<details><summary>What you saw</summary>\n\nExplain.\n\n</details>\n\n## The claim, as a number\n\n"
                 "## Where it stops being true\n\n## Exercises\n\n**1.** Return two times `x`."),
    ("code", "def double(x):\n    return ...\n\nexercise.double.check(double)"),
    ("markdown", "<details><summary>Solution</summary>\n\n```python\ndef double(x):\n    return 2 * x\n\n"
                 "exercise.double.check(double)\n```\n</details>\n\n## Summary\n\n**Sources.** Name, year, equation."),
]


def write(path, text):
    """A new file; one that exists is left alone and named."""
    if path.exists():
        sys.exit(f"{path} exists already; nothing was written over it")
    path.write_text(text, encoding="utf-8")
    print("made", path)


def register(file, name):
    """Add the explorer to course_lib/explorers/__init__.py: its import, its entry and its public name."""
    text = file.read_text(encoding="utf-8")
    text = text.replace("\nEXPLORERS = ", f"from course_lib.explorers.{name} import {name}\n\nEXPLORERS = ", 1)
    text = text.replace("\n)})", f"\n    {name},\n)}})", 1).replace("\n]", f"\n    \"{name}\",\n]", 1)
    file.write_text(text, encoding="utf-8")
    sort = ("check", "--fix", "--quiet", "--select", "I,RUF022")
    subprocess.run([sys.executable, "-m", "ruff", *sort, str(file)], check=False)


def main(number, name, root=Path(__file__).parents[1]):
    if not re.fullmatch(r"\d\d", number) or not name.isidentifier() or name != name.lower():
        sys.exit("usage: make new N=11 NAME=one_more (two digits; a lower-case name without blanks)")
    words = {"number": number, "name": name}
    cells = [getattr(nbformat.v4, f"new_{kind}_cell")(text.format(**words) if "{n" in text else text, id=f"{name}-{k}")
             for k, (kind, text) in enumerate(CELLS)]
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": {
        "name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}})
    write(root / "course_lib" / "explorers" / f"{name}.py", EXPLORER.format(**words))
    write(root / "course_lib" / "checks" / f"{name}.py", CHECKS.format(**words))
    write(root / "notebooks" / f"{number}_{name}.ipynb", nbformat.writes(notebook) + "\n")
    register(root / "course_lib" / "explorers" / "__init__.py", name)
    print("added the explorer to course_lib/explorers/__init__.py")
    print("Next: make notebooks, make test; CONTRIBUTING.md says what to fill in.")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: make new N=11 NAME=one_more")
    main(*sys.argv[1:])
