"""The predecessor's snippet, given what no page should give it: nothing comes of it or breaks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests import builders
from tests.browser.conftest import Host
from tests.browser.snippet import LISTEN, SNIPPET, WRAPPER, wait_for
from tests.browser.stage import Stage

pytestmark = pytest.mark.xdist_group("browser")
CONTRACT = json.loads(
    (Path(__file__).resolve().parents[1] / "widget" / "caast" / "contract.json").read_text()
)
# What a page, or the variables of its tag manager, may leave there.
NONSENSE = [
    "null",
    "undefined",
    "7",
    "'text'",
    "[]",
    "() => {}",
    "Symbol('s')",
    "{app_id: {}, product_id: [], seller_id: Symbol('s'), autoboot: 'false'}",
    "{app_id: NaN, product_id: {toString() { throw 1; }}, seller_id: null}",
    "document.createElement('div')",
]
CALLS = """async () => {
  const given = [
    undefined, null, 7, '', '../x', '<img src=x onerror=alert(1)>', {}, [], Symbol('s'), () => {},
    {type: 'product'}, {type: 'product', id: {}}, {type: 'product', id: Symbol('s')},
    {target: '##'}, {target: {element: 7}}, {query: 7}, {query: {product_id: {}}},
    {target: {element: '#caast-wrapper', position: 'nowhere', basket: '##'}},
    {target: {element: 'html', position: 'beforebegin'}},
  ];
  const verbs = 'open render on off setUser reboot parse embed infos canLoad'.split(' ');
  const refused = new Set();
  for (const verb of verbs)
    for (const each of given)
      try {
        await Promise.race([caast[verb](each), new Promise(done => setTimeout(done, 50))]);
      } catch { refused.add(verb); }
  document.body.click();
  const details = [
    null, 7, {}, {content: {}},
    {content: '__proto__', kind: {}, by: '__proto__', step: 'constructor'},
  ];
  const types = 'open close shown play moment remind extension reaction chat-send related caast';
  for (const detail of details)
    for (const type of types.split(' '))
      document.body.dispatchEvent(new CustomEvent(`vitrine:${type}`, {bubbles: true, detail}));
  return [...refused];
}"""


def alarms_of(viewer: Page) -> list[str]:
    """What the page calls out by a dialog from now on."""
    alarms: list[str] = []

    def note(dialog: Dialog) -> None:
        alarms.append(dialog.message)
        dialog.dismiss()

    viewer.on("dialog", note)
    return alarms


@pytest.fixture
def source(stage: Stage) -> str:
    """The script's address, as the documented snippet has it."""
    return f"{stage.origin}/caast-latest/caast.js?APP_ID={stage.shop.app_id}"


@pytest.mark.parametrize("given", NONSENSE)
def test_settings_of_a_wrong_type_say_nothing(
    stage: Stage, viewer: Page, site: Host, source: str, given: str
) -> None:
    builders.a_live(stage.shop, name="Everywhere", urls=["*"])
    settings = f"<script>window.caastSettings = {given}</script>"
    site.pages["/p"] = f"{LISTEN}{settings}{WRAPPER}{SNIPPET % source}"
    viewer.goto(f"{site.origin}/p")
    expect(viewer.get_by_role("button", name="Everywhere")).to_be_visible()
    wait_for(viewer, "caast.onReady")


def test_elements_that_bear_the_names_of_the_globals_are_in_nobodys_way(
    stage: Stage, viewer: Page, site: Host, source: str
) -> None:
    ids = "".join(f"<p id={name}></p>" for name in ("caast", "caastSettings", "caastEmitter"))
    emitter = f'<script async src="{stage.origin}/caastEmitter.js"></script>'
    site.pages["/p"] = f"{ids}{LISTEN}{WRAPPER}{SNIPPET % source}{emitter}"
    viewer.goto(f"{site.origin}/p")
    wait_for(viewer, "caast.onReady")
    viewer.wait_for_function("() => window.caastEmitter.ready")


def test_methods_and_events_take_any_nonsense(
    stage: Stage, viewer: Page, site: Host, source: str
) -> None:
    alarms = alarms_of(viewer)
    site.pages["/p"] = f"{LISTEN}{WRAPPER}{SNIPPET % source}"
    viewer.goto(f"{site.origin}/p")
    wait_for(viewer, "caast.onReady")
    # Who listens with something else than a function is told so, as is documented.
    assert viewer.evaluate(CALLS) == ["on"]
    assert viewer.get_by_role("dialog").count() == 0
    assert alarms == []
    assert {
        name
        for name in CONTRACT["methods"]
        if viewer.evaluate(f"typeof caast.{name}") != "function"
    } == set()


def test_ids_of_another_shop_open_nothing(
    stage: Stage, viewer: Page, site: Host, source: str
) -> None:
    charlie = builders.a_shop("Charlie")
    theirs = builders.a_live(charlie, products=(builders.a_product(charlie, ref="SKU-C"),)).uid
    openers = f"""<button data-caast-open data-caast-id="{theirs}">theirs</button>
        <button data-caast-open data-caast-pid="SKU-C">their product</button>
        <div data-caast-embed data-caast-id="{theirs}"><a href="/film">the film</a></div>"""
    site.pages["/p"] = f"{LISTEN}{openers}{SNIPPET % source}"
    viewer.goto(f"{site.origin}/p#caast-open/{theirs}")
    wait_for(viewer, "caast.onReady")
    for name in ("theirs", "their product"):
        viewer.get_by_role("button", name=name, exact=True).click()
        expect(viewer.locator("[data-caast-loading]")).to_have_count(0)
    assert viewer.evaluate("uid => caast.open(uid)", theirs) is False
    assert viewer.evaluate("() => caast.open({type: 'product', id: 'SKU-C'})") is False
    expect(viewer.get_by_role("link", name="the film")).to_be_visible()
    expect(viewer.locator("iframe, dialog")).to_have_count(0)


@pytest.mark.parametrize(
    "fragment",
    [
        "caast-open/<img src=x onerror=alert(1)>",
        "caast-jump/UID/<svg onload=alert(1)>",
        "caast-question/UID/../../../media",
        "caast-open/javascript:alert(1)",
        "caast-jump/UID/1e999",
    ],
)
def test_markup_in_a_fragment_is_no_wish(
    stage: Stage, viewer: Page, site: Host, source: str, fragment: str
) -> None:
    alarms = alarms_of(viewer)
    site.pages["/p"] = f"{LISTEN}{WRAPPER}{SNIPPET % source}"
    viewer.goto(f"{site.origin}/p#{fragment.replace('UID', stage.live.uid)}")
    wait_for(viewer, "caast.onReady")
    viewer.evaluate("uid => caast.open(uid)", stage.live.uid)
    wait_for(viewer, "onModalShow")
    # What was asked for afterwards is all that there is, from its start.
    expect(viewer.locator("iframe")).to_have_count(1)
    expect(viewer.frame_locator("iframe").locator("[data-part=text]")).to_be_visible()
    assert "at=" not in (viewer.locator("iframe").get_attribute("src") or "")
    assert viewer.locator("img[src=x], svg[onload]").count() == 0
    assert alarms == []
