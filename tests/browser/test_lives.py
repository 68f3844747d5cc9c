"""The page of a live in a real browser, told what is new over a real line."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar
from playwright.sync_api import Locator, Page, expect

from models import clock
from models.audience import Reminder
from models.broadcast import PRODUCT
from models.content import Content, ContentProduct
from models.message import Message
from models.shop import Shop
from tests import builders
from tests.browser.conftest import Host
from tests.browser.stage import Stage
from tests.pushing import pushing
from usecases import moderating
from usecases.screens import tell_screen

PHASE = "() => document.body.dataset.phase"


def test_a_countdown_becomes_the_show_and_the_show_its_replay(stage: Stage, viewer: Page) -> None:
    stage.film()
    viewer.goto(stage.page)
    viewer.wait_for_function(f"{PHASE} === 'before'")
    stage.begin()
    viewer.wait_for_function(f"{PHASE} === 'on'")
    viewer.wait_for_function("() => document.querySelector('video').currentTime > 1")
    stage.change(
        "started", interrupted=True, playback_url=f"/media/lives/{stage.live.uid}/live.m3u8"
    )
    expect(viewer.get_by_text("Back in a moment", exact=True).first).to_be_visible()
    stage.replay()
    viewer.wait_for_function(f"{PHASE} === 'replay'")
    viewer.locator("[data-part=centre]").click()
    viewer.wait_for_function("() => document.querySelector('video').duration < 60")
    viewer.wait_for_function("() => document.querySelector('video').currentTime > 0.2")


def test_who_goes_back_gets_as_far_as_is_kept(stage: Stage, viewer: Page) -> None:
    stage.film()
    stage.begin()
    viewer.goto(stage.page)
    viewer.locator("[data-part=centre]").click()
    viewer.wait_for_function("() => document.querySelector('video').currentTime > 30")
    stage.forget(5)
    viewer.wait_for_function("() => document.querySelector('video').seekable.start(0) >= 10")
    viewer.locator("[data-part=seek]").press("Home")
    viewer.wait_for_function(
        "() => (at => at > 10 && at < 20)(document.querySelector('video').currentTime)"
    )
    expect(viewer.locator("[data-part=edge]")).to_have_text("Back to live")
    viewer.locator("[data-part=edge]").press("Enter")
    viewer.wait_for_function("() => document.querySelector('video').currentTime > 30")


def test_a_message_is_sent_under_a_name_and_everybody_reads_it(stage: Stage, viewer: Page) -> None:
    viewer.goto(stage.page)
    viewer.locator("[data-part=text]").fill("Does it come in green?")
    viewer.keyboard.press("Enter")
    viewer.locator("[data-part=nickname]").fill("two words")
    viewer.keyboard.press("Enter")
    expect(viewer.locator("[data-part=naming-refused]")).to_contain_text("one word")
    viewer.locator("[data-part=nickname]").fill("AIice")
    viewer.keyboard.press("Enter")
    expect(viewer.locator("[data-part=naming-refused]")).to_contain_text("another one")
    viewer.locator("[data-part=nickname]").fill("Noor")
    viewer.keyboard.press("Enter")
    row = viewer.locator(".message[data-own]")
    expect(row).to_have_text("Noor Does it come in green?", use_inner_text=False)
    expect(viewer.locator("[data-part=text]")).to_have_value("")
    stage.say("<b>Yes</b> https://x.example", author="Alice", by_host=True)
    answer = viewer.locator(".message").nth(1)
    expect(answer.locator(".text")).to_have_text("<b>Yes</b> https://x.example")
    expect(answer.locator(".badge")).to_have_text("Host")
    assert viewer.locator(".message b, .message a").count() == 0
    written = Message.select(Message.author, Message.text, Message.by_host).order_by(Message.id)
    assert next(iter(written.tuples())) == ("Noor", "Does it come in green?", False)


def test_who_cannot_be_pushed_to_asks_until_the_line_is_back(stage: Stage, viewer: Page) -> None:
    viewer.goto(stage.page)
    viewer.route("**/state", lambda route: route.abort())
    stage.say("Pushed")
    expect(row(viewer, "Pushed")).to_be_visible()
    viewer.unroute("**/state")
    stage.push.stop()
    stage.say("Asked for")
    expect(row(viewer, "Asked for")).to_be_visible()
    with pushing(stage.push.port):
        viewer.wait_for_event("response", lambda each: "/push/" in each.url and each.ok)
        viewer.route("**/state", lambda route: route.abort())
        stage.say("Pushed again")
        expect(row(viewer, "Pushed again")).to_be_visible()


def test_who_is_kept_from_pushing_by_what_is_between_asks(stage: Stage, viewer: Page) -> None:
    viewer.route("**/push/**", lambda route: route.fulfill(status=403))
    viewer.goto(stage.page)
    with viewer.expect_request("**/here") as told:
        stage.say("Asked for")
    assert told.value.post_data_json["again"] is False
    expect(row(viewer, "Asked for")).to_be_visible()


def row(viewer: Page, text: str) -> Locator:
    return viewer.locator(".message", has_text=text)


def write(viewer: Page, text: str) -> None:
    """Write into the chat; the first time, to stay anonymous."""
    viewer.locator("[data-part=text]").fill(text)
    viewer.keyboard.press("Enter")
    anonymous = viewer.locator("[data-part=anonymous]")
    if anonymous.is_visible():
        anonymous.click()


def test_what_is_removed_goes_and_what_is_hidden_leaves_a_line(stage: Stage, viewer: Page) -> None:
    removed, hidden = stage.say("Buy elsewhere"), stage.say("Rude words", author="Sam")
    viewer.goto(stage.page)
    write(viewer, "My own")
    rows = viewer.locator(".message")
    expect(rows).to_have_count(3)
    moderating.remove(stage.shop, stage.live.uid, removed.uid)
    moderating.change(stage.shop, stage.live.uid, hidden.uid, moderated=True)
    expect(rows).to_have_count(2)
    expect(rows.first).to_have_text("A moderator has hidden a message.")
    expect(rows.first.locator(".author")).to_be_empty()
    own = Message.get(Message.text == "My own")
    moderating.change(stage.shop, stage.live.uid, hidden.uid, moderated=False)
    moderating.change(stage.shop, stage.live.uid, own.uid, moderated=True)
    expect(rows.first).to_have_text("Sam Rude words", use_inner_text=True)
    expect(rows.last).to_have_text("A moderator has hidden your message.")


def test_what_a_rule_hides_is_seen_by_its_author_alone(stage: Stage, viewer: Page) -> None:
    stage.shop.chat_words = ["vermin"]
    stage.shop.save()
    viewer.goto(stage.page)
    write(viewer, "such V3RM1N")
    expect(viewer.locator(".message[data-own]")).to_have_text("Anonymous such V3RM1N")
    stage.say("Next")
    expect(viewer.locator(".message")).to_have_count(2)
    viewer.reload()
    expect(viewer.locator(".message")).to_have_count(1)


def test_a_message_that_waits_for_leave_says_so_until_it_has_it(stage: Stage, viewer: Page) -> None:
    stage.set_chat(premoderation=True)
    viewer.goto(stage.page)
    write(viewer, "May I?")
    waits = viewer.locator(".message[data-own] .waits")
    expect(waits).to_have_text("Waiting for a moderator")
    own = Message.get(Message.text == "May I?")
    moderating.change(stage.shop, stage.live.uid, own.uid, moderated=False)
    expect(waits).to_be_hidden()


def test_a_refusal_is_a_sentence_and_loses_nothing(stage: Stage, viewer: Page) -> None:
    viewer.goto(stage.page)
    text, refused = viewer.locator("[data-part=text]"), viewer.locator("[data-part=refused]")
    write(viewer, "see shop.example/sale")
    expect(refused).to_have_text("Links cannot be sent here.")
    expect(text).to_have_value("see shop.example/sale")
    write(viewer, "Then without")
    expect(text).to_have_value("")
    stage.set_chat(slow_seconds=600)
    write(viewer, "And more")
    expect(refused).to_contain_text("You can write again in")
    expect(viewer.locator("[data-part=send]")).to_be_disabled()
    expect(text).to_have_value("And more")


def test_a_reader_further_up_stays_there_and_is_told_what_is_new(
    stage: Stage, viewer: Page
) -> None:
    for number in range(40):
        stage.say(f"Message {number}")
    viewer.goto(stage.page)
    expect(viewer.locator(".message")).to_have_count(40)
    messages = viewer.locator("[data-part=messages]")
    messages.focus()
    viewer.keyboard.press("Home")
    expect(viewer.locator("[data-part=jump]")).to_be_visible()
    stage.say("News")
    expect(viewer.locator("[data-part=jump]")).to_have_text("1 new message")
    assert messages.evaluate("list => list.scrollTop") < 200
    assert viewer.evaluate("document.activeElement.dataset.part") == "messages"
    viewer.locator("[data-part=jump]").click()
    expect(viewer.get_by_text("News", exact=True)).to_be_in_viewport()


def test_a_product_put_on_screen_is_a_card_and_a_question_can_be_voted_for(
    stage: Stage, viewer: Page
) -> None:
    jacket = builders.a_product(stage.shop, ref="SKU-1", url="https://shop.example/p/1")
    ContentProduct.create(content=stage.live, product=jacket)
    stage.film()
    stage.begin()
    viewer.goto(stage.page)
    builders.an_event(stage.live, PRODUCT, product=jacket)
    stage.live.state = "started"
    tell_screen(stage.live)
    expect(viewer.locator("[data-part=cards] .card")).to_contain_text("Field jacket")
    stage.say("In green?", question=True)
    expect(viewer.locator("[data-unread=questions]")).to_have_text("1")
    viewer.locator("#tab-chat").focus()
    viewer.keyboard.press("ArrowRight")
    expect(viewer.locator("#pane-questions")).to_be_visible()
    viewer.locator(".vote").click()
    expect(viewer.locator(".vote")).to_have_attribute("aria-pressed", "true")
    expect(viewer.locator(".vote span")).to_have_text("1")
    viewer.locator(".vote").click()
    expect(viewer.locator(".vote span")).to_have_text("0")
    expect(viewer.locator("[data-unread=questions]")).to_be_hidden()


def test_reactions_are_counted_and_float(stage: Stage, viewer: Page) -> None:
    viewer.goto(stage.page)
    heart = viewer.locator("[data-part=reactions] button").first
    heart.click()
    expect(viewer.locator(".floats span")).to_have_count(1)
    with viewer.expect_response("**/reactions") as answered:
        for _ in range(3):
            heart.click()
    assert answered.value.status == 204


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_it_is_no_wider_than_its_window(stage: Stage, viewer: Page, width: int) -> None:
    stage.say("aSingleWordThatNeverEnds" * 8, author="x" * 25, by_host=True)
    viewer.set_viewport_size({"width": width, "height": 640})
    viewer.goto(stage.page)
    expect(viewer.locator(".message")).to_have_count(1)
    assert viewer.evaluate("document.documentElement.scrollWidth") == width


def soon(stage: Stage, minutes: float) -> datetime:
    """Plan the show for so many minutes from now."""
    starts_at = clock.now() + timedelta(minutes=minutes)
    Content.update(starts_at=starts_at).where(Content.id == stage.live.id).execute()
    return starts_at


def test_a_reminder_is_asked_for_by_keyboard_and_told_by_voice(stage: Stage, viewer: Page) -> None:
    soon(stage, 180)
    viewer.set_viewport_size({"width": 320, "height": 568})
    viewer.goto(f"{stage.page}?lang=fr")
    viewer.locator("[data-part=remind]").focus()
    viewer.keyboard.press("Enter")
    dialog = viewer.get_by_role("dialog", name="Recevoir un e-mail avant l’émission")
    expect(dialog).to_be_visible()
    expect(viewer.get_by_label("Adresse e-mail")).to_be_focused()
    # Keys of the player are letters here, and Escape closes the dialog alone.
    viewer.keyboard.type("k")
    viewer.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(viewer.locator("[data-part=remind]")).to_be_focused()
    viewer.keyboard.press("Enter")
    viewer.locator("[data-part=mail]").fill("noor")
    viewer.keyboard.press("Enter")
    refused = viewer.locator("[data-part=reminding-refused]")
    expect(refused).to_have_text("Veuillez saisir une adresse e-mail complète.")
    expect(viewer.locator("[data-part=mail]")).to_have_attribute("aria-invalid", "true")
    viewer.locator("[data-part=mail]").fill("noor@shop.example")
    viewer.keyboard.press("Enter")
    expect(refused).to_have_text("Veuillez cocher la case si vous êtes d’accord.")
    expect(viewer.locator("[data-part=consent]")).to_be_focused()
    viewer.keyboard.press("Space")
    viewer.keyboard.press("Enter")
    expect(viewer.get_by_role("heading", name="Nous vous le rappellerons")).to_be_focused()
    [row] = Reminder.select()
    assert (row.mail, row.locale, row.wording) == ("noor@shop.example", "fr", "1")
    assert ZoneInfo(row.time_zone)
    viewer.keyboard.press("Tab")
    viewer.keyboard.press("Enter")
    expect(viewer.locator("[data-part=reminding]")).to_be_hidden()
    assert viewer.evaluate("document.documentElement.scrollWidth") == 320


def test_a_calendar_is_chosen_from_a_list_in_a_frame(stage: Stage, viewer: Page) -> None:
    soon(stage, 180)
    Shop.update(allowed_origins=[stage.origin]).where(Shop.id == stage.shop.id).execute()
    # As the script frames it, which may not download anything.
    sandbox = "allow-scripts allow-same-origin allow-forms allow-popups"
    sandbox += " allow-popups-to-escape-sandbox"
    framed = f'<iframe sandbox="{sandbox}" src="{stage.page}" width=390 height=700></iframe>'
    page = f"{stage.origin}/a-page-of-the-shop"
    viewer.context.route(page, lambda route: route.fulfill(content_type="text/html", body=framed))
    viewer.goto(page)
    frame = viewer.frame_locator("iframe")
    summary, google = frame.locator("summary"), frame.get_by_role("link", name="Google")
    expect(frame.locator("[data-part=remind]")).to_be_visible()
    summary.focus()
    viewer.keyboard.press("Space")
    expect(google).to_be_visible()
    viewer.keyboard.press("Escape")
    expect(google).to_be_hidden()
    expect(summary).to_be_focused()
    viewer.keyboard.press("Enter")
    with viewer.context.expect_page() as opened:
        frame.get_by_role("link", name="Calendar file").click()
    # The tab gets the file by itself, which may be there before we listen; the link stays.
    tab = opened.value
    with tab.expect_download() as got:
        tab.get_by_role("link", name="Calendar file").click()
    event = Calendar.from_ical(Path(got.value.path()).read_bytes()).walk("VEVENT")[0]
    assert str(event["SUMMARY"]) == "Autumn show · Alice"
    expect(google).to_be_hidden()


def test_a_trailer_plays_without_sound_until_shortly_before_the_show(
    stage: Stage, viewer: Page
) -> None:
    stage.trailer()
    soon(stage, 180)
    viewer.goto(stage.page)
    film = viewer.locator("[data-part=trailer]")
    viewer.wait_for_function("() => document.querySelector('.trailer').currentTime > 0.3")
    assert film.evaluate("film => film.muted && film.loop")
    viewer.get_by_role("button", name="Pause the trailer").click()
    expect(viewer.get_by_role("button", name="Play the trailer")).to_be_visible()
    assert film.evaluate("film => film.paused")
    # The last fifteen minutes are the countdown's alone.
    moved = soon(stage, 14).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    stage.change("not_started", starts_at=moved)
    expect(film).to_be_hidden()
    assert film.evaluate("film => film.hasAttribute('src')") is False


def test_who_wants_nothing_to_move_starts_the_trailer_by_hand(stage: Stage, viewer: Page) -> None:
    stage.trailer()
    soon(stage, 180)
    viewer.emulate_media(reduced_motion="reduce")
    viewer.goto(stage.page)
    expect(viewer.locator("[data-part=trailer]")).to_be_hidden()
    viewer.get_by_role("button", name="Play the trailer").click()
    viewer.wait_for_function("() => document.querySelector('.trailer').currentTime > 0.1")


def test_a_show_that_begins_ends_what_was_before_it(stage: Stage, viewer: Page) -> None:
    stage.film()
    stage.trailer()
    soon(stage, 180)
    viewer.goto(stage.page)
    viewer.locator("[data-part=remind]").click()
    stage.begin()
    viewer.wait_for_function(f"{PHASE} === 'on'")
    for name in ("trailer", "trailer-halt", "ahead", "reminding"):
        expect(viewer.locator(f"[data-part={name}]")).to_be_hidden()
    viewer.wait_for_function("() => document.querySelector('.video').currentTime > 0.5")


def test_a_show_that_was_never_on_air_promises_no_replay(stage: Stage, viewer: Page) -> None:
    soon(stage, 180)
    viewer.goto(stage.page)
    stage.change("finished", started_at=None)
    over = viewer.locator("[data-part=slate]").get_by_text("The show is over")
    expect(over).to_be_visible()
    expect(viewer.locator("[data-part=slate-more]")).to_be_empty()
    viewer.reload()
    expect(over).to_be_visible()
    expect(viewer.locator("[data-part=slate-more]")).to_be_empty()


def test_after_the_show_the_page_waits_and_becomes_the_replay(stage: Stage, viewer: Page) -> None:
    stage.film()
    stage.begin()
    viewer.goto(stage.page)
    stage.change("finished")
    viewer.wait_for_function(f"{PHASE} === 'waiting'")
    expect(viewer.get_by_text("The replay will start here as soon as it is ready.")).to_be_visible()
    expect(viewer.locator("[data-part=ahead]")).to_be_hidden()
    # Who comes only now waits as well.
    viewer.reload()
    viewer.wait_for_function(f"{PHASE} === 'waiting'")
    stage.replay()
    viewer.wait_for_function(f"{PHASE} === 'replay'")
    viewer.locator("[data-part=centre]").click()
    viewer.wait_for_function("() => document.querySelector('video').currentTime > 0.2")


@pytest.fixture
def journal(stage: Stage, site: Host) -> str:
    """The address of a page of the shop's own site, with the live in it."""
    tag = f'<script async src="{stage.origin}/vitrine.js" data-app-id="{stage.shop.app_id}">'
    element = f"<vitrine-video video={stage.live.uid}></vitrine-video>"
    language = "<script>document.documentElement.lang = 'en-GB'</script>"
    site.pages["/journal"] = f"{language}{tag}</script>{element}"
    return f"{site.origin}/journal"


