"""/checkout/shops/…/items and /checkout/carts/…: the cart of a shop that has none of its own.

Players add to it and show what it holds; its page tells what it costs, and asks for an address.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from babel.dates import format_timedelta
from flask import Blueprint, Response, current_app, request

from models import clock
from models.errors import DomainError, Expired, Invalid, NotFound
from models.session import BadCode
from models.user import LONGEST_EMAIL
from pages.languages import Language, spoken_here
from pages.money import price_text
from pages.texts import N_
from pages.till import (
    TOLD,
    as_lines,
    at,
    count_mail,
    gone,
    led,
    private,
    said,
    shown,
    told_here,
)
from usecases import codes, shops
from usecases.market import baskets, checkout
from usecases.market.baskets import Basket, BasketFull, Laid, SoldElsewhere
from usecases.market.prices import NotForSale
from usecases.market.stock import Short
from usecases.passes import sealed

routes = Blueprint("baskets", __name__, url_prefix="/checkout")
routes.register_error_handler(NotFound, gone)
routes.register_error_handler(Expired, gone)

NO_ADDRESS = N_("Please enter a whole e-mail address.")
# As players know the reasons for which nothing was added.
REASONS: dict[type[DomainError], str] = {
    NotForSale: "out-of-stock",
    Short: "out-of-stock",
    BasketFull: "limit",
    Invalid: "limit",
}


@routes.post("/shops/<app_id>/items")
def add(app_id: str) -> Response:
    """Put something into the cart that a player holds, and tell the player what it holds then."""
    shop = shops.find_shop(app_id)
    language, sent = spoken_here(shop.locale), request.form
    basket = baskets.of_shop(shop, sent.get("cart", ""))
    refused: dict[str, Any] = {"ok": True, "reason": None, "message": None}
    try:
        # Without a product it is only told what is left.
        if "product" in sent:
            quantity = _number(sent.get("quantity", "1"))
            basket = baskets.put(basket, sent["product"], quantity, sent.get("ref", ""))
    except DomainError as error:
        reason = REASONS.get(type(error), "failed")
        message = said(error, language) if isinstance(error, SoldElsewhere) else None
        refused = {"ok": False, "reason": reason, "message": message}
    cart = _held(basket, baskets.laid(basket), language)
    told = current_app.json.dumps({**refused, "cart": cart})
    return private(Response(told, 200 if refused["ok"] else 409, mimetype="application/json"))


@routes.get("/carts/<token>")
def show(token: str) -> Response:
    """Show a cart, and ask for an address or for its code."""
    basket, told = baskets.read(token), told_here()
    laid = baskets.laid(basket)
    language = spoken_here(basket.shop.locale)
    return shown(
        "cart.html",
        basket.shop,
        images=[each.picture_url for each in laid.lines],
        token=baskets.written(basket),
        lines=as_lines(laid.lines, laid.currency, language),
        buyable=any(each.price is not None for each in laid.lines),
        ordered=basket.ordered,
        held=_held(basket, laid, language),
        total_text=price_text(laid.amount, laid.currency, language.locale),
        # While a code is asked for, it is so after a change, too.
        asked={"told": sealed(TOLD, asked)} if (asked := _asked(told)) else {},
        **{"email": "", "sent": False, "wait": None, "wrong": None, "refused": None, **told},
    )


@routes.post("/carts/<token>/items")
def change(token: str) -> Response:
    """Let there be another number of something, and lead to the cart as it is then."""
    basket, sent, asked = baskets.read(token), request.form, _asked(told_here())
    try:
        quantity = _number(sent.get("quantity", ""))
        changed = baskets.change(basket, sent.get("product", ""), quantity)
    except NotFound:
        raise
    except DomainError as error:
        refused = said(error, spoken_here(basket.shop.locale))
        return led("baskets.show", token, **asked, refused=refused)
    return led("baskets.show", baskets.written(changed), sent.get("product", ""), **asked)


@routes.post("/carts/<token>/codes")
def send(token: str) -> Response:
    """Send a code to an address and ask for it; whose address it is, is not told."""
    basket, email = baskets.read(token), request.form.get("email", "").strip()[:LONGEST_EMAIL]
    language = spoken_here(basket.shop.locale)
    try:
        count_mail()
        asked = codes.ask(basket.shop, email)
    except Invalid:
        return led("baskets.show", token, email=email, wrong=language(NO_ADDRESS))
    except DomainError as error:
        return led("baskets.show", token, email=email, refused=said(error, language))
    late = {} if asked.sent else {"wait": _until(asked.next_at, language)}
    return led("baskets.show", token, email=email, sent=True, **late)


@routes.post("/carts/<token>/order")
def order(token: str) -> Response:
    """Let in who has the code, and lead to the order."""
    basket, sent = baskets.read(token), request.form
    email = sent.get("email", "").strip()[:LONGEST_EMAIL]
    try:
        made = checkout.begin(basket, email, "".join(sent.get("code", "").split()))
    except DomainError as error:
        words = said(error, spoken_here(basket.shop.locale))
        where = "wrong" if isinstance(error, BadCode) else "refused"
        return led("baskets.show", token, email=email, sent=True, **{where: words})
    return led("orders.show", checkout.written(made))


def _held(basket: Basket, laid: Laid, language: Language) -> dict[str, Any]:
    """Spell a cart as players hold it."""
    token = baskets.written(basket)
    return {
        "token": token,
        "till": at("baskets.show", token=token),
        "count": laid.count,
        "total": price_text(laid.amount, laid.currency, language.locale) if laid.count else None,
        "changed_ms": basket.changed_ms,
    }


def _asked(told: dict[str, Any]) -> dict[str, Any]:
    """Give what is to be told further on: to whom a code was sent."""
    return {"email": told["email"], "sent": True} if told.get("sent") else {}


def _until(moment: datetime, language: Language) -> str:
    """Say how long it is until a moment: `20 seconds`."""
    left = max(moment - clock.now(), timedelta(seconds=1))
    return format_timedelta(left, threshold=1, locale=language.locale)


def _number(text: str) -> int:
    """Read how many; what is no such number is more than anybody may have, and refused."""
    plain = len(text) <= 3 and text.isascii() and text.isdigit()
    return int(text) if plain else baskets.MOST_OF_ONE + 1
