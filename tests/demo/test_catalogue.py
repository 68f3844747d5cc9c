"""What the demo shop sells is enough to show every state a product can be in."""

from collections import Counter
from datetime import UTC, datetime
from typing import Any, cast

import pytest
from PIL import Image

from demo import show
from demo.api import Api
from demo.catalogue import CATEGORIES, PRODUCTS, SELLERS, Product, decimal, euros
from demo.films import FILMS, captions
from demo.merchant import PICTURES, as_sent, placements

each_product = pytest.mark.parametrize("product", PRODUCTS, ids=lambda each: each.slug)
each_film = pytest.mark.parametrize("film", FILMS, ids=lambda each: each.slug)


def test_there_are_twelve_products_in_three_categories_of_two_sellers_and_four_films() -> None:
    assert len(PRODUCTS) >= 12
    assert {each.category for each in PRODUCTS} == {each.slug for each in CATEGORIES}
    assert len(CATEGORIES) == 3
    assert {each.seller for each in PRODUCTS} == {each.external_id for each in SELLERS}
    assert len(SELLERS) == 2
    assert len(FILMS) >= 4


def test_the_shelves_hold_reduced_sold_out_and_nearly_sold_out_things() -> None:
    assert [each.slug for each in PRODUCTS if each.stock == 0] == ["songbird-house"]
    assert [each.slug for each in PRODUCTS if 0 < each.stock <= 5] == ["enamel-mugs"]
    assert len([each for each in PRODUCTS if each.discount_price is not None]) >= 3


@pytest.mark.parametrize("name", ["ref", "slug", "ean", "name"])
def test_no_two_products_share_what_names_them(name: str) -> None:
    assert max(Counter(getattr(each, name) for each in PRODUCTS).values()) == 1


@each_product
def test_a_product_has_a_right_check_digit_and_a_lower_discount_price(product: Product) -> None:
    digits = [int(each) for each in product.ean]
    assert len(digits) == 13
    assert sum(digit * (1, 3)[place % 2] for place, digit in enumerate(digits)) % 10 == 0
    assert 0 < product.asked <= product.price


@each_product
def test_a_product_has_two_light_pictures(product: Product) -> None:
    for name in (product.picture, product.scene):
        file = PICTURES / name
        assert file.stat().st_size <= 25_000
        with Image.open(file) as picture:
            assert picture.size == (800, 800)


@each_film
def test_a_film_carries_known_products_within_its_length(film) -> None:
    refs = {each.ref: each for each in PRODUCTS}
    for ref, begin, end in film.moments:
        assert ref in refs
        assert 0 <= begin < end <= 8
    if film.seller:
        assert {refs[ref].seller for ref in film.refs} == {film.seller}


@each_film
def test_a_films_captions_are_web_vtt_in_order(film) -> None:
    head, *cues = captions(film).strip().split("\n\n")
    assert head == "WEBVTT"
    assert len(cues) == len(film.words)
    times = [cue.splitlines()[0].split(" --> ") for cue in cues]
    assert sorted(moment for pair in times for moment in pair) == [
        m for pair in times for m in pair
    ]
    assert all(len(moment) == len("00:00.000") for pair in times for moment in pair)


def test_one_film_stands_upright() -> None:
    assert any("720:1280" in film.cut.picture for film in FILMS)


@pytest.mark.parametrize(
    ("cents", "sent", "read"),
    [(8900, "89.00", "€89.00"), (5, "0.05", "€0.05"), (123456, "1234.56", "€1,234.56")],
    ids=["round", "cents only", "thousands"],
)
def test_cents_are_spelled_for_the_api_and_for_the_shopper(
    cents: int, sent: str, read: str
) -> None:
    assert (decimal(cents), euros(cents)) == (sent, read)


def test_a_product_is_sent_with_its_own_page_and_without_a_discount_it_does_not_have() -> None:
    basket = next(each for each in PRODUCTS if each.slug == "willow-basket")
    sent = as_sent(basket, "http://shop.example", {"hollow-hay": "s1"})
    assert sent["url"] == "http://shop.example/p/willow-basket"
    assert sent["price"] == "124.00"
    assert "discount_price" not in sent


def test_nothing_is_placed_on_the_about_page() -> None:
    about = "http://shop.example/about"
    for each in placements("http://shop.example", "c1"):
        assert about in each.get("excluded_urls", []) or each["urls"] == ["http://shop.example/"]


def test_the_live_is_planned_for_a_morning_to_come() -> None:
    sent: list[tuple[str, Any]] = []
    there: list[dict[str, Any]] = []

    class Recording:
        def every(self, resource: str) -> list[dict[str, Any]]:
            return there

        def create(self, resource: str, fields: Any, picture: Any = None) -> dict[str, Any]:
            sent.append((resource, fields["start_date"]))
            return {"id": "e" * 32}

        def change(self, resource: str, uid: str, fields: Any) -> None:
            sent.append((uid, fields["start_date"]))

    products = dict.fromkeys(show.REFS, "f" * 32)

    def plan(day: int) -> None:
        now = datetime(2026, 6, day, 22, 30, tzinfo=UTC)
        show.plan(cast("Api", Recording()), {show.SELLER: "a" * 32}, products, now)

    plan(15)
    live = {"name": show.NAME, "state": "not_started", "start_date": "2026-06-16T09:00:00.000Z"}
    there.append({"id": "e" * 32, "attributes": live})
    plan(15)
    plan(17)
    there[0]["attributes"] = {**live, "state": "finished"}
    plan(18)
    assert sent == [
        ("lives", "2026-06-16T09:00:00+00:00"),
        ("e" * 32, "2026-06-18T09:00:00+00:00"),
    ]
