"""Passes: signed texts that name a viewer or a host for one live; none can be forged.

A pass is not kept anywhere; what it says is believed because nobody else can sign. Addresses are
signed as well: they are known again by a digest and never written down.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from itsdangerous import BadSignature, URLSafeSerializer

from models import clock
from models.message import HOST, LEADERS, MODERATOR, VIEWER, BadToken, TokenExpired

LONGEST = 2_000
KIND = "vitrine live pass"
ROLES = (VIEWER, MODERATOR, HOST)


@dataclass(frozen=True)
class Viewer:
    """Somebody in one live, by its uid. An empty `author` is anonymous; `role` is one of ROLES.

    `user_ref` is the shop's own name for a user whom it lets bid, empty for everybody else.
    """

    live: str
    uid: str
    author: str
    role: str
    made_at: datetime
    ends_at: datetime
    user_ref: str = ""

    @property
    def leads(self) -> bool:
        """Tell whether this is somebody who looks after the show."""
        return self.role in LEADERS

    @property
    def may_bid(self) -> bool:
        """Tell whether this is somebody who bids in auctions of the live."""
        return bool(self.user_ref) and not self.leads


@dataclass
class _Secret:
    text: str = ""


_secret = _Secret()


def configure(*, secret: str) -> None:
    """Choose what passes are signed with: the installation's own secret."""
    _secret.text = secret


def written(viewer: Viewer) -> str:
    """Write a viewer's pass."""
    made, ends = (int(each.timestamp() * 1000) for each in (viewer.made_at, viewer.ends_at))
    user = [viewer.user_ref] if viewer.user_ref else []
    return sealed(KIND, [viewer.live, viewer.uid, viewer.author, viewer.role, made, ends, *user])


def read(text: str) -> Viewer:
    """Read a pass; raises `BadToken`, `TokenExpired`."""
    said = unsealed(KIND, text)
    if said is None:
        raise BadToken("this token was not made here; enter the live anew")
    live, uid, author, role, made, ends, *user = said
    viewer = Viewer(live, uid, author, role, _moment(made), _moment(ends), *user)
    if viewer.ends_at <= clock.now():
        raise TokenExpired("this token has expired; enter the live anew")
    return viewer


def sealed(kind: str, said: list[Any] | dict[str, Any]) -> str:
    """Sign something said for one kind of use."""
    return str(_signer(kind).dumps(said))


def unsealed(kind: str, text: str) -> Any:
    """Read what was signed here for this kind of use; None for anything else."""
    try:
        return None if len(text) > LONGEST else _signer(kind).loads(text)
    except (BadSignature, ValueError):  # ValueError: letters that no bytes stand for
        return None


@lru_cache(4096)
def network_of(address: str) -> str:
    """Give an IPv6 caller's network: a subscriber has 2**64 addresses and more."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(known, ipaddress.IPv6Address):
        network = ipaddress.IPv6Network((int(known) >> 64 << 64, 64))
        return str(known.ipv4_mapped or network)
    return str(known)


def digest_of(kind: str, *parts: str) -> str:
    """Know something again without keeping it; 64 hexadecimal letters."""
    said = "\0".join((kind, *parts)).encode("utf-8", "replace")
    return hmac.digest(_key(), said, hashlib.sha256).hex()


def whereabouts(address: str) -> str:
    """Know a caller's address again without keeping it."""
    return digest_of("address", network_of(address))


def _moment(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def _key() -> bytes:
    if not _secret.text:
        raise RuntimeError("no secret was chosen; app.py chooses one")
    return _secret.text.encode()


def _signer(kind: str) -> URLSafeSerializer:
    options = {"key_derivation": "hmac", "digest_method": hashlib.sha256}
    return URLSafeSerializer(_key(), salt=kind, signer_kwargs=options)
