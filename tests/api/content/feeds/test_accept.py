"""`POST /api/v1/feeds/<uid>/accept`: a feed that was held back is taken after all."""

from __future__ import annotations

from gateways.storage import files
from models.product import Product
from tests.api.content.conftest import Caller
from tests.api.content.feeds.ways import many, taken_on
from tests.serving import Site


def test_a_feed_that_shrinks_by_more_than_half_is_held_back(alices: Caller, site: Site) -> None:
    site.pages["/feed.csv"] = many(10)
    feed, _ = taken_on(alices, site)
    site.pages["/feed.csv"] = many(4).replace(b"Item 1", b"Other 1")
    alices.post(f"/feeds/{feed}/refresh")
    held = alices.get(f"/feeds/{feed}").json["data"]["attributes"]
    assert (held["status"], held["items_count"], held["held_count"]) == ("held_back", 10, 4)
    assert "4 items now and had 10" in held["error"]
    assert alices.post("/products", {"ref": "SKU-1"}).json["data"]["attributes"]["name"] == "Item 1"
    # What is accepted is what was judged, whatever the address answers by now.
    site.pages["/feed.csv"] = b"<html>"
    assert alices.post(f"/feeds/{feed}/accept").status_code == 202
    told = alices.get(f"/feeds/{feed}").json["data"]["attributes"]
    assert (told["status"], told["items_count"], told["held_count"]) == ("ready", 4, None)
    assert Product.get().name == "Other 1"
    again = alices.post(f"/feeds/{feed}/accept")
    assert (again.status_code, again.json["errors"][0]["code"]) == (409, "nothing-held")
    assert not list(files().entries(f"feeds/{feed}"))
