"""The house plan, read off the imports: numbers -> plots -> live -> lessons -> faces; no lesson imports another."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LIBRARY = ROOT / "course_lib"
NUMBERS = {"activations", "initializers", "datasets", "diagnostics", "mlp", "checking", "networks", "reading",
           "blocks"}
ALLOWED = {  # what each part may import of ours
    "checking": set(),
    "activations": {"checking"}, "initializers": {"initializers", "checking"},
    "datasets": {"checking"}, "diagnostics": {"checking"},
    "mlp": {"mlp", "activations", "initializers", "checking"},
    "networks": {"networks", "activations", "mlp", "checking"},
    "reading": {"reading", "networks", "activations", "mlp", "diagnostics", "checking"},
    "blocks": {"blocks", "activations", "initializers", "diagnostics", "checking"},
    "plots": {"plots"},
    "view": {"view"},
    "quiz": {"live", "view"},
    "live": {"live", "plots", "view"},
    "exercise": set(),
    "lessons": NUMBERS | {"lessons", "plots", "live", "exercise"},
    # faces: what notebooks import
    "ward": {"lessons", "reading"},
    "explorers": {"lessons", "live", "predictions", "checking"},
    "checks": {"lessons"},
    "predictions": {"lessons", "live", "quiz", "checking", "report"},
    "report": {"lessons", "__version__"},
    "claims": {"claims", "lessons", "checking"},
    "inventory": {"lessons", "live", "quiz", "checking"},
    "inpage": {"inpage", "explorers"},
    "__init__": set(),
}
OUTSIDE = {"matplotlib": {"plots"}, "ipywidgets": {"live", "view"}, "anywidget": {"view"},
           "autograd": {"blocks", "lessons"}}


def imports(path):
    """(ours, others): the parts of course_lib and the top-level packages that a file imports."""
    ours, others = set(), set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide where a name comes from"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            first, *rest = name.split(".")
            (ours if first == "course_lib" else others).add(rest[0] if first == "course_lib" else first)
    return ours, others


FILES = sorted(LIBRARY.rglob("*.py"))


def part(path):
    return path.relative_to(LIBRARY).with_suffix("").parts[0]


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(LIBRARY)))
def test_imports_point_one_way(path):
    ours, others = imports(path)
    assert ours <= ALLOWED[part(path)], f"{path} imports {ours - ALLOWED[part(path)]}"
    for package, homes in OUTSIDE.items():
        assert package not in others or part(path) in homes, f"{package} does not belong in {path}"
    assert "pyplot" not in path.read_text(encoding="utf-8").replace("unknown to pyplot", "")


LESSON_FILES = sorted((LIBRARY / "lessons").glob("*/*.py"))


@pytest.mark.parametrize("path", LESSON_FILES, ids=lambda p: str(p.relative_to(LIBRARY)))
def test_no_lesson_imports_another(path):
    named = re.findall(r"course_lib\.lessons\.(\w+)", path.read_text(encoding="utf-8"))
    assert set(named) <= {path.parent.name, "lesson", "common", "planes"}
    assert not re.search(r"from course_lib\.lessons import (?!common|planes)", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(LIBRARY)))
def test_files_and_functions_stay_small_and_documented(path):
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    assert text.count("\n") <= 180, "a module that outgrows this becomes a folder of the same name"
    assert ast.get_docstring(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            assert node.end_lineno - node.lineno < 46, f"{node.name} is too long"
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            helper = node.name in {"compute", "panels", "describe"} and part(path) == "lessons"
            assert helper or ast.get_docstring(node), f"{node.name} has no docstring"


def test_the_rule_can_fail(tmp_path):
    bad = tmp_path / "bad.py"
    bad.write_text("import matplotlib.pyplot\nfrom course_lib.live import Explorer\nfrom course_lib import plots\n")
    assert imports(bad) == ({"live", "plots"}, {"matplotlib"})


def test_no_generator_hands_out_a_step_inside_errstate():
    """NumPy's error settings would reach whoever asked for the step; in a browser's Python, where each step of a job
    runs in a context of its own, leaving the block fails.
    """
    def yields(node):
        inner = (child for child in ast.iter_child_nodes(node)
                 if not isinstance(child, ast.FunctionDef | ast.Lambda))
        return isinstance(node, ast.Yield | ast.YieldFrom) or any(map(yields, inner))

    found = [f"{path.relative_to(ROOT)}:{node.lineno}" for path in LIBRARY.rglob("*.py")
             for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.With)
             if any("errstate" in ast.unparse(item) for item in node.items) and yields(node)]
    assert not found
