"""GET /playground/…: a content in every component, for who has a key of its shop."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from api.content.components import COMPONENTS as SPELLED
from models.shop import Shop
from pages.playground import COMPONENTS
from tests import builders
from tests.pages.reading import Page, policy
from tests.pages.test_check import HTML, basic
from usecases import collections

OWN = "https://vitrine.example"


def a_content(shop: Shop, kind: str) -> str:
    """Make one of the shop's that can be shown; answer its uid."""
    if kind == "lives":
        return builders.a_live(shop, name="Rain test").uid
    video = builders.a_video(shop, name="Rain test")
    if kind == "videos":
        return video.uid
    return collections.add(shop, name="Rain test", contents=[video.uid]).collection.uid


def test_every_component_can_be_tried() -> None:
    assert set(COMPONENTS) == set(SPELLED.values())


@pytest.mark.parametrize("kind", ["videos", "lives", "collections"])
def test_every_content_has_a_page(
    client: FlaskClient, alice: Shop, key: dict[str, str], kind: str
) -> None:
    uid = a_content(alice, kind)
    answer = client.get(f"/playground/{kind}/{uid}", headers=basic(key))
    assert answer.status_code == 200
    page = Page(answer)
    told = page.block("application/json")
    assert (told["id"], told["name"], told["app"]) == (uid, "Rain test", alice.app_id)
    assert told["server"] == OWN
    options = {each["value"] for name, each in page.tags if name == "option"}
    assert set(COMPONENTS) <= options


@pytest.mark.parametrize("kind", ["videos", "lives", "collections"])
def test_it_opens_by_a_key_of_its_shop_alone(
    client: FlaskClient, alice: Shop, charlies_key: dict[str, str], kind: str
) -> None:
    path = f"/playground/{kind}/{a_content(alice, kind)}"
    assert client.get(path, headers=HTML).status_code == 401
    stranger = client.get(path, headers=basic(charlies_key))
    assert stranger.status_code == 404
    assert "Rain test" not in stranger.text


@pytest.mark.parametrize("path", ["videos/none", "shops/x", "videos/", ""])
def test_other_addresses_are_none(client: FlaskClient, key: dict[str, str], path: str) -> None:
    assert client.get(f"/playground/{path}", headers=basic(key)).status_code == 404


def test_it_may_frame_our_players_and_nobody_may_frame_it(
    client: FlaskClient, alice: Shop, key: dict[str, str]
) -> None:
    uid = a_content(alice, "videos")
    answer = client.get(f"/playground/videos/{uid}", headers=basic(key))
    rules = policy(answer)
    assert rules["frame-src"] == OWN
    assert rules["frame-ancestors"] == "'none'"
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers["Cache-Control"] == "no-store"
    player = client.get(f"/embed/videos/{uid}?origin={OWN}")
    assert OWN in policy(player)["frame-ancestors"]
    assert OWN in Page(player).block("application/json")["allowed_origins"]


def test_players_are_not_framed_by_whoever_says_so(client: FlaskClient, alice: Shop) -> None:
    uid = a_content(alice, "videos")
    for said in ("", "?origin=https://evil.example", f"?origin={OWN}.evil.example"):
        player = client.get(f"/embed/videos/{uid}{said}")
        assert policy(player)["frame-ancestors"] == " ".join(alice.allowed_origins)


@pytest.mark.parametrize("kind", ["videos", "collections"])
def test_it_asks_for_the_content_from_our_own_origin(
    client: FlaskClient, alice: Shop, kind: str
) -> None:
    path = f"/api/v1/displayed_data/{kind}/{a_content(alice, kind)}?app_id={alice.app_id}"
    answer = client.get(path, headers={"Referer": f"{OWN}/playground/{kind}/x"})
    assert answer.status_code == 200
    for headers in (
        {},
        {"Referer": f"{OWN}.evil.example/"},
        {"Referer": f"{OWN}/", "Origin": "https://evil.example"},
    ):
        assert client.get(path, headers=headers).status_code in (401, 403)
