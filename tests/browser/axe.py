"""axe-core on whole pages: what it finds wrong in the parts that the course writes."""

from pathlib import Path

import axe_playwright_python

SOURCE = next(Path(axe_playwright_python.__file__).parent.rglob("axe*.js")).read_text(encoding="utf-8")
IMPACTS = ("serious", "critical")
OURS = ".course-explorer, .course-question"  # drawn by the course; the rest is Jupyter's, Sphinx's or reveal.js's


def violations(page, where="body", ours=OURS):
    """Serious and critical violations inside `ours`, of a run over all of `where`: "rule: element"."""
    page.evaluate(SOURCE)
    return [f"{rule}: {html}" for rule, html, own in page.evaluate(RUN, [where, ours, IMPACTS]) if own]


RUN = """async ([where, ours, impacts]) => {
  const found = await axe.run(where, {preload: false});  // it would fetch style sheets that no page asks for
  return found.violations.filter(v => impacts.includes(v.impact)).flatMap(v => v.nodes.map(node => {
    const element = document.querySelector(node.target.flat().at(-1));
    return [v.id, node.html.slice(0, 200), Boolean(element?.closest(ours))];
  }));
}"""
