"""Schemas of other servers are fetched once, kept, asked after again, used while they are gone."""

from __future__ import annotations

import gzip
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from gateways import fetching
from models import clock
from models.database import database
from models.fetched_schema import FetchedSchema
from models.shop import Shop
from tests.conftest import NOON
from tests.serving import Site
from usecases.catalog import foreign
from usecases.catalog.foreign import AGES, MOST_ADDRESSES, RESTS, find_all
from usecases.catalog.schemas import Schema

STRING = json.dumps({"type": "string"}).encode()
NUMBER = json.dumps({"type": "number"}).encode()
LATER = NOON + AGES


def found(shop: Shop, url: str) -> Schema:
    """The schema at an address."""
    schema = find_all(shop, [url])[url]
    assert isinstance(schema, Schema), schema
    return schema


def why_not(shop: Shop, url: str) -> str:
    """Why there is no schema at an address."""
    schema = find_all(shop, [url])[url]
    assert isinstance(schema, str)
    return schema


def test_a_schema_is_fetched_once(alice: Shop, site: Site, noon: Any) -> None:
    site.pages["/s.json"] = STRING
    for _ in range(3):
        assert found(alice, site.url("/s.json")).faults(1, "m") != []
    assert len(site.asked) == 1


def test_a_schema_named_often_is_fetched_once(alice: Shop, site: Site) -> None:
    site.pages["/s.json"] = STRING
    assert len(find_all(alice, [site.url("/s.json")] * 200)) == 1
    assert len(site.asked) == 1


def test_an_aged_schema_is_asked_after_and_not_sent_again(alice: Shop, site: Site) -> None:
    url = site.url("/s.json")
    site.pages["/s.json"] = (200, {"ETag": '"one"'}, STRING)
    with clock.frozen(NOON):
        found(alice, url)
    site.pages["/s.json"] = (304, {}, b"")
    with clock.frozen(LATER):
        assert found(alice, url).faults(1, "m") != []
    assert site.asked[-1][1]["if-none-match"] == '"one"'
    with clock.frozen(LATER + AGES - timedelta(seconds=1)):
        found(alice, url)
    assert len(site.asked) == 2


def test_an_aged_schema_that_has_changed_counts_from_then_on(alice: Shop, site: Site) -> None:
    url = site.url("/s.json")
    site.pages["/s.json"] = STRING
    with clock.frozen(NOON):
        found(alice, url)
    site.pages["/s.json"] = NUMBER
    with clock.frozen(LATER):
        assert found(alice, url).faults("text", "m") != []
    assert FetchedSchema.select().count() == 1


@pytest.mark.parametrize(
    "page",
    [(500, {}, b""), b"<html>We are closed</html>", b"\xff", json.dumps({"$ref": "#"}).encode()],
    ids=["down", "no schema", "no text", "a hostile one"],
)
def test_a_schema_that_stood_counts_while_its_server_fails(
    alice: Shop, site: Site, page: Any
) -> None:
    url = site.url("/s.json")
    site.pages["/s.json"] = STRING
    with clock.frozen(NOON):
        found(alice, url)
    site.pages["/s.json"] = page
    with clock.frozen(LATER):
        assert found(alice, url).faults(1, "m") != []
    # It is left in peace for a while, and asked again.
    with clock.frozen(LATER + RESTS - timedelta(seconds=1)):
        found(alice, url)
    assert len(site.asked) == 2
    site.pages["/s.json"] = NUMBER
    with clock.frozen(LATER + RESTS):
        assert found(alice, url).faults("text", "m") != []


def test_a_schema_that_never_came_is_asked_for_again_after_a_while(alice: Shop, site: Site) -> None:
    url = site.url("/s.json")
    with clock.frozen(NOON):
        told = why_not(alice, url)
        assert told == f"the schema at {url} cannot be had: the server answered 404, not 200"
        assert why_not(alice, url) == told
    assert len(site.asked) == 1
    site.pages["/s.json"] = STRING
    with clock.frozen(NOON + RESTS):
        found(alice, url)


def test_a_schema_is_taken_where_it_was_moved_to(alice: Shop, site: Site) -> None:
    site.pages["/old.json"] = (302, {"Location": "/s.json"}, b"")
    site.pages["/s.json"] = STRING
    found(alice, site.url("/old.json"))


