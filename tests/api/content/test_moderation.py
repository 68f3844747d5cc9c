"""Moderated sellers and their keys: what waits, who approves, what a seller's key may not do."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app import Settings
from models.content import Content
from models.seller import Seller
from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_key, a_live, a_product, a_seller, a_video, an_asset

SHOW = {"name": "Show", "start_date": "2026-06-20T20:00:00Z"}


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """A change shows on pages at once."""
    return settings.model_copy(update={"display_lifetime": 0})


@pytest.fixture
def larch(alice: Shop) -> Seller:
    """A moderated seller."""
    return a_seller(alice, external_id="v-1", moderated=True)


@pytest.fixture
def larchs(client: FlaskClient, alice: Shop, larch: Seller) -> Caller:
    """The moderated seller's own server."""
    return Caller(client, a_key(alice, seller=larch))


def told(caller: Caller, path: str) -> tuple[bool, bool]:
    """Whether a content is published, and whether it awaits approval."""
    attributes = caller.get(path).json["data"]["attributes"]
    return attributes["published"], attributes["awaiting_approval"]


@pytest.mark.parametrize(("kind", "body"), [("videos", {"name": "Rain"}), ("lives", SHOW)])
def test_what_a_moderated_seller_adds_waits_until_the_shop_approves(
    alices: Caller, larchs: Caller, kind: str, body: dict[str, str]
) -> None:
    made = larchs.post(f"/{kind}", {**body, "published": True}).json["data"]
    path = f"/{kind}/{made['id']}"
    assert told(larchs, path) == (False, True)
    waiting = alices.get(f"/{kind}?awaiting_approval=true").json["data"]
    assert [each["id"] for each in waiting] == [made["id"]]
    refused = larchs.post(f"{path}/approve")
    assert (refused.status_code, refused.json["errors"][0]["code"]) == (403, "shop-decides")
    approved = alices.post(f"{path}/approve")
    assert (approved.status_code, approved.json["data"]["id"]) == (200, made["id"])
    assert told(larchs, path) == (True, False)
    assert alices.post(f"{path}/approve").status_code == 200
    assert alices.get(f"/{kind}?awaiting_approval=true").json["data"] == []


def test_a_shown_video_appears_only_once_it_is_approved(
    client: FlaskClient, alices: Caller, larchs: Caller, alice: Shop
) -> None:
    page = "https://shop.example/rain"
    uid = larchs.post("/videos", {"name": "Rain", "urls": [page]}).json["data"]["id"]
    an_asset(Content.get(Content.uid == uid))

    def shown() -> int:
        query = {"app_id": alice.app_id, "url": page}
        origin = {"Origin": "https://shop.example"}
        displays = client.get("/api/v1/displayed_data", query_string=query, headers=origin)
        assert (client.get(f"/embed/videos/{uid}").status_code == 200) is bool(displays.json)
        return len(displays.json)

    assert shown() == 0
    alices.post(f"/videos/{uid}/approve")
    assert shown() == 1


@pytest.mark.parametrize(
    ("change", "after"),
    [
        (lambda caller, path: caller.patch(path, {"name": "Hail"}), (False, True)),
        (lambda caller, path: caller.post(f"{path}/upload_url"), (False, True)),
        (lambda caller, path: caller.patch(path, {"published": True}), (False, True)),
        (lambda caller, path: caller.patch(path, {"published": False}), (False, False)),
    ],
    ids=["another name", "another film", "asking again", "taken off the pages"],
)
def test_what_the_seller_changes_waits_again_and_what_the_shop_changes_does_not(
    alices: Caller,
    larchs: Caller,
    alice: Shop,
    larch: Seller,
    change: Callable[[Caller, str], object],
    after: tuple[bool, bool],
) -> None:
    path = f"/videos/{a_video(alice, seller=larch).uid}"
    alices.patch(path, {"name": "Hail"})
    alices.post(f"{path}/upload_url")
    assert told(alices, path) == (True, False)
    change(larchs, path)
    assert told(alices, path) == after


def test_a_seller_withdraws_what_waits(alices: Caller, larchs: Caller) -> None:
    path = f"/videos/{larchs.post('/videos', {'name': 'Rain'}).json['data']['id']}"
    larchs.patch(path, {"published": False})
    assert told(larchs, path) == (False, False)
    refused = alices.post(f"{path}/approve")
    assert (refused.status_code, refused.json["errors"][0]["code"]) == (
        409,
        "not-awaiting-approval",
    )


