"""The page of a live: what it holds in each state, what it lets in, what others are told of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from models import clock
from models.asset import Asset
from models.auction import AuctionRun
from models.broadcast import PRODUCT, Broadcast
from models.content import FINISHED, NOT_STARTED, STARTED, Content, ContentProduct, Cue
from models.shop import Shop
from tests import builders
from tests.pages.reading import Page, policy
from usecases.attribution import content_of
from usecases.auctions import bidding, running
from usecases.happenings import write_cues

DISPLAYED, SHOP_PAGE = "/api/v1/displayed_data", {"Origin": "https://shop.example"}
AT = datetime(2026, 6, 15, 11, 0, tzinfo=UTC)
HOSTILE = "</script><script>alert(1)</script>\"'‮"


def block(client: FlaskClient, live: Content, query: str = "") -> dict[str, dict[str, object]]:
    """The data block of a live's page."""
    told: dict[str, dict[str, object]] = Page(client.get(f"/embed/lives/{live.uid}{query}")).block(
        "application/json"
    )
    return told


def test_the_page_holds_the_state_that_the_audience_is_told(
    app: Flask, client: FlaskClient, alice: Shop, noon: datetime
) -> None:
    app.config["PUSH_URL"] = "https://push.example"
    jacket = builders.a_product(alice, url="https://shop.example/p/1")
    live = builders.a_live(alice, state=STARTED, started_at=AT, products=(jacket,))
    builders.a_message(live, "Hello")
    builders.an_event(live, PRODUCT, product=jacket)
    page = block(client, live)
    state = client.get(f"/audience/v1/lives/{live.uid}/state").get_json()
    assert page["live"]["state"] == state
    assert state["push_url"] == f"https://push.example/push/lives/{live.uid}"
    assert page["live"]["now"] == "2026-06-15T12:00:00.000Z"
    assert page["content"]["hls_url"] == f"/media/lives/{live.uid}/live.m3u8"
    assert [each["name"] for each in page["content"]["products"]] == ["Field jacket"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("state", "lost", "replay", "phase"),
    [
        (NOT_STARTED, False, False, "before"),
        (STARTED, False, False, "on"),
        (STARTED, True, False, "lost"),
        (FINISHED, False, False, "waiting"),
        (FINISHED, False, True, "replay"),
    ],
    ids=["before", "on air", "without a picture", "over", "its replay"],
)
def test_each_state_has_its_face_before_any_script_runs(
    client: FlaskClient, alice: Shop, state: str, lost: bool, replay: bool, phase: str
) -> None:
    started = None if state == NOT_STARTED else AT
    live = builders.a_live(alice, state=state, started_at=started, ready=replay)
    Broadcast.update(lost_at=AT if lost else None).where(Broadcast.content == live).execute()
    answer = client.get(f"/embed/lives/{live.uid}")
    assert answer.status_code == 200
    assert Page(answer).first("body")["data-phase"] == phase


def test_a_countdown_says_when_in_the_pages_language(client: FlaskClient, alice: Shop) -> None:
    live = builders.a_live(alice, starts_at=AT)
    page = Page(client.get(f"/embed/lives/{live.uid}?lang=fr"))
    assert page.first("time")["datetime"] == "2026-06-15T11:00:00.000Z"
    assert "lundi 15 juin 2026" in page.text


def test_without_scripts_there_are_a_film_and_the_products(
    client: FlaskClient, alice: Shop
) -> None:
    jacket = builders.a_product(alice, url="https://shop.example/p/1")
    live = builders.a_live(alice, state=STARTED, started_at=AT, products=(jacket,))
    page = Page(client.get(f"/embed/lives/{live.uid}"))
    assert page.first("source")["src"] == f"/media/lives/{live.uid}/live.m3u8"
    assert page.first("a", href="https://shop.example/p/1")
    assert "Field jacket" in page.text


