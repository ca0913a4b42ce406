"""A notebook as slides in the browser: `make slides N=05`. Main sliders move on them, and no other host is asked.

    python -m tools.slides 05 [--no-serve]

Writes build/slides. A heading begins a slide; what does not fit under it goes on a slide below (arrow down). The
notebook needs no marks for that.
"""

import argparse
import contextlib
import functools
import http.server
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from jinja2 import DictLoader
from nbconvert import SlidesExporter

from tools import channels, pages
from tools.teacher import CHECK

OUT = pages.ROOT / "build" / "slides"
REVEAL = "reveal.js@4.6.1"
EDITED = 130  # pixels: what stands under an exercise's code while it is edited
ROOM, LITTLE, WIDTH = 620, 60, 1280  # pixels: under the title; what finds room anyhow; a slide is 1280 by 720
TEMPLATE = "{% extends 'reveal/index.html.j2' %}" + pages.SCRIPTS + """
{% block html_head_js_jquery %}{% endblock %}
{% block html_head_css %}""" + pages.STYLE + """<style>
  .reveal .slides { text-align: left; }
  .reveal h1, .reveal h2, .reveal h3 { text-transform: none !important; letter-spacing: 0;
                                       font-family: inherit; }
  .reveal h1 { font-size: 44px; } .reveal h2 { font-size: 34px; } .reveal h3 { font-size: 28px; }
  .reveal p, .reveal li, .reveal table, .reveal pre { font-size: 20px; line-height: 1.4; }
  .reveal pre { width: 100%; box-shadow: none; margin: 0; }
  .reveal .course-explorer p { font-size: 17px; }
  .reveal :is(.course-question, .course-beside, .course-bar) { font-size: 18px; }
  .reveal .course-bar p { font-size: inherit; }
  .reveal canvas, .reveal img { max-height: none; margin: 0; }
  .reveal .slides > section > section { max-height: 720px; overflow-y: auto; } /* what is longer can be scrolled */
  .reveal .slide-number { right: auto !important; left: 8px; /* at the right it would lie over an arrow */
                          background: #fff; color: #22313f; }
  :root { --jp-code-font-size: 16.5px; --jp-cell-prompt-width: 0px; } /* 120 characters find room */
  .jp-InputPrompt, .jp-OutputPrompt { display: none; }
</style>{% endblock %}
{% block footer_js %}<script>
require(["{{ reveal_url_prefix }}/dist/reveal.js"], (Reveal) => {
  // What has the focus keeps the keys that it needs. PageDown and PageUp, a presenter's clicker, always turn the slide.
  const arrows = (key) => /^(Arrow|Home|End)/.test(key);
  const presses = (key) => /^( |Enter)$/.test(key);
  const needs = { ".noUi-handle": arrows, "input, select, textarea": () => true, "button, summary": presses };
  const keyboardCondition = ({ key }) => !Object.entries(needs).some(([which, uses]) =>
    document.activeElement?.closest(which) && uses(key));
  document.addEventListener("keydown", (event) => {
    const turn = { PageDown: "next", PageUp: "prev" }[event.key];
    if (!turn) return;
    event.preventDefault();
    event.stopPropagation();
    Reveal[turn]();
  }, true);
  document.addEventListener("course-go", ({ target }) => { // a question leads to its picture
    const { h, v } = Reveal.getIndices(target.closest(".slides section section, .slides > section"));
    Reveal.slide(h, v);
  });
  Reveal.on("slidechanged", () => document.activeElement?.blur());
  Reveal.initialize({ controls: true, progress: true, hash: true, slideNumber: "c/t", transition: "none", center: false,
    margin: 0.02, width: {{ reveal_width }}, height: {{ reveal_height }}, keyboardCondition });
  // As an "application" a screen reader would get keys only; the slides are text to be read, line by line.
  document.querySelector(".reveal").removeAttribute("role");
});
</script>{% endblock %}
"""


def fetch_reveal():
    if (OUT / "assets" / "reveal").exists():
        return
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["npm", "install", "--silent", "--no-save", "--ignore-scripts", "--prefix", folder, REVEAL],
                       check=True, stdout=subprocess.DEVNULL)
        shutil.copytree(Path(folder) / "node_modules" / "reveal.js" / "dist", OUT / "assets" / "reveal" / "dist")


def height(cell):
    """About how many pixels a cell takes on a slide."""
    if cell.cell_type == "markdown":
        shown = re.sub(r"(?s)<details>.*?</details>", "folded", cell.source)
        rows = [1 + len(line) // 105 if line.strip() else 0.5 for line in shown.split("\n")]
        return 30 * sum(rows) + 40 * shown.count("\n|") * 0.3
    total = 30 + 27 * len(cell.source.split("\n")) + EDITED * bool(CHECK.search(cell.source))
    for output in cell.outputs:
        data = output.get("data", {})
        if "application/vnd.jupyter.widget-view+json" in data:
            total += 520 if "image/png" in data else 220
        elif "image/png" in data:
            total += 380
        else:
            total += 27 * len(str(output.get("text", data.get("text/plain", ""))).split("\n"))
    return total


def divide(notebook):
    """Say of each cell whether it begins a slide, a slide below, or goes on; Markdown is cut before headings and
    behind a solution, which stays with its exercise."""
    cells = []
    for cell in notebook.cells:
        cuts = r"\n(?=##? )|(?<=</details>)\n+"
        parts = re.split(cuts, cell.source) if cell.cell_type == "markdown" else [cell.source]
        cells += [cell] if len(parts) == 1 else [type(cell)(cell, id=f"{cell.id}-{k}", source=part, metadata={})
                                                 for k, part in enumerate(parts)]
    full = 0
    for cell in cells:
        kind, needs = "-", height(cell)
        if re.match("##? ", cell.source) and cell.cell_type == "markdown":
            kind = "slide"
        elif full + needs > ROOM and needs > LITTLE:
            kind = "subslide"
        full = needs + (0 if kind != "-" else full)
        cell.metadata["slideshow"] = {"slide_type": kind}
    notebook.cells = cells
    return notebook


def slides(path):
    """Write the slides of one notebook; returns their file."""
    notebook = pages.execute(path)
    exporter = SlidesExporter(
        template_file="course.html.j2", extra_loaders=[DictLoader({"course.html.j2": TEMPLATE})],
        widget_renderer_url="assets/embed-amd.js", reveal_url_prefix="assets/reveal", reveal_theme="white",
        reveal_width=str(WIDTH), reveal_height="720")
    text, _ = exporter.from_notebook_node(divide(notebook), {"metadata": {"name": pages.title(notebook)}})
    text = re.sub(r'<a href="\d\d_\w+\.ipynb[^"]*">(.*?)</a>', r"\1", text)  # another notebook is not on these slides
    OUT.mkdir(parents=True, exist_ok=True)
    pages.fetch_assets(OUT / "assets")
    fetch_reveal()
    (OUT / f"{path.stem}.html").write_text(pages.without_stops(text), encoding="utf-8")
    return OUT / f"{path.stem}.html"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("number", help="the notebook's number, such as 05")
    parser.add_argument("--no-serve", action="store_true", help="write the slides only")
    asked = parser.parse_args()
    notebook = channels.numbered(asked.number)
    print(f"running {notebook.name}, the slides come after it", flush=True)
    file = slides(notebook)
    if asked.no_serve:
        return
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=OUT)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        print(f"http://127.0.0.1:{server.server_port}/{file.name}   (Ctrl+C ends it)", flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            server.serve_forever()


if __name__ == "__main__":
    main()
