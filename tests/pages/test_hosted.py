"""The hosted player's address: it leads to the live's page, and says there who has come."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlsplit

import jwt
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from models import clock
from models.content import Content
from models.shop import Shop
from tests.builders import a_live, a_message, a_share
from usecases import passes
from usecases.numerals import numeral_of
from usecases.passes import Viewer


@pytest.fixture
def live(alice: Shop) -> Content:
    """Alice's live."""
    return a_live(alice)


def opened(client: FlaskClient, shop: Shop, live: Content, **query: str) -> TestResponse:
    """Open the address."""
    asked = {"ak": shop.access_key, "ck": live.uid, **query}
    answer = client.get("/v1/player.html", query_string=asked)
    assert answer.status_code == 303, answer.text
    return answer


def came_as(answer: TestResponse) -> Viewer | None:
    """Read the pass that follows the address it leads to."""
    brought = urlsplit(answer.location).fragment
    return passes.read(brought.removeprefix("as=")) if brought else None


def token(shop: Shop, **claims: Any) -> str:
    """What the shop's server signs for its user."""
    said = {"userId": "customer-7", "name": "Noor", "exp": clock.now() + timedelta(hours=1)}
    return jwt.encode({**said, **claims}, shop.viewer_secret, algorithm="HS256")


def test_it_leads_to_the_lives_page(client: FlaskClient, alice: Shop, live: Content) -> None:
    answer = opened(client, alice, live)
    assert answer.location == f"/embed/lives/{live.uid}"
    assert client.get(answer.location).status_code == 200
    numbered = client.get(
        "/v1/player.html",
        query_string={"ak": alice.access_key, "ck": numeral_of(live.uid)},
    )
    assert numbered.location == answer.location


def test_it_leads_to_what_is_shared_as_the_shop_shows_it(
    client: FlaskClient, alice: Shop, charlie: Shop
) -> None:
    lent = a_live(charlie)
    a_share(lent, alice)
    answer = opened(client, alice, lent)
    assert answer.location == f"/embed/lives/{lent.uid}?shop={alice.app_id}"
    assert client.get(answer.location).status_code == 200


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ({"backButton": "1", "shareButton": "1"}, "back=1&share=1"),
        ({"backButton": "0", "shareButton": "1"}, "share=1"),
        ({"backButton": "true"}, ""),
    ],
    ids=["both", "one", "neither"],
)
def test_the_buttons_that_are_asked_for_are_passed_on(
    client: FlaskClient, alice: Shop, live: Content, query: dict[str, str], wanted: str
) -> None:
    assert urlsplit(opened(client, alice, live, **query).location).query == wanted


def test_the_shops_user_comes_as_such(client: FlaskClient, alice: Shop, live: Content) -> None:
    answer = opened(client, alice, live, tk=token(alice, canBid=True, userScore=50, age=30))
    viewer = came_as(answer)
    assert viewer
    assert (viewer.author, viewer.may_bid, viewer.leads) == ("Noor", True, False)
    entered = client.post(
        f"/audience/v1/lives/{live.uid}/viewers", json={"user_token": passes.written(viewer)}
    )
    assert (entered.status_code, entered.json["viewer"]) == (201, viewer.uid)


def test_the_token_is_in_nothing_that_is_passed_on(
    client: FlaskClient, alice: Shop, live: Content
) -> None:
    text = token(alice)
    answer = opened(client, alice, live, tk=text)
    assert text not in f"{answer.headers} {answer.text}"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"
    parts = urlsplit(answer.location)
    assert (parts.path, parts.query) == (f"/embed/lives/{live.uid}", "")


@pytest.mark.parametrize("encode", [str, quote], ids=["as it is", "encoded twice"])
def test_what_nobody_signed_gives_a_name_and_nothing_else(
    client: FlaskClient, alice: Shop, live: Content, encode: Any
) -> None:
    known = came_as(opened(client, alice, live, tk=token(alice, canBid=True)))
    said = {"userId": "customer-7", "userName": "Noor B", "canBid": True, "userScore": 100}
    viewer = came_as(opened(client, alice, live, tk=encode(json.dumps(said))))
    assert known
    assert viewer
    assert (viewer.author, viewer.may_bid, viewer.leads) == ("Noor_B", False, False)
    assert viewer.uid != known.uid


GUESTS = {
    "a name of a host": json.dumps({"userName": "Alice"}),
    "the name of who hosts": json.dumps({"userName": "Mina"}),
    "no name": json.dumps({"userId": "customer-7"}),
    "an empty name": json.dumps({"userName": " "}),
    "a name that is none": json.dumps({"userName": {"a": 1}}),
    "an address for a name": json.dumps({"userName": "shop.com"}),
    "too long a name": json.dumps({"userName": "n" * 5_000}),
    "half of JSON": '{"userName": "No',
    "a list": '["Noor"]',
    "anything": "x",
    "nothing": "",
    "encoded": "%7B%22",
}


@pytest.mark.parametrize("tk", GUESTS.values(), ids=GUESTS)
def test_who_cannot_be_believed_is_a_guest(
    client: FlaskClient, alice: Shop, live: Content, tk: str
) -> None:
    a_message(live, author="Mina", by_host=True)
    answer = opened(client, alice, live, tk=tk)
    assert came_as(answer) is None


def test_a_refused_token_is_told_why(
    client: FlaskClient, alice: Shop, charlie: Shop, live: Content
) -> None:
    past = clock.now() - timedelta(hours=1)
    for text, why in ((token(charlie), "cannot be believed"), (token(alice, exp=past), "expired")):
        answer = opened(client, alice, live, tk=text)
        assert came_as(answer) is None
        assert why in answer.headers["Vitrine-User-Refused"]
    assert "Vitrine-User-Refused" not in opened(client, alice, live).headers


def test_where_there_is_nothing_to_watch_it_says_so(
    client: FlaskClient, alice: Shop, charlie: Shop, live: Content
) -> None:
    draft, foreign = a_live(alice, published=False), a_live(charlie)
    keys = [(alice.access_key, each) for each in ("", "0" * 32, draft.uid, foreign.uid, "\0é")]
    for ak, ck in [*keys, ("", live.uid), ("nobody", live.uid), (charlie.access_key, live.uid)]:
        answer = client.get("/v1/player.html", query_string={"ak": ak, "ck": ck})
        assert (answer.status_code, answer.mimetype) == (404, "text/html"), (ak, ck)
    assert client.get("/v1/player.html").status_code == 404
