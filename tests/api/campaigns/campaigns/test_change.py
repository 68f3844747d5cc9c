"""`PUT /v2/<access key>/campaign/<key>`."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from models import clock
from models.content import FINISHED, STARTED, Content
from models.shop import Shop
from tests.api.campaigns.conftest import Server, a_sellers_server, refusal
from tests.builders import a_live, a_seller, a_share
from usecases import brands
from usecases.numerals import numeral_of

HOUR = timedelta(hours=1)


def test_what_is_sent_changes_and_the_rest_stays(server: Server) -> None:
    made = server.post(
        "/campaign",
        {"campaignMeta": {"title": "Before", "description": "Memo", "tags": ["a", "b"]}},
    )["campaignMeta"]
    path = f"/campaign/{made['campaignKey']}"
    changed = server.put(path, {"campaignMeta": {"title": "After"}})["campaignMeta"]
    later = ("title", "updatedAt")
    assert changed["title"] == "After"
    assert {n: v for n, v in changed.items() if n not in later} == {
        n: v for n, v in made.items() if n not in later
    }
    for field, value in [
        ("description", None),
        ("tags", None),
        ("rehearsalPasscode", "0001"),
        ("serveReplay", False),
        ("scheduledStartAt", "2026-11-01T09:00:00Z"),
        ("scheduledEndAt", "2026-11-01T10:00:00Z"),
        ("scheduledStartAt", None),
    ]:
        told = server.put(path, {"campaignMeta": {field: value}})["campaignMeta"]
        assert told[field] == value, field


def test_a_brand_is_named_and_taken_away(server: Server) -> None:
    brand = brands.add(server.shop, name="Larch", identifier="larch")
    path = f"/campaign/{a_live(server.shop).uid}"
    named = server.put(path, {"campaignMeta": {"brand": {"brandId": numeral_of(brand.uid)}}})
    assert named["campaignMeta"]["brand"]["brandId"] == numeral_of(brand.uid)
    told = server.put(path, {"campaignMeta": {"brand": None}})
    assert told["campaignMeta"]["brand"] is None


def test_the_plan_outlives_the_end(server: Server) -> None:
    now = clock.now().replace(microsecond=0)
    live = a_live(
        server.shop, state=STARTED, started_at=now - HOUR, ends_at=now, planned_end_at=now
    )
    server.post(f"/console/{live.uid}/end")
    later = (now + HOUR).isoformat()
    told = server.put(f"/campaign/{live.uid}", {"campaignMeta": {"scheduledEndAt": later}})
    meta = told["campaignMeta"]
    assert meta["scheduledEndAt"] == later.replace("+00:00", "Z")
    assert meta["campaignStatus"] == "ENDED"
    assert meta["campaignEndedAt"] != meta["scheduledEndAt"]


@pytest.mark.parametrize("state", [STARTED, FINISHED])
def test_campaigns_on_air_and_ended_change_too(server: Server, state: str) -> None:
    live = a_live(server.shop, state=state, started_at=clock.now())
    told = server.put(f"/campaign/{live.uid}", {"campaignMeta": {"title": "New"}})
    assert told["campaignMeta"]["title"] == "New"


def test_a_fault_is_named_as_it_was_sent(server: Server) -> None:
    meta = {
        "scheduledStartAt": "2026-11-01T09:00:00Z",
        "scheduledEndAt": "2026-11-01T08:00:00Z",
    }
    path = f"/campaign/{a_live(server.shop).uid}"
    why = server.ask("PUT", path, {"campaignMeta": meta}).get_json()["_e"]
    assert why == "scheduledEndAt: must not be before the planned start"
    meta = {"tags": ["x" * 101]}
    why = server.ask("PUT", path, {"campaignMeta": meta}).get_json()["_e"]
    assert why.startswith("/campaignMeta/tags/0: ")


@pytest.mark.parametrize(
    ("meta", "number"),
    [
        ({"title": ""}, -837),
        ({"title": " \t"}, -837),
        ({"title": None}, -510),
        ({"serveReplay": None}, -510),
        ({"rehearsalPasscode": ""}, -510),
        ({"scheduledEndAt": "2020-01-01T00:00:00Z"}, -510),
        ({"campaignStatus": "ONAIR"}, -510),
    ],
    ids=str,
)
def test_what_cannot_be_used_changes_nothing(
    server: Server, meta: dict[str, object], number: int
) -> None:
    live = a_live(server.shop, starts_at=clock.now())
    answer = server.ask("PUT", f"/campaign/{live.uid}", {"campaignMeta": meta})
    assert refusal(answer) == (400, number)
    assert Content.get_by_id(live.id).updated_at == live.updated_at


def test_the_seller_is_not_changed_here(server: Server) -> None:
    seller = {"sellerId": numeral_of(a_seller(server.shop).uid)}
    path = f"/campaign/{a_live(server.shop).uid}"
    answer = server.ask("PUT", path, {"campaignMeta": {}, "seller": seller})
    assert refusal(answer) == (400, -510)


def test_others_change_nothing(
    client: FlaskClient, server: Server, charlies: Server, alice: Shop
) -> None:
    live, body = a_live(alice), {"campaignMeta": {"title": "Mine"}}
    path = f"/campaign/{live.uid}"
    assert refusal(charlies.ask("PUT", path, body)) == (404, -710)
    a_share(live, charlies.shop)
    assert refusal(charlies.ask("PUT", path, body)) == (403, -510)
    seller = a_sellers_server(client, a_seller(alice))
    assert refusal(seller.ask("PUT", path, body)) == (404, -710)
    assert Content.get_by_id(live.id).name == "Autumn show"
