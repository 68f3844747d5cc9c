"""Packages one live stream: an ffmpeg that is fed as it comes and leaves segments behind."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from media.errors import MediaError
from media.ffmpeg import KEPT_BYTES, courtesy, environment, failure
from media.live_ladder import SOURCE, Incoming, name_of, package_command

# How long the last segment may take once the stream has ended.
ENDS_WITHIN = 10.0
# An ffmpeg that takes nothing for so many seconds hangs.
HANGS_AFTER = 30.0
_FULL = b"No space left on device"


class Packager:
    """One ffmpeg, from `start` to `finish`; it works in a folder of its own."""

    def __init__(
        self, folder: Path, *, ffmpeg: str, incoming: Incoming, heights: Sequence[int] = ()
    ) -> None:
        self.folder = folder
        self.renditions = (SOURCE, *map(name_of, heights))
        self._command = package_command(ffmpeg, incoming, heights)
        self._process: asyncio.subprocess.Process | None = None
        self._ears: asyncio.Task[None] | None = None
        self._said = b""
        self._ending = False

    async def start(self) -> None:
        """Start ffmpeg; raise MediaError when there is no room or no ffmpeg."""
        try:
            for name in self.renditions:
                (self.folder / name).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            told = "The server has no room for this stream."
            raise MediaError("disk-full", told, str(error)) from error
        # Before the courtesy of films being prepared: who is on air does not wait.
        self._process = await asyncio.create_subprocess_exec(
            *courtesy(nice=False),
            *self._command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
            cwd=self.folder,
            env=environment(),
            start_new_session=True,
        )
        self._ears = asyncio.create_task(self._listen(self._process))

    @property
    def died(self) -> bool:
        """Tell whether ffmpeg has ended without being asked to."""
        ended = self._process is not None and self._process.returncode is not None
        return ended and not self._ending

    async def write(self, data: bytes) -> None:
        """Feed what has come; waits while ffmpeg is behind. Raise MediaError when it has died."""
        process = self._process
        if process is None or process.stdin is None:
            raise RuntimeError("start the packager first")
        try:
            process.stdin.write(data)
            async with asyncio.timeout(HANGS_AFTER):
                await process.stdin.drain()
        except TimeoutError:
            _kill(process)
            raise await self.failure() from None
        except (BrokenPipeError, ConnectionResetError):
            raise await self.failure() from None

    async def failure(self) -> MediaError:
        """Tell why ffmpeg died, once it has."""
        if self._process is None or self._ears is None:
            raise RuntimeError("start the packager first")
        await self._wait(self._process, self._ears)
        status = self._process.returncode or 1
        return failure(self._command, status, self.said())

    async def finish(self) -> None:
        """End the stream, wait for its last segment, and leave no process behind.

        Raise MediaError when ffmpeg failed or had to be killed.
        """
        process, ears = self._process, self._ears
        if process is None or ears is None or self._ending:
            return
        died, self._ending = self.died, True
        if process.stdin and not died:
            with suppress(BrokenPipeError, ConnectionResetError):
                process.stdin.close()
        await self._wait(process, ears)
        if process.returncode:
            raise failure(self._command, process.returncode, self.said())

    def said(self) -> str:
        """Give what ffmpeg complained of."""
        return self._said.decode(errors="replace")

    async def _listen(self, process: asyncio.subprocess.Process) -> None:
        while process.stderr and (chunk := await process.stderr.read(4096)):
            self._said = (self._said + chunk)[-KEPT_BYTES:]
            if _FULL in self._said:
                _kill(process)  # it would go on and write nothing

    async def _wait(self, process: asyncio.subprocess.Process, ears: asyncio.Task[None]) -> None:
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(ENDS_WITHIN):
                    await process.wait()
        finally:
            # Whatever ended the waiting, its own end comes now.
            _kill(process)
            with suppress(TimeoutError):
                await asyncio.wait_for(asyncio.shield(process.wait()), 5)
            await asyncio.wait([ears], timeout=1)


def _kill(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
