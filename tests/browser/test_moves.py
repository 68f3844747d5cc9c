"""Shops that change pages without loading them: each address has its own, and nothing is left."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import chromium
from tests.browser.conftest import Host, House, Watched
from tests.browser.test_shop_pages import own_lines
from tests.browser.unwatched import LEADS, heard, unwatched

pytestmark = pytest.mark.xdist_group("browser")
VENDOR = Path(__file__).parent / "vendor"
PATIENCE_MS = 60_000

GO = {
    "pushState": "path => history.pushState({}, '', path)",
    "replaceState": "path => history.replaceState({}, '', path)",
    "popstate": """async path => {
        for (const each of [path, '/elsewhere']) history.pushState({}, '', each);
        const back = new Promise(done => addEventListener('popstate', done, {once: true}));
        history.back();
        await back;
    }""",
    "Navigation API": """path => {
        navigation.addEventListener('navigate', event => event.intercept(), {once: true});
        return navigation.navigate(path).finished.then(() => {});
    }""",
}
# Which content each slot of the page shows, by its button.
SHOWN = """() => [...document.querySelectorAll('vitrine-slot')].map(
    each => each.shadowRoot?.querySelector('.cover')?.ariaLabel ?? null)"""


@pytest.fixture
def films(house: House, host: Host) -> Iterator[dict[str, str]]:
    """Two addresses of the host with a film each; the names of the films by path."""
    told = house.call("GET", "/videos")["data"]
    first, second, *_ = [each for each in told if each["attributes"]["published"]]
    made = []
    for path, film in (("/one", first), ("/two", second)):
        rule = {
            "name": path,
            "component": "embed",
            "urls": [host.origin + path],
            "content_id": film["id"],
            "target": {"element": "#here"},
        }
        made.append(house.call("POST", "/placements", json=rule)["data"]["id"])
    yield {"/one": first["attributes"]["name"], "/two": second["attributes"]["name"]}
    for each in made:
        house.call("DELETE", f"/placements/{each}")


@pytest.fixture
def bubble(house: House, host: Host) -> Iterator[None]:
    """A bubble on every page of the host."""
    rule = {
        "name": "everywhere",
        "component": "floating",
        "urls": [f"{host.origin}/*"],
        "content_id": house.facts["video_uid"],
    }
    made = house.call("POST", "/placements", json=rule)["data"]["id"]
    yield
    house.call("DELETE", f"/placements/{made}")


@pytest.fixture(autouse=True)
def _patience(page: Page) -> Iterator[None]:
    page.set_default_timeout(PATIENCE_MS)
    expect.set_options(timeout=PATIENCE_MS)
    yield
    expect.set_options(timeout=5_000)


def shows(page: Page, films: dict[str, str], path: str) -> None:
    """Wait until the page shows what belongs to a path, in one slot, or nothing at all."""
    name = films.get(path)
    try:
        page.wait_for_function(
            f"""name => {{
                const shown = ({SHOWN})();
                return name ? shown.length === 1 && shown[0]?.includes(name) : !shown.length;
            }}""",
            arg=name,
        )
    except Exception as error:
        raise AssertionError(f"{path}: {page.evaluate(SHOWN)}") from error


def single_page(house: House, host: Host) -> None:
    for path in ("/one", "/two", "/none", "/elsewhere"):
        host.pages[path] = f"<main><div id=here></div></main>{house.tag}"


@pytest.mark.parametrize("api", [True, False], ids=["new browser", "without Navigation API"])
@pytest.mark.parametrize("go", GO.values(), ids=GO)
def test_each_address_has_its_own(
    house: House, host: Host, watched: Watched, films: dict[str, str], go: str, api: bool
) -> None:
    page = watched.page
    if not api:
        if "navigation." in go:
            pytest.skip("that is what this browser has not")
        page.add_init_script("Object.defineProperty(window, 'navigation', {value: undefined})")
    single_page(house, host)
    page.goto(f"{host.origin}/one")
    shows(page, films, "/one")
    for path in ("/two", "/none", "/one"):
        page.evaluate(go, path)
        shows(page, films, path)
    assert own_lines(watched) == []


def test_a_fragment_changes_nothing(
    house: House, host: Host, watched: Watched, films: dict[str, str]
) -> None:
    page = watched.page
    single_page(house, host)
    page.goto(f"{host.origin}/one")
    shows(page, films, "/one")
    page.evaluate("window.before = document.querySelector('vitrine-slot')")
    page.evaluate("location.hash = 'reviews'")
    # A move that is looked at afterwards: what had to come of the fragment has come.
    page.evaluate(GO["pushState"], "/one?utm_source=mail#reviews")
    page.evaluate("() => new Promise(done => requestIdleCallback(() => setTimeout(done, 500)))")
    shows(page, films, "/one")
    assert page.evaluate("window.before === document.querySelector('vitrine-slot')")
    assert len(watched.to(f"{house.vitrine}/api/v1/displayed_data")) == 1


def paged(house: House, host: Host, head: str, body: str = "") -> None:
    """Whole pages that a library puts in each other's place."""
    links = "".join(f'<a href="{path}">{path[1:]}</a> ' for path in ("/one", "/two", "/none"))
    for path in ("/one", "/two", "/none"):
        host.pages[path] = (
            f"<head><script src=/library.js></script>{head}{house.tag}</head>"
            f"<body {body}><nav>{links}</nav><h1>{path}</h1><main><div id=here></div></main></body>"
        )


