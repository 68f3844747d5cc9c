"""Pages that carry the predecessor's snippet: the same calls, the same events, another host."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Host, House, Watched
from tests.browser.snippet import LISTEN, READY, SNIPPET, WRAPPER, heard, wait_for

pytestmark = pytest.mark.xdist_group("browser")
PLAY = re.compile("^Play video")
HOOK = """<div id=root></div><script>
// As a hook does it: after the first drawing, and again at each one that follows.
function effect(src) {
  if (window.CaastInstance || document.getElementById('caast_library')) return window.caast;
  const script = document.createElement('script');
  Object.assign(script, {id: 'caast_library', async: true, src});
  const first = document.getElementsByTagName('script')[0];
  first.parentNode.insertBefore(script, first);
  document.addEventListener('caast.onReady', () => { window.instance = window.caast; });
}
addEventListener('load', () => setTimeout(() => {
  document.getElementById('root').innerHTML = '<div id="caast-wrapper"></div>';
  effect('%s'); effect('%s');
}));
</script>"""
TAG_MANAGER = """<script>
addEventListener('load', () => setTimeout(() => {
  const box = document.createElement('div'), script = document.createElement('script');
  script.src = '%s';
  box.append(script);
  document.body.append(box);
}));
</script>"""
# A tag that waits for consent, whose text a manager fetches and runs: no script is the current one.
MANAGED = """<script type="text/plain" id=caast_library src="%s"></script><script>
addEventListener('load', async () => (0, eval)(await (await fetch('%s')).text()));
</script>"""
# A component with an effect that adds the script and a cleanup that takes it away. In React's
# strict mode the first mount runs effect, cleanup, effect; CLEANUP is what some hooks do besides.
COMPONENT = """<div id=root></div><script>
let instance, clean;
const root = document.getElementById('root');
function effect() {
  const loaded = ({detail}) => { if (!detail.preload) instance = window.caast; };
  document.addEventListener('caast.onLoaded', loaded);
  const script = document.createElement('script');
  Object.assign(script, {id: 'caast_library', async: true, src: '%s'});
  document.body.append(script);
  return () => {
    document.removeEventListener('caast.onLoaded', loaded);
    script.remove();
    CLEANUP
  };
}
function mount() {
  instance = null;
  root.innerHTML = '<div id="caast-wrapper"></div>';
  effect()();
  clean = effect();
}
function unmount() {
  clean();
  root.innerHTML = '';
}
addEventListener('load', mount);
</script>"""


@pytest.fixture
def source(house: House) -> str:
    """The script's address, as the documented snippet has it."""
    return f"{house.vitrine}/caast-latest/caast.js?APP_ID={house.facts['app_id']}"


@pytest.fixture
def placed(house: House, host: Host) -> Iterator[str]:
    """A page's address where the server displays a film, in no named place."""
    path = f"/films/{uuid4().hex}"
    rule = {
        "name": "for the snippet",
        "component": "embed",
        "urls": [f"{host.origin}{path}"],
        "content_id": house.facts["video_uid"],
    }
    made = house.call("POST", "/placements", json=rule)["data"]
    yield path
    house.call("DELETE", f"/placements/{made['id']}")


@pytest.mark.parametrize(
    "way",
    [
        SNIPPET,
        HOOK,
        TAG_MANAGER,
        MANAGED,
        '<script src="%s"></script>',
        '<script async src="%s"></script><script async src="%s"></script>',
        '<script type=module src="%s"></script>',
    ],
    ids=["snippet", "hook", "tag manager", "consent manager", "tag", "twice", "module"],
)
def test_however_it_is_loaded_the_film_is_in_the_wrapper(
    house: House, host: Host, page: Page, source: str, placed: str, way: str
) -> None:
    tag = way.replace("%s", source)
    host.pages[placed] = f"{LISTEN}{'' if way is HOOK else WRAPPER}{tag}"
    page.goto(f"{host.origin}{placed}")
    expect(page.locator("#caast-wrapper").get_by_role("button", name=PLAY)).to_have_count(1)
    page.wait_for_function("heard.includes('caast.onLoaded')")
    assert heard(page) == [*READY, "caast.onLoaded"]
    detail = wait_for(page, "caast.onReady")
    assert (detail["type"], detail["id"]) == ("app", house.facts["app_id"])
    same = (
        "[caast === CaastInstance, caast === caastInstance, caastLoaded, caast.infos().environment]"
    )
    assert page.evaluate(same) == [True, True, True, "latest"]
    assert page.evaluate("caast.canLoad()") is True
    if way is HOOK:
        assert page.evaluate("instance === caast && effect('') === caast")


