"""Displayed data before Flask: the one request that every visitor of every page makes.

Two short cuts, both held byte for byte against the ordinary way by a test:

* a **warm** answer (same query, same origin) is found in a dictionary by the raw query string;
* a **cold** one goes from the query to the matched rules by one hand-made SQL query, and finds
  the answer for that set of rules already spelled, because many pages show the same things.

What is kept belongs to an epoch of a third of the lifetime and is dropped whole at its end, so
nothing here is ever older than that. Whatever is unusual (a key, `explain`, an error, an
unknown parameter) is left to Flask.

Measured by `make bench`: a warm answer costs 1.3 to 1.7 times a file served by nginx, a cold one
no more than a Flask route that returns fixed bytes, with a thousand rules or a million
(`docs/decisions/0003-displays-before-flask.md`).
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from flask import Flask
from werkzeug.http import parse_etags

from api.content.displayed_data import spell
from api.content.freshness import accepts_gzip, dress, etag_of, unchanged
from api.origins import allowed_shop
from models.address import read_pairs
from models.database import connected
from models.shop import Shop
from usecases import displays, previews

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PATH = "/api/v1/displayed_data"
KNOWN = {"app_id", "APP_ID", "product_ref", "url", "page", "locale"}
UNUSUAL = {"HTTP_API_KEY", "HTTP_X_API_KEY", "HTTP_APP_KEY", "HTTP_APP_ID", "HTTP_X_APP_ID"}
# How a page's address ends that asks for a preview, in a query.
MARK = quote(f"#{previews.MARK}")
MOST_ANSWERS = 50_000
# Of answers, and of what was asked: strangers choose both the number and the length of these.
MOST_BYTES = 64 << 20
LONGEST_QUERY = 4_096

Answer = tuple[str, list[tuple[str, str]], bytes]


@dataclass
class Epoch:
    """What is remembered until `ends` (monotonic seconds)."""

    ends: float
    answers: dict[tuple[str, str, bool], Answer] = field(default_factory=dict)
    shops: dict[tuple[str, str], Shop] = field(default_factory=dict)
    spelled: dict[Any, Answer] = field(default_factory=dict)
    size: int = 0

    @property
    def full(self) -> bool:
        """Tell whether it remembers as much as it may."""
        return len(self.answers) >= MOST_ANSWERS or self.size >= MOST_BYTES


class DisplaysFirst:
    """The WSGI layer in front of Flask."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.behind: WSGIApplication = app.wsgi_app
        self.lifetime: int = app.config["DISPLAY_LIFETIME"]
        self.epoch = Epoch(0.0)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] != PATH or environ["REQUEST_METHOD"] != "GET":
            return self.behind(environ, start_response)
        answer = self._answer(environ)
        if answer is None:
            return self.behind(environ, start_response)
        etag, headers, body = answer
        if "HTTP_IF_NONE_MATCH" in environ and _has(environ["HTTP_IF_NONE_MATCH"], etag):
            start_response("304 NOT MODIFIED", unchanged(headers))
            return []
        start_response("200 OK", list(headers))
        return [body]

    def _answer(self, environ: WSGIEnvironment) -> Answer | None:
        query, origin = environ["QUERY_STRING"], environ.get("HTTP_ORIGIN", "")
        if not origin or len(query) > LONGEST_QUERY or not UNUSUAL.isdisjoint(environ):
            return None
        if MARK in query:
            return None
        now = time.monotonic()
        epoch = self.epoch
        if now >= epoch.ends or epoch.full:
            epoch = self.epoch = Epoch(now + self.lifetime / 3)
        key = (query, origin, accepts_gzip(environ.get("HTTP_ACCEPT_ENCODING", "")))
        answer = epoch.answers.get(key)
        if answer is None:
            answer = self._cold(epoch, *key)
            if answer is not None and self.lifetime:
                epoch.answers[key] = answer
                epoch.size += len(query) + len(origin)
        return answer

    def _cold(self, epoch: Epoch, query: str, origin: str, compress: bool) -> Answer | None:
        try:
            asked = _read(query)
            if asked is None:
                return None
            page = displays.read_page(
                asked.get("product_ref"), asked.get("url"), asked.get("page"), asked.get("locale")
            )
            return self._decided(epoch, asked, origin, page, compress)
        except Exception:
            # A refusal or a fault of our own: Flask finds it again, spells it and logs it.
            return None

    def _decided(
        self, epoch: Epoch, asked: dict[str, str], origin: str, page: displays.Page, compress: bool
    ) -> Answer:
        app_id = asked.get("app_id") or asked.get("APP_ID") or ""
        shop = epoch.shops.get((app_id, origin))
        if shop is None:
            with connected():
                shop, _ = allowed_shop(app_id, origin)
            epoch.shops[app_id, origin] = shop
        found = displays.hits(shop.id, shop.significant_params, page)
        # The decision depends on which rules matched and how closely, not on the page's address.
        matched = frozenset((each.owner, each.owner_id, each.hides, each.rank) for each in found)
        same = (shop.id, matched, page.locale, origin, compress)
        answer = epoch.spelled.get(same)
        if answer is None:
            with self.app.app_context(), connected():
                body = spell(shop, displays.decision_of(shop, page, found), page.locale)
            headers, sent = dress(body, origin, self.lifetime, compress=compress)
            answer = (etag_of(body), headers, sent)
            epoch.spelled[same] = answer
            epoch.size += len(sent)
        return answer


def _read(query: str) -> dict[str, str] | None:
    """Read an ordinary query; None for one that Flask may read in another way or refuse."""
    if not query.isascii():
        return None
    pairs = read_pairs(query, "strict")
    asked = dict(pairs)
    if len(asked) != len(pairs) or not KNOWN.issuperset(asked):
        return None
    if any(value != value.strip() for value in asked.values()):
        return None
    return asked


def _has(sent: str, etag: str) -> bool:
    return sent == f'W/"{etag}"' or parse_etags(sent).contains_weak(etag)


def answer_displays_first(app: Flask) -> WSGIApplication:
    """Put the layer in front of the application."""
    return DisplaysFirst(app)
