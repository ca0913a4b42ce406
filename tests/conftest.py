"""How `make test` divides the tests between its workers: what shares a server, a browser or a cache stays together."""

import re

import pytest

TOGETHER = {"browser/test_view": "view", "browser/test_numbers": "view",
            "browser/test_lab": "lab", "browser/test_every_lab": "lab", "browser/test_pages": "exported",
            "browser/test_site": "exported", "browser/test_inpage": "exported", "browser/test_phone": "exported",
            "browser/test_exercises": "exported", "browser/test_exercises_python": "exported",
            "browser/test_lite": "lite"}
FIRST = ("lab", "lite", "exported", "10", "05", "06", "08", "09", "test_explorers")  # the longest begin first


def group(nodeid):
    """Each notebook by itself under nbval; browser tests by what they have open; the rest by file."""
    if notebook := re.match(r"notebooks/(\d\d)", nodeid):
        return notebook[1]
    file = re.sub(r"^(tests/)?(.*)\.py::.*", r"\2", nodeid, flags=re.S)
    return TOGETHER.get(file, file)


def pytest_collection_modifyitems(items):
    place = {name: k for k, name in enumerate(FIRST)}
    items.sort(key=lambda item: place.get(group(item.nodeid), len(FIRST)))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Groups in the order in which they were collected; a worker takes the next when it has none."""
    from xdist.scheduler import LoadScopeScheduling

    class ByGroup(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            return group(nodeid)

    config.option.loadscopereorder = False
    return ByGroup(config, log)
