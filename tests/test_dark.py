"""Light and dark: what can be read and told apart on white can be read and told apart when a dark page turns it.

The page's own arithmetic is compared with this one pixel by pixel in tests/browser/test_view.py.
"""

import re

import numpy as np
import pytest

from course_lib import view
from course_lib.plots import landscape, phase, style
from tests.colours import VISION, contrast, lab, luminance, rgb, turned

THEMES = {"light": lambda colours: colours, "dark": turned}
BLACK, WHITE = np.zeros(3), np.ones(3)
MAP = style.Scale(1, 1).colours(np.sinh(np.linspace(-1, 1, 513) * np.arcsinh(1)))[:, :3]
LEARNED = phase._LEARNED(np.linspace(0, 1, 101))[:, :3]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("cells", [MAP, LEARNED], ids=["the signed map", "the table of depths"])
def test_a_number_can_be_read_on_every_colour(cells, theme):
    cells = np.rint(255 * cells) / 255
    texts = style.text_colours(cells) / 255
    assert len(np.unique(cells, axis=0)) > 60
    assert contrast(THEMES[theme](cells), THEMES[theme](texts)).min() >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_words_lines_and_discs_stand_out_from_the_ground(theme):
    seen = THEMES[theme]
    ground = seen(rgb(style.GROUND))
    for name in (style.INK, style.SECOND):
        assert contrast(seen(rgb(name)), ground) >= 4.5, name
    for name in (*style.LINES, *style.UNITS, landscape._FOLLOWED, landscape._SADDLE, phase._CHOSEN):
        assert contrast(seen(rgb(name)), ground) >= 3, name
    for name in (*style.UNITS, style.SECOND):
        assert contrast(seen(rgb(name)), seen(WHITE)) >= 4.5, f"the digit on {name}"


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize("theme", THEMES)
def test_four_units_are_told_apart_whatever_somebody_sees(theme, vision):
    places = lab(THEMES[theme](np.array([rgb(name) for name in style.UNITS])), vision)
    apart = np.linalg.norm(places[:, None] - places[None], axis=-1)[np.triu_indices(4, 1)]
    assert apart.min() >= 10


def test_the_meaning_of_a_colour_stays():
    assert (turned(WHITE) == BLACK).all() and (turned(BLACK) == WHITE).all()
    assert contrast(turned(MAP[256]), BLACK) < 1.1, "zero is the ground"
    for one, other in ((0, 1), (1, 2), (0, 2)):
        before, after = MAP[:, one] - MAP[:, other], turned(MAP)[:, one] - turned(MAP)[:, other]
        assert (before * after > -1e-3).all(), "what is redder, greener or bluer stays so"
    orange, purple = turned(MAP[448]), turned(MAP[64])
    assert orange[0] > 1.5 * orange[1] > 2 * orange[2] and purple[2] > purple[0] > 1.1 * purple[1]
    for half in (MAP[256:], MAP[256::-1]):
        assert (np.diff(luminance(turned(half))) > -0.01).all(), "what is far from zero stands out"


def test_a_grey_keeps_each_contrast_it_had():
    greys = np.linspace(0, 1, 52)[:, None].repeat(3, axis=1)
    np.testing.assert_allclose(contrast(turned(greys), BLACK), contrast(greys, WHITE), rtol=0.06)


def colours_of(theme, more=False):
    """{name: colour} of the style sheet, as they hold on a page of that theme."""
    sheet = re.sub(r"/\*.*?\*/", "", view.styles(), flags=re.S)
    plain, _, contrasting = sheet.partition("@media (prefers-contrast: more)")
    found = {}
    for part in (plain, contrasting.partition("\n}")[0]) if more else (plain,):
        for selector, rules in re.findall(r"([^{}]+)\{([^{}]+)\}", part.replace("{\n  :root", "\n  :root")):
            if ":root" in selector or theme == "dark":
                found |= dict(re.findall(r"--course-([\w-]+): (#\w+)", rules))
    return found


@pytest.mark.parametrize("more", [False, True], ids=["", "more contrast"])
@pytest.mark.parametrize(("theme", "grounds"), [("light", ["#fff"]), ("dark", ["#000", "#111", "#14181e", "#212121"])])
def test_words_beside_the_pictures_can_be_read(theme, grounds, more):
    """The dark grounds are ours, JupyterLab's two and the site's."""
    colours = colours_of(theme, more)
    assert colours["ground"] == grounds[0] and len(colours) == 9
    for ground in grounds:
        for name, least in (("ink", 7), ("second", 7 if more else 4.5), ("edge", 3), ("focus", 3)):
            assert contrast(rgb(colours[name]), rgb(ground)) >= least, (name, ground)
    assert contrast(rgb(colours["error-ink"]), rgb(colours["error-ground"])) >= 7
    assert contrast(rgb(colours["error-edge"]), rgb(grounds[0])) >= 3
