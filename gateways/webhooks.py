"""Telling other people's servers: one guarded POST, bounded in time and size, no redirects."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from requests import RequestException, Response, Session
from requests.exceptions import SSLError
from urllib3.exceptions import HTTPError

from gateways.peers import CheckedAdapter, FetchError, Line, is_public

# Seconds a receiver has to have answered in full.
ANSWERS_WITHIN = 10.0
# How much of an answer is read at all, and how many letters of it are kept for the log.
MOST_BYTES, EXCERPT = 4_096, 200


class NotSentError(Exception):
    """There was no answer; the message says why in a sentence for the shop."""


@dataclass(frozen=True)
class Receipt:
    """What a receiver answered."""

    status: int
    excerpt: str


_allowed = {"private": False}


def configure(*, private: bool) -> None:
    """Choose whether private addresses may be called, as on an intranet or in tests."""
    _allowed["private"] = private


def check_host(host: str) -> None:
    """Refuse a host written as a private address, without asking for names; `NotSentError`."""
    with suppress(ValueError):
        if not _allowed["private"] and not is_public(host.strip("[]")):
            raise NotSentError(f"{host} is an address of a private network")


def post(
    url: str, body: bytes, headers: Mapping[str, str], within: float = ANSWERS_WITHIN
) -> Receipt:
    """Send `body` and give the answer, whatever its status; raises `NotSentError`.

    `within` is the whole time in seconds: a receiver that sends a byte now and then gains none.
    """
    with Line(within, private=_allowed["private"]) as line, _session(line) as session:
        try:
            receipt = _sent(session, url, body, headers, within)
        except (FetchError, RequestException, HTTPError, OSError, ValueError) as error:
            raise NotSentError(_late(within) if line.late else _why(error)) from None
        # A head that is cut off reads like one that has ended.
        if line.late:
            raise NotSentError(_late(within))
        return receipt


def _session(line: Line) -> Session:
    """Make a session that speaks http(s) by the line alone, whatever the environment says."""
    session = Session()
    session.trust_env = False
    session.adapters.clear()
    for scheme in ("http://", "https://"):
        session.mount(scheme, CheckedAdapter(line))
    return session


def _sent(
    session: Session, url: str, body: bytes, headers: Mapping[str, str], within: float
) -> Receipt:
    options = {"timeout": within, "allow_redirects": False, "stream": True}
    with session.post(url, data=body, headers=dict(headers), **options) as response:  # type: ignore[arg-type]
        return Receipt(response.status_code, _excerpt(response))


def _excerpt(response: Response) -> str:
    """Read the beginning of an answer as it came, not unpacked: a small body may be a bomb."""
    found = response.raw.read(MOST_BYTES, decode_content=False)
    text = found.decode("utf-8", "replace")
    return re.sub(r"[^\x20-\x7e\u00a0-\U0010ffff]+", " ", text)[:EXCERPT].strip()


def _late(within: float) -> str:
    return f"no whole answer within {within:g} seconds"


def _why(error: Exception) -> str:
    if isinstance(error, FetchError):
        return error.message
    if isinstance(error, SSLError):
        return "the certificate of this server cannot be trusted"
    return "the connection broke before there was an answer"
