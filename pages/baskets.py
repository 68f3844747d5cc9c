"""/checkout/shops/…/items and /checkout/carts/…: the cart of a shop that has none of its own.

Players add to it and show what it holds; its page tells what it costs, and asks for an address.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app, redirect, request

from models.errors import DomainError, Expired, Invalid, NotFound
from pages.languages import spoken_here
from pages.money import price_text
from pages.texts import N_
from pages.till import anchor_of, as_lines, at, count_mail, gone, private, said, shown
from usecases import codes, shops
from usecases.market import baskets, checkout
from usecases.market.baskets import Basket, BasketFull, SoldElsewhere
from usecases.market.prices import NotForSale
from usecases.market.stock import Short

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
        quantity = _number(sent.get("quantity", "1"))
        basket = baskets.put(basket, sent.get("product", ""), quantity, sent.get("ref", ""))
    except DomainError as error:
        reason = REASONS.get(type(error), "failed")
        message = said(error, language) if isinstance(error, SoldElsewhere) else None
        refused = {"ok": False, "reason": reason, "message": message}
    token, laid = baskets.written(basket), baskets.laid(basket)
    total = price_text(laid.amount, laid.currency, language.locale) if laid.count else None
    held = {"token": token, "till": at("baskets.show", token=token), "count": laid.count}
    told = current_app.json.dumps({**refused, "cart": {**held, "total": total}})
    return private(Response(told, 200 if refused["ok"] else 409, mimetype="application/json"))


@routes.get("/carts/<token>")
def show(token: str) -> Response:
    """Show a cart and ask for an address."""
    return _page(baskets.read(token))


@routes.post("/carts/<token>/items")
def change(token: str) -> Any:
    """Let there be another number of something, and lead to the cart as it is then."""
    basket, sent = baskets.read(token), request.form
    try:
        quantity = _number(sent.get("quantity", ""))
        changed = baskets.change(basket, sent.get("product", ""), quantity)
    except DomainError as error:
        return _page(basket, 409, refused=said(error, spoken_here(basket.shop.locale)))
    token, anchor = baskets.written(changed), anchor_of(sent.get("product", ""))
    return private(redirect(at("baskets.show", token=token, _anchor=anchor), 303))  # type: ignore[arg-type]


@routes.post("/carts/<token>/codes")
def send(token: str) -> Response:
    """Send a code to an address and ask for it; whose address it is, is not told."""
    basket, email = baskets.read(token), request.form.get("email", "").strip()
    language = spoken_here(basket.shop.locale)
    try:
        count_mail()
        codes.ask(basket.shop, email)
    except Invalid:
        return _page(basket, 422, email=email, wrong=language(NO_ADDRESS))
    except DomainError as error:
        return _page(basket, 429, email=email, refused=said(error, language))
    return _page(basket, email=email, sent=True)


@routes.post("/carts/<token>/order")
def order(token: str) -> Any:
    """Let in who has the code, and lead to the order."""
    basket, sent = baskets.read(token), request.form
    email, code = sent.get("email", "").strip(), "".join(sent.get("code", "").split())
    try:
        made = checkout.begin(basket, email, code)
    except DomainError as error:
        wrong = said(error, spoken_here(basket.shop.locale))
        return _page(basket, 422, email=email, sent=True, wrong=wrong)
    return private(redirect(at("orders.show", token=checkout.written(made)), 303))  # type: ignore[arg-type]


def _page(basket: Basket, status: int = 200, **facts: Any) -> Response:
    laid = baskets.laid(basket)
    language = spoken_here(basket.shop.locale)
    return shown(
        "cart.html",
        basket.shop,
        status,
        images=[each.picture_url for each in laid.lines],
        token=baskets.written(basket),
        lines=as_lines(laid.lines, laid.currency, language),
        buyable=any(each.price is not None for each in laid.lines),
        total_text=price_text(laid.amount, laid.currency, language.locale),
        **{"email": "", "sent": False, "wrong": None, "refused": None, **facts},
    )


def _number(text: str) -> int:
    """Read how many; what is no such number is more than anybody may have, and refused."""
    plain = len(text) <= 3 and text.isascii() and text.isdigit()
    return int(text) if plain else baskets.MOST_OF_ONE + 1
