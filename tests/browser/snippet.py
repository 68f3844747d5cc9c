"""The predecessor's snippet as pages carry it, and an ear on all it tells them."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

# What the page hears of, in its order: `heard` are names, `told` whole events.
LISTEN = """<script>
var heard = [], told = [];
for (const name of ['caast.onLoaded', 'caast.onReady', 'caast.onLoadComplete'])
  document.addEventListener(name, event => {
    if (name === 'caast.onLoaded' && event.detail.preload)
      caast.on('all', event => { heard.push(event.type); told.push(event); });
    heard.push(name + (event.detail.preload ? ' preload' : ''));
    told.push({type: name, data: event.detail});
  });
</script>"""
SNIPPET = """<script>
(function (w, d, s, u, n, e, f) {
  if (!d.getElementById('caast_library')) {
    w[n] = w[n]; e = d.createElement(s); f = d.getElementsByTagName(s)[0];
    e.async = 1; e.src = u; e.id = 'caast_library'; f.parentNode.insertBefore(e, f);
  }
})(window, document, 'script', '%s', 'caast');
</script>"""
WRAPPER = '<p>text</p><div id="caast-wrapper"></div>'
READY = ["caast.onLoaded preload", "caast.onReady", "caast.onLoadComplete"]


def heard(page: Page) -> list[str]:
    """The names of what the page heard, in order."""
    names: list[str] = page.evaluate("heard")
    return names


def wait_for(page: Page, name: str) -> dict[str, Any]:
    """Wait until the page hears an event; its data."""
    page.wait_for_function("name => told.some(each => each.type === name)", arg=name)
    data: dict[str, Any] = page.evaluate("name => told.find(e => e.type === name).data", name)
    return data
