"""What a video says of itself to search engines, messengers and other sites; GET /oembed."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from models.collection import Collection, CollectionItem
from models.content import Content
from models.shop import Shop
from pages.oembed import fitted
from pages.sharing import iso_duration
from tests import builders
from tests.pages.reading import Page

HOME = "https://vitrine.example"


@pytest.fixture
def video(alice: Shop, noon: datetime) -> Content:
    """A video of Alice's, made at noon."""
    return builders.a_video(alice, description="A walk in the rain.")


def ask(client: FlaskClient, url: str, **more: str) -> Any:
    """Ask for the description of an address."""
    return client.get("/oembed", query_string={"url": url, **more})


def test_search_engines_read_a_complete_video_object(client: FlaskClient, video: Content) -> None:
    page = Page(client.get(f"/embed/videos/{video.uid}?lang=en&origin=x"))
    url = f"{HOME}/embed/videos/{video.uid}"
    folder = page.block("application/json")["content"]["mp4_url"].removesuffix("/video.mp4")
    assert page.block("application/ld+json") == {
        "@context": "https://schema.org",
        "@type": "VideoObject",
        "name": "Rain test",
        "description": "A walk in the rain.",
        "uploadDate": "2026-06-15T12:00:00+00:00",
        "duration": "PT6S",
        "embedUrl": url,
        "url": url,
        "thumbnailUrl": f"{HOME}{folder}/poster-640.jpg",
        "contentUrl": f"{HOME}{folder}/video.mp4",
    }
    assert page.first("link", rel="canonical")["href"] == url


def test_a_video_without_a_description_is_described_by_its_name(
    client: FlaskClient, alice: Shop
) -> None:
    page = Page(client.get(f"/embed/videos/{builders.a_video(alice).uid}"))
    assert page.block("application/ld+json")["description"] == "Rain test"
    assert page.meta("description") is None


def test_messengers_read_a_player_card(client: FlaskClient, video: Content) -> None:
    page = Page(client.get(f"/embed/videos/{video.uid}"))
    url = f"{HOME}/embed/videos/{video.uid}"
    for name, value in {
        "og:type": "video.other",
        "og:title": "Rain test",
        "og:url": url,
        "og:video": url,
        "og:video:secure_url": url,
        "og:video:type": "text/html",
        "og:video:width": "1280",
        "twitter:card": "player",
        "twitter:player": url,
        "twitter:player:height": "720",
    }.items():
        assert page.meta(name) == value, name
    assert (page.meta("og:image") or "").endswith("/poster-640.jpg")


def test_a_page_leads_to_its_oembed_answer(client: FlaskClient, video: Content) -> None:
    page = Page(client.get(f"/embed/videos/{video.uid}"))
    address = page.first("link", type="application/json+oembed")["href"] or ""
    told = client.get(address.removeprefix(HOME)).get_json()
    assert told["title"] == "Rain test"


def test_oembed_answers_the_required_fields(client: FlaskClient, video: Content) -> None:
    answer = ask(client, f"{HOME}/embed/videos/{video.uid}?lang=fr", format="json")
    told = answer.get_json()
    assert answer.mimetype == "application/json"
    assert {name: told[name] for name in ("version", "type", "width", "height")} == {
        "version": "1.0",
        "type": "video",
        "width": 1280,
        "height": 720,
    }
    assert f'src="{HOME}/embed/videos/{video.uid}"' in told["html"]
    assert (told["thumbnail_width"], told["thumbnail_height"]) == (1280, 720)


@pytest.mark.parametrize(
    ("limits", "size"),
    [
        ((None, None), (1280, 720)),
        ((640, None), (640, 360)),
        ((None, 90), (160, 90)),
        ((640, 90), (160, 90)),
        ((5000, 5000), (1280, 720)),
        ((1, 1), (1, 1)),
    ],
    ids=["none", "width", "height", "both", "larger than the film", "a pixel"],
)
def test_a_size_is_shrunk_into_its_limits(
    limits: tuple[int | None, int | None], size: tuple[int, int]
) -> None:
    assert fitted(1280, 720, *limits) == size


def test_an_upright_film_keeps_its_shape() -> None:
    assert fitted(1080, 1920, None, 640) == (360, 640)


def test_limits_of_the_asker_reach_the_frame(client: FlaskClient, video: Content) -> None:
    told = ask(client, f"{HOME}/embed/videos/{video.uid}", maxwidth="320").get_json()
    assert 'width="320" height="180"' in told["html"]


def test_a_hostile_title_cannot_leave_its_attribute(client: FlaskClient, alice: Shop) -> None:
    video = builders.a_video(alice, name='"><script>alert(1)</script>')
    told = ask(client, f"{HOME}/embed/videos/{video.uid}").get_json()
    assert "<script" not in told["html"]
    assert told["title"] == video.name


def test_a_collection_is_rich_content(client: FlaskClient, alice: Shop, video: Content) -> None:
    collection = Collection.create(shop=alice, name="Seen in motion")
    CollectionItem.create(collection=collection, content=video, position=0)
    told = ask(client, f"{HOME}/embed/collections/{collection.uid}", maxwidth="400").get_json()
    assert (told["type"], told["title"], told["width"]) == ("rich", "Seen in motion", 400)


@pytest.mark.parametrize(
    ("url", "more", "status"),
    [
        ("{video}", {"format": "xml"}, 501),
        ("{video}", {"maxwidth": "wide"}, 422),
        ("{video}", {"maxwidth": "0"}, 422),
        ("{video}", {"maxheight": "-5"}, 422),
        ("{video}", {"maxheight": "1e3"}, 422),
        ("{video}", {"maxwidth": "٣٠٠"}, 422),
        ("", {}, 404),
        (f"{HOME}/embed/videos/{'0' * 32}", {}, 404),
        (f"{HOME}/", {}, 404),
        ("https://other.example/embed/videos/{uid}", {}, 404),
        ("javascript://vitrine.example/embed/videos/{uid}", {}, 404),
        ("https://[broken", {}, 404),
    ],
    ids=[
        "XML",
        "a width in words",
        "no width",
        "a negative height",
        "a height with an exponent",
        "a width in other digits",
        "no address",
        "an unknown video",
        "our front page",
        "another server",
        "a script's address",
        "a broken address",
    ],
)
def test_what_oembed_cannot_answer_is_refused_in_json(
    client: FlaskClient, video: Content, url: str, more: dict[str, str], status: int
) -> None:
    known = f"{HOME}/embed/videos/{video.uid}"
    answer = ask(client, url.format(video=known, uid=video.uid), **more)
    assert answer.status_code == status
    assert json.loads(answer.text)["errors"][0]["status"] == str(status)


@pytest.mark.parametrize(
    ("milliseconds", "text"),
    [(0, "PT0S"), (6200, "PT6S"), (60_000, "PT1M"), (3_723_000, "PT1H2M3S"), (59_600, "PT1M")],
)
def test_durations_are_written_as_iso_8601_does(milliseconds: int, text: str) -> None:
    assert iso_duration(milliseconds) == text


def test_the_address_of_an_oembed_answer_is_quoted(client: FlaskClient, video: Content) -> None:
    page = Page(client.get(f"/embed/videos/{video.uid}"))
    href = page.first("link", type="application/json+oembed")["href"] or ""
    assert quote(f"{HOME}/embed/videos/{video.uid}", safe="") in href
