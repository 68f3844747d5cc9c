"""Page addresses: when two of them are the same page, and which patterns cover one.

The rule, tabled in `docs/addresses.md`: scheme, `www.`, default port, user, case of the host,
IDNA spelling, percent-encoding, dot segments, trailing slash, fragment and every query
parameter that is not listed do not matter; path case and listed parameters do. Parsing follows
the WHATWG URL standard (https://url.spec.whatwg.org), by the library can_ada.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from urllib.parse import unquote_to_bytes, urlencode

import can_ada

from models.errors import Invalid, Problem

LONGEST = 2048
MOST_PARAMS = 100
LONGEST_KEPT = 200
UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
TRACKING = re.compile(
    r"^(utm_.*|mtm_.*|pk_.*|hsa_.*|_hs.*|gclid|gclsrc|gbraid|wbraid|dclid|fbclid|msclkid|twclid|ttclid"
    r"|li_fat_id|igshid|yclid|epik|mc_cid|mc_eid|_ga|_gl|srsltid)$",
    re.IGNORECASE,
)
ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")

# How closely a pattern names a page: (path exact, literal length, host exactness); higher wins.
Rank = tuple[int, int, int]
EXACT: Rank = (1, 0, 2)
ANY_PRODUCT: Rank = (0, -1, 0)


@dataclass(frozen=True, slots=True)
class Address:
    """A page address in its one spelling: `path` without trailing slash, `params` sorted pairs."""

    host: str
    path: str
    params: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Pattern:
    """A rule's address. `host` may be `*.suffix` or empty (any host); `path` may hold stars."""

    host: str
    path: str
    params: tuple[tuple[str, str], ...] = ()

    @property
    def starred(self) -> bool:
        """Tell whether the path is a pattern and not one page."""
        return "*" in self.path

    @property
    def rank(self) -> Rank:
        """Tell how closely it names a page."""
        host = 0 if not self.host else 1 if self.host.startswith("*.") else 2
        return (0, len(self.path.replace("*", "")), host) if self.starred else (1, 0, host)

    def __str__(self) -> str:
        query = f"?{urlencode(self.params)}" if self.params else ""
        return f"{self.host}{self.path or '/'}{query}"


def read_address(url: str, where: str = "url") -> Address:
    """Read a page's address; raises `Invalid` at `where` for anything that is not http(s)."""
    _check_length(url, where)
    host, path, query = _parse(url, where)
    return Address(host, path, _params(query, where))


@lru_cache(maxsize=10_000)
def read_pattern(text: str, where: str = "urls") -> Pattern:
    """Read a rule's address; raises `Invalid` at `where`.

    `https://shop.example/shoes/red` is one page, `shop.example/shoes/*` everything below,
    `*.shop.example/sale` that page on every sub-domain, `/fr/*` that path on any host.
    """
    _check_length(text, where)
    stripped = text.strip()
    if stripped == "*":
        stripped = "/*"
    any_host = stripped.startswith("/") and not stripped.startswith("//")
    if any_host:
        stripped = "https://any.invalid" + stripped
    elif "://" not in stripped:
        stripped = "https://" + stripped.removeprefix("//")
    host, path, query = _parse(stripped, where)
    if "*" in host.removeprefix("*."):
        raise Invalid(
            Problem(where, f"{text!r}: a star in the host stands only at its start, *.shop.example")
        )
    if path.count("*") > 4:
        raise Invalid(Problem(where, f"{text!r}: at most four stars"))
    return Pattern("" if any_host else host, path, _params(query, where))


def covers(pattern: Pattern, page: Address, listed: Sequence[str] = ()) -> bool:
    """Tell whether the pattern stands for the page; `listed` query parameters must agree."""
    if not _host_covers(pattern.host, page.host):
        return False
    if listed and not _params_agree(pattern, dict(page.params), listed):
        return False
    if not pattern.starred:
        return pattern.path == page.path
    return _path_covers(pattern.path, page.path)


def _params_agree(pattern: Pattern, theirs: dict[str, str], listed: Sequence[str]) -> bool:
    # One page names all of its listed parameters; a pattern with stars only those it means.
    ours = {name: value for name, value in pattern.params if name in listed}
    compared = ours if pattern.starred else listed
    return all(ours.get(name) == theirs.get(name) for name in compared)


def key_of_pattern(scope: int, pattern: Pattern, listed: Sequence[str] = ()) -> int:
    """Compute the one index key under which the pattern is found; `scope` is the shop's id."""
    literal = pattern.path
    if pattern.starred:
        literal = pattern.path.split("*", 1)[0].rpartition("/")[0]
    if not pattern.host:
        return _key(scope, "a", _first(literal))
    if pattern.host.startswith("*."):
        return _key(scope, "w", pattern.host[2:])
    if pattern.starred:
        return _key(scope, "p", pattern.host + literal)
    return _key(scope, "e", pattern.host + literal + _listed_part(pattern.params, listed))


