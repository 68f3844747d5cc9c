"""GET /check: the form is for everybody, a report for who has a key of the shop."""

from __future__ import annotations

from base64 import b64encode

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from models.shop import Shop
from tests import builders
from tests.pages.reading import Page, policy
from tests.serving import Site
from usecases import shops
from usecases.checking import RATE

HTML = {"Accept": "text/html"}


def basic(key: dict[str, str]) -> dict[str, str]:
    """The key as a browser sends it."""
    pair = f"{key['App-Id']}:{key['Api-Key']}".encode()
    return {**HTML, "Authorization": f"Basic {b64encode(pair).decode()}"}


@pytest.fixture
def site(site: Site, alice: Shop) -> Site:
    """Alice's own web server."""
    shops.change_shop(alice, allowed_origins=[site.url("")])
    site.pages["/p"] = b"<!doctype html><h1>No script</h1>"
    return site


def ask(client: FlaskClient, url: str, headers: dict[str, str]) -> TestResponse:
    return client.get("/check", query_string={"url": url}, headers=headers)


def test_without_an_address_there_is_a_form_for_everybody(client: FlaskClient) -> None:
    answer = client.get("/check", headers=HTML)
    assert answer.status_code == 200
    assert Page(answer).first("input", name="url")["type"] == "url"
    assert policy(answer)["form-action"] == "'self'"


def test_a_report_names_what_is_wrong(client: FlaskClient, key: dict[str, str], site: Site) -> None:
    answer = ask(client, site.url("/p"), basic(key))
    assert answer.status_code == 200
    text = Page(answer).text
    for said in ("Something is wrong with this page.", "Fault", "no-script", site.url("/p")):
        assert said in text


def test_a_page_in_order_is_told_so(
    client: FlaskClient, alice: Shop, key: dict[str, str], site: Site
) -> None:
    tag = f'<script src="https://vitrine.example/vitrine.js" data-app-id="{alice.app_id}"></script>'
    site.pages["/p"] = f"<!doctype html>{tag}".encode()
    assert "This page is in order." in Page(ask(client, site.url("/p"), basic(key))).text


def test_what_a_page_says_stays_text(client: FlaskClient, key: dict[str, str], site: Site) -> None:
    site.pages["/p"] = b'<!doctype html><vitrine-video product="<script>x</script>">'
    answer = ask(client, site.url("/p"), basic(key))
    assert "<script>x" not in answer.text
    assert "script-src 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("sent", ["nothing", "a wrong key", "another scheme", "half a key"])
def test_without_a_key_nothing_is_fetched(
    client: FlaskClient, key: dict[str, str], site: Site, sent: str
) -> None:
    headers = {
        "nothing": HTML,
        "a wrong key": basic({**key, "Api-Key": "x" * 40}),
        "another scheme": {**HTML, "Authorization": "Bearer x"},
        "half a key": {**HTML, "Authorization": "Basic eA=="},
    }[sent]
    answer = ask(client, site.url("/p"), headers)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Basic realm=")
    assert "app id" in Page(answer).text
    assert site.asked == []


def test_a_sellers_key_and_one_of_another_shop_open_nothing_of_it(
    client: FlaskClient, alice: Shop, charlies_key: dict[str, str], site: Site
) -> None:
    seller = builders.a_key(alice, seller=builders.a_seller(alice))
    assert ask(client, site.url("/p"), basic(seller)).status_code == 403
    foreign = ask(client, site.url("/p"), basic(charlies_key))
    assert "origin-not-allowed" in foreign.text
    assert site.asked == []


def test_what_is_no_address_is_refused(client: FlaskClient, key: dict[str, str]) -> None:
    assert ask(client, "javascript:x", basic(key)).status_code == 422


def test_too_many_checks_are_told_when_to_come_again(
    client: FlaskClient, key: dict[str, str], site: Site
) -> None:
    for _ in range(RATE * 10):
        answer = ask(client, site.url("/p"), basic(key))
        if answer.status_code != 200:
            break
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0


def test_nobody_may_frame_it_find_it_or_keep_it(
    client: FlaskClient, key: dict[str, str], site: Site
) -> None:
    for answer in (client.get("/check"), ask(client, site.url("/p"), basic(key))):
        assert policy(answer)["frame-ancestors"] == "'none'"
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert answer.headers["Cache-Control"] == "no-store"


def test_it_speaks_french(client: FlaskClient) -> None:
    assert "Vérifier une page" in client.get("/check?lang=fr").text
