"""`/api/v1/displayed_data`: what is displayed on a shop's page; the script and servers ask this."""

from __future__ import annotations

from typing import Any, Literal

import orjson
from flask import Blueprint, Response, current_app, request
from pydantic import Field

from api.auth import APP_ID_HEADERS, KEY_HEADERS, enter_by_key, sent_header, shop
from api.body import Input
from api.content.envelope import moment
from api.content.freshness import dressed
from api.content.shown import Displayed, as_display, as_panel
from api.fields import Filter
from api.operation import Output, operation
from api.origins import NoOrigin, OriginNotAllowed, allowed_shop
from models.asset import NotReady
from models.errors import NotFound
from models.seller import ShopDecides
from models.shop import Shop, UnknownApp
from usecases import displays, elements, previews, shops
from usecases.deciding import Decision, Display, Verdict
from usecases.previews import Preview, PreviewOver

routes = Blueprint("displayed_data", __name__)
APP_ID = "Jr3T9x1bQ0c2Zk8mVn5sLw7yHd4gFa6eUi0oPp2qRt8"


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
    seller_id: Filter | None = Field(
        None,
        description="A seller by its `external_id`: only that seller's contents count. Beside a"
        " `url` they count wherever they are placed, but where they are excluded.",
        examples=["S-7"],
    )
    app_id: str | None = Field(
        None, description="The shop, when a shop's page asks.", examples=[APP_ID]
    )
    APP_ID: str | None = Field(None, description="Another spelling of app_id.")
    explain: bool | Literal[0, 1] = Field(
        False, description="With a key: say why each thing is shown or not."
    )


class AskedByElement(Input):
    """An element of a shop's page asks for what it names."""

    app_id: str = Field(description="The shop.", examples=[APP_ID])
    locale: str | None = Field(None, description="The page's language (BCP 47).")


@routes.get("")
@operation(
    "Get displayed data",
    query=Asked,
    answer=list[Displayed] | Explained,
    scope=None,
    counted=False,
    by_page=True,
    key_optional=True,
    errors=(OriginNotAllowed, NoOrigin, UnknownApp, ShopDecides, PreviewOver),
)
def show(query: Asked) -> Response:
    """Tell what is displayed on a page, by product reference or by address.

    Two callers: a shop's page (public app id, from one of the shop's allowed origins) and a
    shop's server (both credentials, any page). An address that ends with the mark of a preview
    is told what that would show, and why (`/placements/<uid>/preview`).
    """
    asked = displays.read_page(
        query.product_ref, query.url, query.page, query.locale, query.seller_id
    )
    if sent_header(KEY_HEADERS):
        enter_by_key("content.read")
        if query.explain:
            return _explained(displays.explained(shop(), asked), asked.locale)
        return dressed(spell(shop(), displays.displayed(shop(), asked), asked.locale), "")
    app_id = query.app_id or query.APP_ID or sent_header(APP_ID_HEADERS)
    asking, origin = allowed_shop(app_id, request.headers.get("Origin"))
    if preview := previews.asked(asking, query.url or query.page):
        return _tried(asking, preview, asked, origin)
    return dressed(spell(asking, displays.displayed(asking, asked), asked.locale), origin)


@routes.get("/videos/<uid>")
@operation(
    "Get one video or live to display",
    query=AskedByElement,
    answer=Displayed,
    scope=None,
    counted=False,
    by_page=True,
    errors=(OriginNotAllowed, NoOrigin, UnknownApp, NotFound, NotReady),
)
def video(uid: str, query: AskedByElement) -> Response:
    """Tell how to draw one video or live, for an element that a page places by hand (extension)."""
    asking, origin = _by_element(query)
    return _for_element(asking, elements.video(asking, uid), query.locale, origin)


@routes.get("/live")
@operation(
    "Get the live that is on, next or last",
    query=AskedByElement,
    answer=Displayed,
    scope=None,
    counted=False,
    by_page=True,
    errors=(OriginNotAllowed, NoOrigin, UnknownApp, NotFound),
)
def live(query: AskedByElement) -> Response:
    """Tell how to draw the live on air, else the next one, else the newest replay (extension)."""
    asking, origin = _by_element(query)
    return _for_element(asking, elements.live(asking), query.locale, origin)


@routes.get("/collections/<uid>")
@operation(
    "Get one collection to display",
    query=AskedByElement,
    answer=Displayed,
    scope=None,
    counted=False,
    by_page=True,
    errors=(OriginNotAllowed, NoOrigin, UnknownApp, NotFound),
)
def collection(uid: str, query: AskedByElement) -> Response:
    """Tell how to draw one collection, for an element that a page places by hand (extension)."""
    asking, origin = _by_element(query)
    return _for_element(asking, elements.collection(asking, uid), query.locale, origin)


@routes.after_request
def let_pages_read_refusals(response: Response) -> Response:
    """Let the script read why it was refused, to say it in the console."""
    if response.status_code >= 400:
        response.headers.setdefault("Access-Control-Allow-Origin", "*")
    return response


def _by_element(query: AskedByElement) -> tuple[Shop, str]:
    """Let a page of the shop in, or our playground, whose browser names no origin to its own."""
    own = str(current_app.config["PUBLIC_URL"])
    if "Origin" not in request.headers and (request.referrer or "").startswith(f"{own}/"):
        return shops.find_shop(query.app_id), own
    return allowed_shop(query.app_id, request.headers.get("Origin"))


def spell(asking: Shop, decision: Decision, locale: str | None) -> bytes:
    """Spell what is shown: a bare array."""
    return orjson.dumps(_displays(asking, decision, locale))


def _displays(asking: Shop, decision: Decision, locale: str | None) -> list[dict[str, Any]]:
    return [as_display(each, asking, locale) for each in decision.displays]


def _tried(asking: Shop, preview: Preview, asked: displays.Page, origin: str) -> Response:
    decision, verdict = previews.tried(asking, asked, preview.placement)
    panel = as_panel(verdict, moment(preview.ends_at))
    content = orjson.dumps([panel, *_displays(asking, decision, asked.locale)])
    headers = {
        "Access-Control-Allow-Origin": origin,
        "Cache-Control": "no-store",
        "Vary": "Origin",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(content, mimetype="application/json", headers=headers)


def _for_element(asking: Shop, display: Display, locale: str | None, origin: str) -> Response:
    return dressed(orjson.dumps(as_display(display, asking, locale)), origin)


def _explained(decision: Decision, locale: str | None) -> Response:
    content = {
        "data": _displays(shop(), decision, locale),
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
