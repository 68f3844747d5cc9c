"""`POST /v2/<access key>/campaign/<key>/duplicate`."""

from __future__ import annotations

from typing import Any

import pytest

from gateways.storage import files
from models.broadcast import Broadcast
from models.content import FINISHED, Content, ContentProduct
from models.shop import Shop
from tests.api.campaigns.conftest import Server, refusal
from tests.api.content.test_bad_input import picture
from tests.builders import a_live, a_product, a_seller, a_share
from usecases import brands, lives
from usecases.numerals import numeral_of


def a_full_one(shop: Shop) -> Content:
    """A campaign that has all that is copied."""
    seller = a_seller(shop)
    brand = brands.add(shop, name="Larch", identifier="larch")
    made = lives.add(
        shop,
        name="Autumn show",
        description="Memo",
        tags=["b", "a"],
        seller=seller.uid,
        brand=brand.uid,
        replayable=False,
        products=[a_product(shop, seller=seller, name=name).uid for name in ("One", "Two")],
        thumbnail=picture("PNG"),
    )
    content: Content = made.content
    return content


def names(told: dict[str, Any]) -> list[str]:
    """The names of the products of a campaign."""
    return [each["name"] for each in told["campaignProductList"]]


@pytest.mark.parametrize("state", [None, FINISHED])
def test_a_copy_is_ready_and_like_the_other_one(server: Server, state: str | None) -> None:
    first = a_full_one(server.shop)
    if state:
        Content.update(state=state).where(Content.id == first.id).execute()
    before = server.get(f"/campaign/{first.uid}")
    told = server.post(f"/campaign/{numeral_of(first.uid)}/duplicate")
    meta = told["campaignMeta"]
    same = ("title", "description", "tags", "brand", "serveReplay")
    assert {name: meta[name] for name in same} == {
        name: before["campaignMeta"][name] for name in same
    }
    assert meta["campaignStatus"] == "READY"
    assert meta["campaignKey"] != first.uid
    assert meta["scheduledStartAt"] is None
    assert meta["rerun"] is False
    assert told["seller"] == before["seller"]
    assert names(told) == names(before) == ["One", "Two"]
    assert told["stream"]["streamKey"] != before["stream"]["streamKey"]
    made = Content.get(Content.uid == meta["campaignKey"])
    assert made.listed is False


def test_products_stay_in_their_groups(server: Server) -> None:
    first = a_full_one(server.shop)
    ContentProduct.update(group=7).where(ContentProduct.content == first).execute()
    key = server.post(f"/campaign/{first.uid}/duplicate")["campaignMeta"]["campaignKey"]
    made = ContentProduct.select().join(Content).where(Content.uid == key)
    assert [each.group for each in made] == [7, 7]


def test_a_copy_has_pictures_of_its_own(server: Server) -> None:
    first = a_full_one(server.shop)
    told = server.post(f"/campaign/{first.uid}/duplicate")["campaignMeta"]
    made = Content.get(Content.uid == told["campaignKey"])
    assert made.thumbnail not in (None, first.thumbnail)
    server.delete(f"/campaign/{first.uid}")
    assert files().path(f"{made.thumbnail}/640.webp").exists()


def test_products_stay_behind_where_that_is_asked(server: Server) -> None:
    path = f"/campaign/{a_full_one(server.shop).uid}/duplicate"
    assert server.post(path, duplicateProducts="false")["campaignProductList"] == []
    assert names(server.post(path, duplicatePopups="true")) == ["One", "Two"]
    assert refusal(server.ask("POST", path, duplicateProducts="some")) == (400, -510)


def test_others_copy_nothing(server: Server, charlies: Server) -> None:
    live = a_live(server.shop)
    path = f"/campaign/{live.uid}/duplicate"
    assert refusal(charlies.ask("POST", path)) == (404, -710)
    a_share(live, charlies.shop)
    assert refusal(charlies.ask("POST", path)) == (403, -510)
    assert Content.select().count() == Broadcast.select().count() == 1
    assert not ContentProduct.select().exists()
