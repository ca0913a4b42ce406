"""The processes that a hub's learners have on this machine: whose they are, what they take."""

from collections import defaultdict
from pathlib import Path

import psutil

from benchmarks.bench_class import memory


def of_learners(folder):
    """{learner: processes}: those that work in a learner's folder, which are servers and kernels."""
    homes, found = Path(folder) / "homes", defaultdict(list)
    for process in psutil.process_iter():
        try:
            where = Path(process.cwd())
        except (psutil.Error, OSError):  # it has just ended, or is somebody else's
            continue
        if homes in where.parents and process.status() != psutil.STATUS_ZOMBIE:
            found[where.relative_to(homes).parts[0]].append(process)
    return found


def megabytes(processes):
    """The share of the machine's memory (PSS) that these take together."""
    return sum(memory(process.pid)[1] for process in processes)


def cpu_seconds(processes):
    """CPU seconds so far."""
    return sum(sum(process.cpu_times()[:2]) for process in processes)
