"""In a real browser forged messages have no effect, on the shop's page nor on the player."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Frame, Page, Route, expect

from tests.browser import forgeries
from tests.browser.conftest import Host, House
from tests.browser.gallery import rule, shown
from tests.browser.test_shop_pages import PLAY

pytestmark = [pytest.mark.xdist_group("browser"), pytest.mark.usefixtures("patient")]
# Runs in every frame: what was heard, and the port a frame was given, as who took it over has it.
SPY = """
    window.heard = [];
    for (const type of ['ready', 'open', 'close', 'cart-add', 'error'])
        addEventListener(`vitrine:${type}`, () => window.heard.push(type));
    addEventListener('message', ({data, ports}) => {
        if (data?.type === 'port') window.port ??= ports[0];
    });
    const {MessageChannel: Real} = window;
    window.channels = [];
    window.MessageChannel = function () {
        const made = new Real();
        window.channels.push(made.port1);
        return made;
    };
"""
CART = """
    window.adds = [];
    (window.vitrine = window.vitrine || []).push((vitrine) => vitrine.cart.use({
        add: async (wish) => void window.adds.push(wish.ref),
        read: async () => ({items: [], count: 0, total: null}),
        checkout: () => window.adds.push('till'),
    }));
    (window.vitrine).push((vitrine) => vitrine.user.use(() => void window.adds.push('user')));
"""
FRAME = """() => [...document.querySelectorAll('*')]
    .flatMap(each => [...each.shadowRoot?.querySelectorAll('iframe') ?? []])[0]"""
UNHARMED = """() => ({
    adds: window.adds ?? [],
    ran: window.ran ?? null,
    polluted: ({}).polluted ?? null,
    names: window.heard.filter(each => each !== 'ready' && each !== 'open'),
})"""
NOTHING = {"adds": [], "ran": None, "polluted": None, "names": []}
WAIT_MS = 60_000


@pytest.fixture
def scene(house: House, host: Host, stranger: Host, page: Page) -> Iterator[Page]:
    """A shop's page with a film, a stranger's frame, and a player's frame that nobody speaks to."""
    film = f"{house.vitrine}/embed/videos/{house.facts['video_uid']}"
    host.pages["/cart.js"] = CART
    stranger.pages["/x"] = "<p>x</p>"
    host.pages["/"] = (
        f"<main><div id=here></div></main><iframe name=stranger src={stranger.origin}/x></iframe>"
        f"<iframe name=twin src='{film}?origin={host.origin}#{'b' * 32}'></iframe>"
        f"<script src=/cart.js></script>{house.tag}"
    )
    page.set_default_timeout(WAIT_MS)
    page.add_init_script(SPY)
    with shown(house, rule(house, "embed", f"{host.origin}/", "#here")):
        page.goto(host.origin)
        named(page, "twin").wait_for_selector("[data-part=play]")
        expect(page.get_by_role("button", name=PLAY)).to_be_visible(timeout=WAIT_MS)
        yield page


def named(page: Page, name: str) -> Frame:
    frame = page.frame(name)
    assert frame is not None
    return frame


def opened(page: Page) -> Frame:
    """The player of our script, once it is there."""
    frame = page.locator("#here iframe").element_handle().content_frame()
    assert frame is not None
    frame.wait_for_url("**/embed/videos/**", wait_until="domcontentloaded")
    frame.wait_for_selector("video")
    return frame


def says(sender: Frame, receiver: str, message: str, ports: str = "[]", nonce: str = "") -> None:
    """Post a message to the window that `receiver` is an expression of."""
    sender.evaluate(
        f"nonce => {{ {receiver}.postMessage({message}, '*', {ports}) }}",
        nonce,
    )


def settle(page: Page) -> None:
    """Let everything that was posted arrive, and what it sets off happen."""
    for frame in page.frames:
        frame.evaluate("() => new Promise(done => setTimeout(done, 300))")


def test_who_is_not_the_player_cannot_say_hello_for_it(scene: Page) -> None:
    held: list[Route] = []
    scene.route("**/embed/videos/**", lambda route: held.append(route))
    scene.get_by_role("button", name=PLAY).click()
    while not held:
        scene.wait_for_timeout(100)
    nonce = scene.evaluate(f"new URL(({FRAME})().src).hash.slice(1)")
    assert len(nonce) == 32
    for who, message, *ports in forgeries.HELLOS.values():
        if who == "empty":
            scene.evaluate(
                f"""nonce => {{
                    const {{contentWindow: inner}} = ({FRAME})();
                    new inner.Function('message', 'parent.postMessage(message, "*")')({message});
                }}""",
                nonce,
            )
            continue
        sender = scene.main_frame if who == "page" else named(scene, who)
        says(sender, "parent", message, *ports, nonce=nonce)
    settle(scene)
    assert scene.evaluate("window.heard") == ["open"]
    held[0].continue_()
    # The true one is still heard, once.
    scene.wait_for_function("window.heard.includes('ready')")
    assert scene.evaluate("window.heard") == ["open", "ready"]
    assert scene.evaluate(UNHARMED) == NOTHING


