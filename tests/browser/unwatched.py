"""A Chromium that nobody looks into, as looking keeps it from drawing ahead; its pages tell."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote

from tests.browser import chromium
from tests.browser.conftest import Host

TRIES = 600
WAIT = threading.Event()
# What leads to a page that is drawn ahead: a rule, and a link, followed once `/go` is there.
LEADS = """<a href=/two>two</a>
<script type=speculationrules>{"prerender": [{"urls": ["/two"], "eagerness": "immediate"}]}</script>
<script>
    setInterval(async () => (await fetch('/go')).ok && document.querySelector('a').click(), 300);
</script>"""


@contextmanager
def unwatched(address: str, folder: Path) -> Iterator[None]:
    """Let a Chromium with a fresh profile look at a page."""
    command = [str(chromium.find()), "--headless", *chromium.FLAGS, f"--user-data-dir={folder}"]
    process = subprocess.Popen(
        [*command, address],
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(60)


def heard(host: Host, start: str) -> str:
    """Wait until a page has asked for `/told?` and something that starts so; answer all of it."""
    host.pages.setdefault("/told", "heard")
    for _ in range(TRIES):
        for each in host.asked:
            if unquote(each).startswith(f"/told?{start}"):
                return unquote(each).removeprefix("/told?")
        WAIT.wait(0.1)
    raise AssertionError([each for each in host.asked if each != "/go"])
