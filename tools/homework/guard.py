"""Files that a submission must leave alone: what changed while it ran is named, and put back.

A kernel runs as the user who grades, so it can write wherever that user can. This is no wall: it sees the folders that
it is told of, and a process that a submission leaves behind may write later. A container is one (docs/homework.md).
"""

from pathlib import Path

QUIET = {"__pycache__", ".ipynb_checkpoints"}  # put back as well, without words: others write here, too


class Guard:
    """Remembers the files below `roots`, without the folder `own`; links are not followed."""

    def __init__(self, roots, own):
        self.roots, self.own = [Path(root).resolve() for root in roots], Path(own).resolve()
        self.before = {path: (self._state(path), path.stat().st_mode, path.read_bytes()) for path in self._files()}

    def _files(self):
        for root in self.roots:
            for path in root.rglob("*"):
                if path.is_file() and not path.is_symlink() and self.own not in path.parents and path.suffix != ".log":
                    yield path

    @staticmethod
    def _state(path):
        found = path.stat()
        return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino

    def put_back(self):
        """Names of the files that were changed or removed, which are put back, and of new ones, which stay.

        Caches are put back and cleared without words.
        """
        now = {path: self._state(path) for path in self._files()}
        changed = [path for path, (state, *_) in self.before.items() if now.get(path) != state]
        for path in changed:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.unlink(missing_ok=True)
            path.write_bytes(self.before[path][2])
            path.chmod(self.before[path][1])
        new = [path for path in now if path not in self.before]
        for path in filter(self._quiet, new):
            path.unlink()
        return sorted(self._name(path) for path in [*changed, *new] if not self._quiet(path))

    @staticmethod
    def _quiet(path):
        return bool(QUIET & set(path.parts))

    def _name(self, path):
        return next(str(path.relative_to(root.parent)) for root in self.roots if root in path.parents)
