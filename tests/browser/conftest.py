"""One browser, one JupyterLab and one executed notebook for all browser tests that a worker runs."""

import os

import pytest

from course_lib.explorers import EXPLORERS
from course_lib.lessons import LESSONS
from tests.browser import lab

EXPORTED = LESSONS["01"]  # the notebook that pages, site and slides are made of


@pytest.fixture(scope="package")
def chromium():
    lab.require_chromium()
    with lab.browser() as browser:
        yield browser


@pytest.fixture(scope="package")
def jupyter(chromium, tmp_path_factory):
    """(folder, address, token) of a running JupyterLab."""
    folder = tmp_path_factory.mktemp("lab")
    with lab.server(folder) as (address, token):
        yield folder, address, token


@pytest.fixture
def opened(chromium, jupyter):
    """Opens notebooks, each in a page of its own. Pages and kernels end with the test: a page that stays open follows
    the widgets of the next one on the same kernel, and its link between player and slider sends positions of the past.
    """
    folder, address, token = jupyter
    others = lab.sessions(address, token)
    with chromium.new_context(viewport={"width": 1280, "height": 900}) as context:
        def open_notebook(name):
            page = lab.noting_failures(context.new_page())
            return lab.Notebook(page, address, token, name), folder / "notebooks" / name
        yield open_notebook
    lab.shut_down(address, token, but=others)


@pytest.fixture(scope="package")
def executed():
    """Notebook 01 with every position of its main sliders, run once. Copy it before you change it."""
    from tools import pages

    try:
        return pages.execute(lab.ROOT / "notebooks" / f"{EXPORTED.file}.ipynb")
    finally:
        os.environ.pop("COURSE_PAGES", None)


@pytest.fixture(scope="session")
def twins():
    """The explorers of that notebook, without a screen."""
    return [EXPLORERS[place.split(":")[1]]() for place in EXPORTED.explorers]
