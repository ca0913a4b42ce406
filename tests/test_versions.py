"""The matrix says which versions it tests, and an "oldest" environment that has newer ones is refused."""

import sys

import pytest
from packaging.version import Version

from tools import versions

LIST = f"""# a comment
one>=1.26,<3 ; python_version < "{sys.version_info[0]}.{sys.version_info[1] + 1}"   # holds here
one>=2.1,<3 ; python_version >= "{sys.version_info[0]}.{sys.version_info[1] + 1}"
two<2,>=0.9.18
"""


def test_the_bounds_are_those_of_this_python():
    assert versions.requirements(LIST) == {"one": Version("1.26"), "two": Version("0.9.18")}


def test_only_the_lower_bound_itself_is_the_oldest():
    bounds = versions.requirements(LIST)
    assert versions.too_new(bounds, {"one": "1.26.0", "two": "0.9.18"}) == []
    assert versions.too_new(bounds, {"one": "1.26.4", "two": "0.9.18"}) == ["one"]


def test_each_direct_dependency_has_a_lower_bound_and_is_named(capsys, monkeypatch):
    versions.main("py3-newest")
    said = capsys.readouterr().out
    assert "py3-newest: Python" in said
    assert all(f"{name} " in said for name in ("numpy", "matplotlib", "ipywidgets", "jupyterlab", "nbval"))
    monkeypatch.setattr(versions, "too_new", lambda *_: ["numpy"])
    with pytest.raises(SystemExit, match="py3-oldest does not have the lower bounds of requirements.txt: numpy"):
        versions.main("py3-oldest")
