"""GET /api/v1/check: a report on a page of the shop."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from models.shop import Shop
from tests.serving import Site
from usecases import shops
from usecases.checking import RATE


@pytest.fixture
def site(site: Site, alice: Shop) -> Site:
    """Alice's own web server."""
    shops.change_shop(alice, allowed_origins=[site.url("")])
    return site


def test_a_page_is_checked(client: FlaskClient, key: dict[str, str], site: Site) -> None:
    site.pages["/p"] = b"<!doctype html><h1>No script</h1>"
    answer = client.get("/api/v1/check", query_string={"url": site.url("/p")}, headers=key)
    told = answer.json
    assert answer.status_code == 200
    assert (told["url"], told["fetched"], told["healthy"]) == (site.url("/p"), True, False)
    assert told["displays"] == 0
    assert [(each["code"], each["level"]) for each in told["findings"]] == [
        ("no-script", "fault"),
        ("nothing-displayed", "note"),
    ]


def test_reasons_come_along(client: FlaskClient, key: dict[str, str], site: Site) -> None:
    shops.change_shop(shops.find_shop(key["App-Id"]), displaying=False)
    site.pages["/p"] = b"<!doctype html>"
    told = client.get(f"/api/v1/check?url={site.url('/p')}", headers=key).json
    assert [(each["type"], each["code"]) for each in told["explanation"]] == [
        ("shop", "switched-off")
    ]


@pytest.mark.parametrize("query", ["", "?url=", "?url=ftp://shop.example/", "?url=/p"])
def test_what_is_no_address_is_refused_by_name(
    client: FlaskClient, key: dict[str, str], query: str
) -> None:
    answer = client.get(f"/api/v1/check{query}", headers=key)
    assert answer.status_code == 422
    assert answer.json["errors"][0]["source"] == {"parameter": "url"}


def test_too_many_checks_are_told_when_to_come_again(
    client: FlaskClient, key: dict[str, str], site: Site
) -> None:
    statuses = set()
    for _ in range(RATE * 10):
        answer = client.get(f"/api/v1/check?url={site.url('/nothing')}", headers=key)
        statuses.add(answer.status_code)
        if answer.status_code == 429:
            break
    assert statuses == {200, 429}
    assert int(answer.headers["Retry-After"]) > 0
