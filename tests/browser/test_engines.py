"""In Firefox and WebKitGTK the script draws, opens, talks to its frame and gives focus back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browser.conftest import Host, House
from tests.browser.engines import ENTER, ESCAPE, Engine, missing, started
from tests.browser.host_pages import HOST_PAGES, HOSTILE
from tests.browser.test_host_pages import standing

pytestmark = pytest.mark.xdist_group("browser")
KINDS = [
    "a plain page",
    "a strict policy that lists addresses",
    "a strict policy with a nonce",
    "from right to left",
    "the script twice",
    "hostile styles",
]
# Finds everywhere, in shadow trees as well, what a selector names and a name begins with.
DEEP = """
    const all = (root) => [...root.querySelectorAll('*')]
        .flatMap((each) => [each, ...each.shadowRoot ? all(each.shadowRoot) : []]);
    const find = (selector, root = document) => all(root).filter((each) => each.matches(selector));
    const focused = ({activeElement: it}) => it?.shadowRoot ? focused(it.shadowRoot) : it;
"""
LISTEN = """
    window.heard = [];
    for (const type of ['ready', 'error'])
        addEventListener(`vitrine:${type}`, () => window.heard.push(type));
"""


@pytest.fixture(scope="module", params=["Firefox", "WebKitGTK"])
def engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """One of the two, or a word about how to have it."""
    if lack := missing(request.param):
        pytest.skip(lack)
    with started(request.param, tmp_path_factory.mktemp("profile")) as made:
        yield made


@pytest.mark.parametrize("name", KINDS)
def test_a_host_page_carries_everything(
    house: House, host: Host, engine: Engine, name: str
) -> None:
    if name == "hostile styles":
        host.pages["/hostile.css"] = "\n".join(HOSTILE.values())
    with standing(house, host, HOST_PAGES[name]) as address:
        if policy := host.headers.get("Content-Security-Policy"):
            host.headers["Content-Security-Policy"] = f"{policy}; report-uri {host.origin}/report"
        engine.go(address)
        engine.run(LISTEN)
        covers = "return find('.cover').length"
        engine.until(f"{DEEP} return find('.bubble .cover')[0] && find('.slide .cover').length > 2")
        assert engine.run(f"{DEEP} {covers}") > 4
        x, y = engine.until(f"""{DEEP}
            const [cover] = find('.inline .cover', document.querySelector('#film'));
            if (!cover) return;
            cover.scrollIntoView({{block: 'center', behavior: 'instant'}});
            const {{left, top, width, height}} = cover.getBoundingClientRect();
            return width > 200 && [left + width / 2, top + height / 2];""")
        engine.click(x, y)
        engine.until("return window.heard.includes('ready')")
        engine.run("window.vitrine.close()")
        assert engine.run(f"{DEEP} return find('iframe').length") == 0
        engine.run(f"{DEEP} find('.bubble .cover')[0].focus()")
        engine.press(ENTER)
        engine.until("return window.heard.filter((each) => each === 'ready').length === 2")
        engine.until(f"{DEEP} return find('dialog[open]').length === 1")
        engine.press(ESCAPE)
        engine.until(f"{DEEP} return find('dialog[open]').length === 0")
        engine.until(f"{DEEP} return focused(document) === find('.bubble .cover')[0]")
        # The shop of this test has no icon, which some browsers ask for all the same.
        assert [each for each in host.reports if "favicon.ico" not in each] == []


def test_a_refused_host_is_left_alone(house: House, stranger: Host, engine: Engine) -> None:
    stranger.pages["/page"] = f"<main><div id=vitrine>text</div></main>{house.tag}"
    engine.go(f"{stranger.origin}/page")
    engine.until("return window.vitrine?.version")
    engine.run("window.vitrine.ready.then(() => { window.answered = true })")
    engine.until("return window.answered")
    drawn = f"{DEEP} return find('iframe').length + all(document).filter(e => e.shadowRoot).length"
    assert engine.run(drawn) == 0
    assert engine.run("return document.querySelector('#vitrine').textContent") == "text"
