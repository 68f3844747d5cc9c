"""A page of a shop, read as a browser reads HTML: what it says of the script, of itself, of others.

Whatever scripts would add is not there: this is the page as its server sends it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from gateways.releases import read_path

# A script of any other type is held back, as consent banners do, or is data.
RUNS = {"", "module", "text/javascript", "application/javascript", "text/ecmascript"}
KEYS = ("sku", "gtin", "gtin13", "gtin14", "gtin12", "gtin8", "productID", "productGroupID")
# What JSON can spell and no database keeps; HTML reads it as U+FFFD.
UNWRITABLE = re.compile("[\x00\ud800-\udfff]")
DEEPEST = 20
# A page with less text than this, and scripts of its own, is a frame that they fill.
LEAST_TEXT = 200
# Browsers that run scripts read what is in <noscript> as text, the parser here does not.
UNREAD = re.compile(
    rb"(<!--.*?(?:-->|\Z)|<script\b.*?(?:</script\s*>|\Z))|<noscript\b.*?(?:</noscript\s*>|\Z)",
    re.DOTALL | re.IGNORECASE,
)


@dataclass(frozen=True)
class Tag:
    """One tag of ours: its full address, what it says, and whether it is `held` back or `framed`.

    `whole`: the all-in-one file; `number`: the frozen version, None when it is the rolling one.
    """

    src: str
    app_id: str
    ref: str = ""
    locale: str = ""
    nonce: str = ""
    integrity: str = ""
    crossorigin: bool = False
    server: str = ""
    whole: bool = False
    number: int | None = None
    held: bool = False
    framed: bool = False


class ShopPage:
    """What a page says; `url` is where it was found at last, `headers` are in lower case."""

    def __init__(self, url: str, html: bytes, headers: Mapping[str, str]) -> None:
        self.url = url
        self.headers = headers
        self._tree = LexborHTMLParser(UNREAD.sub(rb"\1", html))
        self.tags = tuple(_tags(self._tree, url))

    @property
    def language(self) -> str:
        """The page's language, if it says one."""
        root = self._tree.css_first("html")
        return _said(root, "lang") if root else ""

    @property
    def canonical(self) -> str:
        """The full address of its canonical link, or nothing."""
        link = self._tree.css_first("link[rel=canonical]")
        return _joined(self.url, _said(link, "href")) if link else ""

    @property
    def policies(self) -> list[str]:
        """The texts of its content security policies, of headers and of its head."""
        metas = self._tree.css("head meta[http-equiv='content-security-policy' i]")
        sent = self.headers.get("content-security-policy", "")
        return [each for each in (sent, *(_said(meta, "content") for meta in metas)) if each]

    @property
    def products(self) -> list[Mapping[str, Any]]:
        """The products of its JSON-LD, outermost first."""
        return [
            each
            for script in self._tree.css("script[type='application/ld+json']")
            for each in _products(_parsed(script.text()), 0)
        ]

    @property
    def product_ref(self) -> str:
        """The first product's reference in its JSON-LD, or nothing."""
        found = (_reference(each) for each in self.products)
        return next((each for each in found if each), "")

    @property
    def frames(self) -> list[str]:
        """The full addresses of the pages it frames."""
        found = self._tree.css("iframe[src], frame[src]")
        return [each for node in found if (each := _joined(self.url, _said(node, "src")))]

    @property
    def scripts(self) -> list[str]:
        """The full addresses of its scripts that are not ours."""
        ours = {each.src for each in self.tags}
        found = (_joined(self.url, _said(each, "src")) for each in self._tree.css("script[src]"))
        return [each for each in found if each and each not in ours]

    @property
    def inline(self) -> str:
        """The texts of its own scripts, one after the other."""
        return "\n".join(each.text() for each in self._tree.css("script:not([src])"))

    @property
    def filled_by_scripts(self) -> bool:
        """Whether it is next to empty as it is sent, and scripts of its own draw the rest."""
        words = self._tree.body.text(separator=" ") if self._tree.body else ""
        own = "".join(each.text() for each in self._tree.css("body script, body style"))
        return bool(self.scripts) and len(words.strip()) - len(own.strip()) < LEAST_TEXT

    def placed(self, name: str, attribute: str) -> list[str]:
        """List what the elements of a name say in an attribute."""
        return [_said(each, attribute) for each in self._tree.css(f"{name}[{attribute}]")]

    def has(self, selector: str) -> bool | None:
        """Tell whether an element fits a CSS selector; None: that is no selector."""
        try:
            return self._tree.css_first(selector) is not None
        except (SelectolaxError, ValueError):
            return None

    def mentions(self, *texts: str) -> bool:
        """Tell whether the page's markup has one of the texts in it."""
        html = self._tree.html or ""
        return any(each in html for each in texts)