def test_a_replay_is_an_ordinary_film_with_what_was_said(client: FlaskClient, alice: Shop) -> None:
    jacket = builders.a_product(alice)
    live = builders.a_live(alice, state=FINISHED, started_at=AT, ready=True, products=(jacket,))
    builders.a_message(live, "Hello", created_at=AT + timedelta(seconds=4))
    builders.a_message(live, "Secret", created_at=AT, moderated=True)
    builders.a_message(live, "Shadow", created_at=AT, shadowed=True)
    builders.a_message(live, "Waits", created_at=AT, waiting=True)
    asked = builders.a_message(live, "In green?", question=True, waiting=True)
    words = {"text": "In green?", "source_uid": asked.uid}
    Cue.create(content=live, kind="question", from_ms=2500, **words)
    Cue.create(content=live, kind="product", product=jacket, from_ms=1500, to_ms=3000)
    free = Cue.create(content=live, kind="announcement", text="Free delivery", from_ms=4000)
    page = block(client, live)
    assert page["content"]["mp4_url"].endswith("/video.mp4")  # type: ignore[attr-defined]
    assert page["content"]["products"][0]["from"] == 1.5  # type: ignore[index]
    said = page["live"]["said"]
    assert [(each["text"], each["from"]) for each in said] == [("Hello", 4.0)]  # type: ignore[attr-defined]
    assert page["live"]["moments"] == [
        {"id": asked.uid, "kind": "question", "text": "In green?", "from": 2.5},
        {"id": free.uid, "kind": "announcement", "text": "Free delivery", "from": 4.0},
    ]


def test_an_open_page_can_fetch_what_it_becomes(client: FlaskClient, alice: Shop) -> None:
    live = builders.a_live(alice, state=FINISHED, started_at=AT, ready=True)
    answer = client.get(f"/embed/lives/{live.uid}.json")
    assert answer.mimetype == "application/json"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.get_json()["content"] == block(client, live)["content"]


@pytest.mark.parametrize("suffix", ["", ".json"])
def test_what_is_not_a_published_live_is_not_found(
    client: FlaskClient, alice: Shop, suffix: str
) -> None:
    hidden = builders.a_live(alice, published=False)
    video = builders.a_video(alice)
    for uid in (hidden.uid, video.uid, "0" * 32, "nothing"):
        assert client.get(f"/embed/lives/{uid}{suffix}").status_code == 404


def test_a_shop_it_is_shared_with_shows_it_with_its_own_products(
    client: FlaskClient, alice: Shop, charlie: Shop
) -> None:
    ours = builders.a_product(alice, ean="4006381333931")
    theirs = builders.a_product(charlie, ean="4006381333931")
    live = builders.a_live(alice, products=(ours,))
    assert client.get(f"/embed/lives/{live.uid}?shop={charlie.app_id}").status_code == 404
    builders.a_share(live, charlie)
    page = block(client, live, f"?shop={charlie.app_id}")
    assert page["live"]["shop"] == charlie.app_id
    assert page["allowed_origins"] == ["https://charlie.example"]
    assert page["shop"] == charlie.app_id
    assert content_of(charlie, str(page["attribution"])) == live.uid
    assert [each["id"] for each in page["content"]["products"]] == [theirs.uid]  # type: ignore[attr-defined]


def test_only_the_shops_pages_may_frame_it(client: FlaskClient, alice: Shop) -> None:
    live = builders.a_live(alice)
    path, frame = f"/embed/lives/{live.uid}", {"Sec-Fetch-Dest": "iframe"}
    assert policy(client.get(path))["frame-ancestors"] == "https://shop.example"
    stranger = client.get(path, headers={**frame, "Referer": "https://other.example/"})
    assert stranger.status_code == 403
    assert live.name not in stranger.text


def test_partners_pages_and_the_push_are_let_in_and_nothing_else(
    app: Flask, client: FlaskClient, alice: Shop
) -> None:
    app.config["PUSH_URL"] = "https://push.example"
    Shop.update(extension_hosts=["quiz.example", "*.game.example"]).execute()
    live = builders.a_live(alice)
    rules = policy(client.get(f"/embed/lives/{live.uid}"))
    assert rules["frame-src"] == "https://*.game.example https://quiz.example"
    assert rules["connect-src"] == "'self' https://push.example"
    video = builders.a_video(alice)
    assert policy(client.get(f"/embed/videos/{video.uid}"))["frame-src"] == "'none'"


def test_names_and_messages_are_text_and_nothing_else(client: FlaskClient, alice: Shop) -> None:
    live = builders.a_live(alice, name=HOSTILE, state=STARTED, started_at=AT)
    builders.a_message(live, HOSTILE, author=HOSTILE)
    page = Page(client.get(f"/embed/lives/{live.uid}"))
    assert page.block("application/json")["live"]["state"]["messages"][0]["text"] == HOSTILE
    assert [found.get("type") for found, _ in page.scripts if found.get("nonce") is None] == [
        "application/ld+json",
        "application/json",
    ]


