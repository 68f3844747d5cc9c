"""`POST /api/v1/products`: a product by its `ref`, taken from one of the shop's feeds."""

from __future__ import annotations

from PIL import Image

from gateways.storage import files
from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.api.content.feeds.ways import taken_on
from tests.builders import a_seller
from tests.serving import Site


def test_a_product_is_created_by_its_ref_alone(alices: Caller, site: Site) -> None:
    feed, _ = taken_on(alices, site)
    made = alices.post("/products", {"ref": "SKU-1"})
    assert made.status_code == 201, made.json
    told = made.json["data"]["attributes"]
    picture = told.pop("thumbnail_url").removeprefix("https://vitrine.example/")
    with Image.open(files().path(picture)) as kept:
        assert kept.size == (640, 480)
    assert {name: told[name] for name in told if not name.endswith("_at")} == {
        "name": "Field jacket",
        "description": "Waxed",
        "ref": "SKU-1",
        "seller_id": None,
        "ean": "4006381333931",
        "price": "129.00",
        "discount_price": "99.00",
        "currency": "EUR",
        "in_stock": True,
        "url": "https://shop.example/p/1",
        "complementary_informations": {},
        "choices": None,
        "auction": None,
        "categories": [],
        "published": True,
        "feed_id": feed,
        "overrides": [],
    }


def test_of_a_feeds_product_the_other_fields_sent_are_passed_over(
    alices: Caller, site: Site
) -> None:
    taken_on(alices, site)
    sent = {"ref": "SKU-1", "name": "Other", "price": "1.00", "published": False}
    sizes = [{"name": "Size", "values": ["S"]}]
    sold = [{"ref": "SKU-1-S", "options": ["S"], "price": "119.00", "in_stock": True}]
    sent |= {"categories": ["Jackets"], "choices": {"options": sizes, "variants": sold}}
    told = alices.post("/products", sent).json["data"]["attributes"]
    assert (told["name"], told["price"]) == ("Field jacket", "129.00")
    assert told["choices"] == sent["choices"]
    assert (told["published"], told["categories"]) == (False, ["Jackets"])


def test_what_no_feed_has_is_a_product_by_hand(alices: Caller, site: Site) -> None:
    taken_on(alices, site)
    bare = alices.post("/products", {"ref": "SKU-9"})
    assert bare.status_code == 422
    assert bare.json["errors"][0]["source"] == {"pointer": "/name"}
    told = alices.post("/products", {"ref": "SKU-9", "name": "Coat"}).json["data"]["attributes"]
    assert (told["name"], told["feed_id"]) == ("Coat", None)


def test_a_seller_limits_the_search_to_its_items(alices: Caller, alice: Shop, site: Site) -> None:
    larch, birch = a_seller(alice, external_id="larch"), a_seller(alice, external_id="birch")
    site.pages["/feed.csv"] = (
        b"id,title,price,seller_id\nSKU-1,By larch,5,larch\nSKU-1,By birch,6,birch\n"
        b"SKU-2,By larch,7,larch\n"
    )
    taken_on(alices, site)
    sent = {"ref": "SKU-1", "seller_id": birch.uid}
    told = alices.post("/products", sent).json["data"]["attributes"]
    assert (told["name"], told["seller_id"]) == ("By birch", birch.uid)
    other = {"ref": "SKU-2", "seller_id": birch.uid}
    assert alices.post("/products", other).status_code == 422
    told = alices.post("/products", {**other, "name": "By hand"}).json["data"]["attributes"]
    assert (told["name"], told["seller_id"], told["feed_id"]) == ("By hand", birch.uid, None)
    assert larch.uid != told["seller_id"]


def test_items_that_name_no_seller_belong_to_the_feeds_own(
    alices: Caller, alice: Shop, site: Site
) -> None:
    larch = a_seller(alice)
    taken_on(alices, site, seller_id=larch.uid)
    told = alices.post("/products", {"ref": "SKU-1"}).json["data"]["attributes"]
    assert told["seller_id"] == larch.uid


def test_another_shops_feed_gives_nothing(alices: Caller, charlies: Caller, site: Site) -> None:
    taken_on(alices, site)
    assert charlies.post("/products", {"ref": "SKU-1"}).status_code == 422


def test_a_ref_stands_once_also_when_it_is_taken_from_a_feed(alices: Caller, site: Site) -> None:
    taken_on(alices, site)
    assert alices.post("/products", {"ref": "SKU-1"}).status_code == 201
    again = alices.post("/products", {"ref": "SKU-1"})
    assert (again.status_code, again.json["errors"][0]["code"]) == (409, "ref-taken")


def test_a_picture_that_cannot_be_had_costs_nothing_else(alices: Caller, site: Site) -> None:
    site.pages["/1.jpg"] = (200, {"Content-Type": "image/jpeg"}, b"<html>not a picture</html>")
    taken_on(alices, site)
    told = alices.post("/products", {"ref": "SKU-1"}).json["data"]["attributes"]
    assert (told["name"], told["thumbnail_url"]) == ("Field jacket", None)
