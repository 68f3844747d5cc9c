"""`GET /api/v1/collections/<uid>`: one collection, as it was made."""

from __future__ import annotations

from models.content import Content
from models.shop import Shop
from tests.api.content.collections.ways import gathered
from tests.api.content.conftest import Caller
from tests.builders import a_video


def test_a_collection_is_told_as_it_was_made(alices: Caller, alice: Shop) -> None:
    uids = [a_video(alice).uid, a_video(alice, published=False).uid]
    path, made = gathered(alices, layout="highlight", content_ids=uids)
    shown = alices.get(path)
    assert (shown.status_code, shown.json) == (200, {"data": made})
    assert shown.json["data"]["attributes"]["content_ids"] == uids


def test_a_removed_content_is_no_longer_told(alices: Caller, alice: Shop) -> None:
    uids = [a_video(alice).uid for _ in range(3)]
    path, _ = gathered(alices, content_ids=uids)
    assert alices.delete(f"/videos/{uids[1]}").status_code == 204
    told = alices.get(path).json["data"]["attributes"]
    assert told["content_ids"] == [uids[0], uids[2]]
    assert Content.select().count() == 2
