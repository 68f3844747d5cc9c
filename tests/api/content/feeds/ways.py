"""A shop's catalogue as its web server gives it, and how it is taken on."""

from __future__ import annotations

from typing import Any

from tests.api.content.conftest import Caller
from tests.serving import Site

HEAD = "id,title,description,link,image_link,price,sale_price,gtin,availability,seller_id\n"
JACKET = (
    "SKU-1,Field jacket,Waxed,https://shop.example/p/1,{picture},129.00 EUR,99.00 EUR,"
    "4006381333931,in stock,\n"
)


def jacket(site: Site, row: str = JACKET, more: str = "") -> None:
    """Let the feed have a jacket, and more rows."""
    site.pages["/feed.csv"] = (HEAD + row.format(picture=site.url("/1.jpg")) + more).encode()


def many(count: int) -> bytes:
    """A feed of so many items."""
    return ("id,title,price\n" + "".join(f"SKU-{n},Item {n},5\n" for n in range(count))).encode()


def taken_on(caller: Caller, site: Site, path: str = "/feed.csv", **more: Any) -> Any:
    """Take a feed on; answer its id and attributes."""
    made = caller.post("/feeds", {"url": site.url(path), **more})
    assert made.status_code == 201, made.json
    return made.json["data"]["id"], made.json["data"]["attributes"]
