"""`GET /api/v1/displayed_data/videos/<uid>`: one video, for an element placed by hand."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from models.shop import Shop
from tests.api.content.displayed_data.ways import SHOP, a_collection, ask
from tests.builders import a_live, a_product, a_video, an_asset
from usecases import shops


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


@pytest.mark.parametrize(
    ("state", "replay", "status"),
    [("not_started", False, 200), ("started", False, 200), ("finished", False, 409),
     ("finished", True, 200)],
)  # fmt: skip
def test_a_live_is_placed_by_hand_from_its_countdown_to_its_replay(
    client: FlaskClient, alice: Shop, state: str, replay: bool, status: int
) -> None:
    live = a_live(alice, state=state)
    if replay:
        an_asset(live)
    answer = ask(client, "video", live.uid, alice.app_id)
    assert answer.status_code == status
    if status == 200:
        there = f"https://vitrine.example/embed/lives/{live.uid}"
        assert answer.get_json()["player_url"] == there


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
