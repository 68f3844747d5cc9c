"""`PATCH /api/v1/products/<uid>`: what a product has of its own, whatever its feed says."""

from __future__ import annotations

import base64
from typing import Any

from tests.api.content.conftest import Caller
from tests.api.content.feeds.ways import taken_on
from tests.serving import Site


def test_an_override_ends_when_the_feeds_own_fact_is_sent_or_none_is_wanted(
    alices: Caller, site: Site, photo: bytes
) -> None:
    taken_on(alices, site)
    path = f"/products/{alices.post('/products', {'ref': 'SKU-1'}).json['data']['id']}"

    def told(sent: dict[str, Any]) -> dict[str, Any]:
        answer = alices.patch(path, sent)
        assert answer.status_code == 200, answer.json
        attributes: dict[str, Any] = answer.json["data"]["attributes"]
        return attributes

    picture = base64.b64encode(photo).decode()
    sent = {"name": "Mine", "discount_price": None, "in_stock": False, "thumbnail": picture}
    assert told(sent)["overrides"] == ["in_stock", "name", "thumbnail", "price"]
    assert told({"name": "Field jacket"})["overrides"] == ["in_stock", "thumbnail", "price"]
    left = told({"overrides": ["in_stock"]})
    assert (left["overrides"], left["in_stock"]) == (["in_stock"], False)
    assert left["discount_price"] == "99.00"
    assert len(site.asked) == 3, "the feed, the picture, and the picture once more"
    assert told({"overrides": [], "url": None})["overrides"] == ["url"]
