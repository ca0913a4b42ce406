"""Source of notebook cells, run as a notebook would, in one namespace: IPython's shell with its outputs handed on.

An output is one of
    {"type": "stream", "name": "stdout" or "stderr", "text"}
    {"type": "text", "text"}, {"type": "html", "html", "text"}, {"type": "image", "png" (base64), "text", "width"}
    {"type": "error", "name", "message", "traceback"}       plain text
"""

import ast
import base64
import io
import re
import symtable
from contextlib import redirect_stderr, redirect_stdout

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell

ANSI = re.compile(r"\x1b\[[0-9;]*m")


def output(data, metadata):
    """What a page shows of a mime bundle: a picture before HTML before text; None for nothing of these."""
    text = data.get("text/plain", "")
    if "image/png" in data:
        png = data["image/png"]
        png = base64.b64encode(png).decode() if isinstance(png, bytes) else png
        width = metadata.get("image/png", {}).get("width")
        return {"type": "image", "png": png, "text": text, "width": width}
    if "text/html" in data:
        return {"type": "html", "html": data["text/html"], "text": text}
    return {"type": "text", "text": text} if text else None


class _Hook(DisplayHook):
    """Shows a cell's last expression."""

    def start_displayhook(self):
        pass

    def write_output_prompt(self):
        pass

    def write_format_data(self, format_dict, md_dict=None):
        self.shell.shows(output(format_dict, md_dict or {}))

    def finish_displayhook(self):
        pass


class _Publisher(DisplayPublisher):
    """Shows what a cell displays by itself."""

    def publish(self, data, metadata=None, **keys):
        self.shell.shows(output(data, metadata or {}))


class _Shell(InteractiveShell):
    """IPython without a terminal; `shows(output)` is replaced while a cell runs."""

    displayhook_class, display_pub_class = _Hook, _Publisher

    def shows(self, shown):
        """Drop an output."""

    def _showtraceback(self, etype, evalue, stb):
        lines = stb if isinstance(stb, list) else [stb]
        self.shows({"type": "error", "name": etype.__name__, "message": str(evalue),
                    "traceback": ANSI.sub("", "\n".join(map(str, lines)))})

    def init_sys_modules(self):
        pass  # `__main__` stays what runs this program


class _Stream(io.TextIOBase):
    def __init__(self, name, shows):
        self.name, self._shows = name, shows

    def write(self, text):
        if text:
            self._shows({"type": "stream", "name": self.name, "text": text})
        return len(text)


class Cells:
    """A notebook's namespace, in which cells run one after the other."""

    def __init__(self):
        self._shell = _Shell.instance()
        self._shell.history_manager.enabled = False

    def run(self, code, shows):
        """Run a cell; `shows(output)` hears of each output at once. Returns whether it ended without an error."""
        def heard(shown):
            if shown is not None:
                shows(shown)

        self._shell.shows = heard
        try:
            with redirect_stdout(_Stream("stdout", heard)), redirect_stderr(_Stream("stderr", heard)):
                return self._shell.run_cell(code, store_history=False).success
        finally:
            del self._shell.shows


def _tables(table):
    yield table
    for child in table.get_children():
        yield from _tables(child)


def names(code):
    """(names that the source of a cell binds, names that it uses before it has bound them)."""
    bound, needs = set(), set()
    for statement in ast.parse(code).body:
        whole = symtable.symtable(ast.unparse(statement), "cell", "exec")
        needs |= {s.get_name() for table in _tables(whole) for s in table.get_symbols()
                  if s.is_referenced() and (table is whole or s.is_global())} - bound
        bound |= {s.get_name() for s in whole.get_symbols() if s.is_assigned() or s.is_imported()}
    return bound, needs


def needed(cells):
    """Of some cells those that the last one needs, directly or through others, in their order; it comes last."""
    *before, last = cells
    chosen, wanted = [last], names(last)[1]
    for code in reversed(before):
        bound, needs = names(code)
        if bound & wanted:
            chosen.insert(0, code)
            wanted = wanted - bound | needs
    return chosen


def value(cells):
    """What the last expression of the last cell is, once those before it that it needs have run, in a namespace of
    their own: nothing that a learner has changed elsewhere comes in.
    """
    *before, last = needed(cells)
    tree = ast.parse(last)
    end = ast.Expression(tree.body.pop().value)
    namespace = {"__name__": "__main__"}
    with redirect_stdout(io.StringIO()):
        for code in (*before, tree):
            exec(compile(code, "<cell>", "exec"), namespace)  # noqa: S102
        return eval(compile(end, "<cell>", "eval"), namespace)  # noqa: S307
