"""`GET /v1/platforms/domains/<domain>`."""

from __future__ import annotations

import pytest

from models.shop import Shop
from tests.api.marketplace.conftest import Caller, refusal
from usecases import shops


@pytest.mark.parametrize(
    "domain", ["shop.example", "SHOP.example", "localhost:3000", "a.b.example"]
)
def test_it_is_known_by_the_hosts_of_its_pages(server: Caller, alice: Shop, domain: str) -> None:
    origins = ["https://shop.example", "http://localhost:3000", "https://*.b.example"]
    shops.change_shop(alice, allowed_origins=origins)
    assert server.told("GET", f"/platforms/domains/{domain}")["id"] == f"plat_{alice.uid}"


@pytest.mark.parametrize("domain", ["charlie.example", "nowhere.example", "shop.example:81", "%00"])
def test_other_hosts_are_no_platforms_whose_ever_they_are(
    server: Caller, charlies: Caller, domain: str
) -> None:
    path = f"/platforms/domains/{domain}"
    assert refusal(server.ask("GET", path)) == (404, "not_found")
