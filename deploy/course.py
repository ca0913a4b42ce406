"""What the course asks of a hub: one file for every hub, in JupyterHub's own words.

`make hub` loads it as it is (deploy/hub.py), The Littlest JupyterHub loads a copy of it (deploy/tljh.md), and for
Kubernetes deploy/z2jh.yaml says the same (tests/test_hub.py compares them). The figures come from docs/class.md.
"""

import os
import sys
from urllib.parse import urlencode

HANDOUT = os.environ.get("COURSE_HANDOUT", "/srv/handout")  # the notebooks as a Git repository: tools/handout.py

c = get_config()  # noqa: F821

# A learner who comes in gets the newest notebooks, pulled by nbgitpuller into the folder "course" of their own: what
# they wrote is kept, what is new comes beside it. Then notebook 00 opens.
c.Spawner.default_url = "/git-pull?" + urlencode({
    "repo": f"file://{HANDOUT}", "branch": "main", "targetpath": "course",
    "urlpath": "lab/tree/course/00_start_here.ipynb"}, safe="/:")

# One thread for each kernel: thirty notebooks at once took 335 s without this and 70 s with it.
c.Spawner.environment = {"OPENBLAS_NUM_THREADS": "1"}


# On one machine a server, and each kernel, is told a port that was free a moment ago, and opens it when it has started:
# half a minute later when a class comes in. Another learner's may have taken it by then, so that one of thirty waited
# ten minutes for a server that had ended, or saw a kernel die. Therefore each server listens on an address of its own,
# which Linux has plenty of for itself, and kernels are reached by files: their names must be short.
def address_of_its_own(spawner):
    number = spawner.user.id
    spawner.ip = f"127.1.{number // 250}.{number % 250 + 1}"


def folder_of_its_own(spawner):
    return f"/tmp/jupyter-{os.getuid()}-{spawner.user.id}"


if sys.platform == "linux":
    c.Spawner.pre_spawn_hook = address_of_its_own
    c.Spawner.environment["JUPYTER_RUNTIME_DIR"] = folder_of_its_own
    c.Spawner.args = ["--KernelManager.transport=ipc"]

# A class presses Start in the same minute: nobody is given up while the machine is busy, nobody is sent away.
c.Spawner.start_timeout = 600
c.Spawner.http_timeout = 600
c.JupyterHub.concurrent_spawn_limit = 100

c.Spawner.mem_limit = "1G"  # a server and five notebooks
c.Spawner.cpu_limit = 2     # nobody takes the whole machine

c.JupyterHub.cleanup_servers = False  # a restart of the hub leaves the learners' servers and kernels alone
