"""What a page is told to draw: components, their contents and products, spelled for scripts."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from api.content.components import COMPONENTS
from api.links import absolute, player_url
from api.operation import Output
from gateways.storage import files
from models.money import text_of
from models.product import Product
from usecases.deciding import Display
from usecases.pictures import picture_url
from usecases.watchables import Watchable


class Target(Output):
    """Where in the page a component stands."""

    element: str = Field(examples=["#gallery"])
    position: str = "afterend"
    overwrite: bool = False


class DisplayAttributes(Output):
    """What is drawn, where, how."""

    component: str = Field(examples=["embed"])
    target: Target | None
    mobile_target: Target | None
    configuration: dict[str, Any] = Field(examples=[{"title": "Seen in motion"}])


class ShownProduct(Output):
    """A product as a page shows it."""

    id: str = Field(examples=["5d1c0f2ab6f84f0e9d3f7c1a2b3c4d5e"])
    ref: str | None = Field(examples=["SKU-1"])
    name: str = Field(examples=["Field jacket"])
    price: str | None = Field(examples=["129.00"])
    discount_price: str | None = Field(examples=["99.00"])
    currency: str = Field(examples=["EUR"])
    in_stock: bool | None
    thumbnail_url: str | None = Field(
        examples=["https://vitrine.example/media/pictures/9c2e/160.webp"]
    )
    url: str | None = Field(examples=["https://shop.example/p/field-jacket"])


class ShownAttributes(Output):
    """A content as a page shows it; `player_url` null: nothing plays yet."""

    name: str = Field(examples=["Rain test"])
    duration: float | None = Field(examples=[6.2])
    width: int | None = Field(examples=[1280])
    height: int | None = Field(examples=[720])
    thumbnail_url: str | None = Field(
        examples=["https://vitrine.example/media/videos/9c2e/poster-640.webp"]
    )
    preview_url: str | None = Field(
        examples=["https://vitrine.example/media/videos/9c2e/preview.mp4"]
    )
    player_url: str | None = Field(examples=["https://vitrine.example/embed/videos/3f0a"])
    state: str | None = Field(None, examples=[None])
    start_date: str | None = Field(None, examples=[None])
    products: list[ShownProduct]


class ShownContent(Output):
    """One content of a component."""

    id: str = Field(examples=["3f0a"])
    type: str = Field(examples=["video"])
    attributes: ShownAttributes


class Displayed(Output):
    """One component displayed on the page."""

    id: str = Field(examples=["5d1c0f2ab6f84f0e9d3f7c1a2b3c4d5e"])
    type: str = Field(examples=["display"])
    attributes: DisplayAttributes
    contents: list[ShownContent]
    player_url: str | None = Field(examples=["https://vitrine.example/embed/videos/3f0a"])
    carousel_url: str | None = Field(examples=[None])


def as_display(display: Display, appearance: dict[str, Any]) -> dict[str, Any]:
    """Spell one component."""
    placement, collection = display.placement, display.collection
    contents = [as_shown(each) for each in display.contents]
    first = next((each["attributes"]["player_url"] for each in contents), None)
    title = {"title": collection.name} if collection else {}
    own = placement.configuration if placement else {}
    return {
        "id": display.uid,
        "type": "display",
        "attributes": {
            "component": COMPONENTS[display.component],
            "target": placement.target if placement else None,
            "mobile_target": placement.mobile_target if placement else None,
            "configuration": {**title, **appearance, **own},
        },
        "contents": contents,
        "player_url": first,
        "carousel_url": absolute(f"/embed/collections/{collection.uid}") if collection else None,
    }


def as_shown(watchable: Watchable) -> dict[str, Any]:
    """Spell a content as pages show it."""
    content, asset = watchable.content, watchable.asset
    attributes: dict[str, Any] = {
        "name": content.name,
        "duration": asset.duration_ms / 1000 if asset and asset.duration_ms else None,
        "width": asset.width if asset else None,
        "height": asset.height if asset else None,
        "thumbnail_url": _poster(watchable),
        "preview_url": _file(watchable, "preview"),
        "player_url": player_url(content, watchable.borrower) if watchable.showable else None,
        "products": [as_shown_product(each) for each in watchable.products],
    }
    if content.state is not None:
        starts = content.starts_at.isoformat(timespec="milliseconds") if content.starts_at else None
        attributes |= {
            "state": content.state,
            "start_date": starts and starts.replace("+00:00", "Z"),
        }
    return {"id": content.uid, "type": content.kind, "attributes": attributes}


def as_shown_product(product: Product) -> dict[str, Any]:
    """Spell a product as pages show it."""
    return {
        "id": product.uid,
        "ref": product.ref,
        "name": product.name,
        "price": text_of(product.price_amount, product.currency),
        "discount_price": text_of(product.offer_amount, product.currency),
        "currency": product.currency,
        "in_stock": product.available,
        "thumbnail_url": absolute(picture_url(product.picture, 160)),
        "url": product.url,
    }


def _poster(watchable: Watchable) -> str | None:
    own = absolute(picture_url(watchable.content.thumbnail, 640))
    if own or watchable.asset is None:
        return own
    posters = watchable.asset.files.get("posters", [])
    fit = [each for each in posters if each["type"] == "image/webp" and each["width"] <= 640]
    best = max(fit or posters, key=lambda each: each["width"], default=None)
    return absolute(files().url(f"{watchable.asset.folder}/{best['file']}")) if best else None


def _file(watchable: Watchable, name: str) -> str | None:
    asset = watchable.asset
    if asset is None or not asset.files.get(name):
        return None
    return absolute(files().url(f"{asset.folder}/{asset.files[name]}"))
