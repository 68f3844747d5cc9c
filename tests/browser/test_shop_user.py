"""A shop's own page tells a live who its user is, and the chat asks for no nickname."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import jwt
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Host, House

pytestmark = pytest.mark.xdist_group("browser")
OPEN = """{tag}<script>
    (window.vitrine = window.vitrine || []).push((vitrine) => {{
        vitrine.user.use({word});
        vitrine.open("{live}");
    }});
</script>"""


@pytest.fixture
def live(house: House) -> Iterator[str]:
    """A live that is to begin."""
    facts = {"name": "For users", "start_date": datetime.now(UTC).isoformat(), "published": True}
    uid: str = house.call("POST", "/lives", json=facts)["data"]["id"]
    yield uid
    house.call("DELETE", f"/lives/{uid}")


def token(house: House, **facts: Any) -> str:
    """Say who the user is, as the shop's server does."""
    secret = house.call("GET", "/shop")["data"]["attributes"]["viewer_secret"]
    said = {"aud": house.facts["app_id"], "sub": "7", "exp": int(time.time()) + 300}
    return jwt.encode({**said, "jti": secrets.token_hex(8), "name": "Noor N.", **facts}, secret)


def write(house: House, host: Host, page: Page, live: str, word: str) -> Any:
    """Open the live from the shop's page and write; answers the live's frame."""
    host.pages["/live"] = OPEN.format(tag=house.tag, word=word, live=live)
    page.goto(f"{host.origin}/live")
    frame = page.locator("iframe").first.content_frame
    frame.locator("[data-part=text]").fill("Hello")
    frame.locator("[data-part=text]").press("Enter")
    return frame


def test_the_shops_user_writes_under_the_name_the_shop_says(
    house: House, host: Host, page: Page, live: str
) -> None:
    word = f"async () => '{token(house)}'"
    frame = write(house, host, page, live, word)
    expect(frame.locator(".message[data-own] .author")).to_have_text("Noor N.")
    expect(frame.locator("[data-part=naming]")).to_be_hidden()


def test_a_shops_host_is_marked(house: House, host: Host, page: Page, live: str) -> None:
    frame = write(house, host, page, live, f"() => '{token(house, role='host')}'")
    expect(frame.locator(".message .badge")).to_have_text("Host")


@pytest.mark.parametrize(
    "word",
    ["() => null", "() => { throw new Error('closed') }", "async () => 'a.b.c'", "undefined"],
    ids=["nobody is signed in", "a failure", "a forged word", "no function"],
)
def test_who_the_shop_cannot_vouch_for_chooses_a_name(
    house: House, host: Host, page: Page, live: str, word: str
) -> None:
    frame = write(house, host, page, live, word)
    frame.locator("[data-part=nickname]").fill("Sam")
    frame.locator("[data-part=nickname]").press("Enter")
    expect(frame.locator(".message[data-own] .author")).to_have_text("Sam")
