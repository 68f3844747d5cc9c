"""What our pages forbid the browser: the content policy, who may frame them, small headers."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from urllib.parse import urlsplit

from flask import Response, current_app, request

from models.shop import Shop

# An allowed origin goes into a header: anything but this shape would write a policy of its own.
SAFE_ORIGIN = re.compile(
    r"https?://(\*\.)?[a-z0-9.-]+(:\d{1,5})?|https?://\[[0-9a-f:]+\](:\d{1,5})?"
)
FRAMES = {"iframe", "frame", "embed", "object"}

COMMON = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": (
        "autoplay=(self), fullscreen=(self), picture-in-picture=(self), camera=(), microphone=(), "
        "geolocation=(), payment=(), usb=(), display-capture=(), browsing-topics=()"
    ),
}


def new_nonce() -> str:
    """Make the word that lets this answer's own scripts run, and no others."""
    return secrets.token_urlsafe(16)


def own_origin() -> str:
    """Tell the origin under which shoppers reach the server."""
    return _origin_of(str(current_app.config["PUBLIC_URL"])) or ""


def framers(shop: Shop) -> list[str]:
    """List the origins whose pages may frame this shop's players; our playground says it does."""
    own = own_origin()
    ours = [own] if request.args.get("origin") == own else []
    return [each for each in [*shop.allowed_origins, *ours] if SAFE_ORIGIN.fullmatch(each)]


def refused_origin(shop: Shop) -> str | None:
    """Tell the origin of the page that frames this answer when it may not, as far as we are told.

    `frame-ancestors` is what really keeps it out; this only lets us say why. Our own origin is
    neutral: it is the referrer when a slide of our carousel is followed inside a frame.
    """
    if request.headers.get("Sec-Fetch-Dest") not in FRAMES or not request.referrer:
        return None
    origin = _origin_of(request.referrer)
    own = {_origin_of(request.host_url), own_origin()}
    if origin is None or origin in own or shop.allows(origin):
        return None
    return origin


def page_policy(
    nonce: str | None,
    ancestors: Iterable[str],
    images: Iterable[str | None],
    media: Iterable[str | None],
    *,
    frames: Iterable[str] = (),
    heard: Iterable[str | None] = (),
) -> str:
    """Write the content policy of a page with these addresses and these framing origins.

    `frames` are the origins of what is framed inside it, `heard` what pushes news to it.

    Scripts need the nonce; hls.js plays through `blob:` and runs without a worker, so neither
    workers nor a Trusted Types policy are needed.
    """
    played = _origins(media)
    rules = {
        "default-src": ["'none'"],
        "script-src": [f"'nonce-{nonce}'", "'strict-dynamic'"] if nonce else ["'none'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", *_origins([*images, *media])],
        "media-src": ["'self'", "blob:", *played],
        "connect-src": ["'self'", *played, *_origins(heard)],
        "frame-src": sorted({each for each in frames if SAFE_ORIGIN.fullmatch(each)}) or ["'none'"],
        "frame-ancestors": sorted(set(ancestors)) or ["'none'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
        "form-action": ["'self'"],
        "require-trusted-types-for": ["'script'"],
        "trusted-types": ["'none'"],
    }
    return "; ".join(f"{name} {' '.join(values)}" for name, values in rules.items())


def harden(response: Response) -> Response:
    """Add the headers every page carries; without a policy of its own it may only show text."""
    for name, value in COMMON.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Content-Security-Policy", page_policy(None, [], [], []))
    return response


def _origin_of(address: str) -> str | None:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    default = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{host}" + (f":{port}" if port and port != default else "")


def _origins(addresses: Iterable[str | None]) -> list[str]:
    """List the foreign origins of these addresses, such as a CDN's, once each."""
    own = request.host_url.rstrip("/")
    found = {_origin_of(each) for each in addresses if each}
    return sorted(each for each in found if each and each != own and SAFE_ORIGIN.fullmatch(each))
