"""Break the library one line at a time, in copies of the tree, and see whether the tests notice: `make mutation`.

    python -m tests.mutation [view/ passes ...: only mutations with one of these words in file or line]

Each mutation names the quick tests that should catch it. At most two may escape. A line that is no longer in its file
ends the check: tests/test_mutation.py says so at each push.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
MAY_ESCAPE, AT_ONCE, PATIENCE = 2, 2, 600  # PATIENCE: seconds until a run that goes on for ever is called caught


class Mutation(NamedTuple):
    """In `file` of course_lib `old`, which stands there once, becomes `new`; `tests` of ours should notice."""

    file: str
    old: str
    new: str
    tests: str


NUMBERS = [
    ("activations.py", "lambda Z, A: A * (1.0 - A)", "lambda Z, A: A * (1.0 + A)", "test_activations.py"),
    ("activations.py", "1.0 - A * A", "1.0 - A", "test_activations.py"),
    ("activations.py", "e / e.sum(axis=-2", "e / e.sum(axis=-1", "test_activations.py"),
    ("initializers/scaling.py", "3.0 * variance", "2.0 * variance", "test_initializers.py"),
    ("initializers/scaling.py", "fan_out: (fan_in + fan_out) / 2", "fan_out: fan_in + fan_out", "test_initializers.py"),
    ("initializers/scaling.py", "np.sqrt(variance) / TRUNCATED_STD", "np.sqrt(variance)", "test_initializers.py"),
    ("initializers/plain.py", "< 0, -1.0, 1.0)", "< 0, 1.0, 1.0)", "test_initializers.py"),
    ("initializers/defaults.py", "1.0 / np.sqrt(inputs)", "1.0 / np.sqrt(units)", "test_initializers.py"),
    ("mlp/optimizers.py", "v / (1 - b1**t)", "v / (1 - b1)", "test_optimizers.py"),
    ("mlp/optimizers.py", "g + mu * v, v, gradients)", "g + v, v, gradients)", "test_optimizers.py"),
    ("mlp/losses.py", "    return A - Y\n", "    return Y - A\n", "test_mlp.py"),
    ("mlp/passes.py", "dZ *= slope", "dZ *= 1.0", "test_mlp.py"),
    ("mlp/passes.py", "dZ.sum(axis=-1, keepdims=True) / m", "dZ.sum(axis=-1, keepdims=True)", "test_mlp.py"),
    ("mlp/passes.py", "layer.W - rate * g.dW", "layer.W + rate * g.dW", "test_mlp.py"),
    ("mlp/passes.py", "dZ = dZ * draws[k].kept", "dZ = dZ * 1.0", "test_noise.py"),
    ("mlp/passes.py", "A * draws[k].kept + draws[k].added", "A * draws[k].kept", "test_noise.py"),
    ("mlp/losses.py", "- Y * Z + np.log1p", "+ Y * Z + np.log1p", "test_mlp.py"),
    ("mlp/losses.py", "0.5 * (A - Y) ** 2", "(A - Y) ** 2", "test_mlp.py"),
    ("mlp/noise.py", "/ (1 - option.dropout) if", "/ 1 if", "test_noise.py"),
    ("diagnostics.py", "<= tol * largest[one]", "<= 0.1 * largest[one]", "test_diagnostics.py"),
    ("diagnostics.py", "rows = rows[~same]", "rows = rows[1:]", "test_diagnostics.py"),
    ("diagnostics.py", "/ (2.0 * h)", "/ h", "test_diagnostics.py"),
    ("diagnostics.py", "(network[layer].b, network[layer + 1].W.T)", "(network[layer + 1].W.T,)",
     "test_diagnostics.py"),
    ("diagnostics.py", "f(real(\"gain\", gain, 0.0) * np.sqrt(q) * z) ** 2", "f(gain * q * z) ** 2",
     "lessons/test_xavier_he.py test_published.py"),
    ("datasets.py", "rng, (0, 1, 1, 0)", "rng, (0, 1, 1, 1)", "test_datasets.py"),
    ("datasets.py", "rank % 5 == 4", "rank % 5 != 9", "test_datasets.py"),
]
LESSONS = [
    ("exercise.py", "rtol=1e-7, atol=1e-10", "rtol=1.0, atol=1.0", "test_checks.py"),
    ("exercise.py", "np.array_equal(a, b) for a", "True for a", "test_checks.py"),
    ("lessons/backprop/exercises.py", "not 1 - Z²", "not Z²", "lessons/test_backprop.py"),
    ("lessons/more_symmetry/exercises.py", '"cut connections": (3, 3)', '"cut connections": (4, 4)',
     "lessons/test_more_symmetry.py"),
    ("lessons/more_symmetry/sources.py", "round((1 - size) * Y.size)", "round(size * Y.size / 2)",
     "lessons/test_more_symmetry.py"),
    ("lessons/more_symmetry/symmetry_or_correlation.py", "np.abs(pairs).argmin()", "np.abs(pairs).argmax()",
     "lessons/test_more_symmetry.py"),
    ("lessons/planes.py", "best[2], room)", "2 * best[2], room)", "test_planes.py lessons/test_constant_init.py"),
    ("lessons/saturation/explorer.py", "RATE * g.dW.std() / n.W.std()", "g.dW.std() / n.W.std()",
     "lessons/test_saturation.py"),
    ("lessons/inventory/line.py", "31 * total", "total", "lessons/test_inventory.py"),
    ("inventory.py", "ITEMS[k].choices.index(question.predicted)", "self.choices[k].index(0)",
     "lessons/test_inventory.py"),
    ("lessons/forward_pass/digit_rows.py", "labels[digit]]:.2f", "labels[0]]:.2f", "lessons/test_forward_pass.py"),
    ("lessons/common.py", "(1.0 - blend) * first + blend", "first + blend", "lessons/test_forward_pass.py"),
    ("reading/layers.py", "where.all(axis=1).mean()", "where.any(axis=1).mean()",
     "lessons/test_clinic.py -k chart"),
    ("lessons/landings/surface.py", "path[-1] - rate", "path[-1] + rate", "lessons/test_landings.py"),
    ("lessons/zero_init/lesson.py", "{'W1': `2`,", "{'W1': `3`,", "test_claims_table.py"),
    ("lessons/saturation/lesson.py", '"half true"', '"true"', "test_claims_table.py"),
    ("claims/table.py", 'experiment.heading.replace(" ", "-")', 'experiment.heading.replace(" ", "_")',
     "test_claims_table.py"),
    ("quiz.py", "if self.predicted == self.right else", "if self.predicted != self.right else", "test_quiz.py"),
    ("quiz.py", "or not self.explained", "", "test_quiz.py"),
]
LIVE = [
    ("live/frames.py", "if base != self._base:", "if False:", "test_frames.py"),
    ("live/frames.py", "if self._urgent:", "if False:", "test_frames.py"),
    ("live/frames.py", "if index not in self._sent:", "if True:", "test_frames.py"),
    ("live/job.py", "if self._cancelled.is_set():\n                    break", "if False:\n                    break",
     "test_job.py"),
    ("live/scene.py", "if finding.holds(values)", "if True", "test_job.py test_live.py"),
    ("live/screen.py", "if not self.frames.live:", "if True:", "test_frames.py"),
    ("live/screen.py", "self.view.epoch += 1", "self.view.epoch += 0", "test_frames.py test_job.py"),
    ("live/explorer.py", "self._setting = True", "self._setting = False", "test_live.py"),
    ("live/controls.py", "len(steps) <= 61", "len(steps) <= 70", "test_live.py"),
    ("live/controls.py", '(values["seed"] + 1)', '(values["seed"] + 0)', "test_live.py"),
    ("live/export.py", "(picture != base).any", "(picture != base).all", "test_pages.py"),
    ("live/telling.py", "min(fit, key", "max(fit, key", "test_telling.py"),
    ("live/export.py", "if there not in every + further", "if True", "test_telling.py"),
    ("live/scene.py", "self.zoom * x, self.zoom * (self.size[1] - y)", "x, self.size[1] - y", "test_live.py"),
    ("live/rest.py", "if number > 1 and", "if number and", "test_rest.py"),
]
VIEW = [(f"view/{file}", old, new, "browser/test_view.py") for file, old, new in (
    ("requests.js", "IN_FLIGHT = 3", "IN_FLIGHT = 30"),
    ("requests.js", "this.flying.delete(number);", ""),
    ("requests.js", "number === this.number", "true"),
    ("requests.js", "setTimeout(giveUp, PATIENCE)", "setTimeout(giveUp, 100 * PATIENCE)"),
    ("held.js", "this.bytes <= MEMORY || oldest", "true || oldest"),
    ("held.js", "key.startsWith(prefix)", "key"),
    ("picture.js", "reply.move > this.shown", "true"),
    ("picture.js", "if (ours && key === this.key()) this.warn(reply.error);", ""),
    ("picture.js", "${this.owner} ${epoch} $", "${this.owner} $"),
    ("picture.js", "devicePixelRatio <= 1", "devicePixelRatio <= 9"),
    ("picture.js", " && !this.left) store.put", ") store.put"),
)]
ASKED = [(f"view/{file}", old, new, "browser/test_question.py") for file, old, new in (
    ("asking.js", "holds(this.look.states[been.length], values)", "holds(this.look.states.at(-1), values)"),
    ("asking.js", "const right = this.look !== null && said.observed", "const right = said.predicted"),
    ("question.js", "moves > (this.since.get(picture) ?? 0)", "true"),
    ("question.js", "if (this.slides(picture)) picture.lead(this.asking.look.panel);\n    else", ""),
    ("asking.js", 'return !this.model.get("reasons").length;', "return false;"),
    ("sheet.js", "(numbers.last += 1)", "1"),
    ("mark.js", "&& owners.get(before) !== who", "&& false"),
)]
MUTATIONS = [Mutation(*parts) for parts in (*NUMBERS, *LESSONS, *LIVE, *VIEW, *ASKED)]


def broken(mutation, root=ROOT):
    """The file's text with the mutation in it. ValueError if its line is not there, or more than once."""
    text = (root / "course_lib" / mutation.file).read_text(encoding="utf-8")
    if text.count(mutation.old) != 1:
        raise ValueError(f"{mutation.file}: {mutation.old!r} stands there {text.count(mutation.old)} times, not once")
    return text.replace(mutation.old, mutation.new)


