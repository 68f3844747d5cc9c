"""The demo shop's live: planned for the next morning, hosted by whoever opens its link."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from demo.api import Api, Fields
from demo.merchant import ACCENT, spot

NAME = "Pack the basket with us"
DESCRIPTION = "What comes along for the first hour outside, and what stays at home."
REFS = ("HH-101", "HH-102", "HH-103", "HH-107")
PICTURE = Path(__file__).resolve().parent / "static" / "products" / "willow-basket-meadow.webp"
HOST, SELLER = "Hollow & Hay", "hollow-hay"
LINK_HOURS = 24
# What is auctioned in it, and how.
AUCTIONED = "HH-102"
TERMS: Fields = {"starting_price": "5.00", "increment": "1.00", "duration_seconds": 120}


def plan(api: Api, sellers: Mapping[str, str], products: Mapping[str, str], now: datetime) -> str:
    """Create the live, or give it another morning when its own has passed; give its uid."""
    there = next((each for each in api.every("lives") if each["attributes"]["name"] == NAME), None)
    wanted: Fields = {"start_date": _tomorrow(now)}
    if there is None:
        fields = {
            "name": NAME,
            "description": DESCRIPTION,
            "seller_id": sellers[SELLER],
            "product_ids": [products[ref] for ref in REFS],
            "starts_by": "hand",
            **wanted,
        }
        return str(api.create("lives", fields, PICTURE)["id"])
    has = there["attributes"]
    if has["state"] == "not_started" and datetime.fromisoformat(has["start_date"]) < now:
        api.change("lives", str(there["id"]), wanted)
    return str(there["id"])


def auction(api: Api, uid: str, products: Mapping[str, str]) -> None:
    """Put one product of the live up for auction, unless that was done; its host starts it."""
    path = f"lives/{uid}/auctions"
    over = api.show("lives", uid)["attributes"]["state"] == "finished"
    if not over and not any(api.every(path)):
        api.create(path, {"product_id": products[AUCTIONED], **TERMS})


def placements(origin: str, uid: str) -> list[Fields]:
    """Say where lives are announced, and where all of them stand."""
    announced: Fields = {"content_id": uid, "target": spot("#next")}
    return [
        {
            "name": "Next live on the home page",
            "component": "launcher",
            "urls": [origin + "/"],
            "configuration": {"accent": ACCENT},
            **announced,
        },
        {
            "name": "Next live on a shelf",
            "component": "highlight",
            "urls": [origin + "/c/picnic"],
            "configuration": {"accent": ACCENT},
            **announced,
        },
        {
            "name": "The programme",
            "component": "landing",
            "urls": [origin + "/watch"],
            "target": spot("#programme"),
            "configuration": {"accent": ACCENT},
        },
    ]


def host_link(api: Api, uid: str) -> str:
    """Make the address of the page from which the live is hosted; it is a secret."""
    made = api.create(f"lives/{uid}/host_link", {"name": HOST, "hours": LINK_HOURS})
    return str(made["attributes"]["url"])


def _tomorrow(now: datetime) -> str:
    morning = (now + timedelta(days=1)).replace(hour=9, minute=0, second=0, microsecond=0)
    return morning.isoformat()