def keys_of_page(scope: int, page: Address, listed: Sequence[str] = ()) -> list[int]:
    """Compute every key under which a pattern that covers the page may stand."""
    path = page.path
    own = [_key(scope, "e", page.host + path + _listed_part(page.params, listed))]
    if path:
        own.append(_key(scope, "p", page.host + path))
    folder = path.rpartition("/")[0]
    # The rest is the same for every page of a folder; what hostile folders cost is not kept.
    shared = _keys_of_folder if len(folder) <= LONGEST_KEPT else _keys_of_folder.__wrapped__
    return own + shared(scope, page.host, folder, _first(path))


@lru_cache(maxsize=5_000)
def _keys_of_folder(scope: int, host: str, folder: str, first: str) -> list[int]:
    keys = [_key(scope, "p", host + prefix) for prefix in _prefixes(folder)]
    labels = host.split(".")
    keys += [_key(scope, "w", ".".join(labels[start:])) for start in range(1, len(labels))]
    keys.append(_key(scope, "a", ""))
    if first:
        keys.append(_key(scope, "a", first))
    return keys


def key_of_ref(scope: int, ref: str) -> int:
    """Compute the index key of a product reference (`*`: any product)."""
    return _key(scope, "r", ref)


def read_pairs(query: str, errors: str = "replace") -> list[tuple[str, str]]:
    """Split a query into its pairs, as `parse_qsl` does with blank values, in a third of its time.

    `errors` says what happens to escapes that are not UTF-8: `strict` raises UnicodeDecodeError.
    """
    split = [part.partition("=") for part in query.split("&") if part]
    return [(_plain(name, errors), _plain(value, errors)) for name, _, value in split]


def _key(scope: int, kind: str, text: str) -> int:
    # The shop is inside the hash: one shop's popular wildcard never costs another shop anything.
    hashed = blake2b(f"{scope}|{kind}|{text}".encode(), digest_size=8).digest()
    return int.from_bytes(hashed, "big", signed=True)


def _check_length(text: str, where: str) -> None:
    if len(text) > LONGEST:
        raise Invalid(Problem(where, f"longer than {LONGEST} characters"))


def _parse(url: str, where: str) -> tuple[str, str, str]:
    try:
        parsed = can_ada.parse(url.strip())
    except (ValueError, TypeError):
        raise Invalid(
            Problem(where, "is not an address; write it like https://shop.example/page")
        ) from None
    if parsed.protocol not in ("http:", "https:") or not parsed.hostname:
        raise Invalid(Problem(where, "must be an http or https address"))
    host = parsed.host.rstrip(".")
    while host.startswith("www.") and host.count(".") > 1:
        host = host[4:]
    path = ESCAPE.sub(_plain_escape, parsed.pathname) if "%" in parsed.pathname else parsed.pathname
    return host, path.rstrip("/"), parsed.search


def _plain_escape(found: re.Match[str]) -> str:
    character = chr(int(found[1], 16))
    return character if character in UNRESERVED else found[0].upper()


def _params(query: str, where: str) -> tuple[tuple[str, str], ...]:
    if not query:
        return ()
    pairs = read_pairs(query[1:])
    if len(pairs) > MOST_PARAMS:
        raise Invalid(Problem(where, f"has more than {MOST_PARAMS} parameters"))
    return tuple(sorted({name: value for name, value in pairs if not TRACKING.match(name)}.items()))


def _plain(text: str, errors: str) -> str:
    if "+" in text:
        text = text.replace("+", " ")
    return unquote_to_bytes(text).decode("utf-8", errors) if "%" in text else text


def _listed_part(params: tuple[tuple[str, str], ...], listed: Sequence[str]) -> str:
    if not listed or not params:
        return ""
    kept = [pair for pair in params if pair[0] in listed]
    return "?" + urlencode(kept) if kept else ""


def _first(path: str) -> str:
    """Give the first step of a path: `/shoes` of `/shoes/red`."""
    return "/".join(path.split("/", 2)[:2])


def _prefixes(path: str) -> Iterator[str]:
    yield ""
    end = path.find("/", 1)
    while end != -1:
        yield path[:end]
        end = path.find("/", end + 1)
    if path:
        yield path


def _host_covers(pattern: str, host: str) -> bool:
    if pattern.startswith("*."):
        return host.endswith(pattern[1:])
    return not pattern or pattern == host


def _path_covers(pattern: str, path: str) -> bool:
    # `/shoes/*` covers `/shoes` too, because a trailing slash does not matter.
    return _fits(pattern, path) or (pattern.endswith("/*") and _fits(pattern[:-2], path))


def _fits(pattern: str, path: str) -> bool:
    """Match by searching each literal text once, behind the one before it.

    Where a star stands for anything, the first place of a text is as good as any later one. A
    regular expression would try them all: hours for four stars and a hostile path.
    """
    first, *inner = pattern.split("*")
    if not inner:
        return path == first
    last = inner.pop()
    at, end = len(first), len(path) - len(last)
    if not path.startswith(first) or not path.endswith(last):
        return False
    for text in inner:
        found = path.find(text, at, end)
        if found < 0:
            return False
        at = found + len(text)
    return at <= end
