"""Files: where sources, renditions and pictures are kept, by key.

A key is a relative path (`media/videos/<uid>/master.m3u8`). Keys under `media/` are public and
never change their bytes, so they are served with a year of caching; keys under `uploads/` and
`work/` are private.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

PUBLIC = "media"


class Storage(Protocol):
    """What every store of files can do."""

    def url(self, key: str) -> str:
        """Tell the public address of a key, relative to the server or absolute."""
        ...

    def path(self, key: str) -> Path:
        """Give a local path of the file for reading."""
        ...

    def write(self, key: str, content: bytes) -> None:
        """Keep the bytes under the key; whole or not at all."""
        ...

    def publish(self, folder: Path, key: str) -> None:
        """Keep a folder under the key, appearing whole or not at all; the folder is gone after."""
        ...

    def remove(self, key: str) -> None:
        """Remove a file or a folder; removing what is not there is fine."""
        ...

    def working(self, key: str) -> Path:
        """Give a private local path to work at, its parent made; on the same disk as the files."""
        ...

    def entries(self, key: str) -> Iterator[tuple[str, datetime]]:
        """List the names directly below a key, each with the moment it last changed."""
        ...

    def free(self) -> int:
        """Tell how many bytes there is room for."""
        ...

    def healthy(self) -> bool:
        """Tell whether files can be written now."""
        ...


class LocalStorage:
    """Files in a folder of this machine."""

    def __init__(self, root: Path, prefix: str = "/") -> None:
        self.root = root.resolve()
        self.prefix = prefix
        (self.root / PUBLIC).mkdir(parents=True, exist_ok=True)

    def url(self, key: str) -> str:
        return self.prefix + key

    def path(self, key: str) -> Path:
        path = (self.root / key).resolve()
        if "\0" in key or not path.is_relative_to(self.root) or path == self.root:
            raise ValueError(f"a key outside the storage: {key!r}")
        return path

    def write(self, key: str, content: bytes) -> None:
        path = self.working(key)
        # A name of its own, so that two who write the same key do not write into one another.
        part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
        try:
            part.write_bytes(content)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)

    def publish(self, folder: Path, key: str) -> None:
        target = self.working(key)
        # A folder left by a process that was killed between renaming and recording gives way.
        self.remove(key)
        folder.rename(target)

    def remove(self, key: str) -> None:
        path = self.path(key)
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)

    def working(self, key: str) -> Path:
        path = self.path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def entries(self, key: str) -> Iterator[tuple[str, datetime]]:
        folder = self.path(key)
        for each in folder.iterdir() if folder.is_dir() else ():
            # What another worker removes meanwhile is not there any more.
            with suppress(FileNotFoundError):
                yield each.name, datetime.fromtimestamp(each.lstat().st_mtime, UTC)

    def free(self) -> int:
        return shutil.disk_usage(self.root).free

    def healthy(self) -> bool:
        probe = self.root / f".probe-{os.getpid()}"
        try:
            probe.write_bytes(b"1")
            probe.unlink()
        except OSError:
            return False
        return True


class NullStorage:
    """The store before one is chosen: it refuses everything."""

    def __getattr__(self, name: str) -> object:
        raise RuntimeError("no storage is open; app.py opens one")


_open: Storage = NullStorage()  # type: ignore[assignment]


def open_storage(storage: Storage) -> None:
    """Choose the store every use case works on."""
    global _open
    _open = storage


def files() -> Storage:
    """Give the store in use."""
    return _open
