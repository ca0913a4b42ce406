"""The settings for a class: one file, and what repeats it. `make test-hub` runs the hub itself."""

import re
import shutil
import socket
import subprocess
import sys
import uuid
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from traitlets.config.loader import PyFileConfigLoader

from tools import channels, handout, values

ROOT = Path(__file__).parents[1]
DEPLOY, CLASS = ROOT / "deploy", (ROOT / "docs" / "class.md").read_text(encoding="utf-8")
KUBERNETES = yaml.safe_load(values.VALUES.read_text(encoding="utf-8"))
TLJH = (DEPLOY / "tljh.md").read_text(encoding="utf-8")


@pytest.fixture
def load(monkeypatch, tmp_path):
    """Reads one of the hub's files as JupyterHub does."""
    for name, value in {"HUB_FOLDER": tmp_path, "HUB_PORTS": "1 2 3", "HUB_LEARNERS": "ada", "HUB_TOKEN": "t"}.items():
        monkeypatch.setenv(name, str(value))
    for name in ("COURSE_HANDOUT", "HUB_CULL"):
        monkeypatch.delenv(name, raising=False)
    return lambda name: PyFileConfigLoader(name, path=str(DEPLOY)).load_config()


@pytest.fixture
def course(load):
    return load("course.py")


def test_kubernetes_says_what_the_course_asks_for(course):
    learner, hub = KUBERNETES["singleuser"], KUBERNETES["hub"]
    everywhere = {name: value for name, value in course.Spawner.environment.items() if isinstance(value, str)}
    assert learner["extraEnv"] == everywhere, "a pod has addresses and folders of its own"
    assert (learner["memory"]["limit"], learner["cpu"]["limit"]) == (course.Spawner.mem_limit, course.Spawner.cpu_limit)
    assert learner["startTimeout"] == course.Spawner.start_timeout
    assert hub["config"]["Spawner"] == {"http_timeout": course.Spawner.http_timeout}
    assert hub["concurrentSpawnLimit"] == course.JupyterHub.concurrent_spawn_limit
    assert hub["config"]["JupyterHub"]["cleanup_servers"] is course.JupyterHub.cleanup_servers is False


def test_every_setting_of_the_course_is_one_that_was_compared(course):
    here = {"pre_spawn_hook", "args"} if sys.platform == "linux" else set()  # elsewhere one address is all
    assert set(course.Spawner) - here == {"default_url", "environment", "start_timeout", "http_timeout", "mem_limit",
                                          "cpu_limit"}
    assert set(course.JupyterHub) == {"concurrent_spawn_limit", "cleanup_servers"} and set(course) == {
        "Spawner", "JupyterHub"}


def test_the_first_page_pulls_the_notebooks_and_opens_the_first(course):
    cluster = KUBERNETES["singleuser"]["defaultUrl"]
    for url, folder in ((course.Spawner.default_url, "course"), (cluster, "work/course")):
        asked = {key: value for key, (value,) in parse_qs(urlsplit(url).query).items()}
        assert urlsplit(url).path == "/git-pull" and asked["branch"] == "main" and asked["targetpath"] == folder
        assert asked["urlpath"] == f"lab/tree/{folder}/{channels.NOTEBOOKS[0].name}"
    mounted = KUBERNETES["singleuser"]["storage"]["homeMountPath"]
    assert mounted == "/home/jovyan/work", "what is pulled into work/ lies on the learner's own volume"
    assert f"tools.handout {course_handout(course)}" in TLJH


def course_handout(course):
    return parse_qs(urlsplit(course.Spawner.default_url).query)["repo"][0].removeprefix("file://")


def test_idle_servers_end_after_the_same_time_everywhere(load):
    command = " ".join(load("hub.py").JupyterHub.services[0]["command"])
    timeout, every = KUBERNETES["cull"]["timeout"], KUBERNETES["cull"]["every"]
    assert f"--timeout={timeout} --cull-every={every}" in command and KUBERNETES["cull"]["enabled"]
    assert f"services.cull.timeout {timeout}\n" in TLJH and f"services.cull.every {every}\n" in TLJH


