"""What callers of `/push/…` ask: the head of an HTTP/1.1 request, read strictly, without Flask."""

from __future__ import annotations

import re
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import parse_qsl

import orjson

REQUEST = re.compile(rb"([A-Z]{1,20}) (/[\x21-\x7e]{0,2000}) HTTP/(\d)\.(\d)")
HEADER = re.compile(rb"([!#$%&'*+\-.^_`|~0-9A-Za-z]{1,100}):[ \t]*([^\x00-\x08\x0a-\x1f\x7f]*)")
TARGET = re.compile(r"/push/lives/([0-9a-f]{32})")
APP_ID = re.compile(r"[A-Za-z0-9_-]{1,43}")
NUMBER = re.compile(r"\d{1,12}", re.ASCII)
MOST_HEADERS = 100
# What is said to whom cannot be served, by status.
DETAILS = {
    400: "this is no request that can be read",
    404: "no live has this address; it may have been removed",
    405: "this address takes GET alone",
    408: "the request did not come in time",
    429: "there are too many connections from this address",
    431: "the request's head is larger than 8,192 bytes",
    503: "there is no room for more viewers here; ask for the state instead",
    505: "this address speaks HTTP/1.1",
}
CODES = {404: "not-found", 429: "too-many-requests", 503: "out-of-order"}


class Refused(Exception):
    """The request cannot be served; `status` says why."""

    def __init__(self, status: int) -> None:
        super().__init__(DETAILS[status])
        self.status = status


@dataclass(frozen=True)
class Asked:
    """What a viewer wants: the changes of a live `after` a number, None: from now on.

    `again` says that this viewer has been counted; `forwarded` whom proxies speak for.
    """

    uid: str
    app_id: str | None
    after: int | None
    again: bool
    forwarded: tuple[str, ...]


def read_head(head: bytes) -> Asked:
    """Read the bytes before the first empty line; raises `Refused`."""
    first, *lines = head.split(b"\r\n")
    request = REQUEST.fullmatch(first)
    if request is None or len(lines) > MOST_HEADERS:
        raise Refused(400)
    method, target, major, minor = request.groups()
    headers = _headers(lines)
    if (major, minor) != (b"1", b"1"):
        raise Refused(505)
    path, _, query = target.decode().partition("?")
    live = TARGET.fullmatch(path)
    if live is None:
        raise Refused(404)
    if method != b"GET":
        raise Refused(405)
    if "transfer-encoding" in headers or headers.get("content-length", "0") != "0":
        raise Refused(400)
    return _asked(live[1], query, headers)


def refusal(status: int) -> bytes:
    """Spell a refusal as the audience API spells it."""
    phrase = HTTPStatus(status).phrase
    fault = {
        "status": str(status),
        "code": CODES.get(status, phrase.lower().replace(" ", "-")),
        "title": phrase,
        "detail": DETAILS[status],
    }
    body = orjson.dumps({"errors": [fault]})
    allow = "Allow: GET\r\n" if status == 405 else ""
    head = (
        f"HTTP/1.1 {status} {phrase}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\nAccess-Control-Allow-Origin: *\r\n"
        f"X-Content-Type-Options: nosniff\r\nCache-Control: no-store\r\n{allow}"
        "Connection: close\r\n\r\n"
    )
    return head.encode() + body


def _headers(lines: list[bytes]) -> dict[str, str]:
    headers: dict[str, str] = {}
    for line in lines:
        header = HEADER.fullmatch(line)
        if header is None:
            raise Refused(400)
        name, value = header[1].decode().lower(), header[2].decode("latin-1").strip()
        # Said twice, a list is one list; what is no list must not be said twice.
        if name in headers and name not in ("x-forwarded-for", "accept", "cookie"):
            raise Refused(400)
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return headers


def _asked(uid: str, query: str, headers: dict[str, str]) -> Asked:
    try:
        given = dict(parse_qsl(query, keep_blank_values=True, max_num_fields=10))
    except ValueError:
        raise Refused(400) from None
    app_id = given.get("shop")
    if app_id is not None and not APP_ID.fullmatch(app_id):
        raise Refused(404)
    # A browser that comes back by itself still names the number of its first time.
    last = headers.get("last-event-id") or None
    after = last if last is not None else given.get("after")
    if after is not None and not NUMBER.fullmatch(after):
        raise Refused(400)
    forwarded = headers.get("x-forwarded-for", "")
    return Asked(
        uid=uid,
        app_id=app_id,
        after=None if after is None else int(after),
        again=last is not None or "again" in given,
        forwarded=tuple(each.strip() for each in forwarded.split(",") if each.strip()),
    )
