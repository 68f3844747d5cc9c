"""`POST /api/v1/lives` with the video that plays before the show, and changing it."""

from __future__ import annotations

import pytest

from models.content import Content
from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.api.content.videos.test_index import counted_queries
from tests.builders import a_key, a_live, a_share, a_video

PLAN = {"name": "Autumn show", "start_date": "2026-06-20T20:00:00+02:00"}


def test_a_trailer_is_chosen_kept_and_taken_away(alices: Caller, alice: Shop) -> None:
    film = a_video(alice)
    made = alices.post("/lives", {**PLAN, "trailer_id": film.uid}).json["data"]
    assert made["attributes"]["trailer_id"] == film.uid
    path = f"/lives/{made['id']}"
    assert alices.put(path, PLAN).json["data"]["attributes"]["trailer_id"] == film.uid
    changed = alices.patch(path, {"trailer_id": None}).json["data"]
    assert changed["attributes"]["trailer_id"] is None


def test_without_its_video_a_live_has_no_trailer(alices: Caller, alice: Shop) -> None:
    film = a_video(alice)
    made = alices.post("/lives", {**PLAN, "trailer_id": film.uid}).json["data"]
    assert alices("DELETE", f"/videos/{film.uid}").status_code == 204
    told = alices.get(f"/lives/{made['id']}").json["data"]["attributes"]
    assert told["trailer_id"] is None


@pytest.mark.parametrize("which", ["a live", "another shop's", "nobody's"])
def test_only_a_video_of_the_shop_is_a_trailer(
    alices: Caller, alice: Shop, charlie: Shop, which: str
) -> None:
    wrong = {
        "a live": lambda: a_live(alice).uid,
        "another shop's": lambda: a_video(charlie).uid,
        "nobody's": lambda: "0" * 32,
    }[which]()
    before = Content.select().count()
    refused = alices.post("/lives", {**PLAN, "trailer_id": wrong})
    assert refused.status_code == 422
    assert refused.json["errors"][0]["source"] == {"pointer": "/trailer_id"}
    assert Content.select().count() == before


def test_a_shop_it_is_shared_with_is_not_told_of_the_trailer(
    alices: Caller, alice: Shop, charlie: Shop
) -> None:
    film = a_video(alice)
    made = alices.post("/lives", {**PLAN, "trailer_id": film.uid}).json["data"]
    a_share(Content.get(Content.uid == made["id"]), charlie)
    theirs = Caller(alices.client, a_key(charlie))
    told = theirs.get(f"/lives/{made['id']}").json["data"]["attributes"]
    assert (told["shared"], told["trailer_id"]) == (True, None)


def test_trailers_cost_a_list_no_queries(alices: Caller, alice: Shop) -> None:
    alices.post("/lives", PLAN)
    with counted_queries() as without:
        alices.get("/lives")
    for _ in range(3):
        alices.post("/lives", {**PLAN, "trailer_id": a_video(alice).uid})
    with counted_queries() as with_trailers:
        assert len(alices.get("/lives").json["data"]) == 4
    assert len(with_trailers) == len(without)