@pytest.mark.parametrize(
    ("state", "name", "mark"),
    [
        ("not_started", "Live on Tue 16 Jun, 10:00: Autumn show", "Tue 16 Jun, 10:00"),
        ("started", "Watch live: Autumn show", "Live"),
        ("finished", "Play video: Autumn show 0:40", None),
    ],
)
def test_a_poster_says_whether_its_live_is_on_air_or_when_it_will_be(
    stage: Stage, viewer: Page, journal: str, state: str, name: str, mark: str | None
) -> None:
    starts_at = datetime(2026, 6, 15, 22, 0, tzinfo=UTC)
    facts = {"state": state, "starts_at": starts_at}
    Content.update(facts).where(Content.id == stage.live.id).execute()
    # A show that was restarted has a replay as well.
    builders.an_asset(stage.live, duration_ms=40_000)
    zone = {"timezoneId": "Pacific/Auckland"}
    viewer.context.new_cdp_session(viewer).send("Emulation.setTimezoneOverride", zone)
    viewer.goto(journal)
    poster = viewer.get_by_role("button", name=name, exact=True)
    expect(poster).to_be_visible()
    expect(poster.locator(".mark")).to_have_text([mark] if mark else [])
    expect(poster.locator(".time")).to_have_count(0 if mark else 1)


