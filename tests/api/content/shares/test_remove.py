"""`DELETE /api/v1/shares/<uid>`: what is taken back is shown by no other shop."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from models.content import Content
from models.display_rule import DisplayRule
from models.placement import Placement
from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.api.content.shares.ways import HIS_PAGE, share
from tests.builders import a_placement


@pytest.mark.parametrize("taken_back", [False, True], ids=["never shared", "taken back"])
def test_no_other_shop_shows_it(
    client: FlaskClient,
    alices: Caller,
    charlies: Caller,
    charlie: Shop,
    film: Content,
    display: Callable[[str], TestResponse],
    taken_back: bool,
) -> None:
    named: dict[str, Any] = {"name": "Rain", "component": "embed", "urls": [HIS_PAGE]}
    own = a_placement(charlie)
    if taken_back:
        uid = share(alices, film, charlie).json["data"]["id"]
        gathered = charlies.post("/collections", {"name": "Seen", "content_ids": [film.uid]})
        collection = gathered.json["data"]["id"]
        charlies.post("/placements", {**named, "content_id": film.uid})
        assert display(f"?url={HIS_PAGE}").json
        alices.delete(f"/shares/{uid}")
        told = charlies.get(f"/collections/{collection}").json["data"]["attributes"]
        assert told["content_ids"] == []
        assert display(f"/collections/{collection}").json["contents"] == []
        rules = DisplayRule.select().where(DisplayRule.text == HIS_PAGE)
        assert rules.count() == 0
    assert [each.id for each in Placement.select()] == [own.id]
    assert display(f"?url={HIS_PAGE}").json == []
    assert display(f"/videos/{film.uid}").status_code == 404
    for shop in (charlie.app_id, "nobody", "", "%00", "x" * 3000):
        assert client.get(f"/embed/videos/{film.uid}?shop={shop}").status_code == 404
    refused = charlies.post("/placements", {**named, "content_id": film.uid})
    assert refused.status_code == 422
