"""The two ways to what is displayed: the layer in front of Flask, and Flask without it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote

from flask import Flask
from werkzeug.test import Client, TestResponse

from api.content import hot
from models.shop import Shop
from tests.builders import a_key, a_placement, a_product, a_video

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

PATH = "/api/v1/displayed_data"
ORIGIN = {"Origin": "https://shop.example"}
SHOES = quote("https://shop.example/shoes", safe="")
NOWHERE = quote("https://shop.example/nowhere", safe="")
ALL = quote("https://shop.example/all/here", safe="")


@dataclass(frozen=True)
class Case:
    """A request, and whether the short cut is expected to answer it."""

    query: str
    headers: dict[str, str] = field(default_factory=lambda: ORIGIN)
    short: bool = True
    method: str = "GET"
    path: str = PATH


def asked(query: str, short: bool = True, **headers: str) -> Case:
    """Tell of a request of the shop's page."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return Case(f"app_id={{app}}&{query}", {**ORIGIN, **sent}, short)


class Ways:
    """The two ways to an answer: the layer in front, and Flask without it."""

    def __init__(self, app: Flask, shop: Shop) -> None:
        # As in life: a test's own check of answers against their description is not part of them.
        app.testing = False

        def plain(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            return Flask.wsgi_app(app, environ, start_response)

        self.shop = shop
        self.key = a_key(shop)["Api-Key"]
        self.layer = hot.DisplaysFirst(app)
        self.layer.behind = plain
        self.short, self.plain = Client(self.layer), Client(plain)

    def ask(self, client: Client, case: Case, etag: str = "") -> TestResponse:
        """Send the request by one of the ways."""
        strong = etag.removeprefix("W/")
        words = {"app": self.shop.app_id, "key": self.key, "etag": etag, "strong": strong}
        fill = {**words, "bare": strong.strip('"')}
        headers = {name: value.format(**fill) for name, value in case.headers.items()}
        query = case.query.format(**words)
        return client.open(case.path, method=case.method, query_string=query, headers=headers)

    def ask_short(self, query: str) -> TestResponse:
        """Ask for the shop's page by the layer in front."""
        return self.ask(self.short, asked(query))


def stocked(app: Flask, shop: Shop) -> Ways:
    """Give the shop videos, products and placements, to be asked in both ways."""
    product = a_product(shop, ref="SKU-1", url="https://shop.example/p/1")
    a_video(shop, urls=["https://shop.example/shoes"], products=(product,))
    a_video(shop, name="レイン", urls=["https://shop.example/all/*"])
    for number in range(13):
        a_video(shop, name=f"Film {number}", urls=["https://shop.example/all/*"])
    a_placement(
        shop,
        component="inline",
        urls=["https://shop.example/shoes"],
        excluded_urls=["https://shop.example/shoes/excluded"],
        product_refs=["*"],
        excluded_locales=["fr"],
        target={"element": "#gallery", "position": "afterend", "overwrite": False},
    )
    return Ways(app, shop)


def told(answer: TestResponse) -> tuple[int, list[tuple[str, str]], bytes]:
    """Tell what a caller sees of an answer; the request id is another one each time."""
    headers = [(name.lower(), value) for name, value in answer.headers if name != "X-Request-Id"]
    return answer.status_code, sorted(headers), answer.data
