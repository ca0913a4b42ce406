"""Files of npm's packages, without installing them."""

import subprocess
import tarfile
import tempfile
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def packed(package):
    """The archive of a package such as "mathjax@3.2.2", open; its files are below "package/"."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["npm", "pack", "--silent", package], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        with tarfile.open(next(Path(folder).glob("*.tgz"))) as archive:
            yield archive
