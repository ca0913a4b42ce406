"""axe-core on whole pages: all its rules for WCAG 2.2 A and AA and its best practices, of every impact."""

from pathlib import Path
from typing import NamedTuple

import axe_playwright_python

SOURCE = next(Path(axe_playwright_python.__file__).parent.rglob("axe*.js")).read_text(encoding="utf-8")
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


class Known(NamedTuple):
    """What somebody else draws and the course cannot set: axe's rule, the elements it is said of, who, and why."""

    rule: str
    where: str
    owner: str
    reason: str


LAB, LITE = "JupyterLab", "JupyterLite's JupyterLab"
KNOWN = {  # by channel; nothing else is forgiven, and an entry that meets nothing any more is a failure, too
    "lab": (
        Known("aria-allowed-attr", "jp-button", LAB, "the toolbar's buttons say aria-pressed without a role"),
        Known("aria-input-field-name", ".cm-content", LAB, "a cell's editor has no name; it reads its own text"),
        Known("aria-required-children", ".jp-WindowedPanel-viewport", LAB, "cells are no articles in their feed"),
        Known("scrollable-region-focusable", ".cm-scroller", LAB, "a long line scrolls; the editor in it has the keys"),
        Known("image-alt", ".jp-RenderedImage img", LAB, "it shows a PNG without the text that is stored beside it"),
    ),
    "lite": (
        Known("aria-allowed-attr", "jp-button", LITE, "the file list's buttons say aria-pressed without a role"),
        Known("empty-heading", ".jp-Launcher-cwd h3", LITE, "the name of the top folder is empty"),
        Known("image-redundant-alt", ".jp-Launcher-kernelIcon", LITE, "an icon repeats the label under it"),
        Known("region", ".jp-skiplink-wrapper", LITE, "the links that skip stand before all landmarks"),
    ),
}
# With its text cells, which the explorers' own notebook does not have.
KNOWN["notebook"] = (*KNOWN["lab"], Known("button-name", ".jp-collapseHeadingButton", LAB, "it folds a section"))


def violations(page, where=None, channel=None, part=False):
    """What axe finds, "rule: element", on the whole page or in the element `where`, but for what the channel forgives.

    Its entries that met nothing come, too, unless the page shows a part of the channel only: then they have to go.
    """
    page.evaluate(SOURCE)
    page.wait_for_function(STILL)
    known = KNOWN.get(channel, ())
    found, met = page.evaluate(RUN, [where, TAGS, [(entry.rule, entry.where) for entry in known]])
    return found + [f"no longer needed: {entry}" for k, entry in enumerate(known)
                    if not part and k not in met]


# A colour that is on its way to another one, after the theme has changed, say, is neither.
STILL = """() => document.getAnimations().every(
  animation => !(animation instanceof CSSTransition) || animation.playState !== 'running')"""
# Text of one character is set aside by axe (it may be an icon): its contrast counts here all the same. `preload: false`
# because axe would otherwise fetch style sheets that no page asks for.
RUN = """async ([where, tags, known]) => {
  const found = await axe.run(where ?? document, {preload: false, runOnly: {type: 'tag', values: tags}});
  const low = ({any}) => any[0]?.data?.messageKey === 'shortTextContent'
    && any[0].data.contrastRatio > 0 && any[0].data.contrastRatio < parseFloat(any[0].data.expectedContrastRatio);
  const short = found.incomplete.filter(rule => rule.id === 'color-contrast')
    .map(rule => ({...rule, nodes: rule.nodes.filter(low)}));
  const met = new Set(), left = [];
  for (const {id, tags: its, nodes} of [...found.violations, ...short]) for (const node of nodes) {
    const element = document.querySelector(node.target.flat().at(-1));
    const entry = known.findIndex(([rule, selector]) => rule === id && element?.matches(selector));
    if (entry >= 0) met.add(entry);
    else left.push(`${its.includes('best-practice') ? 'best practice, ' : ''}${id}: ${node.html.slice(0, 200)}`);
  }
  return [left, [...met]];
}"""
