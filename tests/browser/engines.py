"""Firefox and WebKitGTK, where this machine has them, driven by WebDriver's own commands.

Debian packages no geckodriver, and Playwright drives only its own builds of these two: so Firefox
is spoken to by Marionette, which geckodriver translates into, and WebKitGTK by WebKitWebDriver.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import requests

from tests.ports import free_ports

PATIENCE_SECONDS = 60
FIREFOX = ("firefox-esr", "firefox")
MINI_BROWSERS = "usr/lib/*/webkit2gtk-4.*/MiniBrowser"
# The keys as WebDriver writes them.
ENTER, ESCAPE, TAB = "\ue007", "\ue00c", "\ue004"


class Wire(Protocol):
    """How commands reach a browser."""

    def __call__(self, command: str, **given: Any) -> Any:
        """Carry out a command; raises RuntimeError with the browser's words when it cannot."""


class Engine:
    """A browser with one window."""

    def __init__(self, wire: Wire) -> None:
        self.wire = wire

    def go(self, address: str) -> None:
        """Open a page, and wait until it is loaded."""
        self.wire("Navigate", url=address)

    def run(self, body: str, *given: Any) -> Any:
        """Run the body of a function in the page; it reads `arguments`."""
        return self.wire("ExecuteScript", script=body, args=list(given))

    def until(self, body: str, *given: Any) -> Any:
        """Wait until a function's body answers something true, and answer that."""
        end = time.monotonic() + PATIENCE_SECONDS
        while not (found := self.run(body, *given)):
            assert time.monotonic() < end, f"it never was true: {body}"
            time.sleep(0.1)
        return found

    def click(self, x: float, y: float) -> None:
        """Click at a place of the window, in CSS pixels."""
        steps: list[dict[str, Any]] = [
            {"type": "pointerMove", "duration": 0, "x": round(x), "y": round(y)},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        mouse = {"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}}
        self.wire("PerformActions", actions=[{**mouse, "actions": steps}])

    def press(self, key: str) -> None:
        """Press a key where the focus is."""
        steps = [{"type": kind, "value": key} for kind in ("keyDown", "keyUp")]
        self.wire("PerformActions", actions=[{"type": "key", "id": "keys", "actions": steps}])


def missing(name: str) -> str | None:
    """Say what has to be installed before an engine can be used; None when it is there."""
    if name == "Firefox":
        return None if _firefox() else "no Firefox: apt-get install firefox-esr"
    there = shutil.which("WebKitWebDriver") and shutil.which("Xvfb") and _mini_browser()
    return None if there else "no WebKitGTK: apt-get install webkit2gtk-driver xvfb"


@contextmanager
def started(name: str, folder: Path) -> Iterator[Engine]:
    """Run an engine, with a profile in a folder, for a while."""
    with (_run_firefox if name == "Firefox" else _run_webkit)(folder) as engine:
        yield engine


def _firefox() -> str | None:
    return next((path for each in FIREFOX if (path := shutil.which(each))), None)


def _mini_browser() -> Path | None:
    return next(iter(sorted(Path("/").glob(MINI_BROWSERS))), None)


@contextmanager
def _running(command: list[str], **options: Any) -> Iterator[subprocess.Popen[str]]:
    quiet = {"stderr": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, **options}
    process = subprocess.Popen(command, text=True, **quiet)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(PATIENCE_SECONDS)
        if process.stdout:
            process.stdout.close()


@contextmanager
def _run_firefox(folder: Path) -> Iterator[Engine]:
    wishes = {
        "marionette.port": 0,
        "media.autoplay.default": 0,
        "datareporting.policy.firstRunURL": "",
    }
    lines = [f'user_pref("{name}", {json.dumps(value)});' for name, value in wishes.items()]
    (folder / "user.js").write_text("\n".join(lines))
    command = [str(_firefox()), "--headless", "--no-remote", "--marionette"]
    with _running([*command, "--profile", str(folder)], env={**os.environ, "HOME": str(folder)}):
        told = folder / "MarionetteActivePort"
        _wait(lambda: told.exists() and told.read_text())
        with socket.create_connection(("127.0.0.1", int(told.read_text()))) as line:
            line.settimeout(PATIENCE_SECONDS * 2)
            wire = _Marionette(line)
            wire("NewSession", capabilities={})
            yield Engine(wire)


class _Marionette:
    """Commands are `LENGTH:[0, number, name, given]`, answers `LENGTH:[1, number, error, it]`."""

    def __init__(self, line: socket.socket) -> None:
        self.line = line
        self.number = 0
        self._read()

    def __call__(self, command: str, **given: Any) -> Any:
        self.number += 1
        sent = json.dumps([0, self.number, f"WebDriver:{command}", given]).encode()
        self.line.sendall(b"%d:%s" % (len(sent), sent))
        _, _, error, result = self._read()
        if error:
            raise RuntimeError(error["message"])
        return result.get("value") if isinstance(result, dict) else result

    def _read(self) -> Any:
        head = b""
        while not head.endswith(b":"):
            head += self._some(1)
        body = b""
        while len(body) < int(head[:-1]):
            body += self._some(int(head[:-1]) - len(body))
        return json.loads(body)

    def _some(self, most: int) -> bytes:
        if not (got := self.line.recv(most)):
            raise RuntimeError("Firefox hung up")
        return got


@contextmanager
def _run_webkit(folder: Path) -> Iterator[Engine]:
    screen = ["Xvfb", "-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp"]
    with _running(screen, stdout=subprocess.PIPE) as shown:
        assert shown.stdout is not None
        display = f":{shown.stdout.readline().strip()}"
        # Inside a container WebKit cannot make the sandbox it would put its processes into.
        own = {
            "DISPLAY": display,
            "GDK_BACKEND": "x11",
            "HOME": str(folder),
            "LIBGL_ALWAYS_SOFTWARE": "1",
            "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1",
        }
        port = free_ports(1)
        with _running(["WebKitWebDriver", f"--port={port}"], env={**os.environ, **own}):
            wire = _WebDriver(f"http://127.0.0.1:{port}")
            try:
                yield Engine(wire)
            finally:
                wire.end()


class _WebDriver:
    """Commands as https://www.w3.org/TR/webdriver1/ has them."""

    PATHS = {"Navigate": "url", "ExecuteScript": "execute/sync", "PerformActions": "actions"}

    def __init__(self, origin: str) -> None:
        options = {"binary": str(_mini_browser()), "args": ["--automation"]}
        wish = {"alwaysMatch": {"webkitgtk:browserOptions": options}}
        _wait(lambda: _answers(origin))
        made = requests.post(f"{origin}/session", json={"capabilities": wish}, timeout=120)
        self.session = f"{origin}/session/{made.json()['value']['sessionId']}"

    def __call__(self, command: str, **given: Any) -> Any:
        path = f"{self.session}/{self.PATHS[command]}"
        answer = requests.post(path, json=given, timeout=PATIENCE_SECONDS * 2)
        if not answer.ok:
            raise RuntimeError(answer.json()["value"]["message"])
        return answer.json()["value"]

    def end(self) -> None:
        """Close the browser."""
        requests.delete(self.session, timeout=PATIENCE_SECONDS)


def _answers(origin: str) -> bool:
    try:
        return requests.get(f"{origin}/status", timeout=5).ok
    except requests.ConnectionError:
        return False


def _wait(true: Any) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not true():
        assert time.monotonic() < end, "the browser did not start"
        time.sleep(0.1)