@pytest.mark.parametrize(
    ("sent", "after"),
    [
        ({}, (False, True)),
        ({"published": True}, (True, False)),
        ({"published": False}, (False, False)),
    ],
    ids=["nothing", "published", "not published"],
)
def test_with_the_shops_own_key_the_shop_says_at_once(
    alices: Caller, larch: Seller, sent: dict[str, bool], after: tuple[bool, bool]
) -> None:
    body = {"name": "Rain", "seller_id": larch.uid, **sent}
    path = f"/videos/{alices.post('/videos', body).json['data']['id']}"
    assert told(alices, path) == after
    alices.patch(path, {"published": True})
    assert told(alices, path) == (True, False)


def test_nothing_of_a_trusted_seller_waits(
    client: FlaskClient, alice: Shop, alices: Caller
) -> None:
    caller = Caller(client, a_key(alice, seller=a_seller(alice)))
    path = f"/videos/{caller.post('/videos', {'name': 'Rain'}).json['data']['id']}"
    caller.patch(path, {"name": "Hail"})
    assert told(alices, path) == (True, False)


def test_what_a_sellers_key_makes_is_the_sellers(
    larchs: Caller, alice: Shop, larch: Seller
) -> None:
    other = a_seller(alice)
    bodies = {"products": {"name": "Jacket"}, "videos": {"name": "Rain"}, "lives": SHOW}
    for kind, body in bodies.items():
        made = larchs.post(f"/{kind}", body).json["data"]
        assert made["attributes"]["seller_id"] == larch.uid, kind
        path = f"/{kind}/{made['id']}"
        for named in (other.uid, None):
            refused = larchs.patch(path, {"seller_id": named})
            assert refused.status_code == 422
            assert refused.json["errors"][0]["source"] == {"pointer": "/seller_id"}
        assert larchs.patch(path, {"seller_id": larch.uid}).status_code == 200


def test_a_sellers_content_carries_its_own_products_alone(
    larchs: Caller, alice: Shop, larch: Seller
) -> None:
    own, shops = a_product(alice, seller=larch), a_product(alice)
    assert larchs.post("/videos", {"name": "Rain", "product_ids": [own.uid]}).status_code == 201
    refused = larchs.post("/videos", {"name": "Rain", "product_ids": [shops.uid]})
    assert refused.status_code == 422
    assert refused.json["errors"][0]["source"] == {"pointer": "/product_ids/0"}


def test_a_sellers_placement_shows_its_own_content_alone(
    larchs: Caller, alice: Shop, larch: Seller
) -> None:
    rule = {"name": "Home", "component": "embed", "urls": ["https://shop.example/"]}
    own, other = a_video(alice, seller=larch), a_video(alice)
    for named in ({}, {"content_id": None}, {"content_id": other.uid}):
        refused = larchs.post("/placements", {**rule, **named})
        assert refused.status_code == 422
        assert refused.json["errors"][0]["source"] == {"pointer": "/content_id"}
    made = larchs.post("/placements", {**rule, "content_id": own.uid})
    assert made.status_code == 201
    assert (
        larchs.patch(f"/placements/{made.json['data']['id']}", {"content_id": None}).status_code
        == 422
    )


def test_a_seller_changes_itself_but_not_what_the_merchant_trusts_it_by(
    larchs: Caller, larch: Seller
) -> None:
    path = f"/sellers/{larch.uid}"
    assert larchs.patch(path, {"name": "Larch"}).status_code == 200
    assert larchs.patch(path, {"moderated": True, "external_id": "v-1"}).status_code == 200
    for change in ({"moderated": False}, {"external_id": "v-2"}):
        refused = larchs.patch(path, change)
        assert (refused.status_code, refused.json["errors"][0]["code"]) == (403, "shop-decides")
    assert larchs.get(path).json["data"]["attributes"]["moderated"] is True


def test_reasons_tell_nothing_to_a_sellers_key(larchs: Caller, alice: Shop) -> None:
    a_live(alice, name="Somebody else's")
    page = "/displayed_data?url=https://shop.example/"
    assert larchs.get(page).status_code == 200
    assert larchs.get(f"{page}&explain=1").status_code == 403


def test_a_sellers_keys_end_with_the_seller(alices: Caller, larchs: Caller, larch: Seller) -> None:
    assert larchs.get("/videos").status_code == 200
    assert alices.delete(f"/sellers/{larch.uid}").status_code == 204
    assert larchs.get("/videos").status_code == 401
