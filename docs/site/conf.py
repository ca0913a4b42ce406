"""Sphinx's settings for `make site`. tools/site.py prepares the pages; every script is served from the site itself.

The library and the tools are found because `python -m sphinx` is called in the repository's folder.
"""

import re
from pathlib import Path

from course_lib.lessons import LESSONS
from tools import about

ROOT = Path(__file__).parents[2]

project = "Why random weights?"
html_title = "Why must weights start as random numbers?"
author = "the course's authors"
copyright = "text and pictures CC BY 4.0, code BSD-3-Clause"  # noqa: A001
extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.mathjax"]
html_theme = "sphinx_book_theme"
html_theme_options = {"show_toc_level": 2, "use_download_button": False, "use_fullscreen_button": False,
                      "home_page_in_toc": True}
html_context = {"default_mode": "auto"}
html_show_sourcelink = html_copy_source = False
html_favicon = str(ROOT / "docs" / "site" / "icon.svg")
html_static_path = [str(ROOT / "build" / "site-source" / "_static")]
html_css_files = ["theme.css", "site.css"]
html_js_files = ["dark.js", "names.js", ("python/python.js", {"type": "module"}),
                 ("exercises/exercises.js", {"type": "module"})]
html_extra_path = [str(ROOT / "build" / "site-source" / "keeper.js")]  # a service worker looks after what is beside it

# The notebooks arrive executed, with the states of their widgets.
nb_execution_mode = "off"
nb_ipywidgets_js = {"require.js": {}, "course.js": {}, "embed-amd.js": {}}
myst_enable_extensions = ["dollarmath", "amsmath"]
myst_heading_anchors = 3
myst_update_mathjax = False
mathjax_path = "tex-svg.js"  # glyphs are paths inside this one file: no fonts to fetch
mathjax3_config = {"tex": {"inlineMath": [["\\(", "\\)"]], "displayMath": [["\\[", "\\]"]]},
                   "options": {"processHtmlClass": "math", "ignoreHtmlClass": ".*", "enableMenu": False}}
suppress_warnings = ["mystnb.unknown_mime_type"]

autodoc_member_order = "bysource"
autodoc_typehints = "none"
default_role = "code"
highlight_language = "none"  # the lists in docstrings are words; code says which language it is


def docstring(app, what, name, obj, options, lines):
    """Ours are plain text: keep aligned lists as they stand, let nothing else be taken for markup."""
    parts = []
    for part in re.split(r"\n\s*\n", "\n".join(lines).strip()):
        if re.search(r"\S  +\S|\n ", part):
            parts.append("::\n\n" + re.sub("(?m)^", "    ", part))
        else:
            parts.append(re.sub(r"(`[^`\n]*`)|([*|\\]|_(?=\W|$))", lambda m: m[1] or "\\" + m[2], part))
    lines[:] = "\n\n".join(parts).split("\n") + [""]


def skip(app, what, name, obj, skip, options):
    """The fields of a named tuple say nothing of their own."""
    return True if (getattr(obj, "__doc__", None) or "").startswith("Alias for field") else None


def head(app, pagename, templatename, context, doctree):
    """A description and JSON-LD for each page that was written, not for the index of words and the search."""
    lessons = {f"notebooks/{lesson.file}": lesson for lesson in LESSONS.values()}
    if doctree is not None:
        title = "" if pagename == "index" else re.sub("<[^>]+>", "", context["title"])
        context["metatags"] = (context.get("metatags") or "") + about.tags(lessons.get(pagename), title)


def setup(app):
    app.connect("html-page-context", head)
    app.connect("autodoc-process-docstring", docstring)
    app.connect("autodoc-skip-member", skip)