def endless(handler: BaseHTTPRequestHandler) -> None:
    """Send a body that never ends."""
    handler.send_response(200)
    handler.end_headers()
    while True:
        try:
            handler.wfile.write(b" " * 65_536)
        except OSError:
            return


def test_a_schema_that_never_ends_is_cut_off(alice: Shop, site: Site) -> None:
    site.pages["/s.json"] = endless
    assert "more than the 1 MB" in why_not(alice, site.url("/s.json"))


def test_a_schema_that_unpacks_without_end_is_cut_off(alice: Shop, site: Site) -> None:
    packed = gzip.compress(b" " * 100_000_000)
    site.pages["/s.json"] = (200, {"Content-Encoding": "gzip"}, packed)
    assert "more than the 1 MB" in why_not(alice, site.url("/s.json"))


def test_a_server_that_never_answers_is_left(
    alice: Shop, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(foreign, "SECONDS", 0.2)
    site.pages["/s.json"] = lambda _handler: site.over.wait(60) and None
    assert "took more than 0.2 seconds" in why_not(alice, site.url("/s.json"))


def test_all_servers_together_have_so_much_time(
    alice: Shop, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(foreign, "ALL_SECONDS", 0.0)
    site.pages["/s.json"] = STRING
    assert "no time left" in why_not(alice, site.url("/s.json"))
    monkeypatch.undo()
    found(alice, site.url("/s.json"))


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/s.json", "http://[::1]/s.json", "http://169.254.169.254/latest"]
)
def test_addresses_of_the_network_behind_us_are_not_called(alice: Shop, url: str) -> None:
    assert "address of a private network" in why_not(alice, url)


def test_nor_is_one_that_a_server_sends_us_to(alice: Shop, site: Site) -> None:
    site.pages["/s.json"] = (302, {"Location": "file:///etc/passwd"}, b"")
    assert "only addresses that begin with http" in why_not(alice, site.url("/s.json"))
    # What is fetched must be public again.
    fetching.configure(private=False)
    assert "private network" in why_not(alice, site.url("/other.json"))


@pytest.mark.parametrize(
    "url",
    [
        "",
        "file:///etc/passwd",
        "ftp://x.example/s.json",
        "s.json",
        "http://x\0y/",
        "http://\ud800/",
    ],
)
def test_what_is_no_address_of_the_web_is_told(alice: Shop, url: str) -> None:
    assert why_not(alice, url) == "is no address of a JSON Schema"
    assert FetchedSchema.select().count() == 0


def test_one_request_names_so_many_schemas(alice: Shop, site: Site) -> None:
    urls = [site.url(f"/{at}.json") for at in range(MOST_ADDRESSES + 1)]
    site.pages = {f"/{at}.json": STRING for at in range(MOST_ADDRESSES + 1)}
    *taken, beyond = find_all(alice, urls).values()
    assert all(isinstance(each, Schema) for each in taken)
    assert beyond == f"is beyond the {MOST_ADDRESSES} schemas that one request may name"


def test_a_shop_keeps_so_many_schemas_the_newest(
    alice: Shop, charlie: Shop, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(foreign, "MOST_KEPT", 2)
    site.pages = {f"/{at}.json": STRING for at in range(4)}
    found(charlie, site.url("/0.json"))
    for at in range(4):
        with clock.frozen(NOON + timedelta(seconds=at)):
            found(alice, site.url(f"/{at}.json"))
    kept = FetchedSchema.select().where(FetchedSchema.shop == alice)
    assert {each.url for each in kept} == {site.url("/2.json"), site.url("/3.json")}
    assert FetchedSchema.select().where(FetchedSchema.shop == charlie).count() == 1


def test_what_one_shop_fetched_another_one_fetches_itself(
    alice: Shop, charlie: Shop, site: Site
) -> None:
    site.pages["/s.json"] = STRING
    found(alice, site.url("/s.json"))
    found(charlie, site.url("/s.json"))
    assert len(site.asked) == 2


def test_requests_at_the_same_time_keep_one_row(alice: Shop, site: Site) -> None:
    site.pages["/s.json"] = STRING
    url = site.url("/s.json")

    def ask(_at: int) -> list[Any]:
        with database.connection_context():
            return found(alice, url).faults("text", "m")

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(ask, range(8))) == [[]] * 8
    assert FetchedSchema.select().count() == 1
