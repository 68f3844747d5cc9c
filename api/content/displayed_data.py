"""`/api/v1/displayed_data`: what is displayed on a shop's page; the script and servers ask this."""

from __future__ import annotations

from typing import Any

import orjson
from flask import Blueprint, Response, current_app, request
from pydantic import Field

from api.auth import APP_ID_HEADERS, KEY_HEADERS, enter_by_key, sent_header, shop
from api.body import Input
from api.content.components import COMPONENTS
from api.content.freshness import dressed
from api.operation import Output, operation
from gateways.storage import files
from models.errors import Forbidden, Unauthorized
from models.money import text_of
from models.product import Product
from models.shop import Shop, UnknownApp
from usecases import displays, shops
from usecases.deciding import Decision, Display, Verdict
from usecases.pictures import picture_url
from usecases.watchables import Watchable

routes = Blueprint("displayed_data", __name__)


class OriginNotAllowed(Forbidden):
    """The page asking is not one of the shop's."""

    code = "origin-not-allowed"


class NoOrigin(Unauthorized):
    """Neither a shop's page nor a shop's server."""

    code = "no-credentials"


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


class Explanation(Output):
    """Why a thing is shown or not."""

    id: str
    type: str
    name: str
    shown: bool
    code: str
    detail: str


class Explained(Output):
    """The answer to `explain=1`: what is displayed, and the reason for everything looked at."""

    data: list[Displayed]
    explanation: list[Explanation]


class Asked(Input):
    """A page: by `product_ref` or by `url`."""

    product_ref: str | None = Field(
        None, description="The product the page shows (SKU).", examples=["SKU-1"]
    )
    url: str | None = Field(None, description="The page's address.")
    page: str | None = Field(None, description="The page's address beside a product_ref.")
    locale: str | None = Field(None, description="The page's language (BCP 47).")
    app_id: str | None = Field(None, description="The shop, when a shop's page asks.")
    APP_ID: str | None = Field(None, description="Another spelling of app_id.")
    explain: bool | int = Field(
        False, description="With a key: say why each thing is shown or not."
    )


@routes.get("")
@operation(
    "Get displayed data",
    query=Asked,
    answer=list[Displayed] | Explained,
    scope=None,
    key_optional=True,
    errors=(OriginNotAllowed, NoOrigin, UnknownApp),
)
def show(query: Asked) -> Response:
    """Tell what is displayed on a page, by product reference or by address.

    Two callers: a shop's page (public app id, from one of the shop's allowed origins) and a
    shop's server (both credentials, any page).
    """
    asked = displays.read_page(query.product_ref, query.url, query.page, query.locale)
    if sent_header(KEY_HEADERS):
        enter_by_key("content.read")
        if query.explain:
            return _explained(displays.explained(shop(), asked))
        return dressed(spell(shop(), displays.displayed(shop(), asked)), "")
    app_id = query.app_id or query.APP_ID or sent_header(APP_ID_HEADERS)
    asking, origin = allowed_shop(app_id, request.headers.get("Origin"))
    return dressed(spell(asking, displays.displayed(asking, asked)), origin)


@routes.after_request
def let_pages_read_refusals(response: Response) -> Response:
    """Let the script read why it was refused, to say it in the console."""
    if response.status_code >= 400:
        response.headers.setdefault("Access-Control-Allow-Origin", "*")
    return response


def allowed_shop(app_id: str, origin: str | None) -> tuple[Shop, str]:
    """Let a page in by public app id and origin, or raise."""
    if not app_id or origin is None:
        raise NoOrigin("send App-Id and Api-Key, or ask from a page of the shop with its app_id")
    asking = shops.find_shop(app_id)
    if not asking.allows(origin):
        raise OriginNotAllowed(f"{origin} is not among the shop's allowed origins; add it there")
    return asking, origin


def spell(asking: Shop, decision: Decision) -> bytes:
    """Spell what is shown: a bare array."""
    return orjson.dumps(_displays(asking, decision))


def as_display(display: Display, appearance: dict[str, Any]) -> dict[str, Any]:
    """Spell one component."""
    placement = display.placement
    contents = [as_shown(each) for each in display.contents]
    first = next((each["attributes"]["player_url"] for each in contents), None)
    collection = placement.collection if placement and placement.collection_id else None
    return {
        "id": placement.uid if placement else f"automatic-{display.component}",
        "type": "display",
        "attributes": {
            "component": COMPONENTS[display.component],
            "target": placement.target if placement else None,
            "mobile_target": placement.mobile_target if placement else None,
            "configuration": {**appearance, **(placement.configuration if placement else {})},
        },
        "contents": contents,
        "player_url": first,
        "carousel_url": _absolute(f"/embed/collections/{collection.uid}") if collection else None,
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
        "player_url": _absolute(f"/embed/videos/{content.uid}") if asset else None,
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
        "discount_price": text_of(product.discount_amount, product.currency),
        "currency": product.currency,
        "in_stock": product.in_stock,
        "thumbnail_url": _picture(product.picture, 160),
        "url": product.url,
    }


def _displays(asking: Shop, decision: Decision) -> list[dict[str, Any]]:
    return [as_display(each, asking.appearance) for each in decision.displays]


def _explained(decision: Decision) -> Response:
    content = {
        "data": _displays(shop(), decision),
        "explanation": [_reason(each) for each in decision.verdicts],
    }
    return Response(
        orjson.dumps(content), mimetype="application/json", headers={"Cache-Control": "no-store"}
    )


def _reason(verdict: Verdict) -> dict[str, Any]:
    return {
        "id": verdict.uid,
        "type": verdict.kind,
        "name": verdict.name,
        "shown": verdict.shown,
        "code": verdict.why,
        "detail": verdict.detail,
    }


def _picture(key: str | None, width: int) -> str | None:
    path = picture_url(key, width)
    return _absolute(path) if path else None


def _poster(watchable: Watchable) -> str | None:
    own = _picture(watchable.content.thumbnail, 640)
    if own or watchable.asset is None:
        return own
    posters = watchable.asset.files.get("posters", [])
    fit = [each for each in posters if each["type"] == "image/webp" and each["width"] <= 640]
    best = max(fit or posters, key=lambda each: each["width"], default=None)
    return _absolute(files().url(f"{watchable.asset.folder}/{best['file']}")) if best else None


def _file(watchable: Watchable, name: str) -> str | None:
    asset = watchable.asset
    if asset is None or not asset.files.get(name):
        return None
    return _absolute(files().url(f"{asset.folder}/{asset.files[name]}"))


def _absolute(path: str) -> str:
    public: str = current_app.config["PUBLIC_URL"]
    return path if "://" in path else public + path
