"""How long a learner waits for the first picture: an explorer's cell in a fresh kernel, its imports included.

    python benchmarks/first_picture.py [--runs 3] [explorer ...]        nothing named: all of them

"wait" runs from sending the cell to the arrival of its picture, "work" is the kernel's processor time in it, which
other programs on the machine disturb less. "imports" is a cell that only imports, in another fresh kernel; "again" is
the same explorer shown once more in the kernel that has it.
"""

import argparse
import statistics
import time

from jupyter_client.manager import start_new_kernel

from course_lib.explorers import EXPLORERS

IMPORT = "from course_lib import explorers"
ARRIVED = ("execute_result", "error")
BUDGET = 1.2  # seconds


def until_shown(client, code):
    """(seconds until the cell's result is here, or its end if it shows nothing; the kernel's processor seconds)."""
    arrivals, begun = [], time.perf_counter()

    def heard(message):
        if message["msg_type"] in ARRIVED:
            arrivals.append(time.perf_counter() - begun)

    reply = client.execute_interactive(f"import time as _time; _begun = _time.process_time()\n{code}", timeout=120,
                                       allow_stdin=False, output_hook=heard,
                                       user_expressions={"work": "_time.process_time() - _begun"})["content"]
    if reply["status"] != "ok":
        raise RuntimeError(f"{code}: {reply['evalue']}")
    wait = arrivals[0] if arrivals else time.perf_counter() - begun
    return wait, float(reply["user_expressions"]["work"]["data"]["text/plain"])


def fresh(*cells):
    """What `until_shown` says of each cell, one after the other in a kernel of their own."""
    manager, client = start_new_kernel(kernel_name="python3")
    try:
        until_shown(client, "pass")
        return [until_shown(client, code) for code in cells]
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def row(name, runs):
    """A line of medians: the first cell of each run, then the second where there is one."""
    cells = [[statistics.median(figures) for figures in zip(*cell)] for cell in zip(*runs)]
    words = ["wait {:5.2f}  work {:5.2f}".format(*cell) for cell in cells]
    mark = "" if cells[0][0] <= BUDGET else f"   over {BUDGET} s"
    print(f"  {name:26s} {'   again: '.join(words)}{mark}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("explorers", nargs="*", help="of " + ", ".join(EXPLORERS))
    asked = parser.parse_args()
    print(f"seconds, medians of {asked.runs}")
    row("imports", [fresh(IMPORT) for _ in range(asked.runs)])
    for name in asked.explorers or EXPLORERS:
        row(name, [fresh(f"{IMPORT}\nexplorers.{name}()", f"explorers.{name}()") for _ in range(asked.runs)])


if __name__ == "__main__":
    main()
