"""What a page is told to draw: components, their contents and products, spelled for scripts."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from api.content.components import COMPONENTS
from api.links import absolute, player_url
from api.operation import Output
from gateways.storage import files
from models.component_texts import CARD_WORDS, TITLE, spoken
from models.money import text_of
from models.product import SOLD_OUT, Product
from models.shop import Shop
from usecases.deciding import Display, Verdict
from usecases.pictures import picture_url
from usecases.watchables import Watchable

# Components that say none of the words of cards.
PLAIN = ("bubble", "inline", "carousel")


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


def as_display(display: Display, shop: Shop, locale: str | None) -> dict[str, Any]:
    """Spell one component as the shop shows it on a page of a language (None: the shop's own)."""
    placement, collection = display.placement, display.collection
    contents = [as_shown(each) for each in display.contents]
    first = next((each["attributes"]["player_url"] for each in contents), None)
    title = {"title": collection.name} if collection else {}
    look = {**title, **shop.appearance, **(placement.configuration if placement else {})}
    return {
        "id": display.uid,
        "type": "display",
        "attributes": {
            "component": COMPONENTS[display.component],
            "target": placement.target if placement else None,
            "mobile_target": placement.mobile_target if placement else None,
            "configuration": _said(display.component, locale or shop.locale, look, shop.appearance),
        },
        "contents": contents,
        "player_url": first,
        "carousel_url": absolute(f"/embed/collections/{collection.uid}") if collection else None,
    }


def as_panel(verdict: Verdict, ends_at: str | None) -> dict[str, Any]:
    """Spell the panel that tells, in a preview, whether its placement is shown there and why."""
    look = {
        "title": verdict.name,
        "shown": verdict.shown,
        "code": verdict.why,
        "detail": verdict.detail,
        "ends_at": ends_at,
    }
    attributes = {
        "component": "preview",
        "target": {"element": "body", "position": "beforeend", "overwrite": False},
        "mobile_target": None,
        "configuration": look,
    }
    named = {"id": verdict.uid, "type": "preview", "attributes": attributes}
    return {**named, "contents": [], "player_url": None, "carousel_url": None}


def _said(
    component: str, locale: str, look: dict[str, Any], appearance: dict[str, Any]
) -> dict[str, Any]:
    """Choose the texts of one language from a look: its title, and the words of its component."""
    if "texts" not in look:
        return look
    texts = spoken(locale, appearance.get("texts"), look.pop("texts"))
    title = {"title": texts.pop(TITLE)} if TITLE in texts else {}
    if component in PLAIN:
        texts = {word: text for word, text in texts.items() if word not in CARD_WORDS}
    return {**look, **title, **({"texts": texts} if texts else {})}


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
        "products": [as_shown_product(watchable, each) for each in watchable.products],
    }
    if content.state is not None:
        starts = content.starts_at.isoformat(timespec="milliseconds") if content.starts_at else None
        attributes |= {
            "state": content.state,
            "start_date": starts and starts.replace("+00:00", "Z"),
        }
    return {"id": content.uid, "type": content.kind, "attributes": attributes}


def as_shown_product(watchable: Watchable, product: Product) -> dict[str, Any]:
    """Spell a product as pages show it beside a content."""
    price, offer = watchable.told_prices(product)
    stock = watchable.stock(product)
    return {
        "id": product.uid,
        "ref": product.ref,
        "name": product.name,
        "price": text_of(price, product.currency),
        "discount_price": text_of(offer, product.currency),
        "currency": product.currency,
        "in_stock": None if stock is None else stock != SOLD_OUT,
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
