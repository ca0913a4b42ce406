"""What this library asks of the kernel that it runs in: free memory goes back, and answers find the page that asks."""

import ctypes
import sys

from IPython import get_ipython

# Linux's C library keeps freed memory wherever something is still used behind it: 60 MB after the clinic's trainings.
_trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None


def give_back(result=None):
    """Return the pages that nothing uses; does nothing where the C library has no such call."""
    if _trim is not None:
        _trim(0)


def give_back_after_cells():
    """In a notebook: from now on after each cell."""
    shell = get_ipython()
    if shell is not None:
        shell.events.register("post_run_cell", give_back)


def watch_cells(rest):
    """In a notebook: `rest` knows from now on when a cell runs, and when a page says anything to any widget.

    The cell that runs while this is called is not counted: it has begun.
    """
    shell, running = get_ipython(), []
    if shell is None:
        return

    def begin(info):
        running.append(rest.working())
        running[-1].__enter__()

    def end(result):
        if running:
            running.pop().__exit__(None, None, None)

    shell.events.register("pre_execute", rest.stir)
    shell.events.register("pre_run_cell", begin)
    shell.events.register("post_run_cell", end)


def hear_reloaded_pages():
    """Let a page that was reloaded reach its widgets.

    JupyterLab gives each page a part of the kernel (a subshell) for widget messages. A widget of ipykernel 7.4
    remembers that of the page which it last answered, and sends whatever comes in there, even when that page and its
    subshell are gone: nobody answers the new page. Messages for a subshell that is gone go where they were sent to.
    """
    kernel = getattr(get_ipython(), "kernel", None)
    try:
        from ipykernel.comm.comm import BaseComm
        remembered = BaseComm._reply_subshell_for
        subshells = kernel.shell_channel_thread.manager.list_subshell
    except (ImportError, AttributeError):  # another kernel, or a version that remembers nothing
        return
    if getattr(remembered, "checked", False):
        return

    def reply_subshell_for(self, data, default):
        wanted = remembered(self, data, default)
        return wanted if wanted is None or wanted in subshells() else default

    reply_subshell_for.checked = True
    BaseComm._reply_subshell_for = reply_subshell_for
