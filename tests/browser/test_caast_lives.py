"""Pages with the predecessor's snippet and a live: what viewers do in the player has its names."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from models import clock
from models.base import new_uid
from models.broadcast import EXTENSION
from models.collection import Collection, CollectionItem
from models.content import Content, ContentProduct, Cue
from tests import builders
from tests.browser.conftest import Host
from tests.browser.snippet import LISTEN, SNIPPET, WRAPPER, heard, wait_for
from tests.browser.stage import Stage
from usecases.screens import tell_screen

pytestmark = pytest.mark.xdist_group("browser")


def a_page(stage: Stage, body: str = WRAPPER, **settings: object) -> str:
    """A page with the snippet and its settings."""
    told = json.dumps({"app_id": stage.shop.app_id, **settings})
    script = f"<script>caastSettings = {told}</script>"
    return f"{LISTEN}{script}{body}{SNIPPET % f'{stage.origin}/caast-latest/caast.js'}"


def opened(stage: Stage, viewer: Page, site: Host, fragment: str = "") -> FrameLocator:
    """Open the live by a fragment of the page's address; the player in it."""
    site.pages["/live"] = a_page(stage)
    viewer.goto(f"{site.origin}/live#{fragment or f'caast-open/{stage.live.uid}'}")
    wait_for(viewer, "onModalShow")
    return viewer.get_by_role("dialog").frame_locator("iframe")


def test_what_a_viewer_does_before_the_show_is_told_to_the_page(
    stage: Stage, viewer: Page, site: Host
) -> None:
    starts_at = clock.now() + timedelta(hours=3)
    Content.update(starts_at=starts_at).where(Content.id == stage.live.id).execute()
    for web in ("calendar.google.com", "outlook.live.com", "calendar.yahoo.com"):
        viewer.context.route(f"https://{web}/**", lambda route: route.fulfill(body="calendar"))
    frame = opened(stage, viewer, site)
    frame.locator("[data-part=remind]").click()
    assert wait_for(viewer, "onReminderClick")["live_id"] == stage.live.uid
    wait_for(viewer, "onEmailReminderClick")
    frame.locator("[data-part=mail]").fill("noor@shop.example")
    frame.locator("[data-part=consent]").check()
    assert "onLiveSubscription" not in heard(viewer)
    frame.locator("[data-part=reminding-send]").click()
    wait_for(viewer, "onEmailReminderSubmitted")
    wait_for(viewer, "onLiveSubscription")
    frame.locator("[data-part=reminding-close]").click()
    for label, name in {
        "Google": "onGoogleCalendarClick",
        "Outlook": "onOutlookCalendarClick",
        "Yahoo": "onYahooCalendarClick",
        "Calendar file": "onAppleCalendarClick",
    }.items():
        frame.locator("summary").click()
        with viewer.context.expect_page() as tab:
            frame.get_by_role("link", name=label).click()
        tab.value.close()
        wait_for(viewer, name)


def test_what_a_viewer_says_and_shows_is_told_to_the_page_once_it_was_taken(
    stage: Stage, viewer: Page, site: Host
) -> None:
    frame = opened(stage, viewer, site)
    frame.locator("[data-part=text]").fill("Does it come in green?")
    frame.locator("[data-part=text]").press("Enter")
    frame.locator("[data-part=nickname]").fill("Noor")
    assert "onMessageSubmit" not in heard(viewer)
    frame.locator("[data-part=nickname]").press("Enter")
    told = wait_for(viewer, "onMessageSubmit")
    assert told["message"] == {"author": "Noor", "message": "Does it come in green?"}
    assert told["live_id"] == told["contentId"] == stage.live.uid
    heart = frame.locator("[data-part=reactions] button").first
    heart.click()
    assert wait_for(viewer, "onReaction")["emoji"] == heart.inner_text()


def test_a_partners_page_is_told_when_it_is_asked_for_shown_and_closed(
    stage: Stage, viewer: Page, site: Host
) -> None:
    viewer.context.route("https://quiz.example/**", lambda route: route.fulfill(body="a quiz"))
    stage.begin()
    facts = {"title": "Quiz", "url": "https://quiz.example/q"}
    event = builders.an_event(stage.live, EXTENSION, **facts)
    stage.live.state = "started"
    tell_screen(stage.live)
    frame = opened(stage, viewer, site)
    frame.locator("button.more").click()
    details = wait_for(viewer, "onExtensionDetailsClick")["extensionDetails"]
    assert details["attributes"]["extensionUrl"] == facts["url"]
    assert (details["id"], details["attributes"]["configuration"]) == (event.uid, {"title": "Quiz"})
    wait_for(viewer, "onExtensionDetailsShow")
    assert "onExtensionDetailsClose" not in heard(viewer)
    frame.locator("[data-part=extension-close]").click()
    wait_for(viewer, "onExtensionDetailsClose")


@pytest.fixture
def question(stage: Stage) -> str:
    """A replay of forty seconds: a question that was answered at its thirtieth, a product."""
    stage.film()
    stage.replay()
    jacket = builders.a_product(stage.shop, ref="SKU-1")
    ContentProduct.create(content=stage.live, product=jacket)
    Cue.create(content=stage.live, kind="product", product=jacket, from_ms=5_000)
    uid = new_uid()
    words = {"kind": "question", "text": "Is it warm?", "source_uid": uid}
    Cue.create(content=stage.live, from_ms=30_000, **words)
    return uid


