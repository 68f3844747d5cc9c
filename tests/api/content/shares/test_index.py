"""`GET /api/v1/shares`: what the shop lends, narrowed by content and by borrower."""

from __future__ import annotations

from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_live, a_share, a_shop, a_video


def test_shares_are_narrowed_by_content_and_by_borrower(
    alices: Caller, alice: Shop, charlie: Shop
) -> None:
    dora = a_shop("Dora")
    video, live = a_video(alice), a_live(alice)
    for content, borrower in ((video, charlie), (video, dora), (live, dora)):
        a_share(content, borrower)
    a_share(a_video(charlie), dora)

    def told(query: str = "") -> list[tuple[str, str]]:
        listed = alices.get(f"/shares{query}").json["data"]
        return [(each["attributes"]["content_id"], each["attributes"]["app_id"]) for each in listed]

    hers = [(live.uid, dora.app_id), (video.uid, dora.app_id), (video.uid, charlie.app_id)]
    assert told() == hers
    assert told(f"?content_id={video.uid}") == hers[1:]
    assert told(f"?app_id={dora.app_id}") == hers[:2]
    assert told(f"?app_id={dora.app_id}&content_id={video.uid}") == hers[1:2]
    assert told("?content_id=nobody") == told("?app_id=nobody") == []


def test_what_is_borrowed_is_not_listed(charlies: Caller, alice: Shop, charlie: Shop) -> None:
    a_share(a_video(alice), charlie)
    listed = charlies.get("/shares")
    assert (listed.json["data"], listed.headers["Total-Count"]) == ([], "0")
