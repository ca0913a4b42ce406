"""What an earlier run of a cell displayed is closed when the cell runs again: ipywidgets itself keeps it for ever."""

from IPython import get_ipython

_shown = {}  # cell -> (run, [what was displayed])


def _here():
    """(cell, run) of the running notebook cell; (None, None) outside a notebook."""
    shell = get_ipython()
    message = shell.get_parent() if hasattr(shell, "get_parent") else {}
    return message.get("metadata", {}).get("cellId"), message.get("header", {}).get("msg_id")


def displayed(thing, where=None):
    """Call when `thing` is displayed: things of an earlier run of this cell that no other cell shows are closed."""
    cell, run = where or _here()
    if cell is None:
        return
    before, things = _shown.get(cell, (None, []))
    if run == before:
        things.append(thing)
        return
    _shown[cell] = (run, [thing])
    alive = [other for _, others in _shown.values() for other in others]
    for old in things:
        if all(old is not other for other in alive):
            old.close()


def _parts(widget):
    """What a widget is made of, down to the widgets that hold only its layout and style."""
    own = (*getattr(widget, "children", ()), getattr(widget, "layout", None), getattr(widget, "style", None))
    return [part for part in own if part is not None]


def close_widgets(widget):
    """Close a widget with all its parts."""
    for part in _parts(widget):
        close_widgets(part)
    widget.close()


def open_widgets(widget):
    """Open a widget that was closed, its parts first; one that is open stays as it is."""
    for part in _parts(widget):
        open_widgets(part)
    widget.open()
