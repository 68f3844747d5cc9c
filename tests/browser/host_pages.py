"""Pages as shops have them: policies, tag managers, banners, old libraries, hostile styles."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.browser.conftest import House

BODY = (
    "<main><div id=film></div><div id=row></div>"
    "<h1>Shop</h1><p><a id=first href='#x'>A link</a></p></main>"
)
# The shop's own layout, which no style sheet of a test reaches: what differs then is our doing.
KEPT = (
    'style="all: initial !important; display: block !important; width: 600px !important; '
    'font-family: sans-serif !important"'
)
KEPT_BODY = BODY.replace("<main", f"<main {KEPT}").replace("<div", f"<div {KEPT}")


@dataclass(frozen=True)
class HostPage:
    """A page of a shop.

    In its texts {body} is the shop's own, {tag} our script tag, {vitrine} our origin and {app} the
    shop's id. `before` is what a browser does before the page's first script; `files` lie beside
    the page.
    """

    html: str = "{body}{tag}"
    headers: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    before: str = ""
    width: int = 1280


def spelled(text: str, house: House) -> str:
    """Put into a text what is known only when the servers run."""
    known = {"body": BODY, "kept": KEPT_BODY, "tag": house.tag, "vitrine": house.vitrine}
    known["app"] = house.facts["app_id"]
    for name, value in known.items():
        text = text.replace("{" + name + "}", value)
    return text


TRUSTED = (
    "require-trusted-types-for 'script'; trusted-types 'none'; base-uri 'none'; object-src 'none'"
)
# As docs/protocol.md tells shops, and nothing more: not even styles are allowed.
ADDRESSES = "; ".join(
    ["default-src 'none'"]
    + [f"{each}-src {{vitrine}}" for each in ("script", "connect", "frame", "img", "media")]
    + [TRUSTED]
)
NONCE = "; ".join(
    [
        "default-src 'none'; script-src 'nonce-n0nce' 'strict-dynamic'",
        *(f"{each}-src {{vitrine}}" for each in ("connect", "frame", "img", "media")),
        TRUSTED,
    ]
)
TAG_MANAGER = """
    addEventListener('load', () => setTimeout(() => {
        const made = document.createElement('script');
        Object.assign(made, {async: true, src: '{vitrine}/vitrine.js'});
        made.dataset.appId = window.appId;
        const first = document.getElementsByTagName('script')[0];
        first.parentNode.insertBefore(made, first);
    }));
"""
BANNER = """
    <div role=dialog aria-label=Cookies id=banner style="position: fixed; inset: auto 0 0;
        z-index: 2147483647; padding: 20px; background: #fff; border-top: 1px solid">
      We would like to count. <button id=agree>Agree</button> <button id=refuse>Refuse</button>
    </div><script src=/banner.js></script>"""
BANNER_SCRIPT = """
    for (const name of ['agree', 'refuse'])
        document.getElementById(name).onclick = () => {
            document.getElementById('banner').remove();
            (window.vitrine = window.vitrine || []).push(
                (vitrine) => vitrine.consent({measure: name === 'agree'}));
        };
"""
# What Prototype.js and MooTools did to every page they were on, and some shops' scripts still do.
EXTENDED = """
    Object.prototype.each = function each() {};
    Object.prototype.toJSONString = 'text';
    Array.prototype.toJSON = function toJSON() { return `[${this.join()}]` };
    Array.prototype.remove = function remove() {};
    String.prototype.toJSON = function toJSON() { return `'${this}'` };
    Function.prototype.delay = function delay() {};
    window.$ = window.$$ = () => null;
"""
NO_STORAGE = """
    for (const name of ['localStorage', 'sessionStorage'])
        Object.defineProperty(window, name, {get() { throw new DOMException('no') }});
    Object.defineProperty(document, 'cookie', {get() { throw new DOMException('no') }});
