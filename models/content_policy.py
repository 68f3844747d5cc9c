"""A page's Content-Security-Policy, as far as it decides whether the script and films may load.

After https://www.w3.org/TR/CSP3/: sources, fallbacks, nonces, hashes and `strict-dynamic`. Of
several policies each must allow a thing.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import SplitResult, urlsplit

# Whom a directive falls back to when a policy does not have it.
FALLBACKS = {
    "script-src": ("script-src-elem", "script-src", "default-src"),
    "connect-src": ("connect-src", "default-src"),
    "frame-src": ("frame-src", "child-src", "default-src"),
    "img-src": ("img-src", "default-src"),
    "media-src": ("media-src", "default-src"),
}
PORTS = {"http": 80, "https": 443}
Policy = Mapping[str, tuple[str, ...]]


def read_policies(header: str) -> list[Policy]:
    """Read the policies of a header or a `<meta>`; of a directive said twice the first counts."""
    policies: list[Policy] = []
    for text in header.split(","):
        policy: dict[str, tuple[str, ...]] = {}
        for directive in text.split(";"):
            name, *sources = directive.split() or [""]
            if name:
                policy.setdefault(name.lower(), tuple(sources))
        if policy:
            policies.append(policy)
    return policies


def allows(policy: Policy, kind: str, url: str, page: str) -> bool:
    """Tell whether the page at an address may load another; `kind` is a key of `FALLBACKS`."""
    sources = sources_of(policy, kind)
    return sources is None or any(_covers(each, urlsplit(url), urlsplit(page)) for each in sources)


def allows_script(policy: Policy, url: str, page: str, nonce: str, integrity: str = "") -> bool:
    """Tell whether a script tag with this nonce and integrity may run on the page."""
    sources = sources_of(policy, "script-src")
    if sources is None or (nonce and f"'nonce-{nonce}'" in sources):
        return True
    hashes = integrity.split()
    if hashes and all(f"'{each}'" in sources for each in hashes):
        return True
    return not trusts_on(policy) and allows(policy, "script-src", url, page)


def trusts_on(policy: Policy) -> bool:
    """Tell whether what a trusted script loads is trusted, and nothing by its host."""
    sources = sources_of(policy, "script-src") or ()
    return any(each.lower() == "'strict-dynamic'" for each in sources)


def sources_of(policy: Policy, kind: str) -> tuple[str, ...] | None:
    """Give the sources that decide for a kind; None: the policy says nothing of it."""
    return next((policy[each] for each in FALLBACKS[kind] if each in policy), None)


def _covers(source: str, url: SplitResult, page: SplitResult) -> bool:
    low = source.lower()
    if low == "*":
        return url.scheme in ("http", "https")
    if low == "'self'":
        return url.hostname == page.hostname and _same_way(page, url)
    if low.startswith("'"):
        return False
    if low.endswith(":") and "/" not in low:
        return _scheme_fits(low[:-1], url.scheme)
    return _host_covers(source, url, page)


def _host_covers(source: str, url: SplitResult, page: SplitResult) -> bool:
    scheme, found, rest = source.rpartition("://")
    if not _scheme_fits(scheme.lower() if found else page.scheme, url.scheme):
        return False
    place, slash, path = rest.partition("/")
    host, _, port = place.lower().partition(":") if not place.startswith("[") else (place, "", "")
    theirs = url.hostname or ""
    named = theirs.endswith(host[1:]) if host.startswith("*.") else host in ("*", theirs)
    return named and _port_fits(port, url) and (not slash or _path_fits("/" + path, url.path))


def _same_way(page: SplitResult, url: SplitResult) -> bool:
    if not _scheme_fits(page.scheme, url.scheme):
        return False
    mine, theirs = page.port or PORTS[page.scheme], url.port or PORTS[url.scheme]
    return mine == theirs or (mine, theirs) == (80, 443)


def _scheme_fits(wanted: str, scheme: str) -> bool:
    return scheme == wanted or (wanted, scheme) == ("http", "https")


def _port_fits(wanted: str, url: SplitResult) -> bool:
    port = url.port or PORTS.get(url.scheme)
    if not wanted:
        return port == PORTS.get(url.scheme)
    return wanted == "*" or wanted == str(port) or (wanted, port) == ("80", 443)


def _path_fits(wanted: str, path: str) -> bool:
    return path.startswith(wanted) if wanted.endswith("/") else path == wanted
