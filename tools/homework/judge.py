"""What grades a submission in the place of nbgrader's own Execute: answers are fetched, and judged outside the kernel.

In nbgrader's way a test cell runs in the learner's kernel, and full points are what a cell gets that shows nothing.
Whoever owns the kernel owns the points. Here the learner's cells run in the kernel as always, but a check never does:
the grader's process has the exercise, calls the learner's function through the kernel with its own instances, and
reads the results as data (`tools.homework.wire`). Whatever does not arrive is worth nothing.
"""

import inspect
import json
import os
import re
from pathlib import Path

from nbformat import read
from nbformat.v4 import new_code_cell, new_output
from nbgrader import utils
from nbgrader.preprocessors import Execute, NbGraderPreprocessor

import course_lib
from course_lib import checks
from course_lib.exercise import not_yet
from tools.homework import wire
from tools.homework.guard import Guard

CHECK = re.compile(r"exercise\.(\w+)\.check\((.*)\)\s*\Z", re.S)
WIRE = inspect.getsource(wire)
MOST = 20_000_000  # characters that one cell may show; an answer of an exercise has less than a million
LATE = "no answer came from the kernel within {} s."
STOPPED = "an earlier cell ended the kernel, or could not be stopped ({})."


class PutBack(NbGraderPreprocessor):
    """Puts answer cells and checks that a learner deleted back, at the end, as they were handed out."""

    def preprocess(self, nb, resources):
        names = resources["nbgrader"]
        released = read(Path("release", names["assignment"], f"{names['notebook']}.ipynb"), as_version=4)
        here = {cell.metadata.get("nbgrader", {}).get("grade_id") for cell in nb.cells}
        nb.cells += [cell for cell in released.cells
                     if cell.metadata.get("nbgrader", {}).get("grade_id") not in here | {None}]
        return nb, resources


class NoAnswer(Exception):
    """The kernel said nothing that could be read."""


class Judge(Execute):
    """Runs a submission's cells; each cell with points is judged from here, and shows the verdict."""

    def preprocess(self, nb, resources):
        self.ended = ""  # or why the kernel is not asked any more
        own = Path(resources["metadata"]["path"])
        guard = Guard([Path.cwd(), Path(course_lib.__file__).parent, Path(__file__).parent], own)
        try:
            nb, resources = super().preprocess(nb, resources)
        finally:
            touched = guard.put_back()
        if touched:
            words = f"while this notebook ran, files outside its folder changed: {', '.join(touched)}"
            self.log.error("%s: %s", resources["nbgrader"]["student"], words)
            for cell in filter(utils.is_grade, nb.cells):
                show(cell, not_yet(words))
        return nb, resources

    def preprocess_cell(self, cell, resources, index):
        self.place = index
        if utils.is_grade(cell) and cell.cell_type == "code":
            show(cell, self.verdict(cell))
        elif not self.ended:
            self.run(cell)
        return cell, resources

    def run(self, cell):
        """Execute a cell; a kernel that died, or that no interrupt reaches, is not asked again."""
        held, self.heard = self.nb.cells[self.place], 0
        try:
            self.execute_cell(cell, self.place, store_history=True)
        except Exception as error:
            self.log.error("The kernel is not asked any more: %s", error)
            self.ended = str(error).splitlines()[0] if str(error) else type(error).__name__
        self.nb.cells[self.place] = held  # what was executed took its place
        return cell

    def output(self, outs, msg, display_id, cell_index):
        """What a cell shows, up to a limit: a flood of it would fill the grader's memory."""
        self.heard += len(str(msg["content"]))
        return None if self.heard > MOST else super().output(outs, msg, display_id, cell_index)

    def verdict(self, cell):
        """The exercise's own verdict on the answer that the kernel holds."""
        name, expression = CHECK.search(cell.source).groups()
        exercise = getattr(getattr(checks, cell.metadata.nbgrader["grade_id"].split("-")[0]), name)
        try:
            answer = self.ask(expression)
        except NoAnswer as error:
            return not_yet(str(error))
        except Exception as error:
            return not_yet(f"there is no answer: {type(error).__name__}: {error}")
        return exercise.verdict(answer)

    def ask(self, expression, args=None):
        """The value of an expression in the kernel, or of calling it; a function comes back as one that asks."""
        if self.ended:
            raise NoAnswer(STOPPED.format(self.ended))
        sent = None if args is None else json.dumps(wire.encode(args))
        code = f"exec({WIRE!r}, _wire := {{}})\n_wire['reply'](lambda: ({expression}), {sent!r})"
        cell = self.run(new_code_cell(code))
        texts = [output["data"][wire.MIME] for output in cell.outputs if wire.MIME in output.get("data", {})]
        if not texts:
            raise NoAnswer(STOPPED.format(self.ended) if self.ended else LATE.format(self.timeout))
        said = json.loads(texts[-1])
        if "error" in said:
            name, message = map(str, said["error"])
            raise type(name, (Exception,), {})(message)
        wire.leave(args or (), wire.decode(said["args"]) or ())
        return wire.decode(said["value"], lambda *args: self.ask(expression, args))


def show(cell, verdict):
    """Put the verdict into a cell as nbgrader reads it: text is full points, an error none."""
    if verdict.outcome == "right":
        cell.outputs = [new_output("stream", name="stdout", text=f"{verdict}\n")]
    else:
        cell.outputs = [new_output("error", ename="NotRight", evalue=str(verdict), traceback=[str(verdict)])]


os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