@pytest.mark.parametrize("cleanup", ["", "window.caast?.kill();"], ids=["tag alone", "kill"])
def test_a_component_may_come_and_go(
    host: Host, page: Page, source: str, placed: str, cleanup: str
) -> None:
    script = COMPONENT.replace("CLEANUP", cleanup).replace("%s", source)
    host.pages[placed] = script
    page.goto(f"{host.origin}{placed}")
    film = page.locator("#caast-wrapper").get_by_role("button", name=PLAY)
    for _ in range(3):
        expect(film).to_have_count(1)
        page.wait_for_function("instance && instance === window.caast")
        # Each opens once, however many copies of the script have run.
        film.click()
        expect(page.locator("iframe")).to_have_count(1)
        page.evaluate("vitrine.close()")
        expect(page.locator("iframe")).to_have_count(0)
        page.evaluate("unmount()")
        expect(film).to_have_count(0)
        assert page.evaluate("Boolean(window.caast)") is not bool(cleanup)
        page.evaluate("mount()")
    expect(page.locator("#caast_library")).to_have_count(1)


def test_a_shop_that_draws_its_wrapper_anew_has_the_film_in_the_new_one(
    host: Host, page: Page, source: str, placed: str
) -> None:
    host.pages["/start"] = f"{LISTEN}<main></main>{SNIPPET % source}"
    page.goto(f"{host.origin}/start")
    wait_for(page, "caast.onReady")
    film = page.locator("#caast-wrapper").get_by_role("button", name=PLAY)
    for path in (placed, "/start", placed):
        page.evaluate(
            """path => {
                history.pushState({}, '', path);
                setTimeout(() => {
                    document.querySelector('main').innerHTML = '<div id="caast-wrapper"></div>';
                }, 300);
            }""",
            path,
        )
        expect(film).to_have_count(1 if path == placed else 0, timeout=30_000)


def test_the_settings_may_stand_in_the_page(house: House, host: Host, page: Page) -> None:
    ref = house.facts["product_ref"]
    settings = json.dumps({"app_id": house.facts["app_id"], "app_key": "x", "product_id": ref})
    snippet = SNIPPET % f"{house.vitrine}/caast-staging/caast.js"
    host.pages["/p"] = f"{LISTEN}<script>caastSettings = {settings}</script>{WRAPPER}{snippet}"
    asked = []
    page.on("request", lambda each: asked.append(each.url))
    page.goto(f"{host.origin}/p")
    wait_for(page, "caast.onLoaded")
    page.wait_for_function("heard.includes('caast.onLoaded')")
    [lookup] = [each for each in asked if "displayed_data" in each]
    assert f"product_ref={ref}" in lookup
    assert "app_key" not in lookup
    assert page.evaluate("caast.infos().environment") == "staging"


def test_without_a_match_the_page_hears_of_the_first_part_alone_and_may_open_what_it_likes(
    house: House, host: Host, page: Page, source: str
) -> None:
    uid, ref = house.facts["video_uid"], house.facts["product_ref"]
    host.pages["/none"] = f"""{LISTEN}{SNIPPET % source}
        <a href="#nowhere" data-caast-open data-caast-id="{uid}">by id</a>
        <button data-caast-open data-caast-pid="{ref}">by product</button>
        <button data-caast-open data-caast-pid="no such">by nothing</button>
        <div data-caast-embed data-caast-id="{uid}"><a href="/film">the film</a></div>"""
    page.goto(f"{host.origin}/none")
    card = page.locator("[data-caast-embed]").get_by_role("button", name=PLAY)
    for opener in (
        page.get_by_role("link", name="by id"),
        page.get_by_role("button", name="by product"),
        card,
    ):
        opener.click()
        expect(page.get_by_role("dialog").locator("iframe")).to_be_visible()
        wait_for(page, "onModalShow")
        page.get_by_role("dialog").get_by_role("button", name="Close").click()
        expect(page.get_by_role("dialog")).to_have_count(0)
        names = [each for each in heard(page) if each.startswith("onModal")]
        assert names == ["onModalTrigger", "onModalShow", "onModalClose"], heard(page)
        page.evaluate("heard.length = told.length = 0")
    assert page.url == f"{host.origin}/none"
    page.get_by_role("button", name="by nothing").click()
    expect(page.locator("[data-caast-loading]")).to_have_count(0)
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert page.evaluate("caast.canLoad()") is False
    assert "caast.onLoaded" not in heard(page)


