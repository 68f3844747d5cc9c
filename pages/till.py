"""What the pages of the checkout share: how goods are spelled, what is said of refusals, headers.

They are pages of their own tab: nobody frames them, nothing of them is kept, and since all that
opens them stands in their address, they need no cookie and no other page can act in them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Response, current_app, redirect, request, url_for

from models.base import UID
from models.contract import (
    PaymentRefused,
    PriceChanged,
    ProviderSilent,
    Unbalanced,
    WrongStatus,
)
from models.errors import DomainError
from models.meter import TooManyRequests
from models.session import BadCode
from models.shop import Shop
from models.subscription import LimitReached
from pages.languages import Language, spoken_here
from pages.money import price_text
from pages.notices import Notice
from pages.policy import new_nonce, page_policy
from pages.rendering import page
from pages.texts import N_
from usecases.market.baskets import BasketFull, Line, SoldElsewhere
from usecases.market.checkout import OrderExpired
from usecases.market.payees import CannotBePaid
from usecases.market.prices import NotForSale
from usecases.market.recipients import NoRecipient
from usecases.market.settling import NoWayToPay
from usecases.market.stock import Short
from usecases.passes import network_of, sealed, unsealed

# Looked up along the class hierarchy.
SAID: dict[type[DomainError], str] = {
    BadCode: N_("This code is wrong or no longer good. Look again, or have another one sent."),
    BasketFull: N_("Your cart is full."),
    NotForSale: N_("This is sold out. Please take it out, then go on."),
    LimitReached: N_("{name} cannot be bought any more. Please take it out, then go on."),
    Short: N_("There are not that many left. Please order fewer."),
    SoldElsewhere: N_("This is sold on the product's own page."),
    PriceChanged: N_("The price has changed meanwhile. Please look at it, then pay."),
    NoRecipient: N_("Please say first where this goes."),
    NoWayToPay: N_("Please enter a card to pay with."),
    Unbalanced: N_("This is too small a sum to be paid by card."),
    CannotBePaid: N_("The seller is not ready to be paid yet. Nothing was charged."),
    WrongStatus: N_("This order cannot be changed any more."),
    ProviderSilent: N_("The payment could not be confirmed yet. You are charged at most once."),
    TooManyRequests: N_("This was asked too often. Please wait a minute."),
    PaymentRefused: N_("Your card was declined. Nothing was charged. Please try another card."),
    DomainError: N_("This did not work. Please try again."),
}
# What what is told after something was sent is signed for.
TOLD = "vitrine told"
# By the provider's own words, where they tell more.
DECLINED = {
    "insufficient_funds": N_(
        "There is not enough money on this card. Nothing was charged. Please try another card."
    ),
    "incorrect_number": N_("This is not the number of a test card."),
    "expired_card": N_("This card has expired. Please try another card."),
}


def said(error: DomainError, language: Language) -> str:
    """Say to a buyer why something was refused."""
    if isinstance(error, PaymentRefused):
        told = DECLINED.get(error.decline_code or "") or DECLINED.get(error.provider_code or "")
        if told:
            return language(told)
    text = language(next(SAID[kind] for kind in type(error).__mro__ if kind in SAID))
    return text.format(name=error.name) if isinstance(error, LimitReached) else text


def as_lines(lines: Iterable[Line], currency: str, language: Language) -> list[dict[str, Any]]:
    """Spell what is bought."""
    return [
        {
            "uid": each.uid,
            "name": each.name,
            "quantity": each.quantity,
            "picture_url": each.picture_url,
            "left": each.left,
            "each_text": price_text(each.price, currency, language.locale),
            "price_text": each.price is not None
            and price_text(each.amount, currency, language.locale),
        }
        for each in lines
    ]


def led(endpoint: str, token: str, line: str | None = None, **told: Any) -> Response:
    """Lead on to a page that tells what came of what was sent.

    So every page can be loaded again and gone back to, and nothing is sent a second time by that.
    What is told stands in the address, signed, since there are no cookies.
    """
    word = {"told": sealed(TOLD, told)} if told else {}
    address = at(endpoint, token=token, _anchor=anchor_of(line), **word)
    return private(redirect(address, 303))  # type: ignore[arg-type]


def told_here() -> dict[str, Any]:
    """Read what the address says of what was sent before; nothing where it is not from us."""
    said = unsealed(TOLD, request.args.get("told", ""))
    return said if isinstance(said, dict) else {}


def anchor_of(line: str | None) -> str | None:
    """Name the line that was changed: the page is read on from there, by keyboard too."""
    return f"line-{line}" if line and UID.fullmatch(line) else None


def at(endpoint: str, **named: Any) -> str:
    """Give the address of a page of ours in the language that was asked for."""
    asked: dict[str, Any] = {"lang": request.args["lang"]} if "lang" in request.args else {}
    return url_for(f"pages.{endpoint}", **asked, **named)


def shown(
    template: str, shop: Shop, status: int = 200, *, images: Iterable[Any] = (), **facts: Any
) -> Response:
    """Render a page of the checkout, which nobody keeps, frames or is told the address of."""
    nonce = new_nonce()
    language = spoken_here(shop.locale)
    answer = page(f"checkout/{template}", language, status, shop=shop, nonce=nonce, at=at, **facts)
    answer.headers["Content-Security-Policy"] = page_policy(nonce, [], images, [])
    return private(answer)


def gone(error: DomainError) -> Response:
    """Say that a cart or an order cannot be opened, and what would help."""
    language = spoken_here()
    late = isinstance(error, OrderExpired)
    notice = Notice(
        language(N_("This page has closed.") if late else N_("There is nothing here to pay.")),
        [language(N_("Go back to the video and open your cart there again."))],
    )
    return private(page("embeds/notice.html", language, 410 if late else 404, notice=notice))


def private(answer: Response) -> Response:
    """Keep an answer and its address to the one who asked."""
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def count_mail() -> None:
    """Count a mail that somebody makes us write, as reminders are; raises `TooManyRequests`."""
    meter = current_app.extensions["vitrine.meters"]["reminder"]
    left = meter.take(network_of(request.remote_addr or "")) if meter.rate else None
    if left is not None and left.after_s is not None:
        raise TooManyRequests("too many mails were asked for from here", left.after_s)
