"""A real Chromium, a real Vitrine with the demo's shop, and a second site to write pages for."""

from __future__ import annotations

import json
import mimetypes
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import requests
from flask import Flask
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect, sync_playwright

from app import Settings, create_app
from gateways.queue import immediate_queue
from models.database import database
from models.shop import Shop
from tests.browser import chromium
from tests.browser.stage import Stage, staged
from tests.ports import free_ports

HOME = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class House:
    """The running demo: the facts of its `demo.json`."""

    facts: dict[str, str]

    @property
    def vitrine(self) -> str:
        """Vitrine's origin."""
        return self.facts["vitrine_url"]

    @property
    def shop(self) -> str:
        """The shop's origin."""
        return self.facts["shop_url"]

    @property
    def tag(self) -> str:
        """The one script tag."""
        source, app_id = f"{self.vitrine}/vitrine.js", self.facts["app_id"]
        return f'<script async src="{source}" data-app-id="{app_id}"></script>'

    def call(self, method: str, path: str, **options: Any) -> Any:
        """Ask the API as the shop's server does."""
        headers = {"App-Id": self.facts["app_id"], "Api-Key": self.facts["api_key"]}
        answer = requests.request(
            method, f"{self.vitrine}/api/v1{path}", headers=headers, timeout=30, **options
        )
        assert answer.ok, answer.text
        return answer.json() if answer.content else None


@dataclass
class Host:
    """Another site, whose files a test writes: `pages["/x"] = "<p>"`, `pages["/x.css"] = "p {"`."""

    origin: str
    pages: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    reports: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)


@dataclass
class Watched:
    """A page and what it complained about."""

    page: Page
    lines: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def to(self, prefix: str) -> list[str]:
        """The requests that went to an origin or address."""
        return [each for each in self.requests if each.startswith(prefix)]


def free_port() -> int:
    """A pair of free ports; the first of them."""
    return free_ports(2)


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """`make demo` with its smallest films, until the tests are over."""
    folder = tmp_path_factory.mktemp("demo")
    command = [sys.executable, "-m", "demo", "--port", str(free_ports(4)), "--dir", str(folder)]
    log = (folder / "log").open("w+")
    process = subprocess.Popen(
        [*command, "--clips", "small"],
        cwd=HOME,
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        env={**os.environ, "VITRINE_DISPLAY_LIFETIME": "0"},
    )
    try:
        yield House(_facts(folder / "demo.json", process, folder / "log"))
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)
        log.close()


def _facts(file: Path, process: subprocess.Popen[bytes], log: Path) -> dict[str, str]:
    ended = threading.Event()
    while not file.exists():
        if process.poll() is not None:
            raise RuntimeError(f"the demo did not start:\n{log.read_text()}")
        ended.wait(0.1)
    facts: dict[str, str] = json.loads(file.read_text())
    return facts


# Playwright's event loop stays in the way of everybody else's until it has ended.
@pytest.fixture(scope="package")
def chrome() -> Iterator[Browser]:
    """One Chromium for all tests of browsers."""
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=chromium.find_lean(), args=chromium.FLAGS)


@pytest.fixture
def patient() -> Iterator[None]:
    """What is expected may take a minute: a busy machine is no fault."""
    expect.set_options(timeout=60_000)
    yield
    expect.set_options(timeout=5_000)


@pytest.fixture
def watched(chrome: Browser) -> Iterator[Watched]:
    """A fresh visitor on a desktop, whose page must not break: uncaught errors fail the test."""
    context = chrome.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB")
    seen = Watched(context.new_page())
    seen.page.set_default_timeout(20_000)

    def hear(message: ConsoleMessage) -> None:
        seen.lines.append(f"{message.type}: {message.text}")

    def note(request: Request) -> None:
        seen.requests.append(request.url)

    seen.page.on("console", hear)
    seen.page.on("pageerror", lambda error: seen.errors.append(str(error)))
    seen.page.on("request", note)
    yield seen
    assert seen.errors == []
    context.close()


@pytest.fixture
def page(watched: Watched) -> Page:
    """The visitor's page."""
    return watched.page


@pytest.fixture
def host(house: House) -> Iterator[Host]:
    """A second site of the shop's, on another origin that the shop allows."""
    yield from _serve(house, allowed=True)


@pytest.fixture
def stranger(house: House) -> Iterator[Host]:
    """A site that the shop does not allow."""
    yield from _serve(house, allowed=False)


@contextmanager
def hosting() -> Iterator[Host]:
    """Serve pages that are written later."""
    made = Host("")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            made.asked.append(self.path)
            path = self.path.split("?")[0]
            found = made.pages.get(path)
            kind = mimetypes.guess_type(path)[0] or "text/html"
            start = "<!doctype html><html lang=en><meta charset=utf-8><title>x</title>"
            body = f"{start if kind == 'text/html' else ''}{found}"
            self.send_response(404 if found is None else 200)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            for each in made.headers.items():
                self.send_header(*each)
            self.end_headers()
            self.wfile.write(body.encode())

        def do_POST(self) -> None:
            made.reports.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    made.origin = f"http://127.0.0.1:{server.server_port}"
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()


def _serve(house: House, *, allowed: bool) -> Iterator[Host]:
    before = house.call("GET", "/shop")["data"]["attributes"]["allowed_origins"]
    with hosting() as host:
        if allowed:
            house.call("PATCH", "/shop", json={"allowed_origins": [*before, host.origin]})
        try:
            yield host
        finally:
            house.call("PATCH", "/shop", json={"allowed_origins": before})


@pytest.fixture
def stage(settings: Settings) -> Iterator[Stage]:
    """A live that has not begun."""
    port = free_port()
    own = settings.model_copy(update={"public_url": f"http://127.0.0.1:{port}"})
    app: Flask = create_app(own, immediate_queue())
    with database.connection_context(), staged(app, own.data / "files", port) as made:
        yield made


@pytest.fixture
def viewer(chrome: Browser, stage: Stage) -> Iterator[Page]:
    """Somebody on a desktop, whose page must not break."""
    context = chrome.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB")
    # A busy machine is no fault.
    context.set_default_timeout(60_000)
    expect.set_options(timeout=60_000)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    expect.set_options(timeout=5_000)
    assert errors == []


@pytest.fixture
def site(stage: Stage) -> Iterator[Host]:
    """A site of the shop that the live is of."""
    with hosting() as host:
        Shop.update(allowed_origins=[host.origin]).where(Shop.id == stage.shop.id).execute()
        yield host