def plain(value):
    """A setting that can be compared: functions are loaded anew with each file; who is root has one argument more."""
    if isinstance(value, dict):
        return {name: plain(entry) for name, entry in value.items()}
    if isinstance(value, list):
        return [entry for entry in value if entry != "--allow-root"]
    return value.__name__ if callable(value) else value


def test_the_hub_on_this_machine_overrules_nothing_and_listens_to_this_machine_alone(load, course):
    hub = load("hub.py")
    for section in course:
        for name, value in course[section].items():
            assert plain(hub[section][name]) == plain(value), f"{section}.{name}"
    assert hub.ConfigurableHTTPProxy.should_start is False, "a proxy that the hub starts ends with the hub"
    for url in (hub.JupyterHub.bind_url, hub.JupyterHub.hub_bind_url, hub.ConfigurableHTTPProxy.api_url):
        assert urlsplit(url).hostname == "127.0.0.1"
    assert hub.Authenticator.allowed_users == {"ada"}


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have one address of their own")
def test_no_learner_listens_where_another_does(course):
    spawners = [SimpleNamespace(user=SimpleNamespace(id=number)) for number in range(1, 2000)]
    for spawner in spawners:
        course.Spawner.pre_spawn_hook(spawner)
        with socket.create_server((spawner.ip, 0)):
            assert spawner.ip.startswith("127.")
    folders = [course.Spawner.environment["JUPYTER_RUNTIME_DIR"](spawner) for spawner in spawners]
    assert len({spawner.ip for spawner in spawners}) == len(set(folders)) == 1999
    assert all(len(f"{name}/kernel-{uuid.uuid4()}-ipc-5") < 107 for name in folders), "what a Unix socket may be called"
    assert course.Spawner.args == ["--KernelManager.transport=ipc"]


def test_the_steps_for_one_machine_name_files_and_settings_that_exist(load):
    for name in re.findall(r"\b(?:deploy|binder|tools)/[\w.]+", TLJH):
        assert (ROOT / name).exists(), name
    assert "deploy/course.py /opt/tljh/config/jupyterhub_config.d/" in TLJH
    assert "@jupyterlab/apputils-extension:announcements" in TLJH and "announcements" in (
        ROOT / "binder" / "postBuild").read_text(), "nobody is asked about news"


def test_limits_are_derived_from_the_measurement_in_the_text():
    learner = KUBERNETES["singleuser"]
    server = int(re.search(r"(\d+) MB \(RSS\)", CLASS)[1])
    kernel = int(re.search(r"PSS, RSS \| \d+ and (\d+) MB", CLASS)[1])
    guarantee = int(learner["memory"]["guarantee"].removesuffix("M"))
    assert server + kernel < guarantee < 1.3 * (server + kernel)
    assert server + 5 * kernel < 1000 and learner["memory"]["limit"] == "1G"


def test_what_the_schema_forbids_is_said():
    schema = {"additionalProperties": False, "required": ["b"], "properties": {"a": {"type": "integer"}}}
    assert values.wrong({"a": 1}, schema) == []
    assert values.wrong({"a": "1", "c": 2}, schema) == [
        "$: Additional properties are not allowed ('c' was unexpected)", "$.a: '1' is not of type 'integer'"]


def test_the_handout_is_a_repository_that_follows_the_notebooks(tmp_path):
    source, there, learner = (tmp_path / name for name in ("notebooks", "handout", "learner"))
    source.mkdir()
    for path in channels.NOTEBOOKS[:2]:
        shutil.copy(path, source)
    assert handout.write(there, source) and not handout.write(there, source)
    subprocess.run(["git", "clone", "--quiet", "--branch", "main", f"file://{there}", learner], check=True)
    assert {path.name for path in learner.glob("*.ipynb")} == {path.name for path in channels.NOTEBOOKS[:2]}
    (there / "homework.ipynb").write_text("{}")  # the teacher's own
    (source / channels.NOTEBOOKS[0].name).write_text("new")
    assert handout.write(there, source)
    subprocess.run(["git", "-C", learner, "pull", "--quiet"], check=True)
    assert (learner / "homework.ipynb").exists() and (learner / channels.NOTEBOOKS[0].name).read_text() == "new"
