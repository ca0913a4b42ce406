"""`make lab` on a machine without a screen: it serves the first notebook and prints the address that lets you in."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tools import lab

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(("environment", "platform", "root", "seen"), [
    ({}, "linux", False, False), ({"DISPLAY": ":0"}, "linux", False, True), ({}, "darwin", False, True),
    ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", False, True), ({}, "win32", False, True),
    ({"DISPLAY": ":10", "SSH_CONNECTION": "1 2 3 4"}, "linux", False, False),
    ({"SSH_TTY": "/dev/pts/0"}, "darwin", False, False), ({"DISPLAY": ":0"}, "linux", True, False)])
def test_a_browser_is_opened_where_somebody_sees_it(environment, platform, root, seen):
    assert lab.has_screen(environment, platform, root) is seen


def test_root_is_allowed_only_where_it_is_root():
    for root in (True, False):
        made = lab.command(root, ["--ip=0.0.0.0"])
        assert ("--allow-root" in made) is root and made[-1] == "--ip=0.0.0.0"


@pytest.mark.parametrize(("here", "chosen"), [({"python3": 0, "python3.14": 0}, "python3"), ({}, "python3"),
                                              ({"python3": 1, "python3.12": 0, "python3.14": 0}, "python3.14")])
def test_make_takes_the_python_that_is_new_enough(tmp_path, here, chosen):
    for name, code in here.items():  # 1: one that is too old
        (tmp_path / name).write_text(f"#!/bin/sh\nexit {code}\n")
        (tmp_path / name).chmod(0o755)
    said = subprocess.run([shutil.which("make"), "-n", "-B", "lab"], env={"PATH": str(tmp_path)}, cwd=ROOT, text=True,
                          capture_output=True, check=True).stdout
    assert f"\n{chosen} -m venv .venv\n" in said
    assert said.index("Making .venv") < said.index("-m venv") < said.index("Installing the course")


def started(home, *options):
    """(the process of `make lab`, what it said until it serves): on a machine without a screen."""
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "JUPYTER_TOKEN")
    environment = {k: v for k, v in os.environ.items() if k not in hidden} | {"HOME": str(home)}
    process = subprocess.Popen([sys.executable, "-m", "tools.lab", *options], cwd=ROOT, env=environment, text=True,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    said = ""
    for line in process.stdout:
        said += line
        if "Ctrl+C" in line:
            break
    return process, said


@pytest.mark.nightly
def test_the_address_is_the_one_that_options_asked_for(tmp_path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process, said = started(tmp_path, f"--port={port}", "--ip=127.0.0.1", "--ServerApp.base_url=/course/",
                            "--IdentityProvider.token=chosen")
    try:
        address = f"http://127.0.0.1:{port}/course/lab/tree/notebooks/00_start_here.ipynb?token=chosen"
        assert address in said, said
        with urllib.request.urlopen(address, timeout=30) as page:
            assert page.status == 200 and b"JupyterLab" in page.read()
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate()
    assert process.returncode == 0


@pytest.mark.nightly
def test_a_server_that_does_not_start_says_why(tmp_path):
    process, said = started(tmp_path, "--port=no-number")
    process.communicate()
    assert "no-number" in said and "ended at once" in said and process.returncode == 1


def test_it_serves_prints_the_address_with_its_token_and_ends_quietly(tmp_path):
    process, said = started(tmp_path)
    try:
        address = re.search(r"http://\S+/lab/tree/notebooks/00_start_here.ipynb\?token=\w{32}", said)[0]
        with urllib.request.urlopen(address, timeout=30) as page:
            told = json.loads(re.search(r"jupyter-config-data[^>]*>(.*?)</script>", page.read().decode(), re.S)[1])
        assert {"comm_msg", "status"} <= set(told["untracked_message_types"]), "a slider that moves is no busy kernel"
        with pytest.raises(urllib.error.HTTPError, match="403") as refused:
            urllib.request.urlopen(address.replace("/lab/tree", "/api/contents").partition("?")[0], timeout=30)
        refused.value.close()  # it holds the answer; from Python 3.14 on an open one is a warning
        process.send_signal(signal.SIGINT)
        rest = process.communicate(timeout=60)[0]
    finally:
        process.kill()
    words = said + rest
    assert not re.search("warn|error|root|critical|Traceback", words, re.I), words
    assert "What you saved is kept" in rest and process.returncode == 0


@pytest.mark.nightly
@pytest.mark.parametrize("name", ["SIGHUP", "SIGTERM"])
def test_no_server_stays_behind_when_the_terminal_is_gone(tmp_path, name):
    process, said = started(tmp_path)
    try:
        host = re.search(r"http://[^/]+", said)[0]
        urllib.request.urlopen(f"{host}/api", timeout=30).close()
        process.send_signal(getattr(signal, name))
        process.communicate(timeout=60)  # the pipe is the server's too: it closes when both have ended
    finally:
        process.kill()
    with pytest.raises(urllib.error.URLError, match="refused"):
        urllib.request.urlopen(f"{host}/api", timeout=30)
