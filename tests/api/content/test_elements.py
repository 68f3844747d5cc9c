"""`GET /api/v1/displayed_data/videos/<uid>` and `…/collections/<uid>`: elements placed by hand."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from models.collection import Collection, CollectionItem
from models.content import Content
from models.shop import Shop
from tests.builders import a_product, a_video
from usecases import shops

SHOP = "https://shop.example"


def ask(
    client: FlaskClient, kind: str, uid: str, app_id: str, origin: str | None = SHOP
) -> TestResponse:
    """Ask as an element does."""
    headers = {"Origin": origin} if origin else {}
    path = f"/api/v1/displayed_data/{kind}s/{uid}"
    return client.get(path, query_string={"app_id": app_id}, headers=headers)


def a_collection(shop: Shop, *contents: Content) -> Collection:
    """Put contents into an order."""
    made = Collection.create(shop=shop, name="Seen in motion")
    for position, each in enumerate(contents):
        CollectionItem.create(collection=made, content=each, position=position)
    return made


def test_one_video_is_told_as_a_display(client: FlaskClient, alice: Shop) -> None:
    jacket = a_product(alice, ref="SKU-1", discount_amount=9900)
    film = a_video(alice, products=(jacket,))
    answer = ask(client, "video", film.uid, alice.app_id)
    told = answer.get_json()
    assert (told["id"], told["attributes"]["component"]) == (film.uid, "embed")
    assert told["player_url"] == f"https://vitrine.example/embed/videos/{film.uid}"
    [product] = told["contents"][0]["attributes"]["products"]
    assert (product["price"], product["discount_price"]) == ("129.00", "99.00")
    assert answer.headers["Access-Control-Allow-Origin"] == SHOP
    assert "Origin" in answer.vary


def test_a_collection_is_told_in_order_as_far_as_it_plays(client: FlaskClient, alice: Shop) -> None:
    one, two = a_video(alice, name="one"), a_video(alice, name="two")
    hidden, unready = a_video(alice, published=False), a_video(alice, ready=False)
    made = a_collection(alice, two, hidden, unready, one)
    told = ask(client, "collection", made.uid, alice.app_id).get_json()
    assert told["attributes"]["component"] == "shorts_card"
    assert told["attributes"]["configuration"] == {"title": "Seen in motion"}
    assert told["carousel_url"] == f"https://vitrine.example/embed/collections/{made.uid}"
    assert [each["attributes"]["name"] for each in told["contents"]] == ["two", "one"]


def test_what_did_not_change_is_not_sent_again(client: FlaskClient, alice: Shop) -> None:
    film = a_video(alice)
    tag = ask(client, "video", film.uid, alice.app_id).headers["ETag"]
    again = client.get(
        f"/api/v1/displayed_data/videos/{film.uid}",
        query_string={"app_id": alice.app_id},
        headers={"Origin": SHOP, "If-None-Match": tag},
    )
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("whose", "origin", "status", "code"),
    [
        ("wrong", SHOP, 404, "unknown-app"),
        ("charlie", "https://charlie.example", 404, "not-found"),
        ("alice", "https://evil.example", 403, "origin-not-allowed"),
        ("alice", "null", 403, "origin-not-allowed"),
        ("alice", None, 401, "no-credentials"),
    ],
    ids=[
        "an unknown app",
        "another shop's app",
        "a foreign page",
        "an opaque origin",
        "no page at all",
    ],
)
def test_who_may_not_ask_is_told_why(
    client: FlaskClient,
    alice: Shop,
    charlie: Shop,
    whose: str,
    origin: str | None,
    status: int,
    code: str,
) -> None:
    film, made = a_video(alice), a_collection(alice)
    app_id = {"alice": alice.app_id, "charlie": charlie.app_id}.get(whose, whose)
    for kind, uid in (("video", film.uid), ("collection", made.uid)):
        answer = ask(client, kind, uid, app_id, origin)
        assert (answer.status_code, answer.get_json()["errors"][0]["code"]) == (status, code)
        assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    ("facts", "status"), [({"published": False}, 404), ({"ready": False}, 409)]
)
def test_what_cannot_be_watched_is_refused(
    client: FlaskClient, alice: Shop, facts: dict[str, bool], status: int
) -> None:
    film = a_video(alice, **facts)
    assert ask(client, "video", film.uid, alice.app_id).status_code == status


def test_a_shop_that_is_switched_off_shows_no_element(client: FlaskClient, alice: Shop) -> None:
    film = a_video(alice)
    shops.change_shop(alice, displaying=False)
    assert ask(client, "video", film.uid, alice.app_id).status_code == 404
