"""Components on the pages of another site."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.browser.conftest import Host, House

# What each component shows, by the demo's facts.
SHOWS = {
    "embed": "video_uid",
    "shorts_card": "collection_uid",
    "shorts_story": "collection_uid",
    "cards_slider": "collection_uid",
    "highlight": "live_uid",
    "launcher": "live_uid",
    "landing": None,
    "floating": "video_uid",
}
# Regions of one page need names of their own.
TITLES = {"shorts_card": "Short films", "cards_slider": "Large cards", "launcher": "Tonight"}
PLACES = "".join(f"<div id={each}></div>" for each in SHOWS)


def rule(house: House, component: str, address: str, target: str, **more: Any) -> dict[str, Any]:
    """What the API is told to place a component at an address, into an element."""
    shown = SHOWS[component]
    field = "collection_id" if shown == "collection_uid" else "content_id"
    return {
        "name": f"a test's {component}",
        "component": component,
        "urls": [address],
        "target": None if component == "floating" else {"element": target, "position": "beforeend"},
        **({field: house.facts[shown]} if shown else {}),
        "configuration": {"title": TITLES[component]} if component in TITLES else {},
        **more,
    }


@contextmanager
def shown(house: House, *rules: dict[str, Any]) -> Iterator[None]:
    """Have these placements for a while."""
    made = [house.call("POST", "/placements", json=each)["data"]["id"] for each in rules]
    try:
        yield
    finally:
        for each in made:
            house.call("DELETE", f"/placements/{each}")


@contextmanager
def gallery(house: House, host: Host, head: str = "") -> Iterator[str]:
    """A page with every component; its address."""
    address = f"{host.origin}/gallery"
    host.pages["/gallery"] = f"{head}<main><h1>Gallery</h1>{PLACES}</main>{house.tag}"
    with shown(house, *(rule(house, each, address, f"#{each}") for each in SHOWS)):
        yield address
