"""A real show with a publisher and viewers: what its merchant and its host are told of it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from flask import Flask

from app import Settings, create_app
from models import clock
from models.base import new_uid
from models.broadcast import Broadcast
from models.content import STARTED, Content
from models.database import database
from models.message import HOST
from tests import builders
from tests.commands.running import Running, free_port, heard
from tests.publishing import film, over_rtmp, publishing, until
from tests.pushing import call
from usecases import lives


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    ports = {"port": free_port(), "rtmp_port": free_port(), "push_port": free_port()}
    return Settings(data=tmp_path / "data", **ports)


@pytest.fixture
def live(settings: Settings) -> Iterator[Content]:
    app: Flask = create_app(settings)
    with app.app_context(), database.connection_context():
        shop = builders.a_shop()
        yield builders.a_live(shop, products=(builders.a_product(shop, ref="SKU-1"),))
    database.close_all()


class Callers:
    """Everybody who asks the server about a live."""

    def __init__(self, settings: Settings, live: Content) -> None:
        self._url, self._live = settings.url, live
        self._key = builders.a_key(live.shop)
        self._link = builders.bearing(builders.a_viewer(live, "Anna", role=HOST))

    def send(self, path: str, body: dict[str, Any], **headers: str) -> None:
        address = f"{self._url}/audience/v1/lives/{self._live.uid}/{path}"
        answer = requests.post(address, json=body, headers=headers, timeout=20)
        assert answer.ok, answer.text

    def numbers(self) -> dict[str, Any]:
        address = f"{self._url}/api/v1/lives/{self._live.uid}/numbers"
        answer = requests.get(address, headers=self._key, timeout=20)
        told: dict[str, Any] = answer.json()["data"]["attributes"]
        return told

    def desk(self) -> dict[str, Any]:
        address = f"{self._url}/audience/v1/lives/{self._live.uid}/host"
        told: dict[str, Any] = requests.get(address, headers=self._link, timeout=20).json()
        return told


def test_a_show_comes_to_what_its_viewers_did(
    settings: Settings, live: Content, tmp_path: Path
) -> None:
    callers = Callers(settings, live)
    product = live.product_links[0].product
    stream_key = Broadcast.get(Broadcast.content == live).stream_key
    noor, ida = (builders.bearing(builders.a_viewer(live, name)) for name in ("Noor", "Ida"))

    async def journey() -> None:
        await until(lambda: heard(settings.port) and heard(settings.push_port))
        async with publishing(*film(120), *over_rtmp(settings.rtmp_port, stream_key)):
            await until(lambda: Content.get_by_id(live.id).state == STARTED)
            await asyncio.to_thread(watch)

    def watch() -> None:
        began = time.monotonic()
        lines = [call(settings.push_port, f"/push/lives/{live.uid}") for _ in range(2)]
        page = {"page": new_uid()}
        callers.send("here", page)
        callers.send("messages", {"text": "Is it warm?", "question": True}, **noor)
        callers.send("messages", {"text": "Hello"}, **ida)
        callers.send("reactions", {"counts": {"❤️": 3}}, **noor)
        for _ in range(2):
            callers.send("clicks", {"product": product.uid})
        while callers.numbers()["watch_seconds"] < 8 or callers.numbers()["viewers"] < 3:
            assert time.monotonic() - began < 90, callers.numbers()
            time.sleep(0.2)
        lines.pop().close()
        while callers.numbers()["viewers"] > 2:
            assert time.monotonic() - began < 90, callers.numbers()
            callers.send("here", page)
            time.sleep(0.2)
        told = callers.numbers()
        # Two lines were open all the while at most, and a page that polled told of no second.
        assert told["watch_seconds"] <= 2 * (time.monotonic() - began) + 1
        assert (told["viewers"], told["peak"], told["visits"]) == (2, 3, 3)
        assert (told["messages"], told["questions"]) == (2, 1)
        assert (told["reactions"], told["product_clicks"]) == ({"❤️": 3}, 2)
        assert [(each["ref"], each["clicks"]) for each in told["products"]] == [("SKU-1", 2)]
        desk = callers.desk()
        assert (desk["viewers"], desk["peak"]) == (2, 3)
        lines.pop().close()

    with Running(settings, "serve", log=tmp_path / "log"):
        asyncio.run(journey())
        lives.finish(live.shop, live.uid, finished=True, ends_at=clock.now())
        after, desk = callers.numbers(), callers.desk()
    assert (after["peak"], after["visits"], after["product_clicks"]) == (3, 3, 2)
    assert desk["numbers"] == {
        "visits": 3,
        "watch_seconds": after["watch_seconds"],
        "messages": 2,
        "reactions": 3,
        "product_clicks": 2,
    }
