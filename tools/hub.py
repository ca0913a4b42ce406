"""A hub for a class on this machine, to try what a teacher installs: JupyterHub and its proxy with deploy/hub.py.

    python -m tools.hub [port, 8000]        (make hub; make hub PORT=9999)

Everything is kept in build/hub, learners' work too. Only this machine can reach it. Enter starts the hub anew with
changed settings, as `tljh-config reload` does: servers, kernels and work stay. Ctrl+C ends all of it.
"""

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

from tools import handout

ROOT = Path(__file__).parents[1]
ENVIRONMENT = ROOT / "build" / "hub-env"
ENDS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PATIENCE = 120  # seconds until a process counts as one that does not start


def names(number):
    """learner01, learner02 …"""
    return [f"learner{k:02}" for k in range(1, number + 1)]


class Hub:
    """Two processes, the proxy and the hub, and a folder with all that they keep."""

    def __init__(self, folder, ports=(8000, 8001, 8081), learners=()):
        self.folder, self.ports = Path(folder).resolve(), ports
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "homes").mkdir(exist_ok=True)
        self.handout = self.folder / "handout"
        self.address, self.token = f"http://127.0.0.1:{ports[0]}", secrets.token_hex(16)
        self.environment = os.environ | {
            "PATH": os.pathsep.join([str(ENVIRONMENT / "bin"), os.environ["PATH"]]), "HUB_FOLDER": str(self.folder),
            "HUB_PORTS": " ".join(map(str, ports)), "HUB_LEARNERS": " ".join(learners or names(30)),
            "HUB_TOKEN": self.token, "CONFIGPROXY_AUTH_TOKEN": secrets.token_hex(32),
            "COURSE_HANDOUT": str(self.handout)}
        self.proxy = self.hub = None

    def run(self, *command):
        """A process of its own session, so that Ctrl+C reaches it through `end` alone; it writes into hub.log."""
        with open(self.folder / "hub.log", "a") as log:
            return subprocess.Popen(command, cwd=self.folder, env=self.environment, stdout=log, stderr=log,
                                    stdin=subprocess.DEVNULL, start_new_session=True)

    def start(self):
        """The notebooks are handed out, the proxy runs; then the hub."""
        handout.write(self.handout)
        public, api, _ = self.ports
        self.proxy = self.run(str(ENVIRONMENT / "node_modules" / ".bin" / "configurable-http-proxy"),
                              "--ip=127.0.0.1", f"--port={public}", "--api-ip=127.0.0.1", f"--api-port={api}",
                              "--log-level=warn")
        self.start_hub()

    def start_hub(self):
        """Start the hub, and wait until it answers through the proxy."""
        self.hub = self.run(sys.executable if ENVIRONMENT in Path(sys.executable).parents
                            else str(ENVIRONMENT / "bin" / "python"), "-m", "jupyterhub", "-f",
                            str(ROOT / "deploy" / "hub.py"))
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and self.hub.poll() is None and self.proxy.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.ports[2])).close()  # the proxy logs what it cannot hand on
                return self.ask("")
            except OSError:
                time.sleep(0.2)
        self.end()
        sys.exit(f"The hub did not start; {self.folder / 'hub.log'} says why.")

    def restart(self):
        """End the hub and start it again; the proxy and the learners' servers run on."""
        stop(self.hub)
        self.start_hub()

    def ask(self, path, method="GET"):
        """What the hub's API says, as the one who may end servers."""
        request = urllib.request.Request(f"{self.address}/hub/api/{path}", method=method,
                                         headers={"Authorization": f"token {self.token}"})
        with urllib.request.urlopen(request, timeout=60) as reply:
            return json.loads(reply.read() or "null")

    def running(self):
        """The names of the learners whose servers run."""
        return [user["name"] for user in self.ask("users?state=active&limit=200")]

    def end(self):
        """End the learners' servers, the hub and the proxy."""
        deadline = time.monotonic() + PATIENCE
        with ThreadPoolExecutor(16) as several, suppress(OSError):  # a hub that does not answer has started no servers
            while self.hub and self.hub.poll() is None and time.monotonic() < deadline and (names := self.running()):
                list(several.map(self.end_server, names))
                time.sleep(0.5)
        stop(self.hub)
        stop(self.proxy)

    def end_server(self, name):
        """Ask for the end of a learner's server; one that starts or ends just now is asked again later."""
        with suppress(OSError):
            self.ask(f"users/{name}/server", "DELETE")


def stop(process):
    """End a process: kindly, after a while by force."""
    if process and process.poll() is None:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def undisturbed():
    """Until the block ends, a second Ctrl+C and a terminal that closes change nothing."""
    before = {name: signal.signal(name, signal.SIG_IGN) for name in ENDS}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)


@contextmanager
def running(*where, **how):
    """A hub that ends with the block."""
    hub = Hub(*where, **how)
    try:
        hub.start()
        yield hub
    finally:
        with undisturbed():
            hub.end()


def main(port="8000"):
    """Start a hub, say where it is, wait for Enter and Ctrl+C."""
    for name in ENDS[1:]:  # a terminal that is closed: nothing stays behind
        signal.signal(name, lambda *_: sys.exit(0))
    print("Starting the hub …", flush=True)
    with running(ROOT / "build" / "hub", ports=(int(port), int(port) + 1, int(port) + 81)) as hub:
        print(f"A class can come in at\n\n    {hub.address}\n\nas learner01 to learner30 or teacher; the "
              f"password typed first, of seven characters or more, is theirs from then on. Only this machine can "
              f"reach it.\nEnter starts the hub anew, the learners' work goes on. Ctrl+C ends all of it.", flush=True)
        try:
            while sys.stdin.readline():
                hub.restart()
                print("The hub has started anew.", flush=True)
            hub.hub.wait()  # no keyboard
        except KeyboardInterrupt:
            print("\nThe class ends: its servers are stopped, some seconds. Its work is kept in build/hub.", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
