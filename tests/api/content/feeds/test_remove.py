"""`DELETE /api/v1/feeds/<uid>`: the products made of it stay."""

from __future__ import annotations

from models.feed import FeedItem
from tests.api.content.conftest import Caller
from tests.api.content.feeds.ways import taken_on
from tests.serving import Site


def test_a_removed_feed_leaves_the_products_made_of_it(alices: Caller, site: Site) -> None:
    feed, _ = taken_on(alices, site)
    uid = alices.post("/products", {"ref": "SKU-1"}).json["data"]["id"]
    assert alices.delete(f"/feeds/{feed}").status_code == 204
    told = alices.get(f"/products/{uid}").json["data"]["attributes"]
    assert (told["name"], told["feed_id"], told["overrides"]) == ("Field jacket", None, [])
    assert FeedItem.select().count() == 0