"""

HOST_PAGES = {
    "a plain page": HostPage(),
    "a strict policy that lists addresses": HostPage(
        headers={"Content-Security-Policy": ADDRESSES}
    ),
    "a strict policy with a nonce": HostPage(
        html="{body}<script nonce=n0nce src={vitrine}/vitrine.js data-app-id={app}></script>",
        headers={"Content-Security-Policy": NONCE},
    ),
    "from right to left": HostPage(html="<html dir=rtl>{body}{tag}"),
    "a dark page": HostPage(
        html="<html style='color-scheme: dark; background: #111; color: #eee'>{body}{tag}"
    ),
    "a tag manager": HostPage(
        html="{body}<script src=/app.js></script><script src=/manager.js></script>",
        files={"/manager.js": TAG_MANAGER, "/app.js": "window.appId = '{app}'"},
    ),
    "the script twice": HostPage(html="{tag}{body}{tag}"),
    "the script in the head, before there is a body": HostPage(
        html="<head><script src={vitrine}/vitrine.js data-app-id={app}></script></head>{body}"
    ),
    "a consent banner": HostPage(html="{body}{tag}" + BANNER, files={"/banner.js": BANNER_SCRIPT}),
    "old libraries": HostPage(
        html="<script src=/library.js></script>{body}{tag}", files={"/library.js": EXTENDED}
    ),
    "a browser without storage": HostPage(before=NO_STORAGE),
    "a module loader": HostPage(
        before="window.define = Object.assign(() => {}, {amd: {}}); window.module = {exports: {}};"
    ),
    "an address base elsewhere": HostPage(
        html="<head><base href=https://elsewhere.example/></head>{body}{tag}"
    ),
    "320 px": HostPage(width=320),
    "hostile styles": HostPage(
        html="<head><link rel=stylesheet href=/hostile.css></head>{kept}{tag}"
    ),
}

# Each one does to all elements what a shop's sheet does to some.
HOSTILE = {
    "forgets everything": "body * { all: unset !important }",
    "hides what it does not know": (
        "body > :not(main), body div, section, iframe, button, video, dialog, img "
        "{ display: none !important; visibility: hidden !important }"
        "vitrine-video, vitrine-carousel, :not(:defined) { display: none !important }"
    ),
    "pads every box": (
        "body * { box-sizing: content-box !important; margin: 7px !important; "
        "padding: 9px !important; border: 3px solid red !important; outline: 2px solid lime }"
    ),
    "has its own letters": (
        "body * { font: italic 40px/3 fantasy !important; letter-spacing: 9px !important; "
        "word-spacing: 9px !important; text-transform: uppercase !important; "
        "color: lime !important; text-indent: 60px !important; text-align: right !important; "
        "white-space: pre !important; text-shadow: 3px 3px red !important }"
    ),
    "floats everything": (
        "body * { position: static !important; float: left !important; clear: both !important; "
        "z-index: 1 !important; inset: auto !important }"
    ),
    "paints everything": (
        "body * { background: red !important; opacity: 0.3 !important; "
        "filter: invert(1) !important; mix-blend-mode: difference !important }"
    ),
    "moves everything": (
        "@keyframes spin { to { rotate: 1turn } } body * { transition: all 9s !important; "
        "animation: spin 2s infinite !important; transform: rotate(3deg) !important; scale: 0.8 }"
    ),
    "sizes all pictures": (
        "img, svg, video, iframe, path { width: 30px !important; height: 30px !important; "
        "max-width: 30px !important; object-fit: none !important; fill: red !important }"
    ),
    "has its own buttons": (
        "button, a, input, select, [role] { min-width: 300px !important; height: 90px !important; "
        "border-radius: 0 !important; background: lime !important; color: red !important; "
        "pointer-events: none !important; cursor: wait !important; user-select: none !important }"
    ),
    "has our class names": (
        ".facade, .cover, .sign, .bubble, .chip, .track, .slide, .head, .title, .poster, .inline, "
        ".panel, .bar, .dock, .over { display: none !important; color: red !important; "
        "width: 3px !important; position: fixed !important }"
    ),
}
