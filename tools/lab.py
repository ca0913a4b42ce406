"""Open JupyterLab on the first notebook, wherever this runs: on a desktop, over ssh, in a container, as root.

    python -m tools.lab [JupyterLab's own options]        (make lab; make lab ARGS="--ip=0.0.0.0")

With a screen the browser opens. Without one the address is printed, with the token that lets you in. Ctrl+C ends it.
"""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import webbrowser
from pathlib import Path

ROOT = Path(__file__).parents[1]
FIRST = "notebooks/00_start_here.ipynb"


def has_screen(environment, platform):
    """Whether a browser that is opened here would be seen by whoever typed the command."""
    if "SSH_CONNECTION" in environment or "SSH_TTY" in environment:
        return False
    if platform in ("darwin", "win32"):
        return True
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def free_port(first=8888):
    """The first port from 8888 that nobody listens on."""
    for port in range(first, first + 100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port
    sys.exit(f"ports {first} to {first + 99} are all taken; end a JupyterLab that runs: jupyter lab list")


def command(port, token, root, more):
    """The command that starts JupyterLab. It opens no browser and speaks only of errors; what matters is said here."""
    return [sys.executable, "-m", "jupyterlab", "--no-browser", f"--ServerApp.port={port}",
            "--ServerApp.port_retries=0", f"--IdentityProvider.token={token}", f"--ServerApp.root_dir={ROOT}",
            "--ServerApp.log_level=ERROR", "--LabApp.log_level=ERROR", "--LabApp.news_url=None",
            *([] if sys.platform == "win32" else ["--KernelManager.transport=ipc"]),  # over TCP each kernel warns
            *(["--allow-root"] if root else []), *more]


def wait(server, address):
    """Until the server answers. If it ends instead, so does this, with what it said."""
    while server.poll() is None:
        try:
            urllib.request.urlopen(f"{address}/api", timeout=2).close()
            return
        except (OSError, urllib.error.URLError):
            time.sleep(0.1)
    sys.exit(f"JupyterLab ended at once (exit code {server.returncode}).")


def end(server, address, token):
    """Ask the server to end, as its own menu would; by force if it does not."""
    try:
        request = urllib.request.Request(f"{address}/api/shutdown?token={token}", method="POST")
        urllib.request.urlopen(request, timeout=10).close()
        server.wait(20)
    except (OSError, subprocess.TimeoutExpired):
        server.terminate()
        server.wait(20)


def main(*more):
    port, token = free_port(), os.environ.get("JUPYTER_TOKEN") or secrets.token_hex(16)
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    print("Starting JupyterLab …", flush=True)
    server = subprocess.Popen(command(port, token, root, more), start_new_session=True)  # Ctrl+C is handled here
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell that starts it in the background ignores Ctrl+C
    for name in ("SIGTERM", "SIGHUP"):  # a terminal that is closed, an ssh that breaks: no server stays behind
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda *_: sys.exit(0))
    address = f"http://127.0.0.1:{port}"
    try:
        wait(server, address)
        opened = f"{address}/lab/tree/{FIRST}?token={token}"
        seen = has_screen(os.environ, sys.platform) and webbrowser.open(opened)
        print(f"The course is {'open in your browser' if seen else 'served'} at\n\n    {opened}\n\n"
              f"{'' if seen else 'Open that address in a browser. '}Ctrl+C here ends it.", flush=True)
        server.wait()
    except KeyboardInterrupt:
        print("\nJupyterLab ends. What you saved is kept.")
    finally:
        if server.poll() is None:
            end(server, address, token)


if __name__ == "__main__":
    main(*sys.argv[1:])
