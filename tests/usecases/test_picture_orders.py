"""Pictures that a shop names by address are fetched once, kept, and told until then by address."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from PIL import Image

from gateways.queue import Queue, immediate_queue, open_queue
from models import clock
from models.errors import Invalid
from models.picture_order import PictureOrder
from models.product import Product
from models.seller import Seller
from models.shop import Shop
from tests.conftest import NOON
from tests.serving import Site
from usecases import goods, picture_orders, products, sellers


def a_picture(colour: str = "red") -> bytes:
    """A picture of one colour."""
    out = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def waiting(app: object) -> Queue:
    """A queue that keeps its jobs until it is told to do them."""
    queue = immediate_queue()
    done: list[str] = []
    open_queue(queue, {picture_orders.JOB: lambda: done.append("asked")})
    return queue


def told(product: Product) -> str | None:
    """The address that a product's picture is told by."""
    return goods.told([Product.get_by_id(product.id)])[0].picture_url


def test_a_products_picture_is_fetched_and_kept(alice: Shop, site: Site) -> None:
    site.pages["/mug.png"] = a_picture()
    mug = products.add(alice, name="Mug", picture_url=site.url("/mug.png")).product
    assert (told(mug) or "").startswith("/media/pictures/")
    assert Product.get_by_id(mug.id).version == 2
    products.change(alice, mug.uid, picture_url=site.url("/mug.png"), name="Cup")
    assert [path for path, _ in site.asked] == ["/mug.png"]


def test_until_then_its_address_is_told(alice: Shop, waiting: Queue, site: Site) -> None:
    site.pages["/mug.png"] = a_picture()
    mug = products.add(alice, name="Mug", picture_url=site.url("/mug.png")).product
    assert told(mug) == site.url("/mug.png")
    picture_orders.fetch_ordered()
    assert (told(mug) or "").startswith("/media/pictures/")


def test_a_sellers_picture_is_fetched_as_well(alice: Shop, site: Site) -> None:
    site.pages["/larch.png"] = a_picture()
    larch = sellers.add(alice, name="Larch", picture_url=site.url("/larch.png"))
    assert Seller.get_by_id(larch.id).picture is not None
    sellers.change(alice, larch.uid, picture_url=None)
    assert Seller.get_by_id(larch.id).picture is None


def test_what_was_told_may_be_sent_back(alice: Shop, site: Site) -> None:
    site.pages["/mug.png"] = a_picture()
    mug = products.add(alice, name="Mug", picture_url=site.url("/mug.png")).product
    products.change(alice, mug.uid, picture_url=f"https://vitrine.example{told(mug)}")
    assert len(site.asked) == 1
    assert [each.url for each in PictureOrder.select()] == [site.url("/mug.png")]


@pytest.mark.parametrize("facts", [{"picture": a_picture("blue")}, {"picture_url": None}])
def test_another_picture_or_none_ends_the_order(
    alice: Shop, waiting: Queue, site: Site, facts: dict[str, Any]
) -> None:
    site.pages["/mug.png"] = a_picture()
    mug = products.add(alice, name="Mug", picture_url=site.url("/mug.png")).product
    products.change(alice, mug.uid, **facts)
    picture_orders.fetch_ordered()
    assert not site.asked
    assert (told(mug) is None) is ("picture_url" in facts)


def test_a_later_order_wins_over_an_earlier_that_is_under_way(
    alice: Shop, waiting: Queue, site: Site
) -> None:
    mug = products.add(alice, name="Mug", picture_url=site.url("/1.png")).product

    def meanwhile(_handler: object) -> bytes:
        PictureOrder.update(url=site.url("/2.png")).execute()
        PictureOrder.delete().execute()
        return a_picture()

    site.pages["/1.png"] = meanwhile
    picture_orders.fetch_ordered()
    assert Product.get_by_id(mug.id).picture is None


def test_it_is_tried_again_later_and_not_without_end(
    alice: Shop, waiting: Queue, site: Site
) -> None:
    with clock.frozen(NOON):
        mug = products.add(alice, name="Mug", picture_url=site.url("/mug.png")).product
    for hours in range(10):
        with clock.frozen(NOON + timedelta(hours=hours)):
            picture_orders.fetch_ordered()
    assert len(site.asked) == picture_orders.TRIES
    assert told(mug) == site.url("/mug.png")


def test_what_is_no_picture_is_asked_for_once(alice: Shop, waiting: Queue, site: Site) -> None:
    site.pages["/mug.png"] = b"not a picture"
    with clock.frozen(NOON):
        products.add(alice, name="Mug", picture_url=site.url("/mug.png"))
    for hours in range(3):
        with clock.frozen(NOON + timedelta(hours=hours)):
            picture_orders.fetch_ordered()
    assert len(site.asked) == 1


@pytest.mark.parametrize("url", ["ftp://images.example/1.png", "no address", "https://"])
def test_what_is_no_address_is_refused(alice: Shop, url: str) -> None:
    with pytest.raises(Invalid):
        products.add(alice, name="Mug", picture_url=url)
    assert not Product.select().exists()
