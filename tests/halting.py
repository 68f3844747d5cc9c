"""An ffmpeg that stops before one of its commands, so that a test can do something meanwhile."""

from __future__ import annotations

import os
import select
import threading
from collections.abc import Callable
from pathlib import Path

from media.ffmpeg import find_ffmpeg

# Words by which commands of the pipeline are known: its long one and its last one.
LADDER, LAST = "-filter_complex", "storyboard.jpg"

SCRIPT = """#!/bin/sh
case "$*" in *{word}*) echo here > {here}; read answer < {go};; esac
exec {ffmpeg} "$@"
"""


class Halting:
    """A program that is ffmpeg, except that the command containing `word` waits to be let go."""

    def __init__(self, folder: Path, word: str) -> None:
        self.program = folder / "halting-ffmpeg"
        pipes = {"here": folder / "here", "go": folder / "go"}
        for each in pipes.values():
            os.mkfifo(each)
        self.program.write_text(SCRIPT.format(word=word, ffmpeg=find_ffmpeg(), **pipes))
        self.program.chmod(0o755)
        self._here = os.open(pipes["here"], os.O_RDWR)
        self._go = os.open(pipes["go"], os.O_RDWR)

    def reached(self) -> None:
        """Wait until the command is about to start."""
        ready, _, _ = select.select([self._here], [], [], 60)
        assert ready, "the command was not reached"
        os.read(self._here, 100)

    def go_on(self) -> None:
        """Let the command start."""
        os.write(self._go, b"go\n")

    def close(self) -> None:
        os.close(self._here)
        os.close(self._go)


def meanwhile(halting: Halting, work: Callable[[], None], act: Callable[[], None]) -> None:
    """Do `act` while `work`, in another thread, stands before the command; end when both have."""
    worker = threading.Thread(target=work)
    worker.start()
    halting.reached()
    act()
    halting.go_on()
    worker.join()