ROUTERS = {
    "Turbo": ("turbo-8.0.23.min.js", "", ""),
    "htmx 2": ("htmx-2.0.11.min.js", "", "hx-boost=true"),
    "htmx 4": ("htmx-4.0.1.min.js", "", "hx-boost:inherited=true"),
}


@pytest.fixture(params=ROUTERS.values(), ids=ROUTERS)
def router(request: Any, house: House, host: Host) -> None:
    library, head, body = request.param
    host.pages["/library.js"] = (VENDOR / library).read_text()
    paged(house, host, head, body)


def follow(page: Page, path: str) -> None:
    page.get_by_role("link", name=path[1:], exact=True).click()
    expect(page.get_by_role("heading")).to_have_text(path)


def test_a_router_of_whole_pages_leaves_nothing_behind(
    house: House, host: Host, page: Page, films: dict[str, str], router: None
) -> None:
    page.goto(f"{host.origin}/one")
    shows(page, films, "/one")
    page.evaluate("window.mark = true")
    for path in ("/two", "/none", "/one", "/two"):
        follow(page, path)
        shows(page, films, path)
    for path in ("/one", "/none", "/two", "/one"):
        page.evaluate("history.back()")
        expect(page.get_by_role("heading")).to_have_text(path)
        shows(page, films, path)
    page.evaluate("history.forward()")
    expect(page.get_by_role("heading")).to_have_text("/two")
    shows(page, films, "/two")
    # None of it was a page load.
    assert page.evaluate("window.mark")


def test_a_small_player_goes_on_while_a_router_changes_the_page(
    house: House, host: Host, page: Page, bubble: None, router: None
) -> None:
    page.goto(f"{host.origin}/one")
    page.locator("section.bubble .cover").click()
    frame = page.locator("iframe").element_handle().content_frame()
    assert frame is not None
    frame.wait_for_selector("video")
    frame.evaluate("window.mark = true")
    for path in ("/two", "/none"):
        follow(page, path)
    assert frame.evaluate("window.mark")
    assert not frame.is_detached()
    page.get_by_role("button", name="Close the video").click()
    expect(page.locator("dialog")).to_have_count(0)
    expect(page.locator("section.bubble .cover")).to_be_visible()
    expect(page.locator("vitrine-slot")).to_have_count(1)


def test_what_a_page_takes_out_is_drawn_again_and_a_copy_of_it_goes(
    house: House, host: Host, page: Page, films: dict[str, str]
) -> None:
    single_page(house, host)
    page.goto(f"{host.origin}/one")
    shows(page, films, "/one")
    page.evaluate("document.querySelector('main').innerHTML = '<div id=here></div>'")
    shows(page, films, "/one")
    page.evaluate("""() => {
        const main = document.querySelector('main');
        main.append(main.firstChild.cloneNode(true));
    }""")
    shows(page, films, "/one")


