"""The hosted player's address in a real browser: it plays, knows who came, goes back and shares."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

import jwt
import pytest
from playwright.sync_api import Page, expect

from models import clock
from models.broadcast import Broadcast, Take
from tests.browser.conftest import Host
from tests.browser.stage import Stage

pytestmark = pytest.mark.xdist_group("browser")


def address(stage: Stage, **query: str) -> str:
    """The address that campaigns tell."""
    asked = {"ak": stage.shop.access_key, "ck": stage.live.uid, **query}
    return f"{stage.origin}/v1/player.html?{urlencode(asked)}"


def token(stage: Stage) -> str:
    """What the shop's server signs for its user."""
    said = {"userId": "7", "name": "Noor N.", "exp": clock.now() + timedelta(hours=1)}
    return jwt.encode(said, stage.shop.viewer_secret, algorithm="HS256")


def test_the_hosted_player_plays_for_the_shops_user(stage: Stage, viewer: Page, site: Host) -> None:
    stage.film()
    stage.begin()
    signed = token(stage)
    asked: list[str] = []
    viewer.on("request", lambda each: asked.append(f"{each.url} {each.headers.get('referer', '')}"))
    hosted = address(stage, tk=signed, backButton="1", shareButton="1")
    site.pages["/"] = f'<a href="{hosted}">Watch</a>'
    viewer.goto(f"{site.origin}/")
    viewer.get_by_text("Watch").click()
    viewer.wait_for_url(f"{stage.page}?back=1&share=1")
    viewer.locator("[data-part=centre]").click()
    viewer.wait_for_function("() => document.querySelector('video').currentTime > 1")
    for number, words in enumerate(("Hello", "Again"), 1):
        viewer.locator("[data-part=text]").fill(words)
        viewer.locator("[data-part=text]").press("Enter")
        expect(viewer.locator(".message", has_text=words).locator(".author")).to_have_text(
            "Noor N."
        )
        if number == 1:
            viewer.reload()
    [_first, *others] = [each for each in asked if signed in each]
    assert others == [], "the token is in one request alone"
    assert not [each for each in asked if "as=" in each.partition("#")[0]]

    viewer.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=stage.origin)
    # What the system shares with is not this browser's to say.
    viewer.evaluate("() => Object.defineProperty(navigator, 'share', { value: undefined })")
    viewer.locator("[data-part=share]").click()
    expect(viewer.locator("[data-part=hint]")).to_have_text("The address is copied")
    assert viewer.evaluate("() => navigator.clipboard.readText()") == stage.page
    viewer.locator("[data-part=back]").click()
    viewer.wait_for_url(f"{site.origin}/")


def test_a_guest_finds_no_buttons_and_is_asked_for_a_name(stage: Stage, viewer: Page) -> None:
    stage.begin()
    viewer.goto(address(stage, tk="forged.by.somebody"))
    expect(viewer.locator("[data-part=back]")).to_be_hidden()
    expect(viewer.locator("[data-part=share]")).to_be_hidden()
    viewer.locator("[data-part=text]").fill("Hello")
    viewer.locator("[data-part=text]").press("Enter")
    expect(viewer.locator("[data-part=naming]")).to_be_visible()


def test_a_rehearsal_plays_for_who_knows_its_passcode_and_ends_by_itself(
    stage: Stage, viewer: Page
) -> None:
    stage.film()
    now, folder = clock.now(), f"media/lives/{stage.live.uid}"
    facts = {"rehearsing": True, "passcode": "9876", "sender": "studio"}
    due = now + timedelta(hours=1)
    mine = Broadcast.content == stage.live
    Broadcast.update(**facts, sender_due_at=due).where(mine).execute()
    Take.create(content=stage.live, via="browser", folder=folder, began_at=now)
    viewer.goto(address(stage))
    for passcode in ("1234", "9876"):
        viewer.get_by_label("Passcode").fill(passcode)
        viewer.get_by_role("button", name="Watch the rehearsal").click()
    viewer.wait_for_url(stage.page)
    expect(viewer.locator("[data-part=onair]")).to_have_text("Rehearsal")
    viewer.wait_for_function("() => document.body.dataset.phase === 'on'")
    viewer.wait_for_function("() => document.querySelector('video').currentTime > 1")
    viewer.reload()
    viewer.wait_for_function("() => document.body.dataset.phase === 'on'")
    Broadcast.update(rehearsing=False).where(mine).execute()
    viewer.wait_for_function("() => document.body.dataset.phase === 'before'")
    assert viewer.evaluate("() => history.state.rehearsal ?? null") is None