def test_only_the_port_gives_orders_to_the_page(scene: Page) -> None:
    scene.get_by_role("button", name=PLAY).click()
    frame = opened(scene)
    scene.wait_for_function("window.heard.includes('ready')")
    nonce = frame.evaluate("location.hash.slice(1)")
    address = scene.url
    for message in forgeries.ORDERS.values():
        for sender in (scene.main_frame, named(scene, "stranger"), named(scene, "twin"), frame):
            says(sender, "parent", message, nonce=nonce)
    settle(scene)
    assert scene.evaluate(UNHARMED) == NOTHING
    assert scene.url == address
    assert len(scene.context.pages) == 1
    assert frame.evaluate("window.parent !== window && Boolean(window.port)")


def test_nobody_but_the_page_hands_a_player_its_port(scene: Page) -> None:
    twin = named(scene, "twin")
    frames = {"stranger": named(scene, "stranger"), "page": scene.main_frame, "self": twin}
    scene.get_by_role("button", name=PLAY).click()
    frames["twin"] = opened(scene)
    offer = """([expression, count, nonce, which]) => {
        const channels = Array.from({length: count}, () => new MessageChannel());
        window.got ??= [];
        for (const {port1} of channels) port1.onmessage = ({data}) => window.got.push(data.type);
        const frames = {inside: () => window, beside: () => parent.frames.twin,
            above: () => document.querySelector('[name=twin]').contentWindow};
        const message = MESSAGE;
        frames[which]().postMessage(message, '*', channels.map(({port2}) => port2));
    }"""
    places = {"self": "inside", "page": "above"}
    for who, message, count in forgeries.ANSWERS.values():
        given = [message, count, "b" * 32, places.get(who, "beside")]
        frames[who].evaluate(offer.replace("MESSAGE", message), given)
    settle(scene)
    for who, frame in frames.items():
        assert frame.evaluate("window.got ?? []") == [], who
    # The page's own word opens the line, and what waited comes along.
    given = [forgeries.PORT, 1, "b" * 32, "above"]
    twin.evaluate("document.querySelector('[data-part=play]').click()")
    scene.evaluate(offer.replace("MESSAGE", forgeries.PORT), given)
    scene.wait_for_function("window.got.includes('ready')")


def test_a_player_that_was_taken_over_does_no_harm_to_the_page(scene: Page) -> None:
    scene.get_by_role("button", name=PLAY).click()
    frame = opened(scene)
    scene.wait_for_function("window.heard.includes('ready')")
    frame.evaluate("() => document.querySelector('video').pause()")
    address = scene.url
    for message in forgeries.FROM_PLAYER.values():
        frame.evaluate(f"() => {{ window.port.postMessage({message}) }}")
    settle(scene)
    assert scene.evaluate(UNHARMED) == NOTHING
    assert scene.url == address
    assert len(scene.context.pages) == 1
    # The line itself works: what fits is heard, once the second's measure is not full any more.
    while "close" not in scene.evaluate("window.heard"):
        frame.evaluate("window.port?.postMessage({v: 1, type: 'close'})")
        scene.wait_for_timeout(200)


def test_a_page_that_was_taken_over_does_not_move_the_film(scene: Page) -> None:
    scene.get_by_role("button", name=PLAY).click()
    frame = opened(scene)
    scene.wait_for_function("window.heard.includes('ready')")
    frame.evaluate("""async () => {
        const film = document.querySelector('video');
        while (!(film.readyState > 1)) await new Promise(done => setTimeout(done, 100));
        film.pause();
        film.currentTime = 1;
        while (film.seeking) await new Promise(done => setTimeout(done, 100));
    }""")
    stands = """() => {
        const {currentTime, paused, src} = document.querySelector('video');
        const {hidden} = document.querySelector('[data-part=checkout]');
        return [currentTime, paused, src, hidden, ({}).polluted ?? null];
    }"""
    before = frame.evaluate(stands)
    to_player = "window.channels.at(-1).postMessage"
    for message in forgeries.FROM_PAGE.values():
        scene.evaluate(f"() => {{ {to_player}({message}) }}")
    settle(scene)
    assert frame.evaluate(stands) == before
    while frame.evaluate("document.querySelector('video').currentTime") < 1.9:
        scene.evaluate(f"{to_player}({{v: 1, type: 'seek', at: 2}})")
        scene.wait_for_timeout(200)


def test_there_are_as_many_forgeries_as_promised() -> None:
    tables = (
        forgeries.HELLOS, forgeries.ORDERS, forgeries.ANSWERS,
        forgeries.FROM_PLAYER, forgeries.FROM_PAGE,
    )  # fmt: skip
    assert sum(len(each) for each in tables) >= 40
