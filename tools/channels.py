"""Where the course can be opened, from the repository's address alone; and the notebooks as Colab needs them.

    python -m tools.channels                     launch links in Markdown
    python -m tools.channels readme              the same as badges, put into README
    python -m tools.channels colab build/colab   copies of the notebooks that install the course first

The address stands in `project.urls` of pyproject.toml. While it is unset there are no links and no copies.
"""

import re
import sys
import tomllib
from pathlib import Path

import nbformat

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
README = ROOT / "README.md"
BADGES = {"Binder": "https://mybinder.org/badge_logo.svg",
          "Colab": "https://colab.research.google.com/assets/colab-badge.svg"}
UNSET = "project.urls in pyproject.toml names no Repository: no links, no copies for Colab."


def numbered(number):
    """The notebook of a number such as "05"; the program ends with those there are if there is none."""
    found = {path.stem[:2]: path for path in NOTEBOOKS}
    if number not in found:
        sys.exit(f"no notebook {number}; there are {', '.join(found)}")
    return found[number]


def address(pyproject=ROOT / "pyproject.toml"):
    """The repository's address without a slash at the end, or None while it is unset."""
    urls = tomllib.loads(pyproject.read_text(encoding="utf-8"))["project"].get("urls", {})
    return urls["Repository"].rstrip("/") if "Repository" in urls else None


def links(repository, notebook="00_start_here.ipynb"):
    """{channel: link} to one notebook. Binder opens any repository, Colab those of GitHub."""
    if repository is None:
        return {}
    open_at = f"?urlpath=lab/tree/notebooks/{notebook}"
    if not repository.startswith("https://github.com/"):
        quoted = repository.replace(":", "%3A").replace("/", "%2F")
        return {"Binder": f"https://mybinder.org/v2/git/{quoted}/HEAD{open_at}"}
    owner_and_name = repository.removeprefix("https://github.com/").removesuffix(".git")
    return {"Binder": f"https://mybinder.org/v2/gh/{owner_and_name}/HEAD{open_at}",
            "Colab": f"https://colab.research.google.com/github/{owner_and_name}/blob/colab/{notebook}"}


def with_badges(readme, repository):
    """README's text, between its two marks a badge for each launch link: none while the address is unset."""
    badges = " ".join(f"[![Open in {channel}]({BADGES[channel]})]({link})"
                      for channel, link in links(repository).items())
    before, mark, rest = readme.partition("<!-- badges -->\n")
    return before + mark + badges + "\n" * bool(badges) + rest[rest.index("<!-- end of badges -->"):]


def install_cell(repository):
    """What Colab runs before the set-up cell: the packages it lacks, the course, leave for foreign widgets.

    Colab's own NumPy and Matplotlib stay, so that its kernel need not be restarted; the set-up cell stays the same.
    """
    return "\n".join([
        '%pip install -q "ipywidgets>=8.1.7,<9" "anywidget>=0.9.18,<0.12" "autograd>=1.8,<2"',
        f"%pip install -q --no-deps git+{repository}",
        "from google.colab import output",
        "output.enable_custom_widget_manager()"])


def for_colab(notebook, repository):
    """Put the install cell in front of the first code cell; links to other notebooks lead to their copies."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = re.sub(r"\]\((\d\d_\w+\.ipynb)", lambda link: f"]({links(repository, link[1])['Colab']}",
                                 cell.source)
    first = next(k for k, cell in enumerate(notebook.cells) if cell.cell_type == "code")
    cell = nbformat.v4.new_code_cell(install_cell(repository), id="install-on-colab")
    notebook.cells.insert(first, cell)
    return notebook


def main(what="links", folder="build/colab"):
    repository = address()
    if what == "readme":
        README.write_text(with_badges(README.read_text(encoding="utf-8"), repository), encoding="utf-8")
    if repository is None:
        print(UNSET)
    elif what == "colab" and "Colab" not in links(repository):
        print("Colab opens notebooks from GitHub only: no copies.")
    elif what in ("links", "readme"):
        print(" · ".join(f"[{channel}]({link})" for channel, link in links(repository).items()))
    else:
        Path(folder).mkdir(parents=True, exist_ok=True)
        for path in NOTEBOOKS:
            nbformat.write(for_colab(nbformat.read(path, as_version=4), repository), Path(folder) / path.name)
        print(f"{len(NOTEBOOKS)} notebooks for Colab in {folder}")


if __name__ == "__main__":
    main(*sys.argv[1:])
