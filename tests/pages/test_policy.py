"""Who may frame a page and what the page may do; what a host that may not is shown."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from models.shop import Shop
from tests import builders
from tests.pages.reading import Page, policy

IFRAME = {"Sec-Fetch-Dest": "iframe"}


def test_the_player_forbids_all_it_does_not_need(client: FlaskClient, alice: Shop) -> None:
    answer = client.get(f"/embed/videos/{builders.a_video(alice).uid}")
    rules = policy(answer)
    rules.pop("script-src")
    assert rules == {
        "default-src": "'none'",
        "style-src": "'self'",
        "img-src": "'self'",
        "media-src": "'self' blob:",
        "connect-src": "'self'",
        "frame-src": "'none'",
        "frame-ancestors": "https://shop.example",
        "base-uri": "'none'",
        "object-src": "'none'",
        "form-action": "'self'",
        "require-trusted-types-for": "'script'",
        "trusted-types": "'none'",
    }
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert "camera=()" in answer.headers["Permissions-Policy"]
    assert "X-Frame-Options" not in answer.headers


@pytest.mark.parametrize(
    ("origins", "ancestors"),
    [
        ([], "'none'"),
        (["https://b.example", "https://a.example"], "https://a.example https://b.example"),
        (["https://*.shop.example"], "https://*.shop.example"),
        (["http://[::1]:8080"], "http://[::1]:8080"),
    ],
    ids=["no origin", "two origins", "every sub-domain", "an IPv6 host"],
)
def test_only_the_shops_origins_may_frame(
    client: FlaskClient, origins: list[str], ancestors: str
) -> None:
    shop = builders.a_shop("Alice", origins=origins)
    answer = client.get(f"/embed/videos/{builders.a_video(shop).uid}")
    assert policy(answer)["frame-ancestors"] == ancestors


def test_an_origin_cannot_write_a_policy_of_its_own(client: FlaskClient, alice: Shop) -> None:
    # The use case refuses such an origin; a row written by other hands must not get through either.
    alice.allowed_origins = ["https://a.example; script-src *", "https://shop.example"]
    alice.save()
    answer = client.get(f"/embed/videos/{builders.a_video(alice).uid}")
    assert policy(answer)["frame-ancestors"] == "https://shop.example"
    assert Page(answer).block("application/json")["allowed_origins"] == ["https://shop.example"]


@pytest.mark.parametrize(
    ("referrer", "status"),
    [
        ("https://shop.example/", 200),
        ("https://shop.example:443/p/1", 200),
        ("https://evil.example/", 403),
        ("http://shop.example/", 403),
        ("https://shop.example.evil.example/", 403),
        ("https://shop.example:8443/", 403),
        ("https://charlie.example/", 403),
        ("http://localhost/embed/collections/1", 200),
        ("https://vitrine.example/embed/collections/1", 200),
        ("not an address", 200),
        ("https://[broken/", 200),
        (None, 200),
    ],
    ids=[
        "the shop",
        "the shop with its default port",
        "a stranger",
        "the shop without encryption",
        "a stranger with the shop's name in front",
        "another port of the shop",
        "another shop",
        "our own carousel",
        "our own carousel at its public address",
        "no address at all",
        "a broken address",
        "nothing told: frame-ancestors decides",
    ],
)
def test_a_framing_host_is_refused_when_it_is_not_the_shops(
    client: FlaskClient, alice: Shop, referrer: str | None, status: int
) -> None:
    video = builders.a_video(alice)
    headers = IFRAME | ({"Referer": referrer} if referrer else {})
    assert client.get(f"/embed/videos/{video.uid}", headers=headers).status_code == status


def test_a_refused_host_reads_what_to_do_and_sees_nothing_of_the_shop(
    client: FlaskClient, alice: Shop
) -> None:
    video = builders.a_video(alice, name="Secret film")
    headers = IFRAME | {"Referer": "https://evil.example/page?x=<b>"}
    answer = client.get(f"/embed/videos/{video.uid}?lang=fr", headers=headers)
    page = Page(answer)
    assert answer.status_code == 403
    assert "https://evil.example" in page.text
    assert "Ajoutez l’adresse ci-dessous aux origines autorisées" in page.text
    assert policy(answer)["frame-ancestors"] == "*"
    for told in ("Secret film", alice.name, alice.app_id, "shop.example", video.uid, "<b>"):
        assert told not in answer.text


def test_opened_in_a_tab_from_anywhere_the_player_is_shown(
    client: FlaskClient, alice: Shop
) -> None:
    headers = {"Sec-Fetch-Dest": "document", "Referer": "https://mail.example/"}
    path = f"/embed/videos/{builders.a_video(alice).uid}"
    assert client.get(path, headers=headers).status_code == 200


def test_pages_are_asked_for_anew_each_time(client: FlaskClient, alice: Shop) -> None:
    answer = client.get(f"/embed/videos/{builders.a_video(alice).uid}")
    assert answer.headers["Cache-Control"] == "private, no-cache"
    varied = {each.lower() for each in answer.vary}
    assert {"accept-language", "sec-fetch-dest", "referer"} <= varied


def test_the_welcome_page_names_no_shop_and_cannot_be_framed(
    client: FlaskClient, alice: Shop
) -> None:
    answer = client.get("/")
    assert "Vitrine is running." in Page(answer).text
    assert "https://vitrine.example/vitrine.js" in Page(answer).text
    assert alice.name not in answer.text
    assert alice.app_id not in answer.text
    assert policy(answer)["frame-ancestors"] == "'none'"
    assert answer.headers["X-Frame-Options"] == "DENY"
