"""The notebooks as pages that need no server's Python: `make html` writes build/html, for any web server to hand out.

    python -m tools.pages [notebooks/01_forward_pass.ipynb ...]

Each notebook is executed with COURSE_PAGES=1, so that every position of the main sliders travels with its page. What a
page's scripts are is served beside it, with PYODIDE=folder also the Python that other controls start (tools/inpage.py):
the page then asks nothing of any other host. npm brings the three scripts that Python's packages do not have.
"""

import os
import re
import shutil
import sys
import time
from fnmatch import fnmatch
from itertools import product
from pathlib import Path

import anywidget
import nbformat
from jinja2 import DictLoader
from nbconvert import HTMLExporter

from course_lib import view
from course_lib.lessons import LESSONS
from tools import about, editable, inpage, notebooks, npm

ROOT = Path(__file__).parents[1]
OUT = ROOT / "build" / "html"
NPM = {  # package, at a fixed version: the files wanted of it
    "requirejs@2.3.8": {"package/require.js": ""},
    "@jupyter-widgets/html-manager@1.0.14": {"package/dist/embed-amd.js": "",  # its icons come as fonts
                                             "package/dist/*.woff2": "@jupyter-widgets"},
    "mathjax@3.2.2": {"package/es5/tex-svg.js": ""},  # its glyphs are paths inside this one file: no fonts to fetch
}
THEME = """<script src="assets/dark.js"></script><script src="assets/switch.js"></script>
<link rel="stylesheet" href="assets/theme.css">"""
SCRIPTS = """{% block html_head_js_requirejs %}<script src="assets/require.js"></script>
<script>
  require.config({paths: {anywidget: "assets/anywidget", "@jupyter-widgets": "assets/@jupyter-widgets"}});
</script>
""" + THEME + """
<script src="assets/names.js"></script>
<script type="module" src="assets/python/python.js"></script>
<script type="module" src="assets/exercises/exercises.js"></script>
<link rel="icon" href="data:,">{% endblock %}
{% block html_head_js_mathjax %}<script>
  const Hub = {Queue() {}};  // what ipywidgets calls is MathJax 2; its labels here have no formulas
  window.MathJax = {Hub, tex: {inlineMath: [["$", "$"]]},
    // Without its menu a formula is no stop for the Tab key; what a screen reader reads of it stays.
    options: {processHtmlClass: "jp-RenderedMarkdown", ignoreHtmlClass: "jp-Notebook", enableMenu: false},
    startup: {ready() { MathJax.startup.defaultReady(); MathJax.Hub = Hub; }}};
</script>
<script async src="assets/tex-svg.js"></script>{% endblock %}
{% block html_head_js_mermaidjs %}{% endblock %}
{% block data_png %}
{%- set words = output.data.get("text/plain", "") | replace("\n", " ") | escape_html_keep_quotes -%}
{%- set words = words | replace('"', "&quot;") -%}
{{ super() | replace("<img ", '<img alt="' ~ words ~ '" ') }}{% endblock %}
"""  # a picture's own words are what a screen reader says in its place
SHEETS = ("pages.css", "exercises.css")
STYLE = f"<style>{(Path(__file__).parent / 'page.css').read_text(encoding='utf-8')}</style>"
TEMPLATE = "{% extends 'lab/index.html.j2' %}" + SCRIPTS + """
{% block html_head_css %}""" + STYLE + """{% endblock %}
{% block body_header %}{{ super() | replace("<main>", '<nav class="course-pages" aria-label="Course">'
  '<a href="index.html">All notebooks</a></nav><main>') }}{% endblock %}"""


def in_the_dark():
    """JupyterLab's colours for the dark, for pages that are light at first: as nbconvert has them, by value."""
    folder = Path(HTMLExporter(template_name="lab").template_paths[0]) / "static"
    dark, base = ((folder / name).read_text(encoding="utf-8") for name in ("theme-dark.css", "index.css"))
    values = dict(re.findall(r"(--md-[\w-]+):\s*([^;]+);", base))
    dark = dark.replace(":root", 'html[data-theme="dark"]')
    return re.sub(r"var\((--md-[\w-]+)\)", lambda name: values[name[1]], dark)


