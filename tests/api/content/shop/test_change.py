"""`PATCH /api/v1/shop`: what can be changed of it, and what pages make of it."""

from __future__ import annotations

from typing import Any

import pytest

from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_video


def test_the_fields_that_are_sent_change(alices: Caller) -> None:
    sent = {
        "name": "Larch",
        "locale": "fr",
        "locales": ["fr", "en"],
        "allowed_origins": ["HTTPS://Shop.Example:443/", "https://*.larch.example"],
        "appearance": {"accent": "#0B6E4F", "radius": 8},
        "significant_params": ["variant"],
        "excluded_urls": ["/checkout/*"],
    }
    answer = alices.patch("/shop", sent)
    assert answer.status_code == 200, answer.json
    told = answer.json["data"]["attributes"]
    assert told["allowed_origins"] == ["https://shop.example", "https://*.larch.example"]
    assert told["appearance"] == {"accent": "#0b6e4f", "radius": 8}
    for name in ("name", "locale", "locales", "significant_params", "excluded_urls"):
        assert told[name] == sent[name]
    assert alices.get("/shop").json["data"]["attributes"] == told


def test_pages_follow_the_shops_exclusions(alices: Caller, alice: Shop) -> None:
    a_video(alice, urls=["/jackets/*"])
    page = "/displayed_data?url=https://shop.example/jackets/red"
    assert len(alices.get(page).json) == 1
    alices.patch("/shop", {"excluded_urls": ["/jackets/red"]})
    assert alices.get(page).json == []
    alices.patch("/shop", {"excluded_urls": []})
    assert len(alices.get(page).json) == 1
    alices.patch("/shop", {"displaying": False})
    assert alices.get(page).json == []


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"allowed_origins": ["shop.example"]}, "/allowed_origins"),
        ({"allowed_origins": ["https://shop.example/page"]}, "/allowed_origins"),
        ({"allowed_origins": ["https://shop.example:99999"]}, "/allowed_origins"),
        ({"allowed_origins": ["https://[:::::]"]}, "/allowed_origins"),
        ({"allowed_origins": None}, "/allowed_origins"),
        ({"significant_params": ["utm_source"]}, "/significant_params"),
        ({"excluded_urls": ["ftp://shop.example"]}, "/excluded_urls"),
        ({"appearance": {"accent": "red"}}, "/appearance/accent"),
        ({"locales": []}, "/locales"),
        ({"mode": "live"}, "/mode"),
        ({"app_id": "x"}, "/app_id"),
    ],
    ids=[
        "no scheme",
        "a path",
        "a port that is none",
        "an address that is none",
        "null",
        "a tracking parameter",
        "no web address",
        "no colour",
        "no language",
        "the mode is fixed",
        "the app id is fixed",
    ],
)
def test_a_refused_change_says_where_the_fault_is(
    alices: Caller, change: dict[str, Any], pointer: str
) -> None:
    before = alices.get("/shop").json
    refused = alices.patch("/shop", {"name": "Other", **change})
    assert refused.status_code == 422
    assert refused.json["errors"][0]["source"]["pointer"].startswith(pointer)
    assert alices.get("/shop").json == before


def test_players_get_a_cart_of_ours_when_the_shop_says_so(alices: Caller) -> None:
    assert alices.get("/shop").json["data"]["attributes"]["checking_out"] is False
    answer = alices.patch("/shop", {"checking_out": True})
    assert answer.json["data"]["attributes"]["checking_out"] is True
    assert alices.get("/shop").json["data"]["attributes"]["checking_out"] is True
