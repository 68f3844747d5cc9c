"""What is told of a stream and of what it refers to; `streams.py` says when."""

from __future__ import annotations

from typing import Any, Literal

from api.links import absolute
from api.operation import Output
from api.streams.envelope import Moment, moment
from models.content import FINISHED, NOT_STARTED, STARTED
from models.money import text_of
from models.product import Product
from models.seller import Seller
from models.shop import Shop
from usecases.pictures import picture_url
from usecases.programme import Entry

# House word -> word of this API.
STATES = {NOT_STARTED: "planned", STARTED: "online", FINISHED: "finished"}
Status = Literal["planned", "online", "finished"]
# What a number may be that every reader of JSON keeps exactly.
MOST_DIGITS = 15


class Picture(Output):
    """A picture; `main` is the landscape one, `poster` the portrait."""

    src: str
    type: str


class SizedPicture(Picture):
    """A picture of a streamer; all empty where there is none."""

    size: str


class Stream(Output):
    """A stream; of what it refers to it tells the ids."""

    id: str
    application: str
    name: str
    description: str
    streamer: str | None
    status: Status
    plannedDate: Moment | None  # noqa: N815
    startDate: Moment | None  # noqa: N815
    endDate: Moment | None  # noqa: N815
    previewImages: list[Picture]  # noqa: N815
    products: list[str]
    categories: list[str]
    productFeedIds: list[int]  # noqa: N815


class StreamProduct(Output):
    """A product; those from `price` on are extensions, prices are decimal text."""

    id: str
    name: str
    application: str
    url: str
    previewImages: list[Picture]  # noqa: N815
    price: str | None
    oldPrice: str | None  # noqa: N815
    currency: str
    available: bool | None
    vendorCode: str | None  # noqa: N815
    feedProductId: str | None  # noqa: N815
    feedProductGroupId: str | None  # noqa: N815


class Profile(Output):
    """Who a streamer is."""

    nickname: str
    firstname: str
    lastname: str
    about: str
    banner: SizedPicture
    avatar: SizedPicture


class Streamer(Output):
    """Who shows."""

    id: str
    application: str
    profile: Profile


class StreamCategory(Output):
    """A category; its id is its slug."""

    id: str
    application: str
    name: str


def as_stream(shop: Shop, entry: Entry) -> dict[str, Any]:
    """Spell a stream as `shop` shows it."""
    content = entry.content
    return {
        "id": content.uid,
        "application": shop.slug,
        "name": content.name,
        "description": content.description or "",
        "streamer": entry.seller.uid if entry.seller else None,
        "status": STATES[content.state or NOT_STARTED],
        "plannedDate": moment(content.starts_at),
        "startDate": moment(entry.started_at),
        "endDate": moment(entry.ended_at),
        "previewImages": as_pictures(main=entry.picture_url, poster=entry.portrait_url),
        "products": [each.uid for each in entry.products],
        "categories": [each.slug for each in entry.categories],
        "productFeedIds": [
            int(ref) for each in entry.products if _is_number(ref := each.ref or "")
        ],
    }


def as_product(shop: Shop, product: Product) -> dict[str, Any]:
    """Spell a product of the dictionary."""
    price, offer = product.told_prices
    old = price if offer is not None else None
    return {
        "id": product.uid,
        "name": product.name,
        "application": shop.slug,
        "url": product.url or "",
        "previewImages": as_pictures(main=picture_url(product.picture)),
        "price": text_of(price if offer is None else offer, product.currency),
        "oldPrice": text_of(old, product.currency),
        "currency": product.currency,
        "available": product.available,
        "vendorCode": product.ref,
        "feedProductId": product.ref,
        "feedProductGroupId": None,
    }


def as_streamer(shop: Shop, seller: Seller) -> dict[str, Any]:
    """Spell a seller as who shows; a seller has one name, and it is the nickname."""
    return {
        "id": seller.uid,
        "application": shop.slug,
        "profile": {
            "nickname": seller.name,
            "firstname": "",
            "lastname": "",
            "about": seller.description or "",
            "banner": _sized(None, ""),
            "avatar": _sized(picture_url(seller.picture), "avatar"),
        },
    }


def as_pictures(**addresses: str | None) -> list[dict[str, Any]]:
    """Spell the pictures that there are, by their types."""
    return [{"src": absolute(at), "type": kind} for kind, at in addresses.items() if at]


def _sized(address: str | None, kind: str) -> dict[str, Any]:
    if address is None:
        return {"src": "", "type": "", "size": ""}
    return {"src": absolute(address), "type": kind, "size": "original"}


def _is_number(ref: str) -> bool:
    """Tell whether a reference is a number that would be written the same again."""
    digits = ref.isascii() and ref.isdigit() and len(ref) <= MOST_DIGITS
    return digits and str(int(ref)) == ref