@pytest.mark.parametrize(
    ("state", "started", "live"),
    [(NOT_STARTED, None, False), (STARTED, AT, True), (FINISHED, AT, False)],
    ids=["before", "on air", "over"],
)
def test_search_engines_are_told_of_the_show(
    client: FlaskClient, alice: Shop, state: str, started: datetime | None, live: bool
) -> None:
    show = builders.a_live(alice, state=state, started_at=started, starts_at=AT)
    page = Page(client.get(f"/embed/lives/{show.uid}"))
    event = page.block("application/ld+json")["publication"]
    assert (event["@type"], event["isLiveBroadcast"]) == ("BroadcastEvent", live)
    assert event["startDate"].startswith("2026-06-15T11:00:00")
    assert page.meta("og:url") == f"https://vitrine.example/embed/lives/{show.uid}"


def test_other_sites_may_show_it_by_its_address(client: FlaskClient, alice: Shop) -> None:
    live = builders.a_live(alice)
    url = f"https://vitrine.example/embed/lives/{live.uid}"
    told = client.get("/oembed", query_string={"url": url}).get_json()
    assert (told["title"], told["width"], told["height"]) == ("Autumn show", 1280, 720)
    assert url in told["html"]


def test_a_page_of_the_shop_shows_a_live_that_is_to_come(client: FlaskClient, alice: Shop) -> None:
    jacket = builders.a_product(alice, ref="SKU-1")
    live = builders.a_live(alice)
    ContentProduct.create(content=live, product=jacket)
    query = {"app_id": alice.app_id, "product_ref": "SKU-1"}
    (shown,) = client.get(DISPLAYED, query_string=query, headers=SHOP_PAGE).get_json()
    (content,) = shown["contents"]
    assert content["type"] == "live"
    address = f"https://vitrine.example/embed/lives/{live.uid}"
    assert content["attributes"]["player_url"] == shown["player_url"] == address


def test_a_show_that_is_over_is_shown_by_its_replay_alone(client: FlaskClient, alice: Shop) -> None:
    jacket = builders.a_product(alice, ref="SKU-1")
    live = builders.a_live(alice, state=FINISHED, started_at=clock.now())
    ContentProduct.create(content=live, product=jacket)
    query = {"app_id": alice.app_id, "product_ref": "SKU-1"}
    (shown,) = client.get(DISPLAYED, query_string=query, headers=SHOP_PAGE).get_json()
    assert shown["contents"][0]["attributes"]["player_url"] is None


@pytest.mark.parametrize(
    ("facts", "state", "plays"),
    [
        ({}, NOT_STARTED, True),
        ({"published": False}, NOT_STARTED, False),
        ({"ready": False}, NOT_STARTED, False),
        ({}, STARTED, False),
        ({}, FINISHED, False),
    ],
    ids=["before the show", "hidden", "being prepared", "on air", "over"],
)
def test_a_trailer_plays_before_the_show(
    client: FlaskClient, alice: Shop, facts: dict[str, bool], state: str, plays: bool
) -> None:
    film = builders.a_video(alice, **facts)
    live = builders.a_live(alice, state=state, started_at=None if state == NOT_STARTED else AT)
    Broadcast.update(trailer=film).where(Broadcast.content == live).execute()
    answer = client.get(f"/embed/lives/{live.uid}")
    told = block(client, live)["live"]["trailer_url"]
    parts = [found.get("data-part") for _, found in Page(answer).tags]
    assert ("trailer" in parts, bool(told)) == (plays, plays)
    assert not plays or str(told).endswith("/video.mp4")


def test_a_trailer_plays_where_its_live_is_shared(
    client: FlaskClient, alice: Shop, charlie: Shop
) -> None:
    live = builders.a_live(alice)
    film = builders.a_video(alice)
    Broadcast.update(trailer=film).where(Broadcast.content == live).execute()
    builders.a_share(live, charlie)
    assert block(client, live, f"?shop={charlie.app_id}")["live"]["trailer_url"]


def test_calendars_are_there_without_scripts_while_there_is_something_to_await(
    client: FlaskClient, alice: Shop, charlie: Shop
) -> None:
    live = builders.a_live(alice, starts_at=AT)
    builders.a_share(live, charlie)
    page = Page(client.get(f"/embed/lives/{live.uid}?shop={charlie.app_id}"))
    path = f"/embed/lives/{live.uid}/calendar"
    for rest in (".ics", "/google", "/outlook", "/yahoo"):
        link = page.first("a", href=f"{path}{rest}?shop={charlie.app_id}")
        assert link["target"] == "_blank"
    assert "hidden" not in page.first("div", **{"data-part": "ahead"})
    framed = {"Sec-Fetch-Dest": "iframe"}
    page = Page(client.get(f"/embed/lives/{live.uid}", headers=framed))
    assert page.first("a", href=path)["target"] == "_blank"
    over = builders.a_live(alice, state=FINISHED, started_at=AT, starts_at=AT)
    page = Page(client.get(f"/embed/lives/{over.uid}"))
    assert "hidden" in page.first("div", **{"data-part": "ahead"})


