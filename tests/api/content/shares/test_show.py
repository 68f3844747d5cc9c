"""`GET /api/v1/shares/<uid>`: what is lent and to whom."""

from __future__ import annotations

from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_live, a_share, a_video
from tests.conftest import NOON


def test_a_share_tells_what_is_lent_and_to_whom(alices: Caller, alice: Shop, charlie: Shop) -> None:
    live = a_live(alice)
    lent = a_share(live, charlie)
    lent.created_at = NOON
    lent.save()
    shown = alices.get(f"/shares/{lent.uid}")
    assert shown.status_code == 200
    assert shown.json["data"] == {
        "id": lent.uid,
        "type": "share",
        "attributes": {
            "content_id": live.uid,
            "content_type": "live",
            "app_id": charlie.app_id,
            "shop_name": "Charlie",
            "created_at": "2026-06-15T12:00:00.000Z",
        },
    }


def test_the_borrower_is_not_told_of_the_share_itself(
    charlies: Caller, alice: Shop, charlie: Shop
) -> None:
    lent = a_share(a_video(alice), charlie)
    assert charlies.get(f"/videos/{lent.content.uid}").status_code == 200
    assert charlies.get(f"/shares/{lent.uid}").status_code == 404
