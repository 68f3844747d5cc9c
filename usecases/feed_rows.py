"""Feed rows: what the columns of a catalogue mean, read strictly, as facts of a product.

A row without a reference, a name or a readable price is refused with a reason; a slip in a lesser
field (a GTIN, the address of a picture) leaves that field out and is told all the same.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

import orjson

from models import clock
from models.address import read_address
from models.errors import Invalid
from models.money import read_price

# The first of these columns that a row has counts.
COLUMNS = {
    "ref": ("reference", "ref", "sku", "id", "offer_id"),
    "name": ("title", "name"),
    "description": ("description", "long_description", "short_description", "summary"),
    "url": ("link", "url", "product_url"),
    "picture": ("image_link", "default_picture_url", "image_url", "picture", "image", "thumbnail"),
    "ean": ("gtin", "ean", "barcode"),
    "price": ("price",),
    "discount": ("sale_price", "discount_price"),
    "between": ("sale_price_effective_date",),
    "currency": ("currency",),
    "available": ("availability", "is_available", "in_stock", "available"),
    "quantity": ("quantity_available", "quantity", "inventory"),
    "seller": ("external_seller_id", "seller_id"),
}
YES = {"in_stock", "instock", "true", "yes", "1", "y", "available", "limited_availability"}
NO = {"out_of_stock", "outofstock", "false", "no", "0", "n", "sold_out", "discontinued"}
# Not in the shop yet, but to be had: nothing is said about the stock.
OPEN = {"preorder", "pre_order", "backorder", "back_order"}
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
LONGEST = {"ref": 200, "name": 500, "seller": 200, "url": 2048, "picture": 2048}
LONGEST_DESCRIPTION = 20_000
GTIN = re.compile(r"(\d{8}|\d{12}|\d{13}|\d{14})", re.ASCII)
MOST_PIECES = 2_000_000_000


@dataclass(frozen=True)
class Reading:
    """By what a feed is read: currency and language of bare prices, the shop's front, a seller."""

    currency: str
    locale: str
    site: str | None = None
    seller: str = ""


@dataclass(frozen=True)
class Item:
    """A row as it is kept; `facts` is JSON, `slips` what was left out of it."""

    ref: str
    seller: str
    facts: bytes
    digest: int
    slips: tuple[str, ...] = ()


class Unfit(Exception):
    """The row is not a product; the message says why."""


def read_row(fields: dict[str, str], reading: Reading) -> Item:
    """Read a row as an item; raises `Unfit`."""
    told = {house: _told(fields, names) for house, names in COLUMNS.items()}
    for needed in ("ref", "name"):
        if not told[needed]:
            raise Unfit(f"has no {needed}: one of the columns {', '.join(COLUMNS[needed])}")
    for name, most in LONGEST.items():
        if len(told[name]) > most:
            raise Unfit(f"its {name} has more than {most:,} letters")
    slips: list[str] = []
    price, discount, currency = _prices(told, reading, slips)
    facts: dict[str, Any] = {
        "name": told["name"],
        "description": _description(told["description"], slips),
        "url": _url(told, fields, reading),
        "ean": _ean(told["ean"], slips),
        "price_amount": price,
        "discount_amount": discount,
        "currency": currency,
        "in_stock": _stock(told["available"], slips),
        "quantity": _quantity(told["quantity"], slips),
        "picture": _picture(told["picture"], reading, slips),
    }
    packed = orjson.dumps(facts)
    digest = int.from_bytes(hashlib.blake2b(packed, digest_size=8).digest(), "big", signed=True)
    return Item(told["ref"], told["seller"] or reading.seller, packed, digest, tuple(slips))


def _told(fields: dict[str, str], names: tuple[str, ...]) -> str:
    text = next((fields[name] for name in names if fields.get(name)), "")
    return (text if text.isprintable() else CONTROLS.sub("", text)).strip()


def _prices(
    told: dict[str, str], reading: Reading, slips: list[str]
) -> tuple[int | None, int | None, str]:
    currency = told["currency"].upper() or reading.currency
    if not told["price"]:
        return None, None, reading.currency
    try:
        price, code = read_price(told["price"] + _own(told, "price"), currency, reading.locale)
        if not told["discount"] or not _lasts(told["between"]):
            return price, None, code
        discount, other = read_price(told["discount"], code, reading.locale)
    except ValueError as error:
        raise Unfit(str(error)) from None
    if other != code:
        raise Unfit(f"its price is in {code} and its sale price in {other}")
    if discount > price:
        slips.append("the sale price is above the price and was left out")
        return price, None, code
    return price, discount if discount < price else None, code


def _own(told: dict[str, str], name: str) -> str:
    # A column of its own for the currency is checked like a code behind the number.
    bare = told["currency"] and not re.search(r"[A-Za-z€£¥$]", told[name])
    return f" {told['currency'].upper()}" if bare else ""


def _lasts(between: str) -> bool:
    """Tell whether a sale is on now: `2026-06-01T00:00+02:00/2026-06-15T00:00+02:00`."""
    if not between:
        return True
    begin, _, end = between.partition("/")
    try:
        first, last = (datetime.fromisoformat(each.strip()) for each in (begin, end))
    except ValueError:
        raise ValueError(f"the time of the sale {between[:60]!r} cannot be read") from None
    # A time without a zone is taken for UTC.
    return _in_zone(first) <= clock.now() < _in_zone(last)


def _in_zone(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _description(text: str, slips: list[str]) -> str | None:
    if len(text) > LONGEST_DESCRIPTION:
        slips.append(f"the description was cut at {LONGEST_DESCRIPTION:,} letters")
    return text[:LONGEST_DESCRIPTION] or None


def _url(told: dict[str, str], fields: dict[str, str], reading: Reading) -> str | None:
    text = told["url"]
    if not text and reading.site and fields.get("shopify_path"):
        text = urljoin(reading.site, fields["shopify_path"])
    if not text:
        return None
    try:
        read_address(text, "url")
    except Invalid as error:
        raise Unfit(f"its address: {error.problems[0].why}") from None
    if "*" in text:
        raise Unfit("its address has a star in it")
    return text


def _ean(text: str, slips: list[str]) -> str | None:
    if not text or GTIN.fullmatch(text):
        return text or None
    slips.append(f"the GTIN {text[:40]!r} was left out: it has 8, 12, 13 or 14 digits")
    return None


def _stock(text: str, slips: list[str]) -> bool | None:
    word = re.sub(r"[\s\-]+", "_", text.rpartition("/")[2].strip().lower())
    if word in YES:
        return True
    if word in NO:
        return False
    if word and word not in OPEN:
        slips.append(f"the availability {text[:40]!r} is not known")
    return None


def _quantity(text: str, slips: list[str]) -> int | None:
    if not text:
        return None
    if re.fullmatch(r"-?\d{1,12}(\.0+)?", text, re.ASCII):
        # Some stores count what is sold beyond their stock below zero.
        return min(MOST_PIECES, max(0, int(text.partition(".")[0])))
    slips.append(f"the quantity {text[:40]!r} is no whole number")
    return None


def _picture(text: str, reading: Reading, slips: list[str]) -> str | None:
    if text.startswith("//"):
        text = f"https:{text}"
    if not text or text.startswith(("https://", "http://")):
        return text or None
    slips.append("the picture's address does not begin with https://")
    return None
