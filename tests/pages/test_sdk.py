"""The player's address in apps: it leads on to the page of the live that its fragment names."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from models.shop import Shop
from tests.builders import a_live, a_share
from tests.pages.reading import Page, policy


def test_its_script_leads_to_the_live_as_the_shop_shows_it(
    client: FlaskClient, alice: Shop, charlie: Shop
) -> None:
    answer = client.get(f"/sdk/?x-force-appid={alice.slug}")
    assert answer.status_code == 200
    [(facts, script)] = Page(answer).scripts
    assert f"/embed/lives/${{uid}}?shop={alice.app_id}" in script
    assert f"'nonce-{facts['nonce']}'" in policy(answer)["script-src"]
    assert policy(answer)["frame-ancestors"] == "'none'"
    lent = a_live(charlie)
    a_share(lent, alice)
    for live in (a_live(alice), lent):
        assert client.get(f"/embed/lives/{live.uid}?shop={alice.app_id}").status_code == 200
    apart = a_live(charlie)
    assert client.get(f"/embed/lives/{apart.uid}?shop={alice.app_id}").status_code == 404


def test_without_a_stream_in_its_address_it_says_that_nothing_is_here(
    client: FlaskClient, alice: Shop
) -> None:
    answer = client.get(f"/sdk/?x-force-appid={alice.slug}", headers={"Accept-Language": "fr"})
    assert "Il n’y a rien à regarder ici." in Page(answer).text


@pytest.mark.parametrize("query", ["", "?x-force-appid=nobody"], ids=["none", "nobody's"])
def test_without_a_shop_it_is_refused(client: FlaskClient, alice: Shop, query: str) -> None:
    assert client.get(f"/sdk/{query}").status_code == 400
