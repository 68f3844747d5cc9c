"""`POST /v2/<access key>/campaign/<key>/rerun`; that it plays is told in `tests/usecases`."""

from __future__ import annotations

from typing import Any

import pytest

from models.broadcast import HAND, Broadcast
from models.content import FINISHED, NOT_STARTED, STARTED, Content
from models.shop import Shop
from tests.api.campaigns.conftest import Server, refusal
from tests.builders import a_live, a_product, a_share
from usecases.numerals import numeral_of

ONCE_MORE = {"campaignMeta": {"title": "Once more"}}


def a_recorded(shop: Shop, **facts: Any) -> Content:
    """A finished live whose replay is ready."""
    return a_live(shop, **{"state": FINISHED, "ready": True, **facts})


@pytest.mark.parametrize("name", [str, numeral_of], ids=["its key", "its number"])
def test_a_recording_is_planned_once_more(server: Server, name: Any) -> None:
    product = a_product(server.shop)
    source = a_recorded(server.shop, products=(product,))
    meta = {"title": "Once more", "scheduledStartAt": "2026-11-01T09:00:00Z"}
    told = server.post(f"/campaign/{name(source.uid)}/rerun", {"campaignMeta": meta})
    told_meta = told["campaignMeta"]
    assert (told_meta["title"], told_meta["rerun"]) == ("Once more", True)
    assert told_meta["campaignStatus"] == "READY"
    assert told_meta["scheduledStartAt"] == "2026-11-01T09:00:00Z"
    assert [each["name"] for each in told["campaignProductList"]] == ["Field jacket"]
    made = Content.get(Content.uid == told_meta["campaignKey"])
    broadcast = Broadcast.get(Broadcast.content == made)
    assert (broadcast.rerun_of_id, broadcast.starts_by) == (source.id, HAND)


def test_products_stay_behind_where_that_is_asked(server: Server) -> None:
    source = a_recorded(server.shop, products=(a_product(server.shop),))
    body = {**ONCE_MORE, "copyProducts": False, "copyPopups": True}
    assert server.post(f"/campaign/{source.uid}/rerun", body)["campaignProductList"] == []


@pytest.mark.parametrize("state", [NOT_STARTED, STARTED, FINISHED])
def test_without_a_recording_there_is_nothing_to_show(server: Server, state: str) -> None:
    live = a_live(server.shop, state=state, ready=state != FINISHED)
    answer = server.ask("POST", f"/campaign/{live.uid}/rerun", ONCE_MORE)
    assert refusal(answer) == (400, -510)
    assert Content.select().count() == 1


def test_it_stays_a_rerun_when_its_source_has_gone(server: Server) -> None:
    source = a_recorded(server.shop)
    key = server.post(f"/campaign/{source.uid}/rerun", ONCE_MORE)["campaignMeta"]["campaignKey"]
    server.delete(f"/campaign/{source.uid}")
    assert server.get(f"/campaign/{key}")["campaignMeta"]["rerun"] is True
    assert refusal(server.ask("POST", f"/console/{key}/start")) == (400, -510)


@pytest.mark.parametrize(
    ("meta", "number"),
    [({"title": ""}, -837), ({}, -510), ({"title": "x", "description": "y"}, -510)],
)
def test_what_cannot_be_used_is_refused(server: Server, meta: dict[str, Any], number: int) -> None:
    source = a_recorded(server.shop)
    answer = server.ask("POST", f"/campaign/{source.uid}/rerun", {"campaignMeta": meta})
    assert refusal(answer) == (400, number)


def test_others_show_nothing_once_more(server: Server, charlies: Server) -> None:
    source = a_recorded(server.shop)
    path = f"/campaign/{source.uid}/rerun"
    assert refusal(charlies.ask("POST", path, ONCE_MORE)) == (404, -710)
    a_share(source, charlies.shop)
    assert refusal(charlies.ask("POST", path, ONCE_MORE)) == (403, -510)
    assert Content.select().count() == 1
