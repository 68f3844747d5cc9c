"""`GET /v2/<access key>/seller`."""

from __future__ import annotations

from tests.api.campaigns.conftest import Server, a_sellers_server
from tests.builders import a_seller


def test_sellers_are_listed_by_name(server: Server, charlies: Server) -> None:
    for name in ("Oak", "Larch & Co", "Birch"):
        a_seller(server.shop, name=name)
    a_seller(charlies.shop, name="Larch")
    told = server.get("/seller")
    assert [each["name"] for each in told["results"]] == ["Birch", "Larch & Co", "Oak"]
    assert told["totalCount"] == 3
    assert [each["name"] for each in server.get("/seller", keyword="LARCH")["results"]] == [
        "Larch & Co"
    ]
    page = server.get("/seller", page=2, count=2)
    assert ([each["name"] for each in page["results"]], page["totalCount"]) == (["Oak"], 3)


def test_a_sellers_key_sees_itself(server: Server) -> None:
    larch = a_seller(server.shop, name="Larch")
    a_seller(server.shop, name="Oak")
    theirs = a_sellers_server(server.client, larch)
    assert [each["name"] for each in theirs.get("/seller")["results"]] == ["Larch"]