WALK = (
    """async ([times, films]) => {
    const until = async (fits) => { while (!fits()) await new Promise(requestAnimationFrame) };
    const shown = """
    + SHOWN
    + """;
    const paths = ['/two', '/none', '/one'];
    for (let at = 0; at < times; at++) {
        const path = paths[at % 3], name = films[path];
        history.pushState({}, '', path + '?' + at);
        const right = (now) => name ? now.length === 1 && now[0]?.includes(name) : !now.length;
        await until(() => right(shown()));
    }
}"""
)


def test_fifty_moves_leave_no_listener_and_no_weight(
    house: House, host: Host, page: Page, films: dict[str, str]
) -> None:
    single_page(house, host)
    page.goto(f"{host.origin}/one")
    shows(page, films, "/one")
    devtools = page.context.new_cdp_session(page)

    def weighed() -> tuple[int, int, int]:
        devtools.send("HeapProfiler.collectGarbage")
        counts = devtools.send("Memory.getDOMCounters")
        used = devtools.send("Runtime.getHeapUsage")["usedSize"]
        return counts["jsEventListeners"], counts["nodes"], round(used)

    page.evaluate(WALK, [12, films])
    listeners, nodes, used = weighed()
    page.evaluate(WALK, [51, films])
    for _ in range(60):
        after = weighed()
        if after[0] <= listeners and after[1] <= nodes + 20:
            break
        page.wait_for_timeout(1000)
    assert after[0] <= listeners
    assert after[1] <= nodes + 20
    # Five times what the bench finds: garbage of the browser's own is not ours.
    assert after[2] <= used + 500_000


AHEAD = """<script>
    const tell = (what) => fetch('/told?' + what);
    const asked = () => performance.getEntriesByType('resource')
        .filter(({name}) => name.includes('/displayed_data')).length;
    if (document.prerendering) tell('ahead');
    document.addEventListener('prerenderingchange', () => {
        tell('begun:' + asked());
        setInterval(() => tell('shows:' + (%s)()), 200);
    });
</script>"""


def test_a_page_drawn_ahead_asks_for_nothing_until_it_is_looked_at(
    house: House, host: Host, films: dict[str, str], tmp_path: Path
) -> None:
    single_page(house, host)
    host.pages["/one"] += LEADS
    host.pages["/two"] += AHEAD % SHOWN
    with unwatched(f"{host.origin}/one", tmp_path):
        heard(host, "ahead")
        host.pages["/go"] = "yes"
        assert heard(host, "begun:") == "begun:0"
        assert films["/two"] in heard(host, "shows:Play video")


@pytest.fixture
def keeping(chrome: Browser) -> Iterator[Page]:
    """A page of a browser that keeps pages to go back to, as browsers do."""
    off = ["--disable-back-forward-cache"]
    browser = chrome.browser_type.launch(
        executable_path=chromium.find(), args=chromium.FLAGS, ignore_default_args=off
    )
    page = browser.new_page(viewport={"width": 1280, "height": 800}, locale="en-GB")
    page.set_default_timeout(PATIENCE_MS)
    yield page
    browser.close()


def test_a_page_that_is_gone_back_to_is_as_it_was_left(
    house: House, host: Host, keeping: Page, films: dict[str, str]
) -> None:
    single_page(house, host)
    # The page says by itself what has become of it.
    host.pages["/one"] += f"""<script>
        addEventListener('pageshow', ({{persisted}}) => persisted && setInterval(() =>
            fetch('/told?' + encodeURIComponent(JSON.stringify(({SHOWN})()))), 200));
    </script>"""
    keeping.goto(f"{host.origin}/one")
    shows(keeping, films, "/one")
    keeping.goto(f"{host.origin}/two")
    shows(keeping, films, "/two")
    keeping.evaluate("() => { setTimeout(() => history.back()) }")
    back = heard(host, '["')
    assert films["/one"] in back
    assert back.count("Play video") == 1
