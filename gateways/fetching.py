"""Fetching: what others keep on the web, taken within bounds of size and time.

Only http and https, only public addresses (`gateways/peers.py`), a handful of redirects that are
checked like the first address; no cookies, no credentials, no proxy of the environment.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from errno import EDQUOT, ENOSPC
from http.cookiejar import DefaultCookiePolicy
from typing import IO
from urllib.parse import urljoin, urlsplit

import requests
from urllib3.exceptions import HTTPError

from gateways.peers import CheckedAdapter, FetchError, Line

REDIRECTS = {301, 302, 303, 307, 308}
MOST_REDIRECTS = 5
# How long a server may be silent, and how much is taken at once.
SILENT, PIECE = 30.0, 1 << 16
HEADERS = {"User-Agent": "Vitrine", "Accept": "*/*", "Accept-Encoding": "gzip"}


@dataclass(frozen=True)
class Fetched:
    """What came: `changed` is false when the caller has it already (304).

    `headers` are all that the server said, their names in lower case, repeated ones in one line.
    """

    changed: bool
    url: str
    kind: str = ""
    etag: str | None = None
    modified: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict, compare=False)


_private = False


def configure(*, private: bool) -> None:
    """Choose whether private addresses may be called, as on an intranet or in tests."""
    global _private
    _private = private


def check_url(url: str) -> str:
    """Give the address back if it is one that is fetched; raises `FetchError`."""
    try:
        parts = urlsplit(url)
        named = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        named = False
    if not named or parts.scheme not in ("http", "https"):
        raise FetchError("only addresses that begin with http:// or https:// are fetched")
    if parts.username is not None or parts.password is not None:
        raise FetchError("an address with a name or password in it is not fetched")
    return url


def fetch(
    url: str,
    into: IO[bytes],
    *,
    most: int,
    seconds: float,
    etag: str | None = None,
    modified: str | None = None,
    may: Callable[[str], None] | None = None,
) -> Fetched:
    """Fetch at most `most` bytes (unpacked) within `seconds` into a file; raises `FetchError`.

    With `etag` or `modified` of an earlier answer, what has not changed is not sent again.
    `may` is asked before each address, those redirected to included, and raises to refuse it.
    """
    known = {"If-None-Match": etag, "If-Modified-Since": modified}
    headers = HEADERS | {name: value for name, value in known.items() if value}
    with Line(seconds, private=_private) as line, _session(line) as session:
        try:
            return _followed(session, url, headers, into, most, line, may)
        except (requests.RequestException, HTTPError, OSError, ValueError) as error:
            if line.late:
                raise _late(seconds) from None
            if isinstance(error, OSError) and error.errno in (ENOSPC, EDQUOT):
                raise  # our disk is full, and theirs is not to blame
            raise FetchError(_why(error)) from error
        except FetchError:
            if line.late:
                raise _late(seconds) from None
            raise


def _session(line: Line) -> requests.Session:
    session = requests.Session()
    session.trust_env = False
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    for scheme in ("http://", "https://"):
        session.mount(scheme, CheckedAdapter(line))
    return session


def _followed(
    session: requests.Session,
    url: str,
    headers: Mapping[str, str],
    into: IO[bytes],
    most: int,
    line: Line,
    may: Callable[[str], None] | None,
) -> Fetched:
    for _ in range(MOST_REDIRECTS + 1):
        if may:
            may(url)
        asked = {"headers": headers, "timeout": SILENT, "stream": True, "allow_redirects": False}
        with session.get(check_url(url), **asked) as answer:  # type: ignore[arg-type]
            if answer.status_code in REDIRECTS and "Location" in answer.headers:
                url = urljoin(url, answer.headers["Location"])
                continue
            if answer.status_code == 304:
                return Fetched(changed=False, url=url)
            if answer.status_code != 200:
                raise FetchError(f"the server answered {answer.status_code}, not 200")
            _take(answer, into, most)
            if line.late:
                # A body without a length ends in silence when its connection is cut.
                raise FetchError("")
            told = answer.headers
            kind = told.get("Content-Type", "")
            etag, modified = told.get("ETag"), told.get("Last-Modified")
            known = (etag and etag[:300], modified and modified[:300])
            return Fetched(True, url, kind, *known, {name.lower(): v for name, v in told.items()})
    raise FetchError(f"the server redirected more than {MOST_REDIRECTS} times")


def _take(answer: requests.Response, into: IO[bytes], most: int) -> None:
    taken = 0
    while piece := answer.raw.read(PIECE, decode_content=True):
        taken += len(piece)
        if taken > most:
            raise FetchError(f"there is more than the {most // 1_000_000:,} MB that are taken")
        into.write(piece)


def _late(seconds: float) -> FetchError:
    return FetchError(f"the server took more than {seconds:g} seconds")


def _why(error: Exception) -> str:
    if isinstance(error, requests.exceptions.SSLError):
        return "the server's certificate cannot be trusted"
    if isinstance(error, requests.Timeout):
        return f"the server was silent for {SILENT:g} seconds"
    return "the server's answer broke off or cannot be read"
