"""`GET /v3/streams`: the list in its order, its dictionaries, its filters and its refusals."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from models import clock
from models.content import FINISHED, STARTED, Content
from models.product import Product
from models.shop import Shop
from tests.api.streams.conftest import Asker, refusal
from tests.builders import a_key, a_live, a_product, a_seller, a_share, a_video, an_asset
from tests.conftest import NOON
from usecases import products

PATH = "/v3/streams"
HOUR = timedelta(hours=1)
# A stream as the published text shows one, under a host and ids of our own.
SAMPLE = {
    "id": "2017",
    "application": "shop",
    "name": "How to: a braid that lasts",
    "description": "",
    "streamer": "4",
    "status": "finished",
    "plannedDate": "2023-09-27T12:00:00Z",
    "startDate": "2023-09-26T12:00:29Z",
    "endDate": "2023-09-26T12:58:59Z",
    "previewImages": [{"src": "https://vitrine.example/media/1.webp", "type": "main"}],
    "products": ["211219"],
    "categories": ["care"],
    "productFeedIds": [183966],
}


def a_product_in(shop: Shop, *categories: str, **facts: Any) -> Product:
    """Put a product on the shelf, sorted into categories."""
    article = products.add(shop, name="Hair oil", categories=list(categories), **facts)
    return article.product


def shape(told: Any) -> Any:
    """The keys of a thing in their order, and the types of what is in it."""
    if isinstance(told, dict):
        return [(name, shape(each)) for name, each in told.items()]
    if isinstance(told, list):
        return [shape(each) for each in told]
    return type(told).__name__


def ids(told: Any) -> list[str]:
    return [each["id"] for each in told["availableStreams"] + told["plannedStreams"]]


@pytest.fixture
def shows(alice: Shop, noon: datetime) -> dict[str, Content]:
    """Two shows of each kind, made in no order."""
    return {
        "later": a_live(alice, starts_at=NOON + 2 * HOUR),
        "older": a_live(alice, state=FINISHED, ends_at=NOON - 9 * HOUR),
        "on": a_live(alice, state=STARTED, started_at=NOON - HOUR),
        "sooner": a_live(alice, starts_at=NOON + HOUR),
        "newer": a_live(alice, state=FINISHED, ends_at=NOON - 5 * HOUR),
        "just on": a_live(alice, state=STARTED, started_at=NOON),
    }


def test_the_published_sample_is_answered_key_for_key(asker: Asker, alice: Shop) -> None:
    oil = a_product_in(alice, "Care", ref="183966")
    live = a_live(
        alice,
        name=SAMPLE["name"],
        seller=a_seller(alice),
        products=(oil,),
        state=FINISHED,
        starts_at=datetime(2023, 9, 27, 12, tzinfo=UTC),
        started_at=datetime(2023, 9, 26, 12, 0, 29, tzinfo=UTC),
        ends_at=datetime(2023, 9, 26, 12, 58, 59, tzinfo=UTC),
        thumbnail="media/pictures/1",
    )
    [told] = asker(PATH)["availableStreams"]
    assert shape(told) == shape(SAMPLE)
    same = ("name", "description", "status", "plannedDate", "startDate", "endDate", "categories")
    assert {name: told[name] for name in same} == {name: SAMPLE[name] for name in same}
    assert told["productFeedIds"] == SAMPLE["productFeedIds"]
    assert (told["id"], told["application"]) == (live.uid, alice.slug)
    assert (told["streamer"], told["products"]) == (live.seller.uid, [oil.uid])
    assert told["previewImages"][0]["src"].startswith("https://vitrine.example/media/pictures/1/")


def test_a_shop_without_streams_is_answered_as_the_sample_of_the_envelope(
    client: FlaskClient, alice: Shop
) -> None:
    with clock.frozen(datetime(2025, 9, 3, 20, 46, 14, 43_000, tzinfo=UTC)):
        answer = client.get(f"{PATH}?applicationId={alice.slug}&limit=20")
    assert answer.json == {
        "status": 200,
        "serverTime": "2025-09-03T20:46:14.043Z",
        "body": {
            "plannedStreams": [],
            "availableStreams": [],
            "products": [],
            "streamers": [],
            "categories": [],
            "total": 0,
        },
    }
    assert answer.mimetype == "application/json"


def test_what_is_on_air_comes_first_and_planned_is_apart(
    asker: Asker, shows: dict[str, Content]
) -> None:
    told = asker(PATH)
    names = {live.uid: name for name, live in shows.items()}
    available = [names[each["id"]] for each in told["availableStreams"]]
    assert available == ["just on", "on", "newer", "older"]
    assert [names[each["id"]] for each in told["plannedStreams"]] == ["sooner", "later"]
    assert [each["status"] for each in told["availableStreams"]] == [
        "online",
        "online",
        "finished",
        "finished",
    ]
    assert told["total"] == 6


def test_the_list_is_cut_before_it_is_parted(asker: Asker, shows: dict[str, Content]) -> None:
    order = ["just on", "on", "sooner", "later", "newer", "older"]
    for at in range(0, 6, 2):
        told = asker(PATH, limit=2, offset=at)
        assert set(ids(told)) == {shows[name].uid for name in order[at : at + 2]}
        assert told["total"] == 6
    assert asker(PATH, offset=6) == {**asker(PATH, offset=9), "total": 6}
    assert ids(asker(PATH, offset=6)) == []


@pytest.mark.parametrize(
    ("status", "names"),
    [
        ("planned", {"sooner", "later"}),
        ("online", {"on", "just on"}),
        ("finished", {"newer", "older"}),
    ],
)
def test_streams_are_chosen_by_status(
    asker: Asker, shows: dict[str, Content], status: str, names: set[str]
) -> None:
    told = asker(PATH, status=status)
    assert set(ids(told)) == {shows[name].uid for name in names}
    assert told["total"] == 2


def test_streams_are_chosen_by_product_and_by_category(asker: Asker, alice: Shop) -> None:
    oil = a_product_in(alice, "Hair care", ref="183966")
    lamp = a_product_in(alice, "Light", ref="L-1")
    both = a_live(alice, products=(oil, lamp))
    light = a_live(alice, products=(lamp,))
    assert ids(asker(PATH, feedProductId="183966")) == [both.uid]
    assert set(ids(asker(PATH, feedProductId="L-1"))) == {both.uid, light.uid}
    assert asker(PATH, feedProductId="unknown")["total"] == 0
    assert ids(asker(PATH, categoryId="hair-care")) == [both.uid]
    assert ids(asker(PATH, categoryId="light", feedProductId="183966")) == [both.uid]


def test_dictionaries_tell_what_the_page_refers_to_each_once(asker: Asker, alice: Shop) -> None:
    seller = a_seller(alice, name="Larch & Co", description="Wood and wool.")
    oil = a_product_in(alice, "Care", ref="O-1", price="20.00", discount_price="15.00")
    a_product_in(alice, "Unseen")
    for _ in range(2):
        a_live(alice, products=(oil,), seller=seller)
    told = asker(PATH)
    assert told["products"] == [
        {
            "id": oil.uid,
            "name": "Hair oil",
            "application": alice.slug,
            "url": "",
            "previewImages": [],
            "price": "15.00",
            "oldPrice": "20.00",
            "currency": "EUR",
            "available": None,
            "vendorCode": "O-1",
            "feedProductId": "O-1",
            "feedProductGroupId": None,
        }
    ]
    empty = {"src": "", "type": "", "size": ""}
    profile = {"nickname": "Larch & Co", "firstname": "", "lastname": "", "about": "Wood and wool."}
    assert told["streamers"] == [
        {
            "id": seller.uid,
            "application": alice.slug,
            "profile": {**profile, "banner": empty, "avatar": empty},
        }
    ]
    assert told["categories"] == [{"id": "care", "application": alice.slug, "name": "Care"}]


@pytest.mark.parametrize(
    ("ref", "numbers"),
    [("183966", [183966]), ("A-1", []), ("007", []), ("9" * 16, []), ("²", []), (None, [])],
    ids=["a number", "letters", "a number with zeros", "too long", "no digit of ours", "none"],
)
def test_feed_ids_are_told_as_numbers_where_they_are_some(
    asker: Asker, alice: Shop, ref: str | None, numbers: list[int]
) -> None:
    a_live(alice, products=(a_product(alice, ref=ref),))
    [told] = asker(PATH)["plannedStreams"]
    assert told["productFeedIds"] == numbers


@pytest.mark.parametrize(
    "facts",
    [{"published": False}, {"listed": False}, {"published": False, "awaiting_approval": True}],
    ids=["a draft", "unlisted", "awaiting approval"],
)
def test_what_is_not_shown_is_not_told(asker: Asker, alice: Shop, facts: dict[str, Any]) -> None:
    a_live(alice, **facts)
    assert asker(PATH)["total"] == 0


def test_neither_hidden_products_nor_videos_nor_another_shops_lives_are_told(
    asker: Asker, alice: Shop, charlie: Shop
) -> None:
    draft = a_product(alice, ref="183966", published=False)
    a_live(alice, products=(draft,))
    a_video(alice)
    a_live(charlie, products=(a_product(charlie, ref="183966"),), seller=a_seller(charlie))
    told = asker(PATH)
    assert (told["total"], told["products"], told["streamers"]) == (1, [], [])
    assert asker(PATH, feedProductId="183966")["total"] == 0


def test_a_shared_live_is_told_as_the_borrowers_own(
    asker: Asker, alice: Shop, charlie: Shop
) -> None:
    theirs = a_product(charlie, ean="4006381333931", ref="C-1")
    own = a_product(alice, ean="4006381333931", ref="A-1")
    live = a_live(charlie, products=(theirs,), seller=a_seller(charlie))
    a_share(live, alice)
    told = asker(PATH, feedProductId="A-1")
    [stream] = told["plannedStreams"]
    assert (stream["id"], stream["application"]) == (live.uid, alice.slug)
    assert (stream["streamer"], stream["products"]) == (None, [own.uid])
    assert asker(PATH, feedProductId="C-1")["total"] == 0


def test_a_shop_that_displays_nothing_has_an_empty_catalogue(asker: Asker, alice: Shop) -> None:
    a_live(alice)
    alice.displaying = False
    alice.save()
    assert asker(PATH)["total"] == 0


def test_a_finished_stream_without_a_picture_shows_its_films(asker: Asker, alice: Shop) -> None:
    an_asset(a_live(alice, state=FINISHED, started_at=NOON))
    [told] = asker(PATH)["availableStreams"]
    [picture] = told["previewImages"]
    assert picture["src"].endswith("/poster-640.webp")


@pytest.mark.parametrize(
    "query",
    [
        {"limit": "0"},
        {"limit": "101"},
        {"limit": "many"},
        {"limit": "2.5"},
        {"offset": "-1"},
        {"offset": "9" * 30},
        {"status": "started"},
        {"categoryId": "unknown"},
    ],
    ids=lambda query: "=".join(*query.items()),
)
def test_a_filter_that_cannot_be_is_refused(asker: Asker, query: dict[str, str]) -> None:
    answer = asker.ask(PATH, **query)
    assert refusal(answer) == (422, "InvalidFilter")
    assert answer.json is not None
    assert answer.json["body"]["message"].startswith(next(iter(query)))


def test_unknown_parameters_are_passed_over(client: FlaskClient, alice: Shop) -> None:
    answer = client.get(f"{PATH}?applicationId={alice.slug}&_=1&_=2&locale=ru")
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "query",
    ["", "?applicationId=", "?applicationId=nobody", "?applicationId=%00", "?limit=0"],
    ids=["none", "empty", "nobody's", "no text", "before the filters"],
)
def test_without_a_shop_nothing_is_told(client: FlaskClient, alice: Shop, query: str) -> None:
    assert refusal(client.get(PATH + query)) == (400, "InvalidApplication")


def test_the_shop_is_named_by_the_older_name_too(
    client: FlaskClient, alice: Shop, charlie: Shop
) -> None:
    assert client.get(f"{PATH}?application={alice.slug}").status_code == 200
    both = client.get(f"{PATH}?application={alice.slug}&applicationId={charlie.slug}")
    assert refusal(both) == (400, "InvalidApplication")


def test_a_token_stands_for_the_shop(client: FlaskClient, alice: Shop, charlie: Shop) -> None:
    live = a_live(alice)
    token = {"Authorization": f"Bearer {a_key(alice)['Api-Key']}"}
    answer = client.get(PATH, headers=token)
    assert answer.json is not None
    assert ids(answer.json["body"]) == [live.uid]
    assert client.get(f"{PATH}?applicationId={alice.slug}", headers=token).status_code == 200
    other = client.get(f"{PATH}?applicationId={charlie.slug}", headers=token)
    assert refusal(other) == (400, "InvalidApplication")
    bad = client.get(f"{PATH}?applicationId={alice.slug}", headers={"Authorization": "Bearer x"})
    assert refusal(bad) == (401, "InvalidToken")


def test_a_sellers_token_tells_that_sellers_streams(client: FlaskClient, alice: Shop) -> None:
    seller = a_seller(alice)
    own = a_live(alice, seller=seller)
    a_live(alice)
    token = a_key(alice, seller=seller)["Api-Key"]
    answer = client.get(PATH, headers={"Authorization": f"Bearer {token}"})
    assert answer.json is not None
    assert ids(answer.json["body"]) == [own.uid]


def test_a_token_of_another_scope_is_refused(client: FlaskClient, alice: Shop) -> None:
    token = a_key(alice, scopes=["content.write"])["Api-Key"]
    answer = client.get(PATH, headers={"Authorization": f"Bearer {token}"})
    assert refusal(answer) == (403, "OutOfScope")


def test_the_twenty_first_request_of_a_minute_waits(
    asker: Asker, charlie: Shop, noon: datetime
) -> None:
    for number in range(20):
        assert asker.ask(PATH, address=f"203.0.113.{number}").status_code == 200
    answer = asker.ask(PATH)
    assert refusal(answer) == (429, "RateLimitExceeded")
    assert answer.headers["Retry-After"] == "3"
    assert Asker(asker.client, charlie.slug).ask(PATH).status_code == 200
    with clock.frozen(NOON + timedelta(seconds=3)):
        assert asker.ask(PATH).status_code == 200
        assert asker.ask(PATH).status_code == 429


def test_other_addresses_and_methods_are_refused_in_the_envelope(client: FlaskClient) -> None:
    assert refusal(client.get(f"{PATH}/2017"))[0] == 404
    assert refusal(client.post(PATH))[0] == 405
