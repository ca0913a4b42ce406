"""Memory that is free again goes back to the machine: thirty kernels of a class share one."""

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
