"""Open JupyterLab on the first notebook, wherever this runs: on a desktop, over ssh, in a container, as root.

    python -m tools.lab [JupyterLab's own options]        (make lab; make lab ARGS="--port=9999 --ip=0.0.0.0")

With a screen the browser opens. Without one the address is printed, with the token that lets you in. Ctrl+C ends it.
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
import webbrowser
from pathlib import Path

from jupyter_core.paths import jupyter_runtime_dir
from jupyter_server.services.kernels.kernelmanager import MappingKernelManager

ROOT = Path(__file__).parents[1]
FIRST = "notebooks/00_start_here.ipynb"
HERE = {"localhost": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}  # what listens everywhere listens here, too


def has_screen(environment, platform, root):
    """Whether a browser that is opened here would be seen by whoever typed the command.

    Root has none, even where DISPLAY is set: Chromium refuses to run as root, and a container's root has no browser.
    """
    if root or "SSH_CONNECTION" in environment or "SSH_TTY" in environment:
        return False
    if platform in ("darwin", "win32"):
        return True
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def quiet_sliders():
    """The option that has JupyterLab show a kernel as busy for cells, not for each move of a slider.

    Tool bar, status bar, tab and icon are drawn again each time: two fifths of the browser's CPU time of such a move.
    The price: a server that ends kernels which nobody uses does not count a slider as use. This one ends none.
    """
    usual = MappingKernelManager.class_traits().get("untracked_message_types")  # servers before 2.11 have none
    return [f"--MappingKernelManager.untracked_message_types={[*usual.default(), 'comm_msg']}"] if usual else []


def command(root, more):
    """The command that starts JupyterLab. It opens no browser and speaks only of errors; what matters is said here."""
    return [sys.executable, "-m", "jupyterlab", "--no-browser", f"--ServerApp.root_dir={ROOT}",
            "--ServerApp.log_level=ERROR", "--LabApp.log_level=ERROR", "--LabApp.news_url=None",
            *([] if sys.platform == "win32" else ["--KernelManager.transport=ipc"]),  # over TCP each kernel warns
            *quiet_sliders(), *(["--allow-root"] if root else []), *more]


def note(server, token):
    """What the server wrote of itself, or None: options and settings may have chosen its port, address and token."""
    for path in Path(jupyter_runtime_dir()).glob("jpserver-*.json"):
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):  # half written, or of a server that ends
            continue
        # On Windows the python of a virtual environment starts another one, which is the server.
        if found["token"] == token if sys.platform == "win32" else found["pid"] == server.pid:
            return found
    return None


def wait(server, token):
    """The server's address and token, as soon as it listens. If it ends instead, so does this, after what it said."""
    while server.poll() is None:
        if found := note(server, token):
            host = HERE.get(found["hostname"], found["hostname"])
            try:
                socket.create_connection((host, found["port"]), timeout=2).close()
                place = f"[{host}]" if ":" in host else host
                return f"http{'s' * found['secure']}://{place}:{found['port']}{found['base_url']}", found["token"]
            except OSError:
                pass
        time.sleep(0.1)
    sys.exit(f"JupyterLab ended at once (exit code {server.returncode}).")


def end(server, address, token):
    """Ask the server to end, as its own menu would; by force if it does not, or does not listen yet."""
    try:
        request = urllib.request.Request(f"{address}api/shutdown?token={token}", method="POST")
        urllib.request.urlopen(request, timeout=10).close()
        server.wait(20)
    except (OSError, ValueError, subprocess.TimeoutExpired):
        server.terminate()
        server.wait(20)


def main(*more):
    address, token = "", os.environ.get("JUPYTER_TOKEN") or secrets.token_hex(16)
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    print("Starting JupyterLab …", flush=True)
    # The token is in the environment, where other users do not see it, and where an option can overrule it.
    server = subprocess.Popen(command(root, more), env=os.environ | {"JUPYTER_TOKEN": token},
                              start_new_session=True)  # Ctrl+C is handled here
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell that starts it in the background ignores Ctrl+C
    for name in ("SIGTERM", "SIGHUP"):  # a terminal that is closed, an ssh that breaks: no server stays behind
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda *_: sys.exit(0))
    try:
        address, token = wait(server, token)
        opened = f"{address}lab/tree/{FIRST}" + (f"?token={token}" if token else "")
        tried = has_screen(os.environ, sys.platform, root) and webbrowser.open(opened)
        print(f"The course is {'opened in your browser' if tried else 'served'} at\n\n    {opened}\n\n"
              f"{'If no browser came up, open' if tried else 'Open'} that address in a browser. Ctrl+C here ends it.",
              flush=True)
        server.wait()
    except KeyboardInterrupt:
        print("\nJupyterLab ends. What you saved is kept.")
    finally:
        if server.poll() is None:
            end(server, address, token)


if __name__ == "__main__":
    main(*sys.argv[1:])
