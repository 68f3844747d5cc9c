"""What is displayed on a page: who wins, what is excluded, and the reasons given."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from models.collection import Collection, CollectionItem
from models.content import FINISHED, STARTED, Content
from models.errors import Invalid
from models.shop import Shop
from tests.builders import a_live, a_placement, a_product, a_seller, a_shop, a_video
from usecases import displays, shops
from usecases.displays import Page, read_page

HOME = "https://shop.example/"


def on(url: str = HOME, locale: str | None = None) -> Page:
    """A page by its address."""
    return read_page(None, url, locale=locale)


def of(ref: str, page: str | None = None) -> Page:
    """A page by the product it shows."""
    return read_page(ref, None, page)


def shown(shop: Shop, page: Page) -> list[tuple[str, list[str]]]:
    """Components and the names of what they show."""
    return [
        (each.component, [some.content.name for some in each.contents])
        for each in displays.displayed(shop, page).displays
    ]


def why(shop: Shop, page: Page) -> dict[str, str]:
    """Each thing's reason, by name."""
    return {each.name: each.why for each in displays.explained(shop, page).verdicts}


def collection(shop: Shop, *contents: Content) -> Collection:
    """Put contents into an order."""
    made = Collection.create(shop=shop, name="New in")
    for position, each in enumerate(contents):
        CollectionItem.create(collection=made, content=each, position=position)
    return made


def test_nothing_is_displayed_where_nothing_matches(alice: Shop) -> None:
    a_video(alice, urls=["https://shop.example/p/1"])
    assert shown(alice, on()) == []


def test_a_content_is_displayed_where_its_own_address_says(alice: Shop) -> None:
    a_video(alice, urls=["https://shop.example/p/1"])
    assert shown(alice, on("https://www.shop.example/p/1/?utm_source=x")) == [
        ("bubble", ["Rain test"])
    ]


def test_a_content_is_displayed_with_a_product_it_carries(alice: Shop) -> None:
    product = a_product(alice, ref="SKU-1", url="https://shop.example/jacket")
    a_video(alice, products=(product,))
    assert shown(alice, of("SKU-1")) == [("bubble", ["Rain test"])]
    assert shown(alice, on("https://shop.example/jacket")) == [("bubble", ["Rain test"])]
    assert shown(alice, of("SKU-2")) == []


def test_a_reference_is_taken_to_the_letter(alice: Shop) -> None:
    a_video(alice, products=(a_product(alice, ref="SKU-1"),))
    assert shown(alice, of("sku-1")) == []


def test_a_host_called_ref_is_an_address(alice: Shop) -> None:
    a_video(alice, urls=["ref:8080/path"])
    assert shown(alice, on("https://ref:8080/path")) == [("bubble", ["Rain test"])]
    assert shown(alice, of("8080/path")) == []


def test_the_content_that_names_the_page_most_closely_wins(alice: Shop) -> None:
    a_video(alice, name="all", urls=["https://shop.example/*"])
    a_video(alice, name="shoes", urls=["https://shop.example/shoes/*"])
    a_video(alice, name="red", urls=["https://shop.example/shoes/red"])
    assert shown(alice, on("https://shop.example/shoes/red")) == [("bubble", ["red"])]
    assert shown(alice, on("https://shop.example/shoes/blue")) == [("bubble", ["shoes"])]
    assert shown(alice, on()) == [("bubble", ["all"])]


def test_contents_that_are_equally_close_come_newest_first(alice: Shop, noon: datetime) -> None:
    a_video(alice, name="old", urls=[HOME], created_at=noon - timedelta(days=1))
    a_video(alice, name="new", urls=[HOME], created_at=noon)
    assert shown(alice, on()) == [("bubble", ["new", "old"])]


