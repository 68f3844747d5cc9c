"""What a player needs to know of a video, and that many cost no more queries than one."""

from __future__ import annotations

import logging

import pytest
from flask import Flask

from models.asset import ERROR, NotReady
from models.collection import Collection, CollectionItem
from models.errors import NotFound
from models.shop import Shop
from tests import builders
from usecases import shops, watching


def reel_of(shop: Shop, count: int) -> str:
    """Gather new videos with two products each."""
    collection = Collection.create(shop=shop, name=f"{count} films")
    for position in range(count):
        products = (builders.a_product(shop), builders.a_product(shop))
        video = builders.a_video(shop, products=products)
        CollectionItem.create(collection=collection, content=video, position=position)
    return str(collection.uid)


def test_ten_films_cost_the_queries_of_one(alice: Shop, caplog: pytest.LogCaptureFixture) -> None:
    costs = []
    for count in (1, 10):
        uid = reel_of(alice, count)
        caplog.clear()
        with caplog.at_level(logging.DEBUG, "peewee"):
            reel = watching.watch_collection(uid)
            assert [len(each.offers) for each in reel.films] == [2] * count
            assert {each.shop.name for each in reel.films} == {"Alice"}
        costs.append(len(caplog.records))
    assert costs[0] == costs[1] <= 5


@pytest.mark.parametrize(
    ("price", "reduced", "due"),
    [
        (12900, None, 12900),
        (12900, 9900, 9900),
        (12900, 0, 0),
        (12900, 12900, 12900),
        (12900, 20000, 12900),
        (None, 9900, None),
        (None, None, None),
    ],
    ids=[
        "no discount",
        "a discount",
        "a gift",
        "a discount of nothing",
        "a discount above the price",
        "a discount of no price",
        "no price",
    ],
)
def test_a_buyer_pays(alice: Shop, price: int | None, reduced: int | None, due: int | None) -> None:
    jacket = builders.a_product(alice, price_amount=price, discount_amount=reduced)
    film = watching.watch_video(builders.a_video(alice, products=(jacket,)).uid)
    assert film.offers[0].due_amount == due


@pytest.mark.parametrize(
    ("in_stock", "quantity", "sold"),
    [
        (None, None, False),
        (True, 0, False),
        (False, 5, True),
        (None, 0, True),
        (None, 3, False),
    ],
    ids=["nothing known", "said to be there", "said to be gone", "none left", "some left"],
)
def test_a_product_is_sold_out(
    alice: Shop, in_stock: bool | None, quantity: int | None, sold: bool
) -> None:
    jacket = builders.a_product(alice, in_stock=in_stock, quantity=quantity)
    film = watching.watch_video(builders.a_video(alice, products=(jacket,)).uid)
    assert film.offers[0].in_stock is not sold


def test_the_merchants_own_picture_comes_before_the_films(alice: Shop) -> None:
    video = builders.a_video(alice, thumbnail="media/pictures/own")
    film = watching.watch_video(video.uid)
    assert film.poster_url == "/media/pictures/own/640.webp"
    assert film.shared_url == "/media/pictures/own/640.jpg"


def test_a_film_without_pictures_is_watched_all_the_same(alice: Shop) -> None:
    video = builders.a_video(alice, ready=False)
    builders.an_asset(video, files={"hls": "master.m3u8"}, width=None, height=None)
    film = watching.watch_video(video.uid)
    assert (film.poster_url, film.mp4_url, film.width, film.height) == (None, None, 16, 9)


def test_a_shop_that_is_switched_off_shows_nothing(alice: Shop) -> None:
    video, reel = builders.a_video(alice), reel_of(alice, 1)
    shops.change_shop(alice, displaying=False)
    with pytest.raises(NotFound):
        watching.watch_video(video.uid)
    with pytest.raises(NotFound):
        watching.watch_collection(reel)


def test_what_cannot_be_watched_is_refused_in_its_own_words(app: Flask, alice: Shop) -> None:
    with pytest.raises(NotFound):
        watching.watch_video("0" * 32)
    with pytest.raises(NotFound):
        watching.watch_collection("0" * 32)
    waiting = builders.a_video(alice, ready=False)
    with pytest.raises(NotReady):
        watching.watch_video(waiting.uid)
    builders.an_asset(waiting, state=ERROR, playing=False)
    with pytest.raises(watching.Unplayable):
        watching.watch_video(waiting.uid)
