"""A second shop of the demo that has no web shop: a maker's page with a film, paid at our till.

The film is lent by the first shop; known by their GTINs, the maker's own products stand in it.
"""

from demo import catalogue
from demo.api import Api, Fields
from demo.films import FILMS
from demo.merchant import PICTURES, as_sent, settle

SELLER = next(each for each in catalogue.SELLERS if each.external_id == "brookside")
FILM = next(each for each in FILMS if each.seller == SELLER.external_id)
PRODUCTS = [catalogue.BY_REF[ref] for ref in FILM.refs]
PATH = "/brookside"
APPEARANCE = {"accent": "#1f4e5f", "accent_text": "#ffffff", "radius": 10}


def stock(own: Api, lender: Api, origin: str, app_id: str, video: str) -> None:
    """Bring into the maker's shop what is not there yet, and have the film lent to it."""
    has = own.shop()["attributes"]
    wanted: Fields = {
        "allowed_origins": [origin],
        "appearance": APPEARANCE,
        "checking_out": True,
    }
    if any(has[name] != value for name, value in wanted.items()):
        own.change_shop(wanted)
    there = {each["attributes"]["ref"]: each for each in own.every("products")}
    for each in PRODUCTS:
        sent = as_sent(each, origin, {}) | {"url": origin + PATH}
        settle(own, "products", there.get(each.ref), sent, PICTURES / each.picture)
    lent = [each["attributes"] for each in lender.every("shares")]
    if not any((each["content_id"], each["app_id"]) == (video, app_id) for each in lent):
        lender.create("shares", {"content_id": video, "app_id": app_id})
