"""Measures how late a live is: from the camera to a viewer's screen, and how soon a first picture.

A camera films the time of day and sends it by RTMP to a whole server; a real Chromium shows the
live's page, and the time it shows is compared with the time it is.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import requests

from bench import report, servers
from bench.burnt_clock import READ, SPAN, Camera
from bench.visit import browser, open_shop
from media.errors import MediaError
from media.ffmpeg import find_ffmpeg

JOINS = 5
# What is sent before anybody looks, so that a segment is there and the encoder has settled.
BEFORE_S = 8
PORTS = ("VITRINE_PORT", "VITRINE_RTMP_PORT", "VITRINE_PUSH_PORT")
LATE = f"""() => new Promise((done) => {{
    const video = document.querySelector('video');
    video.requestVideoFrameCallback(() => {{
        const seen = ({READ})(video);
        done(seen && Date.now() % {SPAN} - seen);
    }});
}})"""


PLAYS_ALONE = "--autoplay-policy=no-user-gesture-required"


def measure(long: bool) -> None:
    """Print the part of the report about the way from the camera to the screen."""
    samples = 100 if long else 50
    report.heading("From the camera to the screen: one machine, RTMP, a viewer in Chromium")
    try:
        ffmpeg = find_ffmpeg()
    except MediaError as error:
        report.note(f"not measured: {error}")
        return
    with browser(PLAYS_ALONE) as viewer, tempfile.TemporaryDirectory() as work:
        if viewer is None:
            return
        with _served(work) as (page_url, address), Camera(ffmpeg, address):
            time.sleep(BEFORE_S)
            # At whatever moment between two segments somebody comes.
            joins = [_watch(viewer, page_url, samples // JOINS) for _ in range(JOINS)]
    first = statistics.median(each for each, _ in joins)
    late = [each for _, looks in joins for each in looks]
    median, slowest = statistics.median(late), statistics.quantiles(late, n=20)[-1]
    rows = [
        ("first picture after the page was asked for, median", report.number(first)),
        ("glass to glass, median", report.number(median)),
        ("glass to glass, p95", report.number(slowest)),
    ]
    report.table((f"{JOINS} visits, {samples} looks", "ms"), rows)
    report.aim("s from glass to glass, p95", slowest / 1000, 4, at_most=True)


def _watch(browser: Any, url: str, samples: int) -> tuple[float, list[float]]:
    """Watch a live; answer when the first picture was there, and how late each look was, in ms."""
    page = browser.new_page()
    page.goto(f"{url}?autoplay=1", wait_until="commit")
    page.wait_for_function("() => document.querySelector('video')?.currentTime > 0")
    first = page.evaluate("() => performance.now()")
    late: list[float] = []
    while len(late) < samples:
        page.wait_for_timeout(1000)
        if (ms := page.evaluate(LATE)) is not None:
            late.append(float(ms))
    page.close()
    return first, late


@contextmanager
def _served(work: str) -> Iterator[tuple[str, str]]:
    """Serve a shop with a live; give the live's page, and the address it is sent to."""
    ports = {name: str(servers.free_port()) for name in PORTS}
    settings = {"VITRINE_DATA": work, **ports}
    shop = open_shop(settings, "https://shop.example")
    port = int(ports["VITRINE_PORT"])
    with servers.running([sys.executable, "app.py"], port, settings) as server:
        servers.listening(server.process, int(ports["VITRINE_RTMP_PORT"]))
        headers = {"App-Id": shop["app_id"], "Api-Key": shop["api_key"]}
        facts = {"name": "Bench", "start_date": datetime.now(UTC).isoformat(), "published": True}
        made = requests.post(f"{server.url}/api/v1/lives", json=facts, headers=headers, timeout=30)
        live = made.json()["data"]
        sent_to = "{rtmp_url}/{stream_key}".format(**live["attributes"])
        yield f"{server.url}/embed/lives/{live['id']}", sent_to
