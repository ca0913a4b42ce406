"""The claims and the contents of the course as tables: HTML for a notebook or a web page, and as plain text."""

import re
from collections import Counter
from html import escape
from urllib.parse import quote

from course_lib.claims.notebooks import NOTEBOOKS
from course_lib.claims.rows import CLAIMS, POPULAR, TODAY, VERDICTS

CELL = "text-align: left; vertical-align: top; padding: 0.5em 0.9em 0.5em 0"


class Table:
    """An HTML table with a caption and header cells, beside the same as text: what a notebook shows and stores."""

    def __init__(self, html, text):
        self.html, self.text = html, text

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/html": self.html, "text/plain": self.text}

    def __repr__(self):
        return self.text


def link(experiment, folder="", ending=".ipynb"):
    """The address of an experiment's heading, as Jupyter and nbconvert name headings: spaces become hyphens.

    Punctuation stays as it is: JupyterLab does not undo an escape.
    """
    anchor = quote(experiment.heading.replace(" ", "-"), safe=":,'?!()")
    return f"{folder}{NOTEBOOKS[experiment.notebook].file}{ending}#{anchor}"


def plain(printed):
    """A printed line without the marks around its numbers, its runs of blanks as one; line ends become semicolons."""
    return re.sub(r" +", " ", re.sub(r"\n +", "; ", printed.replace("`", ""))).replace(" :", ":")


def _marked(printed):
    words = re.sub(r" +", " ", re.sub(r"\n +", "\n", escape(printed, quote=False))).replace(" :", ":")
    return re.sub(r"`([^`]*)`", r"<b>\1</b>", words)


def _experiment(experiment, folder, ending):
    prints = "<br>".join(f"<code>{line}</code>" for text in experiment.printed for line in _marked(text).split("\n"))
    return (f'<a href="{link(experiment, folder, ending)}">{experiment.notebook} · '
            f"{escape(experiment.heading, quote=False)}</a><br>{prints}")


def _html(caption, heads, rows):
    """`heads` {words: width or ""}; `rows` hold cells of HTML, and the first of each is the row's header."""
    head = "".join(f'<th scope="col" style="{CELL}; {width}">{words}</th>' for words, width in heads.items())
    body = "\n".join(f'<tr><th scope="row" style="{CELL}">{row[0]}</th>'
                     + "".join(f'<td style="{CELL}">{cell}</td>' for cell in row[1:]) + "</tr>" for row in rows)
    return (f'<table><caption style="text-align: left">{caption}</caption>\n<thead><tr>{head}</tr></thead>\n'
            f"<tbody>\n{body}\n</tbody></table>")


def _claims(claims, folder, ending):
    """All that is said of some claims, a row for each: HTML and text."""
    rows, lines = [], []
    for claim in claims:
        words = [escape(text, quote=False) for text in (claim.claim, claim.verdict, claim.why, claim.limit)]
        said_by = f"<br><small>{escape(claim.source, quote=False)}</small>" if claim.source else ""
        rows.append([str(claim.number), words[0] + said_by, f"<b>{words[1]}</b>. {words[2]}", words[3],
                     "<br>".join(_experiment(e, folder, ending) for e in claim.experiments)])
        lines += [f"{claim.number}. {claim.claim}", *[f"   Source: {claim.source}"] * bool(claim.source),
                  f"   {claim.verdict.upper()}: {claim.why}", f"   Where this stops: {claim.limit}"]
        lines += [f"   {e.notebook}, {e.heading}: {'; '.join(map(plain, e.printed))}" for e in claim.experiments]
    heads = {"no.": "", "the claim, in our words": "width: 17%", "the verdict": "width: 20%",
             "where the verdict stops being true": "width: 20%", "the experiment, and what it prints": ""}
    caption = f"The claims: {tally(claims)}."
    return Table(_html(caption, heads, rows), "\n".join([caption, *lines]))


def table(folder="", ending=".ipynb"):
    """The popular claims: number, claim, verdict, where the verdict stops, and the experiments with what they print.

    `folder` and `ending` lead to the notebooks: "" and ".ipynb" beside them, "../html/" and ".html" on a web site.
    """
    return _claims(POPULAR, folder, ending)


def today(folder="", ending=".ipynb"):
    """The claims about today's building blocks, each with who says it; else as `table`."""
    return _claims(TODAY, folder, ending)


def meanings():
    """What the verdicts mean."""
    rows = [[f"<b>{verdict}</b>", words] for verdict, words in VERDICTS.items()]
    return Table(_html("The verdicts", {"verdict": "", "a claim gets it if": ""}, rows),
                 "\n".join(f"{verdict}: {words}" for verdict, words in VERDICTS.items()))


def tally(claims=POPULAR):
    """How many claims got which verdict, in words; a verdict that none got is left out."""
    count = Counter(claim.verdict for claim in claims)
    return ", ".join(f"{count[verdict]} {verdict}" for verdict in VERDICTS if count[verdict])


def contents(folder="", ending=".ipynb"):
    """The notebooks: name with link, question, minutes, what you need."""
    rows = [[f'<a href="{folder}{book.file}{ending}">{number} {book.name}</a>', book.question, str(book.minutes),
             book.needs] for number, book in NOTEBOOKS.items()]
    text = [f"{number} {book.name}: {book.question} {book.minutes} minutes, you need: {book.needs}"
            for number, book in NOTEBOOKS.items()]
    heads = dict.fromkeys(["notebook", "the question", "minutes", "you need"], "")
    return Table(_html("The notebooks", heads, rows), "\n".join(text))


def _ranges(numbers):
    """[1, 2, 17] -> "1, 2, 17"; three and more in a row as "18–26"."""
    runs = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs)


def stations():
    """The notebooks as plots.show_map wants them: {number: (name, question, minutes and claims, what leads here)}."""
    found = {}
    for number, book in NOTEBOOKS.items():
        tested = [claim.number for claim in CLAIMS if number in {e.notebook for e in claim.experiments}]
        words = f"claim{'s' * (len(tested) > 1)} {_ranges(tested)}" if tested else ""
        found[number] = (book.name, book.question, f"{book.minutes} min\n{words}".strip(), book.after)
    return found
