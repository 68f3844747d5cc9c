"""What is told of a stream and of what it refers to; `streams.py` says when."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import ConfigDict

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
# A stream, and what it refers to, in examples.
SAMPLE = "5d1c0f2ab6f84f0e9d3f7c1a2b3c4d5e"
STREAMER, PRODUCT = "0f6b1c3d5e7f4a2b8c9d0e1f2a3b4c5d", "7e8f90a1b2c3d4e5f60718293a4b5c6d"
# What a number may be that every reader of JSON keeps exactly.
MOST_DIGITS = 15


def shown(example: dict[str, Any]) -> ConfigDict:
    """Give a shape an example for the description."""
    return ConfigDict(json_schema_extra={"examples": [example]})


class Picture(Output):
    """A picture; `main` is the landscape one, `poster` the portrait."""

    model_config = shown({"src": "https://vitrine.example/media/main.webp", "type": "main"})

    src: str
    type: str


class SizedPicture(Picture):
    """A picture of a streamer; all empty where there is none."""

    size: str


class Stream(Output):
    """A stream; of what it refers to it tells the ids."""

    model_config = shown(
        {
            "id": SAMPLE,
            "application": "larch",
            "name": "How to: a braid that lasts",
            "description": "",
            "streamer": STREAMER,
            "status": "finished",
            "plannedDate": "2023-09-27T12:00:00Z",
            "startDate": "2023-09-26T12:00:29Z",
            "endDate": "2023-09-26T12:58:59Z",
            "previewImages": [{"src": "https://vitrine.example/media/main.webp", "type": "main"}],
            "products": [PRODUCT],
            "categories": ["care"],
            "productFeedIds": [183966],
        }
    )

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

    model_config = shown(
        {
            "id": PRODUCT,
            "name": "Hair oil",
            "application": "larch",
            "url": "https://shop.example/p/183966",
            "previewImages": [{"src": "https://vitrine.example/media/oil.webp", "type": "main"}],
            "price": "15.00",
            "oldPrice": "20.00",
            "currency": "EUR",
            "available": True,
            "vendorCode": "183966",
            "feedProductId": "183966",
            "feedProductGroupId": None,
        }
    )

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

    model_config = shown(
        {
            "id": STREAMER,
            "application": "larch",
            "profile": {
                "nickname": "Larch & Co",
                "firstname": "",
                "lastname": "",
                "about": "Wood and wool.",
                "banner": {"src": "", "type": "", "size": ""},
                "avatar": {
                    "src": "https://vitrine.example/media/larch.webp",
                    "type": "avatar",
                    "size": "original",
                },
            },
        }
    )

    id: str
    application: str
    profile: Profile


class StreamCategory(Output):
    """A category; its id is its slug."""

    model_config = shown({"id": "care", "application": "larch", "name": "Care"})

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


def as_product(shop: Shop, product: Product, season: int | None) -> dict[str, Any]:
    """Spell a product of the dictionary; `season`: what it costs in the season that holds now."""
    price, offer = product.told_prices(season)
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