def test_a_page_that_opens_a_film_at_each_ready_event_opens_it_once(
    house: House, host: Host, page: Page, source: str, placed: str
) -> None:
    uid = house.facts["video_uid"]
    opening = f"document.addEventListener('caast.onLoaded', () => caast.open('{uid}'))"
    host.pages[placed] = f"{LISTEN}<script>{opening}</script>{WRAPPER}{SNIPPET % source}"
    page.goto(f"{host.origin}{placed}")
    expect(page.get_by_role("dialog").locator("iframe")).to_be_visible()
    page.wait_for_function("heard.includes('caast.onLoaded')")
    shown = wait_for(page, "onModalShow")
    assert shown["live_id"] == shown["contentId"] == shown["currentLive"]["id"] == uid
    assert heard(page).count("onModalShow") == 1
    assert "onModalTrigger" not in heard(page)


def test_a_film_is_played_paused_and_put_into_the_cart_in_the_documented_words(
    house: House, host: Host, page: Page, source: str, placed: str
) -> None:
    cart = "(window.vitrine = window.vitrine || []).push(v => v.cart.use({add: async () => {}}))"
    host.pages[placed] = f"{LISTEN}<script>{cart}</script>{WRAPPER}{SNIPPET % source}"
    page.goto(f"{host.origin}{placed}")
    page.get_by_role("button", name=PLAY).click()
    played = wait_for(page, "onLivePlay")
    assert played["live_id"] == house.facts["video_uid"]
    assert isinstance(played["player"]["seconds"], (int, float))
    assert played["config"]["attributes"]["uid"] == house.facts["app_id"]
    assert (played["fromCaastIframe"], played["user"]) == (False, {})
    frame = page.frame_locator("iframe")
    frame.get_by_role("button", name=re.compile("Add .*to cart", re.IGNORECASE)).first.click()
    added = wait_for(page, "onBasketAdd")
    assert added["from_caast"] == "true"
    assert re.fullmatch("[0-9a-f]{32}", added["product_id"])
    assert added["product_ref"]
    page.evaluate("vitrine.close()")
    wait_for(page, "onModalClose")
    names = [each for each in heard(page) if each.startswith("on") and each != "onLivePause"]
    first = ["onModalTrigger", "onModalShow", "onLivePlay"]
    assert names[:3] == first
    assert names[-1] == "onModalClose"


def test_autoboot_false_waits_for_render(house: House, host: Host, page: Page, placed: str) -> None:
    settings = json.dumps({"app_id": house.facts["app_id"], "autoboot": False})
    snippet = SNIPPET % f"{house.vitrine}/caast-latest/caast.js"
    place = "<section id=mine><p>text</p></section>"
    host.pages[placed] = f"{LISTEN}<script>caastSettings = {settings}</script>{place}{snippet}"
    asked = []
    page.on("request", lambda each: asked.append(each.url))
    page.goto(f"{host.origin}{placed}", wait_until="networkidle")
    assert page.evaluate("[caastLoaded, heard.length]") == [True, 0]
    # A tag manager that adds the script once more wakes nothing either.
    page.evaluate(
        "src => new Promise(onload => document.head.append(Object.assign("
        "document.createElement('script'), {src, onload})))",
        f"{house.vitrine}/caast.js",
    )
    page.wait_for_timeout(1000)
    assert not [each for each in asked if "displayed_data" in each]
    page.evaluate(
        "caast.render({target: {desktop: {element: '#mine', overwrite: true}, mobile: '#none'}})"
    )
    expect(page.locator("#mine").get_by_role("button", name=PLAY)).to_have_count(1)
    expect(page.locator("#mine > p")).to_have_count(0)
    page.wait_for_function("heard.includes('caast.onLoaded')")
    assert heard(page) == [*READY, "caast.onLoaded"]


