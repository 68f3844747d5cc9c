"""Runs a command that must not outlive the demo: `python -m demo.leash COMMAND…`.

The demo holds the other end of this process's standard input. When it closes, by a clean end, by
a crash or by a kill that nobody could catch, the command is asked to end and, if it does not,
made to, with everything in its process group.
"""

import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress

PATIENCE_SECONDS = 15


def main(command: list[str]) -> int:
    """Run the command until it ends or the demo lets go; give its status."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        # A Ctrl-C is the demo's to answer; it then lets go. A caught signal, unlike an ignored
        # one, is not handed down to the command.
        signal.signal(number, lambda *_: None)
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)
    threading.Thread(target=_end_when_let_go, args=(child,), daemon=True).start()
    status = child.wait()
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    return status if status >= 0 else 128 - status


def _end_when_let_go(child: "subprocess.Popen[bytes]") -> None:
    os.read(sys.stdin.fileno(), 1)
    child.terminate()
    try:
        child.wait(PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