def test_a_live_on_air_comes_first_and_one_to_come_last(alice: Shop) -> None:
    a_live(alice, name="on air", urls=[HOME], state="started")
    a_video(alice, name="film", urls=[HOME])
    a_live(alice, name="to come", urls=[HOME])
    assert shown(alice, on()) == [("bubble", ["on air", "film", "to come"])]


def test_an_exclusion_beats_all(alice: Shop) -> None:
    product = a_product(alice, ref="SKU-1", url="https://shop.example/fr/jacket")
    a_video(alice, products=(product,), urls=[HOME], excluded_urls=["/fr/*"])
    assert shown(alice, on("https://shop.example/fr/jacket")) == []
    assert shown(alice, of("SKU-1", page="https://shop.example/fr/jacket")) == []
    assert shown(alice, of("SKU-1", page="https://shop.example/en/jacket")) != []


def test_what_a_bubble_of_another_kind_leaves_out_is_not_called_shown(alice: Shop) -> None:
    a_video(alice, name="matched", urls=[HOME])
    a_placement(alice, urls=[HOME], content=a_video(alice, name="named"))
    assert shown(alice, on()) == [("bubble", ["named"])]
    assert why(alice, on())["matched"] == "outweighed"


def test_phones_and_desktops_may_have_different_things_in_one_place(alice: Shop) -> None:
    phone, desktop = a_video(alice, name="tall"), a_video(alice, name="wide")
    for content, only in ((phone, "phone"), (desktop, "desktop")):
        look = {"only_on": only}
        a_placement(alice, name=only, urls=[HOME], content=content, configuration=look)
    assert sorted(shown(alice, on())) == [("bubble", ["tall"]), ("bubble", ["wide"])]
    a_placement(alice, name="later", urls=[HOME], content=phone, configuration={"only_on": "phone"})
    reasons = why(alice, on())
    assert (reasons["phone"], reasons["desktop"]) == ("outweighed", "matched")


def test_what_comes_thirteenth_is_not_called_shown(alice: Shop, noon: datetime) -> None:
    for number in range(13):
        at = noon - timedelta(days=number)
        a_video(alice, name=f"film {number}", urls=[HOME], created_at=at)
    reasons = why(alice, on())
    assert (reasons["film 11"], reasons["film 12"]) == ("matched", "outweighed")


def test_a_shops_exclusion_covers_everything_of_it(alice: Shop) -> None:
    a_video(alice, urls=["*"])
    shops.change_shop(alice, excluded_urls=["/fr/*"])
    assert shown(alice, on("https://shop.example/fr/x")) == []
    assert shown(alice, on("https://shop.example/x")) == [("bubble", ["Rain test"])]
    assert why(alice, on("https://shop.example/fr/x"))["Alice"] == "excluded"


def test_a_shop_that_is_switched_off_displays_nothing(alice: Shop) -> None:
    a_video(alice, urls=["*"])
    shops.change_shop(alice, displaying=False)
    assert shown(alice, on()) == []


@pytest.mark.parametrize(
    ("facts", "reason"),
    [({"ready": False}, "not-ready"), ({"published": False}, "unpublished")],
    ids=["nothing plays yet", "not published"],
)
def test_what_cannot_be_watched_is_not_displayed(
    alice: Shop, facts: dict[str, bool], reason: str
) -> None:
    a_video(alice, urls=[HOME], **facts)
    assert shown(alice, on()) == []
    assert why(alice, on())["Rain test"] == reason


def test_a_planned_live_is_displayed_before_anything_plays(alice: Shop) -> None:
    a_live(alice, urls=[HOME])
    assert shown(alice, on()) == [("bubble", ["Autumn show"])]


def test_a_placement_takes_up_what_matched_the_page(alice: Shop) -> None:
    a_video(alice, products=(a_product(alice, ref="SKU-1"),))
    a_placement(alice, component="inline", product_refs=["*"], target={"element": "#gallery"})
    assert shown(alice, of("SKU-1")) == [("inline", ["Rain test"])]
    assert shown(alice, of("SKU-2")) == []


