"""`GET /v2/…/shortform`: shorts, narrowed, sorted and in pages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from models import clock
from models.brand import Brand
from models.content import Content, ContentTag
from models.database import database
from models.day_count import DayCount
from models.shop import Shop
from tests.api.campaigns.conftest import Server, a_sellers_server, refusal
from tests.builders import a_live, a_product, a_seller, a_share, a_video
from tests.conftest import NOON
from usecases.numerals import numeral_of

HOUR = timedelta(hours=1)


def a_short(shop: Shop, name: str, *tags: str, hour: int = 0, **facts: Any) -> Content:
    """Make a video at some hour after noon."""
    with clock.frozen(NOON + hour * HOUR):
        made = a_video(shop, name=name, **facts)
    for position, tag in enumerate(tags):
        ContentTag.create(content=made, tag=tag, position=position)
    return made


@pytest.fixture
def shelf(alice: Shop) -> None:
    """Three videos and what is none."""
    jacket, boots = a_product(alice, ref="J-1"), a_product(alice, ref="B-1")
    a_short(alice, "Rain", "wet", "autumn", products=(jacket,), description="On a hill")
    a_short(alice, "Snow", "cold", hour=1, products=(boots, jacket), published=False)
    a_short(alice, "Sun", "autumn", hour=2)
    with clock.frozen(NOON + 3 * HOUR):
        Content.update(updated_at=clock.now()).where(Content.name == "Rain").execute()
    a_live(alice, name="Show")
    brand = Brand.create(shop=alice, name="Larch & Co", identifier="larch-1")
    Content.update(brand=brand).where(Content.name == "Sun").execute()


def titles(server: Server, **query: Any) -> list[str]:
    """Ask for shorts and give their titles."""
    return [each["details"]["title"] for each in server.get("/shortform", **query)["results"]]


ASKED = {
    "all, newest first": ({}, "Sun Snow Rain"),
    "oldest first": ({"sortAscending": "true"}, "Rain Snow Sun"),
    "last changed first": ({"sortColumn": "updatedAt"}, "Rain Sun Snow"),
    "by its other name": ({"sort": "updatedAt"}, "Rain Sun Snow"),
    "in the shop's order": ({"sortColumn": "sortOrder"}, "Sun Snow Rain"),
    "since": ({"from": "2026-06-15T13:00:00Z"}, "Sun Snow"),
    "until": ({"to": "2026-06-15T13:00:00Z"}, "Snow Rain"),
    "open": ({"status": "OPEN"}, "Sun Rain"),
    "hidden, in small letters": ({"status": "hidden"}, "Snow"),
    "scheduled": ({"status": "SCHEDULED"}, ""),
    "by title": ({"title": "rAi"}, "Rain"),
    "by description": ({"description": "HILL"}, "Rain"),
    "by a tag": ({"tags": "autumn"}, "Sun Rain"),
    "by every tag": ({"tags": "autumn,wet"}, "Rain"),
    "by any tag": ({"tags": "wet,cold", "tagSearchOperator": "or"}, "Snow Rain"),
    "by a tag named twice": ({"tags": "wet,wet"}, "Rain"),
    "by a reference": ({"skus": "B-1"}, "Snow"),
    "by any reference": ({"skus": "B-1,J-1"}, "Snow Rain"),
    "by none of them": ({"skus": "X-1"}, ""),
    "by its brand's identifier": ({"brand": "larch-1"}, "Sun"),
    "by its brand's name": ({"brand": "larch &"}, "Sun"),
    "by no brand": ({"brand": "none"}, ""),
    "one on a page": ({"count": "1", "page": "2"}, "Snow"),
    "past the end": ({"page": "9"}, ""),
    "what is not known": ({"colour": "red"}, "Sun Snow Rain"),
}


@pytest.mark.parametrize(("query", "expected"), ASKED.values(), ids=ASKED)
def test_shorts_are_narrowed_and_sorted(
    server: Server, shelf: None, query: dict[str, str], expected: str
) -> None:
    assert titles(server, **query) == expected.split()


def test_a_listed_short_tells_its_last_product_and_how_often_it_was_watched(
    server: Server, alice: Shop
) -> None:
    products = tuple(a_product(alice, ref=ref) for ref in ("A-1", "B-1", "C-1"))
    video = a_video(alice, products=products)
    for component in ("bubble", "carousel"):
        facts = {"content": video.uid, "component": component, "day": NOON.date()}
        DayCount.create(shop=alice, product="", views=3, **facts)
        DayCount.create(shop=alice, product=products[0].uid, views=0, clicks=9, **facts)
    told = server.get("/shortform")
    [short] = told["results"]
    assert told["totalCount"] == 1
    assert short["shortformId"] == numeral_of(video.uid)
    assert short["details"]["productCount"] == 3
    assert [each["sku"] for each in short["details"]["products"]] == ["C-1"]
    assert short["activity"] == {"viewCount": 6}


def test_a_seller_and_another_shop_see_their_own(
    client: FlaskClient, server: Server, charlies: Server, alice: Shop, shelf: None
) -> None:
    seller = a_seller(alice)
    a_short(alice, "Theirs", hour=4, seller=seller)
    assert titles(a_sellers_server(client, seller)) == ["Theirs"]
    assert titles(charlies) == []
    a_share(Content.get(Content.name == "Rain"), charlies.shop)
    assert titles(charlies) == ["Rain"]
    [lent] = charlies.get("/shortform")["results"]
    assert lent["details"]["products"] == []
    assert len(titles(server)) == 4


WRONG = [
    {"count": "31"},
    {"count": "0"},
    {"page": "0"},
    {"status": "LOST"},
    {"sortColumn": "name"},
    {"tagSearchOperator": "XOR"},
    {"from": "yesterday"},
    {"from": "2026-06-15T13:00:00"},
    {"from": "2026-06-16T00:00:00Z", "to": "2026-06-15T00:00:00Z"},
    {"title": "a" * 201},
    {"title": "\0"},
    {"skus": ",".join(["a"] * 101)},
    {"sortAscending": "perhaps"},
]


@pytest.mark.parametrize("query", WRONG, ids=str)
def test_what_cannot_be_asked_is_named(server: Server, query: dict[str, str]) -> None:
    answer = server.ask("GET", "/shortform", **query)
    assert refusal(answer) == (400, -510)
    assert answer.json
    assert next(iter(query)) in answer.json["_e"]


def test_a_page_costs_the_same_however_many_shorts_it_has(
    server: Server, alice: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    execute = database.obj.execute_sql

    def listen(sql: str, *rest: Any, **options: Any) -> Any:
        asked.append(sql)
        return execute(sql, *rest, **options)

    monkeypatch.setattr(database.obj, "execute_sql", listen)
    counts = []
    for number in range(2, 12, 9):
        server.get("/shortform")  # notes that its key is in use
        for _ in range(number):
            a_video(alice, products=(a_product(alice), a_product(alice)))
        asked.clear()
        server.get("/shortform", count=30)
        counts.append(len(asked))
    assert counts[0] == counts[1]
