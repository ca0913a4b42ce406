"""How `make test` divides the tests among its workers: what shares a server, a browser or a cache stays together."""

from pathlib import Path

import pytest

HERE = Path(__file__).parent
# Groups that begin first, the longest before the others; a file that is not named here is a group of its own.
FIRST = ("lab", "exported", "lite", "10", "05", "06", "09", "explorers")
SHARED = {"browser/test_lab": "lab", "browser/test_every_lab": "lab", "browser/test_pages": "exported",
          "browser/test_site": "exported", "browser/test_lite": "lite", "test_explorers": "explorers"}


def group(item):
    """Each notebook by itself under nbval; browser tests by what they have open; the rest by file."""
    if item.originalname == "test_nbval_strict":
        return item.callspec.id[:2]
    file = item.path.relative_to(HERE).with_suffix("").as_posix()
    return SHARED.get(file, file)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    for item in items:
        item.add_marker(pytest.mark.xdist_group(group(item)))
    if config.getoption("numprocesses", None):
        place = {name: k for k, name in enumerate(FIRST)}
        items.sort(key=lambda item: place.get(group(item), len(FIRST)))
