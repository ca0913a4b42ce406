"""Files of npm's packages, without installing them."""

import posixpath
import re
import subprocess
import tarfile
import tempfile
from contextlib import contextmanager
from pathlib import Path

IMPORT = re.compile(r"""\b(?:from|import)\s*\(?\s*["'](\.[^"']+)["']""")


@contextmanager
def packed(package):
    """The archive of a package such as "mathjax@3.2.2", open; its files are below "package/"."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["npm", "pack", "--silent", package], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        with tarfile.open(next(Path(folder).glob("*.tgz"))) as archive:
            yield archive


def modules(archive, names):
    """{name: bytes} of these files of a package, and of all modules that they import from each other."""
    found, waiting = {}, list(names)
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found[name] = archive.extractfile(name).read()
        waiting += [posixpath.normpath(posixpath.join(posixpath.dirname(name), other))
                    for other in IMPORT.findall(found[name].decode())]
    return found
