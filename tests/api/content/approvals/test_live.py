"""`POST /api/v1/lives/<uid>/approve`: the shop lets a moderated seller's live onto its pages."""

from __future__ import annotations

from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.api.content.lives.ways import SHOW
from tests.builders import a_live, a_seller, a_video


def test_an_approved_live_is_answered_as_it_is_told(alices: Caller, alice: Shop) -> None:
    seller = a_seller(alice, moderated=True)
    uid = alices.post("/lives", {**SHOW, "seller_id": seller.uid}).json["data"]["id"]
    approved = alices.post(f"/lives/{uid}/approve")
    assert approved.status_code == 200
    told = approved.json["data"]
    assert (told["id"], told["type"]) == (uid, "live")
    states = (told["attributes"]["published"], told["attributes"]["awaiting_approval"])
    assert states == (True, False)
    assert alices.get(f"/lives/{uid}").json == approved.json


def test_what_did_not_wait_is_not_approved(alices: Caller, alice: Shop) -> None:
    hidden = a_live(alice, published=False)
    refused = alices.post(f"/lives/{hidden.uid}/approve")
    told = (refused.status_code, refused.json["errors"][0]["code"])
    assert told == (409, "not-awaiting-approval")


def test_a_video_is_not_approved_as_a_live(alices: Caller, alice: Shop) -> None:
    assert alices.post(f"/lives/{a_video(alice).uid}/approve").status_code == 404
