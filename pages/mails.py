"""The mails we send: a reminder of a show, as plain text and HTML, in its reader's language.

They are written by the worker, outside of any request. A header takes what is plain text alone:
a name with a line break in it writes no header of its own.
"""

from __future__ import annotations

from email.errors import HeaderParseError
from email.headerregistry import Address, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime
from urllib.parse import urlencode, urlsplit
from zoneinfo import ZoneInfo

from babel import dates
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from models import clock
from pages.languages import LOCALES, SOURCE, Language, language_of
from pages.texts import N_
from usecases.reminders import Due
from usecases.wording import plain

SUBJECT = N_("Starting soon: {show}")
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
    language = language_of(due.locale) or language_of(SOURCE)
    assert language is not None  # noqa: S101 (English is a language)
    back = f"{url}/embed/reminders/{due.token}"
    show = plain(due.show.name)
    message = EmailMessage(policy=_policy)
    message["Subject"] = language(SUBJECT).format(show=show)[:LONGEST_SUBJECT]
    message["From"] = Address(plain(due.show.shop), addr_spec=sender)
    message["To"] = Address(addr_spec=due.mail)
    message["Date"] = format_datetime(clock.now())
    start = round(due.show.starts_at.timestamp())
    message["Message-ID"] = f"<{due.uid}.{start}@{urlsplit(url).hostname}>"
    message["Auto-Submitted"] = "auto-generated"
    # RFC 8058: a mail program takes the reminder back by one click of its own.
    message["List-Unsubscribe"] = f"<{back}>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    facts = {**_facts(due, language, url), "show": show, "back": back}
    message.set_content(_rendered("reminder.txt", language, facts), cte="quoted-printable")
    html = _rendered("reminder.html", language, facts)
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    return message


def read_sender(text: str) -> str:
    """Take the address mails are from; raises `ValueError`."""
    try:
        return Address(addr_spec=text).addr_spec
    except (HeaderParseError, ValueError, IndexError):
        raise ValueError("VITRINE_MAIL_FROM must be an e-mail address") from None


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


def _rendered(name: str, language: Language, facts: dict[str, str]) -> str:
    template = _templates.get_template(f"mail/{name}")
    return template.render(language=language, _=language, **facts)
