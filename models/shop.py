"""The shop: the tenant of everything; no row and no file exists without one."""

import re
import secrets
import string
from urllib.parse import urlsplit

import can_ada
from peewee import BooleanField, CharField, IntegerField, JSONField, TextField

from models.base import Table
from models.errors import DomainError, Invalid, NotFound, Problem

SLUG = re.compile(r"^[a-z][a-z0-9]{2,15}$")
MODES = ("test", "live")
ORIGIN = re.compile(
    r"^https?://(\*\.)?[a-z0-9.\-]+(:\d{1,5})?$|^https?://\[[0-9a-f:]+\](:\d{1,5})?$"
)
# What may stand for the star of an allowed origin; a whole name has at most 253 letters.
SUBDOMAIN = re.compile(r"[a-z0-9_\-]+(\.[a-z0-9_\-]+)*")
LONGEST_NAME = 253
# A host of partner content: a whole name, or every name below one.
EXTENSION_HOST = re.compile(r"(\*\.)?([a-z0-9]([a-z0-9\-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9\-]{1,62}")


class UnknownApp(NotFound):
    """The public app id names no shop."""

    code = "unknown-app"


class UnknownApplication(DomainError):
    """The public slug that a caller names a shop by is missing, or names none."""

    code = "invalid-application"


class Shop(Table):
    """A tenant. `mode` is fixed when created; `app_id` is public and only names the shop.

    `only_seller_id` is no column: who came in by a seller's key sees the shop through it, and
    of the shop's rows that seller's alone (`usecases/rows.py`). `only_live_id` is none either: who
    came in by a host's link decides for that live alone. `viewer_secret` signs what the shop's
    server says of its users to a live's chat; `chat_words` are hidden there. `logo` is a picture's
    storage key, `fee_millionths` the shop's share of what others sell in it.
    `upserting`: replacing a product that does not exist makes it. `checking_out`: its players have
    a cart of ours, which is paid on our page.
    """

    only_seller_id: int | None = None
    only_live_id: int | None = None

    name = CharField(max_length=200)
    mode = CharField(max_length=4, default="test")
    slug = CharField(max_length=16, unique=True)
    app_id = CharField(max_length=43, unique=True, default=lambda: secrets.token_urlsafe(32))
    access_key = CharField(max_length=43, unique=True, default=lambda: _letters(20))
    locale = CharField(max_length=20, default="en")
    locales = JSONField(default=lambda: ["en"])
    currency = CharField(max_length=3, default="EUR")
    time_zone = CharField(max_length=64, default="UTC")
    allowed_origins = JSONField(default=list)
    appearance = JSONField(default=dict)
    significant_params = JSONField(default=list)
    excluded_urls = JSONField(default=list)
    displaying = BooleanField(default=True)
    extension_hosts = JSONField(default=list)
    show_viewers = BooleanField(default=True)
    viewer_secret = CharField(max_length=64, default=lambda: secrets.token_urlsafe(32))
    chat_words = JSONField(default=list)
    description = TextField(null=True)
    logo = CharField(max_length=200, null=True)
    fee_millionths = IntegerField(default=0)
    upserting = BooleanField(default=False)
    checking_out = BooleanField(default=False)

    def trusts(self, url: str) -> bool:
        """Tell whether partner content at this address may be framed in the shop's lives.

        The address is read as browsers read it: one that only looks like a trusted host's is not.
        """
        try:
            parts = can_ada.parse(url)
        except ValueError:
            return False
        if parts.protocol != "https:" or parts.port or parts.username or parts.password:
            return False
        return any(
            parts.hostname.endswith(each[1:]) if each.startswith("*.") else parts.hostname == each
            for each in self.extension_hosts
        )

    def allows(self, origin: str) -> bool:
        """Tell whether a page of `origin` (scheme://host[:port]) may show this shop."""
        return any(_covers(allowed, origin.lower()) for allowed in self.allowed_origins)


def _letters(count: int) -> str:
    """Make a public name of random letters and digits."""
    return "".join(secrets.choice(string.ascii_letters + string.digits) for _ in range(count))


def _covers(allowed: str, origin: str) -> bool:
    scheme, _, host = allowed.partition("://")
    if not host.startswith("*."):
        return allowed == origin
    theirs, _, their_host = origin.partition("://")
    if theirs != scheme or not their_host.endswith(host[1:]) or len(their_host) > LONGEST_NAME:
        return False
    return SUBDOMAIN.fullmatch(their_host.removesuffix(host[1:])) is not None


def as_extension_host(text: str) -> str:
    """Read a host of partner content: `quiz.example`, or `*.quiz.example` for all below it.

    Raises `Invalid`.
    """
    host = text.strip().lower()
    if len(host) > LONGEST_NAME or not EXTENSION_HOST.fullmatch(host):
        raise Invalid(
            Problem("extension_hosts", "must be a host such as quiz.example or *.quiz.example")
        )
    return host


def as_origin(text: str) -> str:
    """Read an origin as browsers write it: lower case, no path, no default port.

    `https://*.shop.example` stands for every sub-domain. Raises `Invalid`.
    """
    origin = text.strip().lower().rstrip("/")
    try:
        if not ORIGIN.match(origin):
            raise ValueError
        parts = urlsplit(origin)
        port = parts.port
    except ValueError:
        # A number that is no port, brackets around what is no address.
        raise Invalid(
            Problem(
                "allowed_origins", "must look like https://shop.example or https://*.shop.example"
            )
        ) from None
    default = {"http": 80, "https": 443}[parts.scheme]
    return origin.rsplit(":", 1)[0] if port == default else origin