@pytest.mark.parametrize(
    ("fragment", "at"), [("caast-open", 0), ("caast-open/UID", 0), ("caast-jump/UID/1.5", 1.5)]
)
def test_a_fragment_opens_a_film(
    house: House, host: Host, page: Page, source: str, placed: str, fragment: str, at: float
) -> None:
    uid = house.facts["video_uid"]
    host.pages[placed] = f"{LISTEN}{WRAPPER}{SNIPPET % source}"
    page.goto(f"{host.origin}{placed}#{fragment.replace('UID', uid)}")
    frame = page.get_by_role("dialog").locator("iframe")
    expect(frame).to_be_visible()
    address = frame.get_attribute("src") or ""
    assert f"/embed/videos/{uid}" in address
    assert ("at=1.5" in address) == bool(at)
    page.get_by_role("dialog").get_by_role("button", name="Close").click()
    page.evaluate(f"location.hash = '#caast-jump/{uid}/2'")
    expect(frame).to_have_attribute("src", re.compile(r"at=2\b"))


def test_moving_inside_the_page_is_told_and_looks_up_again(
    house: House, host: Host, page: Page, source: str, placed: str
) -> None:
    host.pages["/start"] = f"{LISTEN}{WRAPPER}{SNIPPET % source}"
    page.goto(f"{host.origin}/start")
    wait_for(page, "caast.onReady")
    page.evaluate("path => history.pushState({}, '', path)", placed)
    wait_for(page, "onRouteChange")
    expect(page.locator("#caast-wrapper").get_by_role("button", name=PLAY)).to_have_count(1)
    page.wait_for_function("heard.includes('caast.onLoaded')")
    assert heard(page).count("onRouteChange") == 1


def test_consent_is_asked_for_and_taken_back_by_the_snippets_words(
    house: House, host: Host, page: Page, source: str, placed: str
) -> None:
    stored = "Object.keys(localStorage)"
    host.pages[placed] = f"{LISTEN}{WRAPPER}{SNIPPET % (source + '&cookiesAccepted=false')}"
    page.goto(f"{host.origin}{placed}")
    page.wait_for_function("window.vitrine?.attribution")
    assert page.evaluate(stored) == []
    assert page.evaluate("caast.cookiesAccepted().then(() => 'then')") == "then"
    assert page.evaluate(stored) == ["vitrine:seen"]
    assert page.evaluate("caast.cookiesRejected().then(() => 'then')") == "then"
    assert page.evaluate(stored) == []
    assert heard(page)[-2:] == ["onCookiesAccepted", "onCookiesRejected"]
    host.pages[placed] = f"{LISTEN}{WRAPPER}{SNIPPET % (source + '&cookiesAccepted=true')}"
    page.reload()
    page.wait_for_function("window.vitrine?.attribution")
    assert page.evaluate(stored) == ["vitrine:seen"]
    assert page.context.cookies() == []


def test_a_user_is_told_with_every_event_and_killing_leaves_nothing(
    house: House, host: Host, page: Page, source: str, placed: str
) -> None:
    card = f'<div data-caast-embed data-caast-id="{house.facts["video_uid"]}"><b>words</b></div>'
    host.pages[placed] = f"{LISTEN}{WRAPPER}{card}{SNIPPET % source}"
    page.goto(f"{host.origin}{placed}")
    expect(page.get_by_role("button", name=PLAY)).to_have_count(2)
    page.evaluate("caast.setUser({email: 'noor@shop.example'})")
    told = wait_for(page, "onSetUser")
    assert told["user"] == {"custom_fields": {"email": "noor@shop.example"}}
    page.evaluate("caast.off('all'); caast.setUser({}); caast.kill()")
    assert heard(page).count("onSetUser") == 1
    gone = "['caast', 'CaastInstance', 'caastInstance', 'caastLoaded'].filter(n => n in window)"
    assert page.evaluate(gone) == []
    expect(page.get_by_role("button", name=PLAY)).to_have_count(0)
    expect(page.locator("#caast_library")).to_have_count(0)
    assert page.locator("[data-caast-embed]").inner_html() == "<b>words</b>"
    assert (
        page.locator("#caast-wrapper").evaluate("e => e.outerHTML")
        == '<div id="caast-wrapper"></div>'
    )


