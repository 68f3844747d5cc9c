"""`POST /api/v1/videos/<uid>/approve`: the shop lets a moderated seller's video onto its pages."""

from __future__ import annotations

from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_live, a_seller, a_video


def test_an_approved_video_is_answered_as_it_is_told(alices: Caller, alice: Shop) -> None:
    seller = a_seller(alice, moderated=True)
    uid = alices.post("/videos", {"name": "Rain", "seller_id": seller.uid}).json["data"]["id"]
    approved = alices.post(f"/videos/{uid}/approve")
    assert approved.status_code == 200
    told = approved.json["data"]
    assert (told["id"], told["type"]) == (uid, "video")
    states = (told["attributes"]["published"], told["attributes"]["awaiting_approval"])
    assert states == (True, False)
    assert alices.get(f"/videos/{uid}").json == approved.json


def test_what_did_not_wait_is_not_approved(alices: Caller, alice: Shop) -> None:
    hidden = a_video(alice, published=False)
    refused = alices.post(f"/videos/{hidden.uid}/approve")
    told = (refused.status_code, refused.json["errors"][0]["code"])
    assert told == (409, "not-awaiting-approval")
    assert alices.get(f"/videos/{hidden.uid}").json["data"]["attributes"]["published"] is False


def test_a_live_is_not_approved_as_a_video(alices: Caller, alice: Shop) -> None:
    assert alices.post(f"/videos/{a_live(alice).uid}/approve").status_code == 404
