"""Memory that was freed goes back to the machine, in a real kernel."""

import sys

import pytest
from jupyter_client.manager import start_new_kernel

from course_lib.live import background

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux's C library keeps what was freed")

PREPARE = """
import numpy as np
from course_lib import explorers
from course_lib.live import kernel
used = lambda: int(open("/proc/self/statm").read().split()[1]) * 4 // 1024  # MB
"""
WORK = """
arrays = [np.ones(8000) for k in range(1000)]  # 64 MB in pieces that the C library manages itself
most, last = used(), arrays[-1]
del arrays
"""


def run(client, code, ask=None):
    reply = client.execute_interactive(code, user_expressions={"answer": ask or "0"}, timeout=60, allow_stdin=False,
                                       output_hook=lambda message: None)["content"]
    assert reply["status"] == "ok", reply
    return int(reply["user_expressions"]["answer"]["data"]["text/plain"])


@pytest.mark.parametrize("hooked", [True, False])
def test_a_cell_that_ends_gives_back_what_it_freed(hooked):
    manager, client = start_new_kernel(kernel_name="python3")
    try:
        run(client, PREPARE)
        if not hooked:
            run(client, 'get_ipython().events.unregister("post_run_cell", kernel.give_back)')
        run(client, WORK)
        returned = run(client, "pass", "most - used()")
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    assert (returned > 50) == hooked, f"{returned} MB of 64 came back"


def test_work_in_the_background_gives_back_once_at_its_end(monkeypatch):
    seen = []
    monkeypatch.setattr(background, "give_back", lambda: seen.append("given back"))
    worker = background.run(seen.append(step) for step in (1, 2))
    worker.join(20)
    assert seen == [1, 2, "given back"]