EMITTER = """<script>
(function (w, d, u, n) {
  w[n] = w[n] || function () { (w[n].q = w[n].q || []).push(arguments); };
  var e = d.createElement('script'), f = d.getElementsByTagName('script')[0];
  e.async = 1; e.src = u; f.parentNode.insertBefore(e, f);
})(window, document, '%s', 'caastEmitter');
caastEmitter('init', {'APP-ID': '%s'});
caastEmitter('track', %s);
</script>"""


def test_the_emitter_tells_what_was_bought_and_an_order_once(
    house: House, host: Host, watched: Watched
) -> None:
    page, ref = watched.page, house.facts["product_ref"]
    order = {
        "total": 59.699999999999996,
        "products": [{"id": ref, "quantity": 3, "price": 19.9, "productCategory": "Toys"}],
        "order_id": uuid4().hex,
    }
    script = EMITTER % (
        f"{house.vitrine}/caast-latest/caastEmitter.js",
        house.facts["app_id"],
        json.dumps(order),
    )
    host.pages["/thanks"] = script
    for _ in range(2):
        with page.expect_response("**/api/v1/purchases?**") as answered:
            page.goto(f"{host.origin}/thanks")
        assert answered.value.status == 204
    found = house.call("GET", f"/purchases?order_id={order['order_id']}")["data"]
    [kept] = [each["attributes"] for each in found]
    assert (kept["total"], kept["source"]) == ("59.70", "page")
    [line] = kept["products"]
    assert (line["id"], line["quantity"], line["price"]) == (ref, 3, "19.90")
    assert line["extra"] == {"productCategory": "Toys"}
    assert not [each for each in watched.lines if "vitrine:" in each]


def test_an_order_of_what_was_added_in_a_player_is_direct_and_assisted(
    house: House, host: Host, page: Page, source: str, placed: str
) -> None:
    uid = house.facts["video_uid"]

    def shares() -> dict[str, int]:
        [row] = house.call("GET", f"/numbers?by=content&content_id={uid}")["data"] or [None]
        told = row["attributes"] if row else {}
        return {
            kind: (told.get(kind) or {"orders": 0})["orders"] for kind in ("direct", "assisted")
        }

    before = shares()
    cart = "(window.vitrine = window.vitrine || []).push(v => v.cart.use({add: async () => {}}))"
    accepted = f"{source}&cookiesAccepted=true"
    host.pages[placed] = f"{LISTEN}<script>{cart}</script>{WRAPPER}{SNIPPET % accepted}"
    page.goto(f"{host.origin}{placed}")
    page.wait_for_function("window.vitrine?.attribution")
    with page.expect_request("**/audience/v1/seen?**", timeout=60_000):
        page.get_by_role("button", name=PLAY).click()
        frame = page.frame_locator("iframe")
        frame.get_by_role("button", name=re.compile("Add .*to cart", re.IGNORECASE)).first.click()
        added = wait_for(page, "onBasketAdd")
    page.wait_for_function("sessionStorage['vitrine:seen']")

    def thanks(order: dict[str, Any]) -> None:
        emitter = f"{house.vitrine}/caast-latest/caastEmitter.js?cookiesAccepted=true"
        host.pages["/thanks"] = EMITTER % (emitter, house.facts["app_id"], json.dumps(order))
        with page.expect_response("**/api/v1/purchases?**") as answered:
            page.goto(f"{host.origin}/thanks")
        assert answered.value.status == 204

    thanks({"total": 5, "products": [{"id": added["product_ref"], "quantity": 1}]})
    thanks({"total": 5, "products": [{"id": "something else", "quantity": 1}]})
    after = shares()
    assert {kind: after[kind] - before[kind] for kind in after} == {"direct": 1, "assisted": 1}
