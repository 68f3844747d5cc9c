"""Plays a finished film out at its own pace, as broadcasting software would send it."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import tempfile
from contextlib import suppress
from pathlib import Path

from media.ffmpeg import courtesy, environment, failure

PIECE = 64 * 1024
_SEGMENT = re.compile(r"^#EXTINF:([\d.]+),[^\n]*\n([^#\n]+)\n", re.MULTILINE)


def rest_of(playlist: Path, from_s: float) -> str:
    """Return the playlist of what follows a moment of a film, from its segment on.

    ffmpeg seeks in segmented films to nowhere, so the segments before are left out instead.
    """
    text, passed = playlist.read_text("ascii"), 0.0
    for each in list(_SEGMENT.finditer(text)):
        passed += float(each[1])
        if passed <= from_s:
            text = text.replace(each[0], "", 1)
    whole = _SEGMENT.sub(rf"#EXTINF:\1,\n{playlist.parent}/\2\n", text)
    return whole.replace('#EXT-X-MAP:URI="', f'#EXT-X-MAP:URI="{playlist.parent}/')


def playout_command(ffmpeg: str, playlist: str) -> list[str]:
    """Return the command that writes a film as FLV while its time passes; nothing is coded."""
    command = [ffmpeg, "-hide_banner", "-nostdin", "-loglevel", "error", "-nostats"]
    command += ["-protocol_whitelist", "file", "-readrate", "1", "-i", playlist]
    command += ["-map", "0:v:0", "-map", "0:a:0?", "-c", "copy"]
    return [*command, "-f", "flv", "-flvflags", "no_duration_filesize", "pipe:1"]


class Playout:
    """One film being played out, from `start` until `read` has no more; always `stop` it."""

    def __init__(self, ffmpeg: str, playlist: Path, from_s: float) -> None:
        self._ffmpeg = ffmpeg
        self._rest = rest_of(playlist, from_s)
        self._folder = tempfile.TemporaryDirectory(prefix="playout-")
        self._command: list[str] = []
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start ffmpeg."""
        playlist = Path(self._folder.name) / "rest.m3u8"
        playlist.write_text(self._rest, "ascii")
        self._command = playout_command(self._ffmpeg, str(playlist))
        self._process = await asyncio.create_subprocess_exec(
            *courtesy(nice=False),
            *self._command,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=environment(),
            start_new_session=True,
        )

    async def read(self) -> bytes:
        """Give what is played next, nothing at the film's end; raise MediaError if it breaks."""
        process = self._process
        if process is None or process.stdout is None:
            raise RuntimeError("start the playout first")
        piece = await process.stdout.read(PIECE)
        if not piece and await process.wait():
            raise failure(self._command, process.returncode or 1, "")
        return piece

    async def stop(self) -> None:
        """Leave no process and no file behind."""
        process = self._process
        if process is not None and process.returncode is None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            with suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), 5)
        self._folder.cleanup()
