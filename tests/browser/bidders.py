"""Viewers of a live in frames of the shop's own page, which says who its user is."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import jwt
from playwright.sync_api import Browser, FrameLocator, Locator, Page, ViewportSize, expect

from tests.browser.conftest import Host
from tests.browser.stage import Stage

PATIENCE_MS = 60_000
PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
SHOP_PAGE = """<meta name="viewport" content="width=device-width">
<script async src="{origin}/vitrine.js" data-app-id="{app_id}"></script><script>
    document.documentElement.lang = "en-GB";
    (window.vitrine = window.vitrine || []).push((vitrine) => {{
        vitrine.user.use(({{ why }}) => window.word(why));
        vitrine.open("{live}");
    }});
</script><main><h1>Shop</h1></main>"""


@dataclass
class Bidder:
    """Somebody before the shop's page; `user` is who they are signed in as, None: nobody."""

    page: Page
    frame: FrameLocator
    user: dict[str, Any] | None
    asked: list[str] = field(default_factory=list)

    def part(self, name: str) -> Locator:
        """Find what plays a part in the live's page."""
        return self.frame.locator(f"[data-part={name}]:not(template)")

    def bid(self) -> None:
        """Bid the next price, and mean it."""
        self.part("bid-now").click()
        self.part("bid-yes").click()

    def bid_own(self, amount: str) -> None:
        """Type an amount."""
        self.part("bid-other").click()
        self.part("bid-amount").fill(amount)
        self.part("bid-amount").press("Enter")

    def shows(self, *words: str) -> None:
        """Wait until the card of the auction says these words."""
        for each in words:
            expect(self.frame.locator(".lot")).to_contain_text(each)


@contextmanager
def coming(
    chrome: Browser,
    stage: Stage,
    site: Host,
    name: str | None,
    size: ViewportSize = DESKTOP,
    **said: Any,
) -> Iterator[Bidder]:
    """Let somebody open the live from the shop's page; `said` is what its server says besides."""
    site.pages["/live"] = SHOP_PAGE.format(
        origin=stage.origin, app_id=stage.shop.app_id, live=stage.live.uid
    )
    context = chrome.new_context(viewport=size, locale="en-GB", reduced_motion="reduce")
    context.set_default_timeout(PATIENCE_MS)
    page, errors = context.new_page(), list[str]()
    page.on("pageerror", lambda error: errors.append(str(error)))
    user = None if name is None else {"sub": name, "name": name, "can_bid": True, **said}
    made = Bidder(page, page.locator("iframe").first.content_frame, user)

    def word(why: str) -> str | None:
        made.asked.append(why)
        return None if made.user is None else token(stage, made.user)

    page.expose_function("word", word)
    page.goto(f"{site.origin}/live")
    yield made
    context.close()
    assert errors == []


def token(stage: Stage, said: dict[str, Any]) -> str:
    """Say who a user is, as the shop's server does."""
    facts = {"aud": stage.shop.app_id, "exp": int(time.time()) + 300, "jti": secrets.token_hex(8)}
    return jwt.encode({**facts, **said}, stage.shop.viewer_secret)


Coming = Callable[..., Bidder]