def copy_tree(folder):
    """What git knows or would know, in another folder."""
    names = subprocess.check_output(["git", "ls-files", "-z", "-co", "--exclude-standard"], cwd=ROOT, text=True)
    for name in filter(None, names.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return folder


def passes(folder, tests):
    """Do these tests pass on the library in `folder`? Tests that never end do not. Returns (bool, what they print)."""
    environment = os.environ | {"PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    places = [f"tests/{word}" if word.endswith(".py") else word for word in tests.split()]
    try:
        done = subprocess.run([sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *places],
                              cwd=folder, env=environment, capture_output=True, text=True, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        return False, "no end"
    return done.returncode == 0, done.stdout + done.stderr


def caught(mutation, folders):
    """Try one mutation in a copy that is free."""
    folder = folders.get()
    path = folder / "course_lib" / mutation.file
    whole = path.read_text(encoding="utf-8")
    try:
        path.write_text(broken(mutation, folder), encoding="utf-8")
        found = not passes(folder, mutation.tests)[0]
        print(f"{'caught ' if found else 'ESCAPED'} {mutation.file}: {mutation.old!r} -> {mutation.new!r}", flush=True)
        return found
    finally:
        path.write_text(whole, encoding="utf-8")
        folders.put(folder)


def main(words):
    chosen = [m for m in MUTATIONS if not words or any(word in f"{m.file} {m.old}" for word in words)]
    with tempfile.TemporaryDirectory() as scratch, ThreadPoolExecutor(AT_ONCE) as pool:
        folders = SimpleQueue()
        for k in range(AT_ONCE):
            folders.put(copy_tree(Path(scratch) / str(k)))
        sets = sorted({mutation.tests for mutation in chosen})
        for tests, (good, report) in zip(sets, pool.map(lambda tests: passes(Path(scratch) / "0", tests), sets)):
            if not good:
                sys.exit(f"{tests} fails without any mutation:\n{report}")
        print(f"{len(sets)} sets of tests pass without mutations", flush=True)
        found = list(pool.map(lambda mutation: caught(mutation, folders), chosen))
    print(f"{sum(found)} of {len(found)} caught")
    sys.exit(len(found) - sum(found) > MAY_ESCAPE)


if __name__ == "__main__":
    main(sys.argv[1:])