def write_theme(assets):
    """What makes a page dark and light: style sheets, the filter for still pictures, a switch."""
    own = ROOT / "docs" / "pages"
    sheets = view.styles(), in_the_dark(), *((own / name).read_text(encoding="utf-8") for name in SHEETS)
    (assets / "theme.css").write_text("\n".join(sheets), encoding="utf-8")
    (assets / "dark.js").write_text(f"{{\n{view.script(['dark.js'])}\naddFilter();\n}}", encoding="utf-8")
    shutil.copy(own / "switch.js", assets / "switch.js")


def fetch_assets(assets=OUT / "assets"):
    """The scripts that a page needs, into a folder beside it."""
    assets.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "docs" / "site" / "names.js", assets)
    write_theme(assets)
    inpage.write(assets)
    editable.fetch(assets)
    shutil.copy(Path(anywidget.__file__).parent / "nbextension" / "index.js", assets / "anywidget.js")
    for package, wanted in NPM.items():
        if all(any((assets / place).glob(Path(pattern).name)) for pattern, place in wanted.items()):
            continue
        with npm.packed(package) as archive:
            for member, (pattern, place) in product(archive.getmembers(), wanted.items()):
                if fnmatch(member.name, pattern):
                    (assets / place).mkdir(exist_ok=True)
                    (assets / place / Path(member.name).name).write_bytes(archive.extractfile(member).read())


def execute(path):
    """The notebook with its outputs and the state of its widgets."""
    os.environ["COURSE_PAGES"] = "1"
    return notebooks.execute(nbformat.read(path, as_version=4), store_widget_state=True)


def title(notebook):
    """What the window and a screen reader call the page: the notebook's heading."""
    return notebook.cells[0].source.partition("\n")[0].lstrip("# ")


def without_stops(text):
    """The HTML with the Tab key going from control to control: nbconvert makes each cell and output a stop, too."""
    return re.sub(r'(<div class="(?:jp-|jupyter-widgets )[^>]*) tabindex="0"', r"\1", text)


def page(notebook):
    """The page's HTML, its links to other notebooks turned into links to their pages."""
    exporter = HTMLExporter(template_file="course.html.j2", extra_loaders=[DictLoader({"course.html.j2": TEMPLATE})],
                            widget_renderer_url="assets/embed-amd.js")
    text, _ = exporter.from_notebook_node(notebook, {"metadata": {"name": title(notebook)}})
    text = text.replace("</title>", f"</title>\n{about.tags(LESSONS.get(title(notebook)[:2]))}", 1)
    return re.sub(r'href="(\d\d_\w+)\.ipynb(#[^"]*)?"', r'href="\1.html\2"', without_stops(text))


def weights(notebook):
    """Megabytes that each explorer's frames add to the page; {} where a notebook shows none."""
    states = notebook.metadata.get("widgets", {}).get("application/vnd.jupyter.widget-state+json", {}).get("state", {})
    views = [view for view in states.values() if view["state"].get("embedded", {}).get("axis")]
    return {view["state"]["name"]: sum(len(part["data"]) for part in view["buffers"]) / 1e6 for view in views}


def write_index():
    links = "\n".join(f'<li><a href="{p.name}">{p.stem.replace("_", " ")}</a></li>'
                      for p in sorted(OUT.glob("[0-9]*.html")))
    (OUT / "index.html").write_text(f"""<!DOCTYPE html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">{THEME}
<title>Why must weights start as random numbers?</title>
{about.tags()}
<body class="course-index">
<main><h1>{about.COURSE}</h1>
<p>A network of yours does not learn? Three lines bring it here: <a href="11_your_network.html">your network</a>.</p>
<ol style="list-style: none">{links}</ol></main>""")


def main():
    fetch_assets()
    for path in [Path(name) for name in sys.argv[1:]] or sorted((ROOT / "notebooks").glob("[0-9]*.ipynb")):
        begun = time.perf_counter()
        notebook = execute(path)
        (OUT / f"{path.stem}.html").write_text(page(notebook), encoding="utf-8")
        size = (OUT / f"{path.stem}.html").stat().st_size
        frames = ", ".join(f"{name} {megabytes:.2f}" for name, megabytes in weights(notebook).items())
        print(f"{path.stem}.html: {size / 1e6:.1f} MB{f' (frames of {frames})' * bool(frames)}, "
              f"{time.perf_counter() - begun:.1f} s", flush=True)
    write_index()
    print(f"See them with: python -m http.server --directory {OUT.relative_to(ROOT)} (opened from the disk, only main "
          "sliders move)")


if __name__ == "__main__":
    main()
