"""/checkout/orders/…: what is ordered, with fees; paying it; its receipt."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

import structlog
from babel.dates import format_date, format_time, get_timezone
from flask import Blueprint, Response, redirect, request

from models import clock
from models.contract import PaymentRefused, ProviderSilent
from models.errors import DomainError, Expired, Invalid, NotFound
from pages.languages import Language, spoken_here
from pages.money import fee_name, price_text
from pages.rendering import absolute
from pages.texts import N_
from pages.till import as_lines, at, gone, led, private, said, shown, told_here
from usecases.market import checkout, recipients, wallets
from usecases.market.baskets import MOST_OF_ONE
from usecases.market.checkout import Order

routes = Blueprint("orders", __name__, url_prefix="/checkout/orders")
routes.register_error_handler(NotFound, gone)
routes.register_error_handler(Expired, gone)

log = structlog.get_logger()
# Numbers that the provider for trying knows, and what comes of them.
TEST_CARDS = (
    ("4242 4242 4242 4242", N_("is paid")),
    ("4000 0000 0000 0002", N_("is declined")),
    ("4000 0000 0000 9995", N_("has not enough money")),
    ("4000 0000 0000 0077", N_("is paid after a while")),
)
EXPIRY = re.compile(r"(\d{1,2})\s*[/.\- ]\s*(?:20)?(\d{2})|(\d{2})(\d{2})", re.ASCII)
NUMBER = re.compile(r"\d{12,19}", re.ASCII)
NO_NUMBER = N_("Please enter the whole number of the card.")
NO_DATE = N_("Please enter month and year, such as 12 / 31.")
# By what of the recipient is not there or too long.
UNNAMED = {
    "name": N_("Please enter a name, of at most 200 letters."),
    "address": N_("Please enter an address, in at most ten lines."),
}
PAST = N_("This card has expired. Please try another card.")


@routes.get("/<token>")
def show(token: str) -> Response:
    """Show an order: to be paid, being paid, or its receipt."""
    return _page(checkout.find(token), **told_here())


@routes.post("/<token>/items")
def change(token: str) -> Response:
    """Let there be another number of something, as long as nothing was paid."""
    found, sent = checkout.find(token), request.form
    number, product = sent.get("quantity", ""), sent.get("product", "")
    plain = len(number) <= 3 and number.isascii() and number.isdigit()
    try:
        changed = checkout.change(found, product, int(number) if plain else MOST_OF_ONE + 1)
    except NotFound:
        raise
    except DomainError as error:
        return _refused(found, error)
    return led("orders.show", checkout.written(changed), product)


@routes.post("/<token>/recipient")
def name(token: str) -> Response:
    """Say to whom and where it goes."""
    found, sent = checkout.find(token), request.form
    try:
        checkout.name_recipient(found, sent.get("name", ""), sent.get("address", ""))
    except Invalid as error:
        language = spoken_here(found.shop.locale)
        wrong = {each.where: language(UNNAMED[each.where]) for each in error.problems}
        return led("orders.show", token, wrong=wrong)
    except DomainError as error:
        return _refused(found, error)
    return led("orders.show", token)


@routes.get("/<token>/card")
def card(token: str) -> Any:
    """Lead to the provider's own page for cards, which leads back here."""
    found = checkout.find(token)
    back = absolute(at("orders.show", token=token))
    try:
        page = wallets.card_page(found.user, back)
    except DomainError as error:
        return _refused(found, error)
    return private(redirect(page, 303))  # type: ignore[arg-type]


@routes.post("/<token>/payment")
def pay(token: str) -> Response:
    """Pay: by the card that was typed, or by what the buyer has; again, it is looked at."""
    found, sent = checkout.find(token), request.form
    amount = int(sent["amount"]) if re.fullmatch(r"\d{1,15}", sent.get("amount", "")) else -1
    try:
        if "number" not in sent:
            return led("orders.show", checkout.written(checkout.pay(found, amount)))
        number, expiry = "".join(sent["number"].split()), _expiry(sent.get("expiry", ""))
        if wrong := _faults(number, expiry, spoken_here(found.shop.locale)):
            return led("orders.show", token, wrong=wrong, expiry=sent.get("expiry", "")[:9])
        paid = checkout.pay_by_card(found, amount, number, *expiry)
        return led("orders.show", checkout.written(paid))
    except DomainError as error:
        return _refused(found, error)


def _refused(order: Order, error: DomainError) -> Response:
    """Lead back to an order, which tells why something was refused."""
    words = said(error, spoken_here(order.shop.locale))
    return led("orders.show", checkout.written(order), refused=words)


def _expiry(text: str) -> tuple[int, int]:
    """Read month and year of a card; (0, 0) for what is none."""
    read = EXPIRY.fullmatch(text.strip())
    month, year = [each for each in read.groups() if each] if read else ("0", "0")
    return int(month), 2000 + int(year) if read else 0


def _faults(number: str, expiry: tuple[int, int], language: Language) -> dict[str, str]:
    """Say what is wrong with a card before anybody is asked."""
    month, year = expiry
    now, wrong = clock.now(), {}
    if not NUMBER.fullmatch(number):
        wrong["number"] = language(NO_NUMBER)
    if not 1 <= month <= 12:
        wrong["expiry"] = language(NO_DATE)
    elif (year, month) < (now.year, now.month):
        wrong["expiry"] = language(PAST)
    return wrong


def _page(order: Order, **facts: Any) -> Response:
    contract, language = order.contract, spoken_here(order.shop.locale)
    lines, ways = checkout.lines(order), _ways(order)
    price = partial(price_text, currency=contract.currency, locale=language.locale)
    fees = [(fee_name(each, language), price(each.amount)) for each in checkout.fees(order)]
    return shown(
        "order.html",
        order.shop,
        images=[each.picture_url for each in lines],
        token=checkout.written(order),
        order=order,
        contract=contract,
        lines=as_lines(lines, contract.currency, language),
        short=any(each.left is not None for each in lines),
        recipient=recipients.of(contract),
        fees=fees,
        subtotal_text=price(contract.subtotal_amount),
        total_text=price(contract.total_amount),
        paid_text=_moment(order, language),
        test_cards=[(number, language(words)) for number, words in TEST_CARDS],
        **{**ways, "refused": None, "wrong": {}, "expiry": "", **facts},
    )


def _ways(order: Order) -> dict[str, Any]:
    """Tell how the order can be paid: by a kept way, a form of ours, or the provider's page."""
    typed, kept = wallets.takes_numbers(order.shop), None
    try:
        kept = checkout.way_to_pay(order) if order.payable else None
    except (PaymentRefused, ProviderSilent) as error:
        # What is to be paid can be shown all the same.
        log.warning("it is not known what a buyer pays with", reason=error.message)
    return {"typed": typed, "kept": kept.method if kept else None}


def _moment(order: Order, language: Language) -> str | None:
    at = order.contract.paid_at
    zone = get_timezone(order.shop.time_zone)
    if at is None:
        return None
    day = format_date(at.astimezone(zone), "long", locale=language.locale)
    return f"{day}, {format_time(at, 'short', tzinfo=zone, locale=language.locale)}"
