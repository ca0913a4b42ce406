"""The web site's pages, ready for Sphinx: `make site` runs this with the course's Python, then Sphinx with its own.

    python -m tools.site [01_forward_pass ...]     all notebooks executed, or these only and the others as they stand

Writes build/site-source. A notebook is executed again only when it or the library has changed; every position of its
main sliders travels with it (COURSE_PAGES=1, as for `make html`).
"""

import hashlib
import os
import re
import shutil
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from urllib.parse import unquote

import nbformat

from tools import channels, pages

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "build" / "site-source"
MODULES = ("activations", "initializers", "datasets", "mlp", "diagnostics", "plots", "live", "explorers", "ward",
           "claims", "checks", "quiz", "predictions", "checking")


def write(path, text):
    """Only when it differs: Sphinx reads again what is newer."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def fingerprint(path):
    """Of a notebook and all that it runs on."""
    library = sorted(p for p in (ROOT / "course_lib").rglob("*") if p.is_file() and p.suffix != ".pyc")
    lock = ROOT / "requirements.lock"
    return hashlib.sha256(b"".join(p.read_bytes() for p in (path, lock, *library)) + sys.version.encode()).hexdigest()


def launch(name):
    """Where this notebook runs: JupyterLite is part of the site, the others only if the course has an address."""
    links = {"Python in your browser (JupyterLite)": f"../lite/lab/index.html?path={name}"}
    links |= channels.links(channels.address(), name)
    listed = " · ".join(f'<a href="{link}">{channel}</a>' for channel, link in links.items())
    return f'<p class="launch">Open this notebook: {listed}</p>'


def on_the_site(html):
    """Links of a table to notebooks and their headings as links to the site's pages: Sphinx leaves HTML as it is."""
    def page_and_id(link):
        words = re.sub(r"[^a-z0-9]+", "-", unquote(link[2] or "").lower())  # as docutils makes an id of a heading
        identity = re.sub(r"^[-0-9]+|-+$", "", words)
        return f'href="{link[1]}.html{"#" * bool(identity)}{identity}"'

    return re.sub(r'href="(\d\d_\w+)\.ipynb(#[^"]*)?"', page_and_id, html)


def notebook(path, run):
    """Execute one notebook unless that has been done, or take it as it stands; its launch links under its title."""
    target, mark = SOURCE / "notebooks" / path.name, SOURCE / "marks" / path.stem
    made_of = f"{fingerprint(path)} {run}"
    if target.exists() and mark.exists() and mark.read_text() == made_of:
        return
    print("running" if run else "taking", path.name, flush=True)
    done = pages.execute(path) if run else nbformat.read(path, as_version=4)
    first = done.cells[0]
    heading, _, rest = first.source.partition("\n")
    first.source = f"{heading}\n\n{launch(path.name)}\n{rest}"
    for cell in done.cells:
        if cell.source.startswith("<details>"):  # its Markdown would be read as HTML
            cell.source = cell.source.replace("</summary>", "</summary>\n", 1)
        for output in cell.get("outputs", []):
            if "image/png" in output.get("data", {}):  # a picture's own words are what a screen reader says
                words = output["data"].get("text/plain", "").replace("\n", " ")
                cell.metadata["mystnb"] = {"image": {"alt": words}}
            if "text/html" in output.get("data", {}):
                output["data"]["text/html"] = on_the_site(output["data"]["text/html"])
    target.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(done, target)
    write(mark, made_of)


def api():
    """A page for each part of the library, in the order in which README says to read them."""
    for name in MODULES:
        write(SOURCE / "api" / f"{name}.md", f"""# course_lib.{name}

```{{eval-rst}}
.. automodule:: course_lib.{name}
   :members:
   :imported-members:
```
""")
    listed = "\n".join(MODULES)
    write(SOURCE / "api" / "index.md", f"""# course_lib

The library in the order in which to read it. Shapes: `W` is (units, inputs), row *i* belongs to unit *i*; `X` is
(inputs, samples).

```{{toctree}}
:maxdepth: 1

{listed}
```
""")


def main():
    names = sys.argv[1:] or [path.stem for path in channels.NOTEBOOKS]
    longest_first = sorted(channels.NOTEBOOKS, key=lambda path: -path.stat().st_size)
    with ProcessPoolExecutor(max_workers=os.cpu_count()) as pool:  # a kernel keeps little more than one core busy
        list(pool.map(notebook, longest_first, [path.stem in names for path in longest_first]))
    api()
    for path in [*(ROOT / "docs").glob("*.*"), *(ROOT / "deploy").glob("*.*")]:
        target = SOURCE / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, target)  # with its date: Sphinx reads again what is newer
    write(SOURCE / "index.md", (ROOT / "docs" / "site" / "index.md").read_text(encoding="utf-8"))
    pages.fetch_assets(SOURCE / "_static")
    for path in (ROOT / "docs" / "site").glob("*.[cj]s*"):
        shutil.copy2(path, SOURCE / "_static" / path.name)


if __name__ == "__main__":
    main()
