"""Python inside a page: what a kernel is to JupyterLab, this is to an exported page whose worker runs Python.

The page's half is docs/pages/python. Both speak in messages, a dictionary with byte buffers beside it:

page says                                            and is answered
comm  comm_id, data, number   what Jupyter's         comm (any number of them), then handled  number
      message of a widget holds
show  number, name, states, found, cells             shown  number, parts {role: comm_id}, or error
      (an explorer as it stands on the page)
run   number, code (source of a cell)                output  number, output (any number of them), then ran  number, ok
"""

from course_lib.inpage.page import Page


def connect(post):
    """Speak with a page from now on. `post(message, buffers)` sends; returns `receive(message, buffers)`.

    Once in a process, and before any widget is made: widgets then belong to the page.
    """
    return Page(post).receive


__all__ = ["Page", "connect"]