def test_a_fragment_leads_to_a_question_of_a_replay(
    stage: Stage, viewer: Page, site: Host, question: str
) -> None:
    frame = opened(stage, viewer, site, f"caast-question/{stage.live.uid}/{question}")
    film = frame.locator("video.video")
    film.wait_for()
    film.evaluate(
        """film => new Promise(done => {
            const there = () => film.currentTime >= 30 && done();
            film.addEventListener('timeupdate', there);
            there();
        })"""
    )
    frame.locator("#tab-questions").click()
    frame.get_by_role("button", name="Is it warm?").click()
    assert wait_for(viewer, "onQuestionClick")["question_id"] == question
    frame.locator("button.moment", has_text="Field jacket").click()
    told = wait_for(viewer, "onProductClick")
    assert (told["product_ref"], told["from_caast"]) == ("SKU-1", "true")


def test_another_replay_that_is_chosen_is_told(
    stage: Stage, viewer: Page, site: Host, question: str
) -> None:
    past = stage.past("Spring show")
    # A question that nobody knows opens the replay at its start.
    frame = opened(stage, viewer, site, f"caast-question/{stage.live.uid}/{past.uid}")
    frame.locator("#tab-past").click()
    frame.get_by_role("link", name="Spring show").click()
    told = wait_for(viewer, "onRelatedClick")
    assert (told["live_id"], told["currentLive"]["id"]) == (past.uid, stage.live.uid)
    expect(viewer.locator("iframe[title='Spring show']")).to_be_visible()
    assert question not in (viewer.locator("iframe").get_attribute("src") or "")


def test_a_sellers_page_shows_the_sellers_lives(stage: Stage, viewer: Page, site: Host) -> None:
    builders.a_live(stage.shop, name="Larch", seller=builders.a_seller(stage.shop, external_id="7"))
    jacket = builders.a_product(stage.shop, ref="O-1")
    builders.a_live(stage.shop, name="Jacket", products=(jacket,))
    site.pages["/seller"] = a_page(stage, seller_id=7)
    viewer.goto(f"{site.origin}/seller")
    expect(viewer.get_by_role("button", name="Larch")).to_be_visible()
    # The next question is another one's: what the settings say stands where it says nothing.
    viewer.evaluate("() => caast.render({query: {product_id: 'O-1', seller_id: '8'}})")
    expect(viewer.get_by_role("button", name="Larch")).to_have_count(0)
    viewer.evaluate("() => caast.render({query: {product_id: 'O-1'}})")
    expect(viewer.get_by_role("button", name="Jacket")).to_be_visible()
    viewer.evaluate("() => caast.render()")
    expect(viewer.get_by_role("button", name="Larch")).to_be_visible()
    site.pages["/offer"] = a_page(stage, offer_id="O-1")
    viewer.goto(f"{site.origin}/offer")
    expect(viewer.get_by_role("button", name="Jacket")).to_be_visible()


def test_the_pages_own_basket_button_is_told_where_a_target_names_it(
    stage: Stage, viewer: Page, site: Host
) -> None:
    builders.a_live(
        stage.shop, name="Jacket", products=(builders.a_product(stage.shop, ref="SKU-1"),)
    )
    button = "<button id=add><b>Add to basket</b></button>"
    site.pages["/p"] = a_page(stage, WRAPPER + button, product_id="SKU-1")
    viewer.goto(f"{site.origin}/p")
    wait_for(viewer, "caast.onReady")
    viewer.evaluate("() => caast.render({target: {element: '#caast-wrapper', basket: '#add'}})")
    viewer.get_by_text("Add to basket").click()
    told = wait_for(viewer, "onBasketAdd")
    assert told["product_ref"] == "SKU-1"
    assert "from_caast" not in told


def test_a_collection_is_told_when_it_is_seen_and_opened(
    stage: Stage, viewer: Page, site: Host
) -> None:
    row = Collection.create(shop=stage.shop, name="New in")
    lives = [stage.live, builders.a_live(stage.shop, name="Winter show")]
    for position, each in enumerate(lives):
        CollectionItem.create(collection=row, content=each, position=position)
    rule = {"component": "carousel", "collection": row, "target": {"element": "#row"}}
    builders.a_placement(stage.shop, urls=["*"], **rule)
    site.pages["/row"] = a_page(stage, "<div style='height: 200vh'></div><div id=row></div>")
    viewer.goto(f"{site.origin}/row")
    wait_for(viewer, "caast.onLoaded")
    assert "onCollectionInView" not in heard(viewer)
    poster = viewer.get_by_role("button", name="Winter show")
    poster.scroll_into_view_if_needed()
    seen = wait_for(viewer, "onCollectionInView")
    names = [each["attributes"]["name"] for each in seen["collectionItems"]]
    assert (seen["collectionId"], names) == (row.uid, ["Autumn show", "Winter show"])
    assert [each["id"] for each in seen["lives"]["coming"]["data"]] == [each.uid for each in lives]
    poster.click()
    opened = wait_for(viewer, "onCollectionOpen")
    assert (opened["contentId"], opened["content"]["attributes"]["name"]) == (
        lives[1].uid,
        "Winter show",
    )
    frame = viewer.get_by_role("dialog").frame_locator("iframe")
    expect(frame.locator("[data-part=text]")).to_be_visible()
    order = [each for each in heard(viewer) if each.startswith(("onColl", "onModal"))]
    last = ["onCollectionOpen", "onModalTrigger", "onModalShow"]
    assert order == ["onCollectionInView", *last]
