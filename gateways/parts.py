"""Files that arrive in pieces: appended on disk by one writer at a time, the latest to come.

A client whose connection broke comes again while the server may still wait for the first one, so
the later writer takes the turn and the earlier fails at its next piece; bytes never mix. The turn
is a token in a small file beside the part, read under a lock before each piece is written.
"""

from __future__ import annotations

import errno
import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# EFBIG is the limit of a process or a file system: the same to whoever sends the file.
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class TurnLostError(Exception):
    """Another writer has begun since."""


class MovedOnError(Exception):
    """The file has another size than the writer believes."""


class NoRoomError(Exception):
    """The disk takes no more; what had come is given up."""


class Part:
    """A file on its way, kept in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._part = folder / "part"
        self._turn = folder / "turn"
        self._token = secrets.token_hex(16).encode()

    @property
    def size(self) -> int:
        """How many bytes have come."""
        try:
            return self._part.stat().st_size
        except FileNotFoundError:
            return 0

    def head(self, count: int) -> bytes:
        """Give the first bytes, as far as they have come."""
        with self._part.open("rb") as file:
            return file.read(count)

    @contextmanager
    def writing(self, *, at: int | None) -> Iterator[Writer]:
        """Take the turn for the block, to go on at so many bytes; None forgets what has come.

        Raises `MovedOnError` when another number has come; the turn then stays where it is.
        """
        with _room():
            self.folder.mkdir(parents=True, exist_ok=True)
            os.utime(self.folder)  # its time tells when somebody last sent something
            turn = os.open(self._turn, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            with _locked(turn), _room():
                if at not in (None, self.size):
                    raise MovedOnError
                os.pwrite(turn, self._token, 0)
                options = os.O_WRONLY | os.O_CREAT | (os.O_TRUNC if at is None else os.O_APPEND)
                part = os.open(self._part, options, 0o600)
            try:
                yield Writer(self, turn, part, self._token)
            finally:
                os.close(part)
        finally:
            os.close(turn)

    def drop(self) -> None:
        """Forget everything."""
        shutil.rmtree(self.folder, ignore_errors=True)


class Writer:
    """The one who has the turn."""

    def __init__(self, part: Part, turn: int, file: int, token: bytes) -> None:
        self._whole = part
        self._turn = turn
        self._file = file
        self._token = token

    def append(self, piece: bytes) -> None:
        """Write a piece behind the others. Raises `TurnLostError`, `NoRoomError`."""
        with self._holding(), _room():
            left = memoryview(piece)
            while left:
                left = left[os.write(self._file, left) :]

    def head(self, count: int) -> bytes:
        """Give the first bytes, as far as they have come. Raises `TurnLostError`."""
        with self._holding():
            return self._whole.head(count)

    def finish(self, name: str) -> None:
        """Give the file its name, once it is safely on the disk."""
        with _room():
            os.fsync(self._file)
        with self._holding():
            (self._whole.folder / "part").replace(self._whole.folder / name)

    def drop(self) -> None:
        """Forget what has come, unless another writer has begun since."""
        try:
            with self._holding():
                (self._whole.folder / "part").unlink(missing_ok=True)
        except TurnLostError:
            pass

    @contextmanager
    def _holding(self) -> Iterator[None]:
        with _locked(self._turn):
            # A folder that was swept away meanwhile leaves a file without a name behind.
            gone = os.fstat(self._turn).st_nlink == 0
            if gone or os.pread(self._turn, len(self._token), 0) != self._token:
                raise TurnLostError
            yield


@contextmanager
def _locked(file: int) -> Iterator[None]:
    fcntl.flock(file, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(file, fcntl.LOCK_UN)


@contextmanager
def _room() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise NoRoomError from error
        raise
