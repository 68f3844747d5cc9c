"""A whole server on air, as it is run: a camera over RTMP, viewers in real Chromiums, the replay.

The camera's picture is the time of day, so a test sees which moment a viewer looks at.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from app import Settings
from bench.burnt_clock import READ, SPAN, Camera
from media.ffmpeg import find_ffmpeg
from tests.browser.conftest import House
from tests.commands.running import APP, Running, free_port, heard, until

pytestmark = pytest.mark.xdist_group("browser")
# A busy machine is no fault.
PATIENCE_MS = 120_000
# The replay went where it was told to go, and has something to show there.
RESTS = "(({seeking, readyState}) => !seeking && readyState > 1)(document.querySelector('video'))"
SEEN = f"() => ({READ})(document.querySelector('video'))"


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    ports = {name: free_port() for name in ("port", "rtmp_port", "push_port")}
    return Settings(data=tmp_path_factory.mktemp("air"), **ports)


@pytest.fixture(scope="module")
def air(settings: Settings) -> Iterator[House]:
    """A server with worker and stage, and a shop."""
    named = {f"VITRINE_{name.upper()}": str(value) for name, value in settings}
    words = ["shop", "create", "--name", "Alice", "--json"]
    made = subprocess.run(
        [sys.executable, str(APP), *words],
        env={**os.environ, **named},
        capture_output=True,
        text=True,
        check=True,
    )
    with Running(settings, "serve", log=settings.data / "log"):
        for port in (settings.port, settings.rtmp_port, settings.push_port):
            until(lambda port=port: heard(port))
        yield House({**json.loads(made.stdout), "vitrine_url": settings.url})


class Show:
    """A live of the shop that carries one product, and what its host does by the API."""

    def __init__(self, air: House) -> None:
        self._air = air
        facts = {"name": "Field jacket", "price": "129.00"}
        made = air.call("POST", "/products", json={**facts, "url": "https://shop.example/p/1"})
        self.product: str = made["data"]["id"]
        start = datetime.now(UTC).isoformat()
        live = {"name": "Autumn show", "start_date": start, "product_ids": [self.product]}
        told = air.call("POST", "/lives", json={**live, "published": True})["data"]
        self.uid: str = told["id"]
        self.page = f"{air.vitrine}/embed/lives/{self.uid}"
        self.address = "{rtmp_url}/{stream_key}".format(**told["attributes"])

    def call(self, method: str, path: str, **body: Any) -> Any:
        return self._air.call(method, f"/lives/{self.uid}{path}", json=body)

    def message(self, text: str) -> str:
        """Find a message by its text."""
        told = self._air.call("GET", f"/lives/{self.uid}/messages")["data"]
        return next(each["id"] for each in told if each["attributes"]["message"] == text)

    def moments(self) -> dict[str, float]:
        """Tell at which second of the replay something stands, by its words."""
        told = self._air.call("GET", f"/lives/{self.uid}/timecodes")["data"]
        every = [each["attributes"] for each in told]
        return {each["text"] or "Field jacket": each["timestamp_start"] for each in every}

    def finish(self) -> None:
        self.call("PUT", "/finish", is_finished=True, end_date=datetime.now(UTC).isoformat())


@pytest.fixture
def show(air: House) -> Show:
    return Show(air)


@pytest.fixture
def camera(show: Show) -> Iterator[Camera]:
    with Camera(find_ffmpeg(), show.address) as made:
        yield made


def coming(chrome: Browser, show: Show) -> Iterator[Page]:
    """Somebody who opens the page of the show, which must not break."""
    context = chrome.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB")
    context.set_default_timeout(PATIENCE_MS)
    expect.set_options(timeout=PATIENCE_MS)
    page, errors = context.new_page(), []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(show.page)
    yield page
    context.close()
    expect.set_options(timeout=5_000)
    assert errors == []


@pytest.fixture
def noor(chrome: Browser, show: Show) -> Iterator[Page]:
    yield from coming(chrome, show)


@pytest.fixture
def sam(chrome: Browser, show: Show) -> Iterator[Page]:
    yield from coming(chrome, show)


def part(page: Page, name: str) -> Any:
    return page.locator(f"[data-part={name}]")


def row(page: Page, text: str) -> Any:
    return page.locator(".message", has_text=text)


def become(page: Page, phase: str) -> None:
    page.wait_for_function("phase => document.body.dataset.phase === phase", arg=phase)


def write(page: Page, text: str, nickname: str | None = None) -> None:
    part(page, "text").fill(text)
    page.keyboard.press("Enter")
    if nickname:
        part(page, "nickname").fill(nickname)
        page.keyboard.press("Enter")


def now_ms() -> int:
    return round(1000 * time.time()) % SPAN


def sees(page: Page, after: int) -> int:
    """Wait until a viewer sees a moment after another one; which moment they see."""
    page.wait_for_function(f"after => ({SEEN})() > after", arg=after)
    seen: int | None = page.evaluate(SEEN)
    return seen or sees(page, after)


def test_viewers_see_the_show_and_talk_and_are_moderated(show: Show, noor: Page, sam: Page) -> None:
    become(noor, "before")
    began = now_ms()
    with Camera(find_ffmpeg(), show.address):
        become(noor, "on")
        assert began - 1000 < sees(noor, began) <= now_ms()
        expect(part(noor, "edge")).to_be_hidden()
        show.call("POST", "/events", type="product", product_ids=[show.product])
        for page in (noor, sam):
            expect(part(page, "cards")).to_contain_text("Field jacket")
        write(noor, "Is it warm?", "Noor")
        expect(row(sam, "Is it warm?")).to_have_text("Noor Is it warm?")
        write(sam, "Buy elsewhere", "Sam")
        expect(row(noor, "Buy elsewhere")).to_be_visible()
        show.call("POST", "/messages", message="Very warm", author="Alice")
        expect(row(sam, "Very warm").locator(".badge")).to_have_text("Host")

        bad = show.message("Buy elsewhere")
        ban = {"message_id": bad, "by_address": False}
        show.call("POST", "/bans", kind="soft", **ban)
        write(sam, "Nobody reads this")
        expect(row(sam, "Nobody reads this")).to_be_visible()
        show.call("POST", "/bans", kind="hard", **ban)
        write(sam, "Nor this")
        expect(part(sam, "refused")).to_have_text("You cannot write in this chat.")
        show.call("DELETE", f"/messages/{bad}")
        for page in (noor, sam):
            expect(row(page, "Buy elsewhere")).to_have_count(0)
        expect(noor.locator(".message")).to_have_count(2)
        expect(sam.locator(".message")).to_have_count(3)


def test_a_lost_camera_comes_back_and_the_replay_keeps_all_moments(show: Show, noor: Page) -> None:
    began = now_ms()
    with Camera(find_ffmpeg(), show.address) as camera:
        become(noor, "on")
        before = sees(noor, began + 3000)
        shown = [now_ms()]
        show.call("POST", "/events", type="product", product_ids=[show.product])
        shown.append(now_ms())
        sees(noor, shown[1])
        camera.kill()
    become(noor, "lost")
    expect(noor.get_by_text("Back in a moment", exact=True).first).to_be_visible()
    back = now_ms()
    with Camera(find_ffmpeg(), show.address) as camera:
        become(noor, "on")
        sees(noor, back)
        noor.locator("#tab-questions").click()
        write(noor, "Is it warm?", "Noor")
        expect(noor.locator(".question")).to_contain_text("Is it warm?")
        asked = show.message("Is it warm?")
        # Back to the first camera's picture, and to what is now.
        expect(part(noor, "seekbar")).to_be_visible()
        now = sees(noor, back)
        part(noor, "seek").press("Home")
        noor.wait_for_function(f"last => (({SEEN})() ?? last) < last", arg=before)
        expect(part(noor, "edge")).to_have_text("Back to live")
        noor.keyboard.press("Tab")
        part(noor, "edge").press("Enter")
        sees(noor, now)
        expect(part(noor, "edge")).to_be_hidden()
        answered = [now_ms()]
        show.call("PATCH", f"/messages/{asked}", answered=True)
        answered.append(now_ms())
        sees(noor, answered[1])
        show.finish()
        until(lambda: camera.ended)
    become(noor, "replay")
    noor.locator("#tab-questions").click()
    for text, (earliest, latest) in {"Is it warm?": answered, "Field jacket": shown}.items():
        noor.locator(".moment", has_text=text).click()
        expect(noor.locator(".moment[aria-current]")).to_contain_text(text)
        noor.wait_for_function(f"() => {RESTS} && ({SEEN})()")
        seen, at = noor.evaluate(f"() => [({SEEN})(), document.querySelector('video').currentTime]")
        since = at - show.moments()[text]
        assert since > -0.1
        assert earliest - 500 <= seen - 1000 * since <= latest + 500