def test_a_placement_shows_its_collection_in_order(alice: Shop) -> None:
    one, two = a_video(alice, name="one"), a_video(alice, name="two")
    hidden = a_video(alice, name="hidden", published=False)
    unready = a_video(alice, name="unready", ready=False)
    made = collection(alice, two, hidden, unready, one)
    a_placement(alice, component="carousel", collection=made, urls=[HOME])
    assert shown(alice, on()) == [("carousel", ["two", "one"])]


def test_a_placement_shows_the_content_it_names(alice: Shop) -> None:
    a_placement(alice, component="inline", content=a_video(alice), urls=[HOME])
    assert shown(alice, on()) == [("inline", ["Rain test"])]


def test_the_closest_placement_wins_in_one_place(alice: Shop) -> None:
    one, two = a_video(alice, name="one"), a_video(alice, name="two")
    a_placement(alice, name="wide", content=one, urls=["https://shop.example/*"], priority=9)
    a_placement(alice, name="close", content=two, urls=["https://shop.example/a"])
    page = on("https://shop.example/a")
    assert shown(alice, page) == [("bubble", ["two"])]
    assert why(alice, page)["wide"] == "outweighed"


def test_equally_close_placements_are_decided_by_priority_then_age(alice: Shop) -> None:
    one, two = a_video(alice, name="one"), a_video(alice, name="two")
    a_placement(alice, content=one, urls=[HOME], priority=1)
    a_placement(alice, content=two, urls=[HOME])
    assert shown(alice, on()) == [("bubble", ["one"])]
    a_placement(alice, content=two, urls=[HOME], priority=1)
    assert shown(alice, on()) == [("bubble", ["two"])]


def test_placements_in_several_places_stand_beside_each_other(alice: Shop) -> None:
    video = a_video(alice, urls=[HOME])
    a_placement(alice, component="inline", urls=[HOME], target={"element": "#a"})
    a_placement(alice, component="inline", content=video, urls=[HOME], target={"element": "#b"})
    a_placement(alice, component="bubble", urls=[HOME])
    assert sorted(each for each, _ in shown(alice, on())) == ["bubble", "inline", "inline"]


def test_what_matched_keeps_its_bubble_beside_a_carousel_of_other_things(alice: Shop) -> None:
    a_video(alice, name="mine", urls=[HOME])
    made = collection(alice, a_video(alice, name="other"))
    a_placement(alice, component="carousel", collection=made, urls=[HOME])
    assert shown(alice, on()) == [("carousel", ["other"]), ("bubble", ["mine"])]


@pytest.mark.parametrize(
    ("rule", "locale", "reason"),
    [
        ({"locales": ["fr"]}, "fr-BE", "matched"),
        ({"locales": ["fr"]}, "FR", "matched"),
        ({"locales": ["fr-BE"]}, "fr", "other-language"),
        ({"locales": ["fr"]}, None, "other-language"),
        ({"excluded_locales": ["fr"]}, "fr-CA", "language-excluded"),
        ({"excluded_locales": ["fr"]}, "frr", "matched"),
        ({"excluded_locales": ["fr"]}, None, "matched"),
        ({"active": False}, None, "inactive"),
        ({"excluded_urls": ["/"]}, None, "excluded"),
        ({"urls": ["/elsewhere"]}, None, "no-match"),
    ],
)
def test_a_placement_holds_to_its_conditions(
    alice: Shop, rule: dict[str, object], locale: str | None, reason: str
) -> None:
    a_placement(alice, content=a_video(alice), **{"urls": [HOME], **rule})
    assert why(alice, on(locale=locale))["rule"] == reason
    assert bool(shown(alice, on(locale=locale))) is (reason == "matched")


