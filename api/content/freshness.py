"""How long an answer about displays is good, and the headers that say so.

A change in the shop shows within the lifetime L (a setting): an answer is kept at most L/3 by the
server, L/3 as fresh by browsers and caches, and L/3 more while they ask again.
"""

from __future__ import annotations

import gzip
from hashlib import blake2b

from flask import Response, current_app, request

COMPRESSED_FROM = 860


def dressed(body: bytes, origin: str) -> Response:
    """Answer the bytes for a page of `origin` (empty: for a server), or 304 if it has them."""
    compress = accepts_gzip(request.headers.get("Accept-Encoding", ""))
    headers, sent = dress(body, origin, current_app.config["DISPLAY_LIFETIME"], compress=compress)
    if request.if_none_match.contains_weak(etag_of(body)):
        return Response(status=304, headers=unchanged(headers))
    return Response(sent, headers=headers)


def dress(
    body: bytes, origin: str, lifetime: int, *, compress: bool
) -> tuple[list[tuple[str, str]], bytes]:
    """Compute the headers and the bytes as sent; the same for every visitor of an origin."""
    compressed = compress and len(body) >= COMPRESSED_FROM
    sent = gzip.compress(body, 6, mtime=0) if compressed else body
    third = lifetime // 3
    scope = "public" if origin else "private"
    headers = [
        ("Content-Type", "application/json"),
        ("Content-Length", str(len(sent))),
        ("ETag", f'W/"{etag_of(body)}"'),
        ("Cache-Control", f"{scope}, max-age={third}, stale-while-revalidate={third}"),
        ("Vary", "Origin, Accept-Encoding"),
        ("X-Content-Type-Options", "nosniff"),
    ]
    if origin:
        headers.append(("Access-Control-Allow-Origin", origin))
    if compressed:
        headers.append(("Content-Encoding", "gzip"))
    return headers, sent


def unchanged(headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Keep the headers a 304 carries."""
    return [each for each in headers if not each[0].startswith("Content-")]


def etag_of(body: bytes) -> str:
    """Name the bytes."""
    return blake2b(body, digest_size=12).hexdigest()


def accepts_gzip(header: str) -> bool:
    """Tell whether the caller takes gzip."""
    return "gzip" in header and "gzip;q=0" not in header.replace(" ", "")