@pytest.mark.parametrize("over", [False, True], ids=["in the page", "over the page"])
def test_another_replay_plays_in_the_place_of_the_live(
    stage: Stage, viewer: Page, journal: str, over: bool
) -> None:
    stage.past("Spring show")
    viewer.goto(journal)
    poster = viewer.get_by_role("button", name="Play video: Autumn show")
    poster.wait_for()
    if over:
        viewer.evaluate("uid => void window.vitrine.open(uid)", stage.live.uid)
    else:
        poster.click()
    place = viewer.locator("iframe")
    frame = place.content_frame
    frame.locator("#tab-past").click()
    before = place.bounding_box()
    frame.get_by_role("link", name="Spring show").click()
    expect(viewer.locator("iframe[title='Spring show']")).to_be_visible()
    film = frame.locator("video.video")
    expect(film).not_to_have_js_property("currentTime", 0)
    assert film.evaluate("film => Number.isFinite(film.duration)")
    expect(place).to_have_count(1)
    assert place.bounding_box() == before
    expect(viewer.get_by_role("dialog", name="Spring show")).to_have_count(int(over))
    viewer.evaluate("() => window.vitrine.close()")
    expect(place).to_have_count(0)
    expect(poster).to_be_visible()


def test_another_replay_is_a_link_where_no_page_listens(stage: Stage, viewer: Page) -> None:
    past = stage.past("Spring show")
    viewer.set_viewport_size({"width": 320, "height": 568})
    viewer.goto(f"{stage.page}?lang=fr")
    viewer.locator("#tab-chat").focus()
    viewer.keyboard.press("End")
    expect(viewer.get_by_role("tab", name="Rediffusions")).to_be_focused()
    assert viewer.evaluate("document.documentElement.scrollWidth") == 320
    viewer.get_by_role("link", name="Spring show").press("Enter")
    viewer.wait_for_url(f"{stage.origin}/embed/lives/{past.uid}?lang=fr*")
    viewer.wait_for_function(f"{PHASE} === 'replay'")