def test_what_is_agreed_to_names_the_shop_and_its_wording(client: FlaskClient, alice: Shop) -> None:
    live = builders.a_live(alice, starts_at=AT)
    page = Page(client.get(f"/embed/lives/{live.uid}"))
    assert page.first("input", type="checkbox")["value"] == "1"
    assert "Alice may send me an e-mail" in page.text
    assert "checked" not in page.first("input", type="checkbox")


@pytest.mark.parametrize("state", [NOT_STARTED, STARTED, FINISHED])
def test_other_replays_stand_beside_a_live_whatever_its_state(
    client: FlaskClient, alice: Shop, charlie: Shop, state: str
) -> None:
    started = None if state == NOT_STARTED else AT
    live = builders.a_live(alice, state=state, started_at=started)
    path = f"/embed/lives/{live.uid}"
    assert "past" not in [found.get("data-tab") for _, found in Page(client.get(path)).tags]
    other = builders.a_live(charlie, name=HOSTILE, state=FINISHED, started_at=AT, ready=True)
    Asset.update(duration_ms=3_723_000).where(Asset.content == other).execute()
    builders.a_share(other, alice)
    page = Page(client.get(f"{path}?lang=fr"))
    assert page.first("button", **{"data-tab": "past"})["aria-controls"] == "pane-past"
    link = page.first("a", **{"data-content": other.uid})
    assert link["href"] == (
        f"https://vitrine.example/embed/lives/{other.uid}?shop={alice.app_id}&lang=fr&dir=ltr"
    )
    for said in ("Rediffusions", "1:02:03", HOSTILE):
        assert said in page.text


@pytest.mark.parametrize("replayable", [True, False])
def test_a_replay_is_promised_only_where_it_is_offered(
    client: FlaskClient, alice: Shop, replayable: bool
) -> None:
    live = builders.a_live(
        alice, state=FINISHED, started_at=clock.now(), replayable=replayable, ready=not replayable
    )
    page = client.get(f"/embed/lives/{live.uid}").get_data(as_text=True)
    assert ("The replay will start here" in page) is replayable
    assert "master.m3u8" not in page


def test_a_replay_is_given_how_its_auctions_went(client: FlaskClient, alice: Shop) -> None:
    live = builders.a_live(alice, state=STARTED, started_at=AT)
    auction = builders.an_auction(live)
    with clock.frozen(AT + timedelta(seconds=10)):
        running.start(alice, live.uid, auction.uid)
    for name, amount, at in (("Noor", "7.00", 12), ("", "9.00", 14)):
        with clock.frozen(AT + timedelta(seconds=at)):
            bidding.bid(builders.a_bidder(live, name, user_ref="7"), live, auction.uid, amount)
    with clock.frozen(AT + timedelta(seconds=20)):
        running.end(alice, live.uid, auction.uid)
        write_cues(live)
    Content.update(state=FINISHED).where(Content.id == live.id).execute()
    builders.an_asset(live, duration_ms=40_000)
    told = block(client, live)["live"]
    run = AuctionRun.get()
    assert told["reruns"] == [
        {
            "id": run.uid,
            "name": "Field jacket",
            "thumbnail_url": None,
            "currency": "EUR",
            "starting_price": "7.00",
            "sold": True,
            "from": 10,
            "to": 20,
            "bids": [
                {"price": "7.00", "name": "Noor", "from": 12},
                {"price": "9.00", "name": None, "from": 14},
            ],
        }
    ]
    (moment,) = told["moments"]  # type: ignore[misc]
    assert moment == {
        "id": run.uid,
        "kind": "auction",
        "text": "Field jacket\n9.00 EUR",
        "from": 10,
    }
    bob = builders.a_shop("Bob")
    builders.a_share(live, bob)
    shared = block(client, live, f"?shop={bob.app_id}")["live"]
    assert (shared["reruns"], shared["moments"], shared["state"]["auctions"]) == ([], [], [])  # type: ignore[index]
