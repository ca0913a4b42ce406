"""Binder's folder, checked without Docker: repo2docker prints the Dockerfile that it would build."""

import re
import shutil
import subprocess
import sys
from importlib import metadata, util
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
BINDER = ROOT / "binder"


def pins(path):
    """{name: version} of a list of exact versions, hashes and comments left out."""
    found = re.findall(r"^([\w.-]+)==([\w.!+]+)", path.read_text(), flags=re.M)
    return {re.sub(r"[-_.]+", "-", name).lower(): version for name, version in found}


def dockerfile(repository):
    """What repo2docker would hand to Docker."""
    done = subprocess.run([sys.executable, "-m", "repo2docker", "--no-build", "--debug", "--user-id", "1000",
                           "--user-name", "learner", str(repository)], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def copy(tmp_path):
    """The files that repo2docker looks at, in a folder that a test may change."""
    shutil.copytree(BINDER, tmp_path / "binder")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


INSTALL = 'pip install --no-cache-dir -r "binder/requirements.txt"'
WHOLE = "COPY --chown=1000:1000 src/ "


def test_the_list_is_installed_in_a_layer_of_its_own_and_the_package_after_it(copy):
    text = dockerfile(copy)
    assert "environment-2epy-2d3-2e12" in text, "the base must be Python 3.12"
    assert text.index(INSTALL) < text.index(WHOLE) < text.index("RUN ./binder/postBuild")
    assert "pip install --no-cache-dir ." not in text


def test_a_local_reference_would_cost_the_cached_layer(copy):
    """The test above can fail: with `-e .` in the list everything is copied first."""
    with open(copy / "binder" / "requirements.txt", "a") as file:
        file.write("-e .\n")
    text = dockerfile(copy)
    assert text.index(INSTALL) > text.index(WHOLE)


def test_the_list_is_flat_exact_and_admitted_by_the_requirements():
    lines = [line for line in (BINDER / "requirements.txt").read_text().splitlines() if not line.startswith("#")]
    assert all(re.fullmatch(r"[\w.-]+==[\w.!+]+( ; .+)?", line) for line in lines)
    pinned, environment = pins(BINDER / "requirements.txt"), {"python_version": "3.12"}
    assert pinned | pins(BINDER / "base.txt") == pinned, "make lock"
    for name in ("requirements.txt", "requirements-build.txt"):
        for line in (ROOT / name).read_text().splitlines():
            wanted = Requirement(line.split("#")[0]) if line.split("#")[0].strip() else None
            if wanted and (wanted.marker is None or wanted.marker.evaluate(environment)):
                assert wanted.specifier.contains(pinned[wanted.name]), f"{line}: make lock"


def test_the_base_brings_what_the_list_repeats():
    """JupyterLab and ipywidgets are those of repo2docker's own environment, so nothing is installed twice."""
    package = Path(util.find_spec("repo2docker").submodule_search_locations[0])
    conda = (package / "buildpacks" / "conda" / "environment.py-3.12-linux-64.lock").read_text()
    brought = dict(re.findall(r"/([a-z_]+)-([\d.]+)-[^/]*\.conda", conda))
    for name, version in pins(BINDER / "base.txt").items():
        assert brought[name] == version, f"repo2docker {metadata.version('jupyter-repo2docker')} brings {brought[name]}"


def test_the_package_is_installed_without_its_dependencies():
    script = (BINDER / "postBuild").read_text()
    assert "--no-deps" in script and "--no-build-isolation" in script
    assert (BINDER / "postBuild").stat().st_mode & 0o111


def test_kernels_have_one_thread_each(copy):
    assert 'R2D_ENTRYPOINT="${REPO_DIR}/binder/start"' in dockerfile(copy), "repo2docker finds the script"
    environment = {"PATH": "/usr/bin:/bin"}
    done = subprocess.run([BINDER / "start", "printenv", "OPENBLAS_NUM_THREADS"], env=environment, capture_output=True,
                          text=True)
    assert done.stdout == "1\n"
