"""Counts what a page with nothing to show costs its visitor, in a real Chromium."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from bench import report, servers

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NAMES = ("chromium", "chromium-browser", "google-chrome")


def measure() -> None:
    """Print the part of the report about a visit."""
    report.heading("A page with nothing to show")
    with browser() as visitor, tempfile.TemporaryDirectory() as work, _shop_page() as page:
        if visitor is None:
            return
        port = servers.free_port()
        settings = {"VITRINE_DATA": work, "VITRINE_PORT": str(port)}
        page.app_id = open_shop(settings, page.url)["app_id"]
        page.vitrine = f"http://127.0.0.1:{port}"
        with servers.granian("vitrine", settings):
            first, second = _visits(visitor, page)
    rows = [
        (name, str(len(loads)), report.number(sum(loads.values())), ", ".join(loads))
        for name, loads in (("first visit", first), ("next page", second))
    ]
    report.table(("", "requests", "bytes with headers", "what"), rows)


class _Page:
    """The shop's page, and where the script comes from."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.app_id = ""
        self.vitrine = ""

    def html(self) -> bytes:
        tag = f'<script async src="{self.vitrine}/vitrine.js" data-app-id="{self.app_id}"></script>'
        text = f"<!doctype html><html lang=en><title>About us</title>{tag}<h1>About us</h1>"
        return text.encode()


@contextmanager
def _shop_page() -> Iterator[_Page]:
    """Serve one page from another origin."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content = page.html()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_args: Any) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Handler)
    page = _Page(f"http://127.0.0.1:{server.server_port}")
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield page
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def browser(*words: str) -> Iterator[Any]:
    """Run a Chromium for the block; None, with a note why, where it cannot be had."""
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        report.note("not measured: playwright is not installed: make setup")
        yield None
        return
    with sync_playwright() as playwright:
        try:
            launched = _launched(playwright, *words)
        except Error:
            report.note("not measured: no Chromium is here: make browser")
            yield None
            return
        yield launched
        launched.close()


def _launched(playwright: Any, *words: str) -> Any:
    """Start a Chromium, the machine's own before Playwright's."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    return playwright.chromium.launch(executable_path=found, args=[*ARGUMENTS, *words])


def open_shop(settings: dict[str, str], origin: str) -> dict[str, str]:
    """Open a shop whose pages live at an origin; answer its `app_id`, `api_key` and the rest."""
    words = ["shop", "create", "--name", "Bench", "--origin", origin, "--json"]
    done = subprocess.run(
        [sys.executable, "app.py", *words],
        cwd=servers.HOME,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        check=True,
    )
    shop: dict[str, str] = json.loads(done.stdout)
    return shop


def _visits(browser: Any, page: _Page) -> tuple[dict[str, int], dict[str, int]]:
    """Open two pages of the shop; answer what came from Vitrine for each, in bytes."""
    tab = browser.new_page()
    network = tab.context.new_cdp_session(tab)
    network.send("Network.enable")
    asked: dict[str, str] = {}
    loads: dict[str, int] = {}

    def begun(event: dict[str, Any]) -> None:
        if event["request"]["url"].startswith(page.vitrine):
            asked[event["requestId"]] = event["request"]["url"]

    def cached(event: dict[str, Any]) -> None:
        asked.pop(event["requestId"], None)

    def finished(event: dict[str, Any]) -> None:
        if url := asked.pop(event["requestId"], None):
            name = Path(url.partition("?")[0]).name
            loads[name] = loads.get(name, 0) + round(event["encodedDataLength"])

    network.on("Network.requestWillBeSent", begun)
    network.on("Network.requestServedFromCache", cached)
    network.on("Network.loadingFinished", finished)
    visits = []
    for path in ("/about", "/imprint"):
        tab.goto(page.url + path, wait_until="networkidle")
        visits.append(dict(loads))
        loads.clear()
    return visits[0], visits[1]
