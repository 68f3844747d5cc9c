"""`GET /api/v1/lives`: every filter and every order."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models.content import FINISHED, STARTED
from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_live, a_product, a_seller, a_video
from tests.conftest import NOON


def test_lists_narrow_by_every_filter(alices: Caller, alice: Shop) -> None:
    seller = a_seller(alice, name="Larch & Co", external_id="v-1")
    product = a_product(alice, ref="J-1", seller=seller)
    a_live(alice, name="Snow", seller=seller, products=(product,))
    over = a_live(alice, name="Rain", state=FINISHED)
    alices.patch(f"/lives/{over.uid}", {"tags": ["wet", "cold"]})
    a_live(alice, name="Wind", state=STARTED)
    a_video(alice, name="Rain, filmed")

    def names(query: str) -> list[str]:
        return sorted(each["attributes"]["name"] for each in listed(query))

    def listed(query: str) -> list[dict[str, dict[str, str]]]:
        found: list[dict[str, dict[str, str]]] = alices.get(f"/lives?{query}").json["data"]
        return found

    assert names("") == ["Rain", "Snow", "Wind"]
    assert names("name=rAI") == ["Rain"]
    assert names(f"product_id={product.uid}") == ["Snow"]
    assert names("product_ref=J-1") == ["Snow"]
    assert names(f"seller_id={seller.uid}") == ["Snow"]
    assert names("seller_name=larch") == ["Snow"]
    assert names("seller_external_id=v-1") == ["Snow"]
    assert names("tags[]=cold&tags[]=wet") == ["Rain"]
    assert names("tags=cold,dry") == []
    assert names("state=not_started") == ["Snow"]
    assert names("state=started") == ["Wind"]
    assert names("state=finished&name=rain") == ["Rain"]
    for wrong in ("state=paused", "order=name", "order=start_date:UP", "last=1"):
        refused = alices.get(f"/lives?{wrong}")
        assert refused.status_code == 422
        assert refused.json["errors"][0]["source"] == {"parameter": wrong.split("=")[0]}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", "third second first"),
        ("order=created_at", "first second third"),
        ("order=created_at:ASC", "first second third"),
        ("order=created_at:DESC", "third second first"),
        ("order=start_date", "second third first"),
        ("order=start_date:ASC", "second third first"),
        ("order=start_date:DESC", "first third second"),
    ],
    ids=lambda each: each or "none",
)
def test_lists_have_an_order(alices: Caller, alice: Shop, query: str, names: str) -> None:
    for number, (name, days) in enumerate((("first", 9), ("second", 1), ("third", 5))):
        at = NOON + timedelta(minutes=number)
        a_live(alice, name=name, created_at=at, starts_at=NOON + timedelta(days=days))
    listed = alices.get(f"/lives?{query}").json["data"]
    assert " ".join(each["attributes"]["name"] for each in listed) == names