def _tags(tree: LexborHTMLParser, url: str, *, framed: bool = False) -> Iterator[Tag]:
    for node in tree.css("script"):
        if not any(each.tag == "template" for each in _above(node)) and (
            tag := _tag(node, url, framed)
        ):
            yield tag
    for frame in () if framed else tree.css("iframe[srcdoc]"):
        yield from _tags(LexborHTMLParser(_said(frame, "srcdoc")), url, framed=True)


def _tag(node: LexborNode, url: str, framed: bool) -> Tag | None:
    said = {name: value or "" for name, value in node.attributes.items()}
    runs = said.get("type", "").strip().lower() in RUNS and "src" in said
    # Who holds a script back keeps its address in another attribute, or its type in another.
    kept = [said["src"]] if runs else [each for name, each in said.items() if "src" in name]
    for each in kept:
        src = _joined(url, each)
        path = urlsplit(src).path
        version = read_path(path[path.rfind("/") :])
        old = parse_qs(urlsplit(src).query).get("APP_ID", [""])[0] if "caast" in path else ""
        if src and (version or old or ("data-app-id" in said and "data-server" in said)):
            whole, number = version or ("data-server" in said, None)
            return Tag(
                src=src,
                app_id=said.get("data-app-id", "") or old,
                ref=said.get("data-ref", ""),
                locale=said.get("data-locale", ""),
                nonce=said.get("nonce", ""),
                integrity=said.get("integrity", ""),
                crossorigin="crossorigin" in said,
                server=_joined(url, said.get("data-server", "")) if whole else "",
                whole=whole,
                number=number,
                held=not runs,
                framed=framed,
            )
    return None


def _above(node: LexborNode) -> Iterator[LexborNode]:
    above = node.parent
    while above is not None:
        yield above
        above = above.parent


def _said(node: LexborNode, name: str) -> str:
    return (node.attributes.get(name) or "").strip()


def _joined(base: str, address: str) -> str:
    """Give the full address; nothing for what is not of the web, or no address at all."""
    with suppress(ValueError):
        parts = urlsplit(urljoin(base, address.strip())) if address.strip() else None
        if parts and parts.scheme in ("http", "https") and parts.hostname and parts.port != 0:
            return parts.geturl()
    return ""


def _parsed(text: str) -> Any:
    with suppress(ValueError, RecursionError):
        return json.loads(text)
    return None


def _products(node: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    if depth > DEEPEST:
        return
    if isinstance(node, list):
        for each in node:
            yield from _products(each, depth + 1)
    elif isinstance(node, dict):
        kinds = node.get("@type")
        names = {str(each).replace(":", "/").rsplit("/", 1)[-1] for each in _listed(kinds)}
        if names & {"Product", "ProductGroup"}:
            yield node
        for name in ("@graph", "mainEntity", "hasVariant"):
            yield from _products(node.get(name), depth + 1)


def _reference(product: Mapping[str, Any]) -> str:
    for key in KEYS:
        value = next(iter(_listed(product.get(key))), None)
        text = "" if value is None or isinstance(value, dict | list) else str(value).strip()
        if text:
            return UNWRITABLE.sub("\ufffd", text)
    return ""


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
