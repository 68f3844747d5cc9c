"""`PUT /v2/<access key>/console/<key>/visibility`: whether lists have a campaign."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from models.content import Content
from tests.api.campaigns.conftest import Server, refusal
from tests.builders import a_live, a_share


def test_what_is_made_here_stands_in_lists_once_it_is_told_to(
    server: Server, client: FlaskClient
) -> None:
    key = server.post("/campaign", {"campaignMeta": {"title": "x"}})["campaignMeta"]["campaignKey"]
    path = f"/console/{key}/visibility"

    def seen() -> tuple[int, int]:
        streams = client.get("/v3/streams", query_string={"applicationId": server.shop.slug}).json
        return server.get("/campaign")["totalCount"], streams["body"]["total"]

    assert seen() == (0, 0)
    assert server.put(path, visible="true")["campaignMeta"]["campaignKey"] == key
    assert seen() == (1, 1)
    server.put(path, visible="false")
    assert seen() == (0, 0)
    assert server.get(f"/campaign/{key}")["campaignMeta"]["campaignKey"] == key


@pytest.mark.parametrize("query", [{}, {"visible": "maybe"}, {"visible": ""}])
def test_what_cannot_be_used_changes_nothing(server: Server, query: dict[str, str]) -> None:
    live = a_live(server.shop)
    assert refusal(server.ask("PUT", f"/console/{live.uid}/visibility", **query)) == (400, -510)
    assert Content.get_by_id(live.id).listed


def test_others_hide_nothing(server: Server, charlies: Server) -> None:
    live = a_live(server.shop)
    path = f"/console/{live.uid}/visibility"
    assert refusal(charlies.ask("PUT", path, visible="false")) == (404, -710)
    a_share(live, charlies.shop)
    assert refusal(charlies.ask("PUT", path, visible="false")) == (403, -510)
    assert Content.get_by_id(live.id).listed
