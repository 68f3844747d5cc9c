"""What is put on the screen of a live, what viewers are told of it, and which cues it becomes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import orjson
import pytest
from flask import Flask

from models import clock
from models.broadcast import LiveChange, LiveEvent, LiveFinished
from models.content import FINISHED, STARTED, Content, Cue
from models.errors import Invalid, NotFound
from models.product import Product
from models.share import SharedContent
from models.shop import Shop
from models.webhook import Delivery
from tests.builders import a_live, a_product, a_share, a_shop, a_webhook
from tests.conftest import NOON
from usecases import airing, lives, products, showing
from usecases.screens import told_screen
from usecases.showing import ScreenFull

SECOND = timedelta(seconds=1)


@pytest.fixture
def jacket(alice: Shop) -> Product:
    return a_product(alice, name="Jacket", ref="SKU-1", ean="4006381333931")


@pytest.fixture
def coat(alice: Shop) -> Product:
    return a_product(alice, name="Coat", discount_amount=9900)


@pytest.fixture
def live(alice: Shop, jacket: Product, coat: Product) -> Content:
    """A show that has been on air since noon."""
    return a_live(alice, products=(jacket, coat), state=STARTED, started_at=NOON)


def told(live: Content) -> list[Any]:
    """The screens that viewers were told, in order."""
    rows = LiveChange.select().where(LiveChange.content == live, LiveChange.kind == "screen")
    return [orjson.loads(each.body) for each in rows.order_by(LiveChange.number)]


def names(screen: Any) -> list[str]:
    return [each["name"] for each in screen["products"]]


def cues(live: Content) -> list[tuple[str, str | None, int, int | None]]:
    rows = Cue.select().where(Cue.content == live).order_by(Cue.from_ms, Cue.id)
    return [(each.kind, each.text, each.from_ms, each.to_ms) for each in rows]


def test_several_products_are_on_screen_as_viewers_see_them(
    alice: Shop, live: Content, jacket: Product, coat: Product
) -> None:
    showing.show(alice, live.uid, "product", products=[jacket.uid, coat.uid])
    [screen] = told(live)
    assert names(screen) == ["Jacket", "Coat"]
    assert screen["products"][1] == {
        "id": coat.uid,
        "ref": None,
        "name": "Coat",
        "price": "129.00",
        "discount_price": "99.00",
        "currency": "EUR",
        "in_stock": True,
        "low_stock": False,
        "thumbnail_url": None,
        "url": None,
        "button": None,
    }
    assert (screen["announcements"], screen["extensions"]) == ([], [])


def test_what_is_on_screen_already_is_not_put_there_twice(
    alice: Shop, live: Content, jacket: Product
) -> None:
    first = showing.show(alice, live.uid, "product", products=[jacket.uid])
    again = showing.show(alice, live.uid, "product", products=[jacket.uid, jacket.uid])
    assert [each.uid for each in first] == [each.uid for each in again]
    assert LiveEvent.select().count() == 1


def test_replacing_takes_off_what_else_of_the_kind_is_there(
    alice: Shop, live: Content, jacket: Product, coat: Product
) -> None:
    showing.show(alice, live.uid, "announcement", text="Welcome")
    showing.show(alice, live.uid, "product", products=[jacket.uid])
    showing.show(alice, live.uid, "product", products=[coat.uid], replace=True)
    last = told(live)[-1]
    assert names(last) == ["Coat"]
    assert [each["text"] for each in last["announcements"]] == ["Welcome"]


@pytest.mark.parametrize("by_product", [False, True], ids=["by its event", "by the product"])
def test_a_product_is_taken_off(
    alice: Shop, live: Content, jacket: Product, coat: Product, by_product: bool
) -> None:
    events = showing.show(alice, live.uid, "product", products=[jacket.uid, coat.uid])
    showing.take_off(alice, live.uid, jacket.uid if by_product else events[0].uid)
    assert names(told(live)[-1]) == ["Coat"]
    with pytest.raises(NotFound):
        showing.take_off(alice, live.uid, jacket.uid)


def test_moments_may_be_told_afterwards_and_become_the_replays_cues(
    alice: Shop, live: Content, jacket: Product
) -> None:
    with clock.frozen(NOON + 60 * SECOND):
        [event] = showing.show(
            alice, live.uid, "product", products=[jacket.uid], at=NOON + 50 * SECOND
        )
        showing.show(alice, live.uid, "announcement", text="Half price")
    with clock.frozen(NOON + 90 * SECOND):
        showing.take_off(alice, live.uid, event.uid, NOON + 80 * SECOND)
        lives.finish(alice, live.uid, finished=True, ends_at=NOON + 90 * SECOND)
    assert cues(live) == [
        ("product", None, 50_000, 80_000),
        ("announcement", "Half price", 60_000, 90_000),
    ]
    assert told(live)[-1] == {
        "products": [],
        "stock": {},
        "announcements": [],
        "extensions": [],
    }


def test_the_future_and_what_was_before_are_refused(
    alice: Shop, live: Content, jacket: Product, noon: Any
) -> None:
    with pytest.raises(Invalid, match="future"):
        showing.show(alice, live.uid, "product", products=[jacket.uid], at=NOON + SECOND)
    [event] = showing.show(alice, live.uid, "product", products=[jacket.uid])
    with pytest.raises(Invalid, match="before"):
        showing.take_off(alice, live.uid, event.uid, NOON - SECOND)
    assert LiveEvent.get().to_at is None


def test_viewers_see_nothing_of_a_rehearsal_but_what_is_there_when_it_begins(
    alice: Shop, jacket: Product, coat: Product
) -> None:
    live = a_live(alice, products=(jacket, coat))
    with clock.frozen(NOON - 60 * SECOND):
        showing.show(alice, live.uid, "product", products=[jacket.uid])
        showing.take_off(alice, live.uid, jacket.uid)
        showing.show(alice, live.uid, "product", products=[coat.uid])
        assert told_screen(alice, live)["products"] == []
        assert told(live) == []
    with clock.frozen(NOON):
        airing.start(alice, live.uid)
    assert [names(each) for each in told(live)] == [["Coat"]]
    with clock.frozen(NOON + 10 * SECOND):
        lives.finish(alice, live.uid, finished=True, ends_at=NOON + 10 * SECOND)
    assert cues(live) == [("product", None, 0, 10_000)]


def test_announcements_have_their_colours_and_extensions_trusted_hosts(
    alice: Shop, live: Content
) -> None:
    alice.extension_hosts = ["quiz.example"]
    alice.save()
    showing.show(
        alice,
        live.uid,
        "announcement",
        title="Sale",
        url="https://shop.example/",
        text_color="#fff000",
    )
    showing.show(alice, live.uid, "extension", title="Quiz", url="HTTPS://Quiz.example/a b")
    screen = told(live)[-1]
    [announced], [extension] = screen["announcements"], screen["extensions"]
    assert (announced["title"], announced["text_color"], announced["background_color"]) == (
        "Sale",
        "#fff000",
        None,
    )
    assert extension["url"] == "https://quiz.example/a%20b"
    alice.extension_hosts = []
    alice.save()
    assert told_screen(alice, Content.get_by_id(live.id))["extensions"] == []


@pytest.mark.parametrize(
    "url",
    [
        "http://quiz.example/",
        "https://quiz.example.evil.example/",
        "https://evil.example\\@quiz.example/",
        "https://user@quiz.example/",
        "https://quiz.example:8443/",
        "https://sub.quiz.example/",
        "//quiz.example/",
        "javascript:alert(1)//quiz.example",
        "",
    ],
)
def test_a_page_of_any_other_host_is_no_extension(alice: Shop, live: Content, url: str) -> None:
    alice.extension_hosts = ["quiz.example"]
    with pytest.raises(Invalid) as refused:
        showing.show(alice, live.uid, "extension", url=url)
    assert [each.where for each in refused.value.problems] == ["url"]
    assert told(live) == []


def test_a_star_stands_for_every_subdomain_and_not_for_the_host(alice: Shop) -> None:
    alice.extension_hosts = ["*.quiz.example"]
    assert alice.trusts("https://a.quiz.example/")
    assert alice.trusts("https://a.b.quiz.example:443/")
    assert not alice.trusts("https://quiz.example/")
    assert not alice.trusts("https://evilquiz.example/")


@pytest.mark.parametrize(
    ("kind", "facts", "where"),
    [
        ("product", {}, ["products"]),
        ("product", {"products": ["0" * 32]}, ["products/0"]),
        ("product", {"products": ["{jacket}"], "text": "x"}, ["text"]),
        ("announcement", {}, ["text"]),
        ("announcement", {"text": "x", "url": "javascript:alert(1)"}, ["url"]),
        ("announcement", {"text": "x", "thumbnail": b"GIF"}, ["thumbnail"]),
        ("extension", {"title": "Quiz"}, ["url"]),
        ("extension", {"url": "https://quiz.example/", "thumbnail": b"no picture"}, ["thumbnail"]),
    ],
    ids=str,
)
def test_each_kind_says_what_it_needs(
    alice: Shop, live: Content, jacket: Product, kind: str, facts: Any, where: list[str]
) -> None:
    alice.extension_hosts = ["quiz.example"]
    if "products" in facts:
        facts = {
            **facts,
            "products": [each.format(jacket=jacket.uid) for each in facts["products"]],
        }
    with pytest.raises(Invalid) as refused:
        showing.show(alice, live.uid, kind, **facts)
    assert [each.where for each in refused.value.problems] == where
    assert LiveEvent.select().count() == 0


def test_a_screen_holds_so_much_and_no_more(alice: Shop, live: Content) -> None:
    for number in range(showing.MOST):
        showing.show(alice, live.uid, "announcement", text=str(number))
    with pytest.raises(ScreenFull):
        showing.show(alice, live.uid, "announcement", text="one more")
    showing.show(alice, live.uid, "announcement", text="instead", replace=True)
    assert [each["text"] for each in told(live)[-1]["announcements"]] == ["instead"]


def test_nothing_is_shown_in_a_finished_live_or_by_who_only_borrows_it(
    alice: Shop, live: Content
) -> None:
    borrower = a_share(live).shop
    with pytest.raises(SharedContent):
        showing.show(borrower, live.uid, "announcement", text="x")
    with pytest.raises(SharedContent):
        showing.take_off(borrower, live.uid, "0" * 32)
    over = a_live(alice, state=FINISHED)
    with pytest.raises(LiveFinished):
        showing.show(alice, over.uid, "announcement", text="x")


def test_a_shop_that_borrows_the_live_shows_its_own_products(
    alice: Shop, live: Content, jacket: Product, coat: Product
) -> None:
    dora = a_shop("Dora")
    own = a_product(dora, name="Dora's jacket", ean="4006381333931", price_amount=100)
    showing.show(alice, live.uid, "product", products=[jacket.uid, coat.uid])
    seen = told_screen(dora, Content.get_by_id(live.id))["products"]
    assert [(each["id"], each["price"]) for each in seen] == [(own.uid, "1.00")]


def test_a_product_the_live_no_longer_carries_leaves_the_screen(
    alice: Shop, live: Content, jacket: Product, coat: Product
) -> None:
    showing.show(alice, live.uid, "product", products=[jacket.uid, coat.uid])
    lives.change(alice, live.uid, products=[coat.uid])
    assert names(told(live)[-1]) == ["Coat"]
    assert names(told_screen(alice, live)) == ["Coat"]


def test_a_product_that_is_removed_leaves_the_screen_at_once(
    alice: Shop, live: Content, jacket: Product, coat: Product
) -> None:
    showing.show(alice, live.uid, "product", products=[jacket.uid, coat.uid])
    products.remove(alice, jacket.uid)
    assert names(told(live)[-1]) == ["Coat"]
    products.change(alice, coat.uid, published=False)
    assert names(told(live)[-1]) == []


def test_a_price_that_changes_changes_on_the_screen(
    alice: Shop, live: Content, jacket: Product, coat: Product
) -> None:
    showing.show(alice, live.uid, "product", products=[jacket.uid])
    products.change(alice, jacket.uid, price="99.00")
    assert [each["price"] for each in told(live)[-1]["products"]] == ["99.00"]
    before = len(told(live))
    products.change(alice, coat.uid, price="199.00")
    assert len(told(live)) == before


def test_unpublished_products_are_not_told_to_viewers(
    alice: Shop, live: Content, jacket: Product
) -> None:
    jacket.published = False
    jacket.save()
    showing.show(alice, live.uid, "product", products=[jacket.uid])
    assert told(live)[-1]["products"] == []


def test_the_screen_is_told_to_viewers_and_to_no_webhook(
    app: Flask, alice: Shop, live: Content
) -> None:
    a_webhook(alice, state="paused")
    showing.show(alice, live.uid, "announcement", text="x")
    assert Delivery.select().count() == 0
    assert len(told(live)) == 1
