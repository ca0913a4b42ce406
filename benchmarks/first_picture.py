"""How long a learner waits for the first picture: an explorer's cell in a fresh kernel, its imports included.

    python benchmarks/first_picture.py [--runs 3] [explorer ...]        nothing named: all of them

Time runs from sending the cell to the arrival of its picture. "imports" is a cell of its own that only imports, in
another fresh kernel; "again" is the same explorer shown once more in the kernel that has it.
"""

import argparse
import statistics
import time

from jupyter_client.manager import start_new_kernel

from course_lib.explorers import EXPLORERS

IMPORT = "from course_lib import explorers"
ARRIVED = ("execute_result", "error")


def until_shown(client, code):
    """Seconds until the cell's result is here, or its end for a cell that shows nothing."""
    arrivals, begun = [], time.perf_counter()

    def heard(message):
        if message["msg_type"] in ARRIVED:
            arrivals.append(time.perf_counter() - begun)

    reply = client.execute_interactive(code, timeout=120, allow_stdin=False, output_hook=heard)["content"]
    if reply["status"] != "ok":
        raise RuntimeError(f"{code}: {reply['evalue']}")
    return arrivals[0] if arrivals else time.perf_counter() - begun


def fresh(*cells):
    """The seconds of each cell, one after the other in a kernel of their own."""
    manager, client = start_new_kernel(kernel_name="python3")
    try:
        until_shown(client, "pass")
        return [until_shown(client, code) for code in cells]
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("explorers", nargs="*", help="of " + ", ".join(EXPLORERS))
    asked = parser.parse_args()
    alone = statistics.median(fresh(IMPORT)[0] for _ in range(asked.runs))
    print(f"seconds, medians of {asked.runs}\n  {'imports':26s} {alone:5.2f}")
    for name in asked.explorers or EXPLORERS:
        first, again = zip(*(fresh(f"{IMPORT}\nexplorers.{name}()", f"explorers.{name}()") for _ in range(asked.runs)))
        print(f"  {name:26s} {statistics.median(first):5.2f}   again {statistics.median(again):5.2f}")


if __name__ == "__main__":
    main()