@pytest.mark.parametrize(
    ("starts", "ends", "reason"),
    [(-1, 1, "matched"), (0, None, "matched"), (1, None, "too-early"), (None, 0, "over")],
)
def test_a_placement_holds_to_its_hours(
    alice: Shop, noon: datetime, starts: int | None, ends: int | None, reason: str
) -> None:
    hours = {
        name: None if hour is None else noon + timedelta(hours=hour)
        for name, hour in (("starts_at", starts), ("ends_at", ends))
    }
    a_placement(alice, content=a_video(alice), urls=[HOME], **hours)
    assert why(alice, on())["rule"] == reason


def test_an_excluded_product_hides_a_placement(alice: Shop) -> None:
    rule = {"product_refs": ["*"], "excluded_refs": ["SKU-2"]}
    a_placement(alice, content=a_video(alice), **rule)
    assert shown(alice, of("SKU-1")) != []
    assert shown(alice, of("SKU-2")) == []


def test_a_placement_for_one_product_beats_one_for_all(alice: Shop) -> None:
    one, two = a_video(alice, name="one"), a_video(alice, name="two")
    a_placement(alice, content=one, product_refs=["SKU-1"])
    a_placement(alice, content=two, product_refs=["*"])
    assert shown(alice, of("SKU-1")) == [("bubble", ["one"])]
    assert shown(alice, of("SKU-2")) == [("bubble", ["two"])]


def test_another_shops_rules_are_never_seen(alice: Shop, charlie: Shop) -> None:
    a_video(alice, urls=["*"], products=(a_product(alice, ref="SKU-1"),))
    a_placement(alice, content=a_video(alice), urls=["*"], product_refs=["*"])
    assert shown(charlie, on()) == []
    assert shown(charlie, of("SKU-1")) == []
    assert why(charlie, on()) == {}


def test_listed_parameters_are_indexed_anew_when_they_change(alice: Shop) -> None:
    a_video(alice, name="red", urls=["https://shop.example/p?color=red"])
    a_video(alice, name="plain", urls=["https://shop.example/p"])
    page = on("https://shop.example/p?color=red&utm_source=x")
    assert len(shown(alice, page)[0][1]) == 2
    shops.change_shop(alice, significant_params=["color"])
    assert shown(alice, page) == [("bubble", ["red"])]
    assert shown(alice, on("https://shop.example/p?x=1")) == [("bubble", ["plain"])]


def test_every_thing_of_the_shop_gets_a_reason(alice: Shop) -> None:
    a_video(alice, name="elsewhere", urls=["/elsewhere"])
    a_placement(alice, name="far", urls=["/far"])
    a_placement(alice, name="empty", urls=[HOME])
    assert why(alice, on()) == {"elsewhere": "no-match", "far": "no-match", "empty": "empty"}


@pytest.mark.parametrize(
    ("ref", "url", "page"),
    [
        (None, None, None),
        ("SKU-1", HOME, None),
        ("", "", None),
        (None, "nonsense", None),
        ("SKU-1", None, "nonsense"),
        (None, HOME, HOME),
        ("x" * 201, None, None),
    ],
    ids=[
        "neither",
        "both",
        "both empty",
        "no address",
        "no address beside",
        "page beside url",
        "an endless reference",
    ],
)
def test_a_page_is_told_by_one_of_two(ref: str | None, url: str | None, page: str | None) -> None:
    with pytest.raises(Invalid):
        read_page(ref, url, page)


def test_a_look_up_costs_a_fixed_number_of_queries(alice: Shop) -> None:
    from models.database import database

    for number in range(15):
        product = a_product(alice, ref=f"SKU-{number}")
        video = a_video(alice, urls=[HOME], products=(product,))
        a_placement(alice, content=video, urls=[HOME], target={"element": f"#{number}"})
    asked: list[str] = []
    database.query_hooks.append(lambda event: asked.append(event.sql))
    try:
        assert len(displays.displayed(alice, on()).displays) == 1
    finally:
        database.query_hooks.pop()
    assert len(asked) <= 8


