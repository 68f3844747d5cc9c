"""`GET /api/v1/videos`: filters, pages, and how many queries they cost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from models.database import database
from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_live, a_product, a_seller, a_shop, a_video


@contextmanager
def counted_queries() -> Iterator[list[str]]:
    """Write down every statement the block sends to the database."""
    told: list[str] = []
    real = database.obj.execute_sql

    def listen(sql: str, *rest: Any, **options: Any) -> Any:
        told.append(sql)
        return real(sql, *rest, **options)

    database.obj.execute_sql = listen
    try:
        yield told
    finally:
        del database.obj.execute_sql


def test_videos_are_narrowed_by_what_is_documented(alices: Caller, alice: Shop) -> None:
    larch = a_seller(alice, name="Larch & Co", external_id="v-1")
    jacket, scarf = a_product(alice, ref="J-1"), a_product(alice, ref="S-1")
    made = {
        "Rain": alices.post("/videos", {"name": "Rain", "tags": ["wet", "cold"]}),
        "Wind": alices.post(
            "/videos", {"name": "Wind", "tags": ["cold"], "product_ids": [jacket.uid, scarf.uid]}
        ),
    }
    assert {each.status_code for each in made.values()} == {201}
    a_video(alice, name="Snow", seller=larch, products=(jacket,))
    a_live(alice, name="Live show")
    other = a_shop("Other")
    a_video(other, name="Rain", products=(a_product(other, ref="J-1"),))

    def names(query: str) -> list[str]:
        listed = alices.get(f"/videos?{query}").json["data"]
        return sorted(each["attributes"]["name"] for each in listed)

    assert names("") == ["Rain", "Snow", "Wind"]
    assert names("name=RAI") == ["Rain"]
    assert names(f"product_id={jacket.uid}") == ["Snow", "Wind"]
    assert names("product_ref=S-1") == ["Wind"]
    assert names(f"seller_id={larch.uid}") == ["Snow"]
    assert names("seller_name=larch") == ["Snow"]
    assert names("seller_external_id=v-1") == ["Snow"]
    for both in ("tags=wet&tags=cold", "tags[]=wet&tags[]=cold", "tags=wet,cold"):
        assert names(both) == ["Rain"]
    alices.post("/videos", {"name": "Hail", "tags": ["wet, cold"]})
    assert names("tags[]=wet,%20cold") == ["Hail"]
    alices.delete(f"/videos/{alices.get('/videos?name=Hail').json['data'][0]['id']}")
    assert names("tags=cold") == ["Rain", "Wind"]
    assert names("tags=cold&product_ref=J-1") == ["Wind"]
    assert names("tags=") == ["Rain", "Snow", "Wind"]


def test_pages_are_told_in_headers(alices: Caller, alice: Shop) -> None:
    for number in range(45):
        a_video(alice, name=f"Rain {number}", ready=False)
    first = alices.get("/videos?name=rain")
    assert len(first.json["data"]) == 20
    told = {name: first.headers[name] for name in ("Current-Page", "Page-Items")}
    assert told == {"Current-Page": "1", "Page-Items": "20"}
    assert (first.headers["Total-Count"], first.headers["Total-Pages"]) == ("45", "3")
    assert (
        '<https://vitrine.example/api/v1/videos?name=rain&page=2>; rel="next"'
        in first.headers["Link"]
    )
    assert "Link" in first.headers["Access-Control-Expose-Headers"]
    third = alices.get("/videos?name=rain&page=3")
    assert len(third.json["data"]) == 5
    assert 'rel="prev"' in third.headers["Link"]
    assert 'rel="next"' not in third.headers["Link"]
    seen = {
        each["id"] for page in (1, 2, 3) for each in alices.get(f"/videos?page={page}").json["data"]
    }
    assert len(seen) == 45


@pytest.mark.parametrize("page", ["4", "999999999", "123456789012345678901234567890"])
def test_a_page_past_the_end_is_empty(alices: Caller, alice: Shop, page: str) -> None:
    a_video(alice)
    answer = alices.get(f"/videos?page={page}")
    assert (answer.status_code, answer.json["data"]) == (200, [])
    assert answer.headers["Current-Page"] == page


def test_twenty_videos_cost_no_more_queries_than_one(alices: Caller, alice: Shop) -> None:
    def another() -> None:
        products = tuple(a_product(alice, seller=a_seller(alice)) for _ in range(3))
        a_video(alice, products=products, seller=a_seller(alice))

    another()
    alices.get("/videos")
    with counted_queries() as for_one:
        alices.get("/videos")
    for _ in range(19):
        another()
    with counted_queries() as for_twenty:
        assert len(alices.get("/videos").json["data"]) == 20
    assert len(for_twenty) == len(for_one)
    assert len(for_one) > 3
