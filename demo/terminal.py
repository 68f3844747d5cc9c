"""What `make demo` says: one line per step, one bar while videos are prepared."""

import os
import shutil
import sys
import time

_LIVE = sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
_COLOUR = _LIVE and "NO_COLOR" not in os.environ
SHORTEST = 6
# Back to the start of the line and over what stands there: a bar that was interrupted.
_AFRESH = "\r\033[K" if _LIVE else ""


def _tinted(code: str, words: str) -> str:
    return f"\033[{code}m{words}\033[0m" if _COLOUR else words


def step(words: str) -> None:
    """Say that something is done."""
    print(f"{_AFRESH}{_tinted('32', '✓')} {words}", flush=True)


def begin(words: str) -> None:
    """Say that something which takes a while begins."""
    print(f"{_AFRESH}{_tinted('2', '…')} {words}", flush=True)


def warn(words: str) -> None:
    """Say what is missing although the demo goes on."""
    print(f"{_AFRESH}{_tinted('33', '!')} {words}", flush=True)


def fail(words: str) -> None:
    """Say why the demo ends."""
    print(f"{_AFRESH}{_tinted('31', '✗')} {words}", file=sys.stderr, flush=True)


def bright(words: str) -> str:
    """Give words that stand out, such as an address."""
    return _tinted("1;36", words)


class Bar:
    """A bar from 0 to 100 %: redrawn in a terminal, a line per tenth elsewhere."""

    def __init__(self, words: str) -> None:
        self.words = words
        self._began = time.monotonic()
        self._said = -1

    def show(self, percent: float, note: str = "") -> None:
        """Draw the bar at `percent`, with a short note behind it."""
        whole = max(0, min(100, int(percent)))
        if not _LIVE:
            if whole // 10 > self._said // 10 or self._said < 0:
                print(f"… {self.words} {whole} % {note}".rstrip(), flush=True)
                self._said = whole
            return
        columns = shutil.get_terminal_size().columns
        seconds = int(time.monotonic() - self._began)
        head = f"… {self.words}"
        tail = f"{whole:3} %  {seconds // 60}:{seconds % 60:02}  {note}"
        room = min(30, columns - len(head) - len(tail) - 3)
        if room < SHORTEST:
            drawn = f"{head} {tail}"[: columns - 1]
        else:
            filled = room * whole // 100
            drawn = f"{head} {_tinted('32', '█' * filled + '░' * (room - filled))} {tail}"
        print(f"{_AFRESH}{drawn}", end="", flush=True)

    def close(self) -> None:
        """Clear the bar, so that the next line starts clean."""
        if _LIVE:
            print(_AFRESH, end="", flush=True)
