"""The mails we send: reminders of shows, codes to sign in, receipts, what could not be charged.

They are text and HTML, written by the worker, outside of any request. A header takes what is plain
text alone: a name with a line break in it writes no header of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from email.errors import HeaderParseError
from email.headerregistry import Address, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime
from functools import partial
from urllib.parse import urlencode, urlsplit
from zoneinfo import ZoneInfo

from babel import dates
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from models import clock
from pages.languages import LOCALES, SOURCE, Language, language_of
from pages.money import fee_name, price_text
from pages.texts import N_
from usecases.code_mails import CodeMail
from usecases.market.dunning import Unpaid
from usecases.market.receipts import Receipt
from usecases.reminders import Due
from usecases.wording import plain

SUBJECT = N_("Starting soon: {show}")
CODE_SUBJECT = N_("{code} is your code for {shop}")
RECEIPT_SUBJECT = N_("Your receipt from {shop}")
UNPAID_SUBJECT = N_("Your payment to {shop} failed")
LONGEST_SUBJECT = 120
_templates = Environment(
    loader=FileSystemLoader(LOCALES.parent),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


class _Whole(UnstructuredHeader):
    """A header that is never cut or coded: programs read an address out of it."""

    def fold(self, *, policy: EmailPolicy[EmailMessage]) -> str:
        return f"{self.name}: {self}{policy.linesep}"  # type: ignore[attr-defined]


_headers = HeaderRegistry()
_headers.map_to_type("list-unsubscribe", _Whole)  # type: ignore[arg-type]
_policy = SMTP.clone(header_factory=_headers)


def reminder(due: Due, *, url: str, sender: str) -> EmailMessage:
    """Write the mail that reminds somebody of a show.

    `url` is the server's public address, `sender` the address mails are from.
    """
    language = _language_of(due.locale)
    back = f"{url}/embed/reminders/{due.token}"
    show = plain(due.show.name)
    start = round(due.show.starts_at.timestamp())
    message = _addressed(due.mail, plain(due.show.shop), sender)
    message["Subject"] = language(SUBJECT).format(show=show)[:LONGEST_SUBJECT]
    message["Message-ID"] = f"<{due.uid}.{start}@{urlsplit(url).hostname}>"
    # RFC 8058: a mail program takes the reminder back by one click of its own.
    message["List-Unsubscribe"] = f"<{back}>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return _filled(
        message, "reminder", language, {**_facts(due, language, url), "show": show, "back": back}
    )


def code(mail: CodeMail, *, url: str, sender: str) -> EmailMessage:
    """Write the mail with a code to sign in; `url` and `sender` as above."""
    language, shop = _language_of(mail.locale), plain(mail.shop)
    message = _addressed(mail.mail, shop, sender)
    subject = language(CODE_SUBJECT).format(code=mail.code, shop=shop)
    message["Subject"] = subject[:LONGEST_SUBJECT]
    message["Message-ID"] = f"<{mail.uid}@{urlsplit(url).hostname}>"
    facts = {"code": mail.code, "shop": shop, "minutes": str(mail.minutes)}
    return _filled(message, "code", language, facts)


def receipt(mail: Receipt, *, url: str, sender: str) -> EmailMessage:
    """Write the mail that says what was paid; `url` and `sender` as above."""
    language, shop = _language_of(mail.locale), plain(mail.shop)
    message = _addressed(mail.mail, shop, sender)
    subject = language(RECEIPT_SUBJECT).format(shop=shop)
    message["Subject"] = subject[:LONGEST_SUBJECT]
    message["Message-ID"] = f"<{mail.uid}@{urlsplit(url).hostname}>"
    return _filled(message, "receipt", language, {"shop": shop, **_paid(mail, language)})


def unpaid(mail: Unpaid, *, url: str, sender: str) -> EmailMessage:
    """Write the mail that says what could not be charged; `url` and `sender` as above."""
    language, shop = _language_of(mail.locale), plain(mail.shop)
    message = _addressed(mail.mail, shop, sender)
    subject = language(UNPAID_SUBJECT).format(shop=shop)
    message["Subject"] = subject[:LONGEST_SUBJECT]
    message["Message-ID"] = f"<{mail.uid}@{urlsplit(url).hostname}>"
    again = mail.again_at and mail.again_at.astimezone(ZoneInfo(mail.time_zone))
    facts = {
        "shop": shop,
        "name": plain(mail.name),
        "amount": price_text(mail.amount, mail.currency, language.locale),
        "date": again and dates.format_date(again, "full", locale=language.locale),
    }
    return _filled(message, "unpaid", language, facts)


def read_sender(text: str) -> str:
    """Take the address mails are from; raises `ValueError`."""
    try:
        return Address(addr_spec=text).addr_spec
    except (HeaderParseError, ValueError, IndexError):
        raise ValueError("VITRINE_MAIL_FROM must be an e-mail address") from None


def _language_of(locale: str) -> Language:
    language = language_of(locale) or language_of(SOURCE)
    assert language is not None  # noqa: S101 (English is a language)
    return language


def _addressed(to: str, shop: str, sender: str) -> EmailMessage:
    """Begin a mail: from a shop, to somebody, now, by a machine."""
    message = EmailMessage(policy=_policy)
    message["From"] = Address(shop, addr_spec=sender)
    message["To"] = Address(addr_spec=to)
    message["Date"] = format_datetime(clock.now())
    message["Auto-Submitted"] = "auto-generated"
    return message


def _filled(
    message: EmailMessage, name: str, language: Language, facts: Mapping[str, object]
) -> EmailMessage:
    """Put the words of a template into a mail, as text and as HTML."""
    words = {kind: _rendered(f"{name}.{kind}", language, facts) for kind in ("txt", "html")}
    message.set_content(words["txt"], cte="quoted-printable")
    message.add_alternative(words["html"], subtype="html", cte="quoted-printable")
    return message


def _facts(due: Due, language: Language, url: str) -> dict[str, str]:
    query = f"?{urlencode({'shop': due.app_id})}" if due.app_id else ""
    ours = f"{url}/embed/lives/{due.show.uid}"
    zone, locale = ZoneInfo(due.time_zone), language.locale
    starts = due.show.starts_at.astimezone(zone)
    return {
        "shop": plain(due.show.shop),
        "date": dates.format_date(starts, "full", locale=locale),
        "time": dates.format_time(starts, "short", tzinfo=zone, locale=locale),
        "zone": dates.get_timezone_name(starts, locale=locale),
        "asked": dates.format_date(due.asked_at.astimezone(zone), "long", locale=locale),
        "watch": due.page or ours + query,
        "calendar": f"{ours}/calendar.ics{query}",
    }


def _paid(mail: Receipt, language: Language) -> dict[str, object]:
    """Spell what was paid; no name of a thing begins a line of its own."""
    contract, locale = mail.contract, language.locale
    price = partial(price_text, currency=contract.currency, locale=locale)
    paid_at = mail.paid_at.astimezone(ZoneInfo(mail.time_zone))
    items = [
        {
            "name": plain(each.description),
            "quantity": each.quantity,
            "price": price(each.total_amount),
        }
        for each in mail.items
    ]
    return {
        "items": items,
        "fees": [(plain(fee_name(each, language)), price(each.amount)) for each in mail.fees],
        "subtotal": price(contract.subtotal_amount),
        "total": price(contract.total_amount),
        "paid": price(mail.paid_amount),
        "shared": mail.paid_amount != contract.total_amount,
        "date": dates.format_date(paid_at, "long", locale=locale),
        "order": contract.uid,
        "recipient": [plain(each) for each in mail.recipient],
        "trial": mail.trial,
    }


def _rendered(name: str, language: Language, facts: Mapping[str, object]) -> str:
    template = _templates.get_template(f"mail/{name}")
    return template.render(language=language, _=language, **facts)