def test_a_landing_shows_the_shops_lives_on_air_then_planned_then_replays(alice: Shop) -> None:
    def at(day: int) -> datetime:
        return datetime(2026, 6, day, 12, tzinfo=UTC)

    a_placement(alice, component="landing", urls=["https://shop.example/watch"])
    a_live(alice, name="later", starts_at=at(20))
    a_live(alice, name="replay", state=FINISHED, starts_at=at(2), ready=True)
    a_live(alice, name="newer replay", state=FINISHED, starts_at=at(4), ready=True)
    a_live(alice, name="no replay yet", state=FINISHED, starts_at=at(5))
    a_live(alice, name="next", starts_at=at(15))
    a_live(alice, name="on air", state=STARTED, starts_at=at(9))
    a_live(alice, name="secret", published=False)
    a_live(alice, name="unlisted", listed=False)
    a_video(alice, name="no live")
    a_live(a_shop("Dora"), name="another shop's")
    expected = ["on air", "next", "later", "newer replay", "replay"]
    assert shown(alice, on(f"{HOME}watch")) == [("landing", expected)]


def test_a_landing_of_a_collection_shows_the_collection(alice: Shop) -> None:
    a_live(alice, name="not in it")
    films = collection(alice, *(a_video(alice, name=f"film {each}") for each in range(14)))
    a_placement(alice, component="landing", urls=[HOME], collection=films)
    ((component, names),) = shown(alice, on())
    assert (component, len(names)) == ("landing", 14)


def test_a_landing_without_lives_is_not_there_and_the_reason_is_told(alice: Shop) -> None:
    a_placement(alice, component="landing", name="programme", urls=[HOME])
    assert shown(alice, on()) == []
    assert why(alice, on())["programme"] == "empty"


def of_seller(seller: str, ref: str | None = None) -> Page:
    """A seller's page, or a product as this seller sells it."""
    return read_page(ref, None if ref else HOME, seller=seller)


def test_a_sellers_page_shows_the_sellers_contents_wherever_they_are_placed(alice: Shop) -> None:
    larch = a_seller(alice, external_id="S-1")
    a_video(alice, name="Larch", seller=larch)
    a_video(alice, name="Away", seller=larch, published=False)
    a_video(alice, name="Hidden", seller=larch, excluded_urls=[HOME])
    a_video(alice, name="Other", seller=a_seller(alice, external_id="S-2"), urls=[HOME])
    a_video(alice, name="Ours", urls=[HOME])
    assert shown(alice, of_seller("S-1")) == [("bubble", ["Larch"])]
    assert shown(alice, of_seller("S-2")) == [("bubble", ["Other"])]
    assert shown(alice, of_seller("S-9")) == []
    assert why(alice, of_seller("S-1"))["Larch"] == "matched"


def test_a_product_and_a_seller_narrow_each_other(alice: Shop) -> None:
    jacket = a_product(alice, ref="SKU-1")
    larch = a_seller(alice, external_id="S-1")
    a_video(alice, name="Jacket of Larch", seller=larch, products=(jacket,))
    a_video(alice, name="Jacket", products=(jacket,))
    a_video(alice, name="Larch", seller=larch)
    assert shown(alice, of_seller("S-1", "SKU-1")) == [("bubble", ["Jacket of Larch"])]
    assert shown(alice, of_seller("S-2", "SKU-1")) == []


def test_a_seller_of_another_shop_shows_nothing(alice: Shop) -> None:
    charlie = a_shop("Charlie")
    a_video(charlie, seller=a_seller(charlie, external_id="S-1"))
    assert shown(alice, of_seller("S-1")) == []


def test_a_placement_takes_up_what_a_seller_sells(alice: Shop) -> None:
    a_video(alice, name="Larch", seller=a_seller(alice, external_id="S-1"))
    a_placement(alice, component="carousel", urls=[HOME], target={"element": "#shop"})
    assert shown(alice, of_seller("S-1")) == [("carousel", ["Larch"])]
