"""The player and the carousel: what their pages hold and what scripts are told of them."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from models.asset import ERROR, PROCESSING, WAITING_UPLOAD, Caption
from models.collection import Collection, CollectionItem
from models.content import Cue
from models.shop import Shop
from tests import builders
from tests.pages.reading import Page, policy
from usecases.attribution import content_of

NOBODY = "0" * 32
HOSTILE = "</script><script>alert(1)</script>\"'‮"


def a_collection(shop: Shop, *contents: object, name: str = "Seen in motion") -> Collection:
    """Gather contents in this order."""
    made: Collection = Collection.create(shop=shop, name=name)
    for position, each in enumerate(contents):
        CollectionItem.create(collection=made, content=each, position=position)
    return made


def test_the_player_page_holds_what_the_protocol_says(client: FlaskClient, alice: Shop) -> None:
    jacket = builders.a_product(
        alice, ref="SKU-1", discount_amount=9900, url="https://shop.example/p/1", in_stock=True
    )
    video = builders.a_video(alice, products=(jacket,))
    page = Page(client.get(f"/embed/videos/{video.uid}")).block("application/json")
    folder = page["content"]["mp4_url"].removesuffix("/video.mp4")
    assert page["content"] == {
        "id": video.uid,
        "name": "Rain test",
        "duration": 6.2,
        "width": 1280,
        "height": 720,
        "poster_url": f"{folder}/poster-640.webp",
        "mp4_url": f"{folder}/video.mp4",
        "hls_url": f"{folder}/master.m3u8",
        "mp4_first": True,
        "storyboard_url": f"{folder}/storyboard.vtt",
        "captions": [],
        "products": [
            {
                "id": jacket.uid,
                "ref": "SKU-1",
                "name": "Field jacket",
                "price_text": "€129.00",
                "discount_text": "€99.00",
                "in_stock": True,
                "low_stock": False,
                "button": None,
                "url": "https://shop.example/p/1",
                "thumbnail_url": None,
                "from": None,
                "to": None,
            }
        ],
    }
    assert page["allowed_origins"] == ["https://shop.example"]
    assert page["shop"] == alice.app_id
    assert content_of(alice, page["attribution"]) == page["content"]["id"]
    with client.get(page["hls_library"]) as library:
        assert (library.status_code, library.mimetype) == (200, "text/javascript")


def test_a_product_stands_once_for_each_of_its_moments(client: FlaskClient, alice: Shop) -> None:
    jacket, hat = builders.a_product(alice), builders.a_product(alice, name="Hat")
    video = builders.a_video(alice, products=(jacket, hat))
    Cue.create(content=video, kind="product", product=hat, from_ms=4000, to_ms=None)
    Cue.create(content=video, kind="product", product=hat, from_ms=1500, to_ms=3000)
    Cue.create(content=video, kind="chapter", text="Rain", from_ms=0)
    products = Page(client.get(f"/embed/videos/{video.uid}")).block("application/json")["content"][
        "products"
    ]
    assert [(each["name"], each["from"], each["to"]) for each in products] == [
        ("Field jacket", None, None),
        ("Hat", 1.5, 3.0),
        ("Hat", 4.0, None),
    ]


def test_choices_are_told_with_the_prices_of_variants(client: FlaskClient, alice: Shop) -> None:
    def told(currency: str) -> object:
        kept = {
            "currency": "EUR",
            "options": [{"name": "Size", "values": ["S", "M"]}],
            "variants": [
                {"ref": "S", "options": ["S"], "amount": 13900, "in_stock": True},
                {"ref": "M", "options": ["M"], "amount": None, "in_stock": False},
            ],
        }
        coat = builders.a_product(alice, currency=currency, choices=kept)
        page = Page(client.get(f"/embed/videos/{builders.a_video(alice, products=(coat,)).uid}"))
        [product] = page.block("application/json")["content"]["products"]
        assert product["options"] == kept["options"]
        return product["variants"]

    sold, gone = (
        {"ref": "S", "options": ["S"], "price_text": "€139.00", "in_stock": True},
        {"ref": "M", "options": ["M"], "price_text": None, "in_stock": False},
    )
    assert told("EUR") == [sold, gone]
    # Amounts of another currency would be wrong ones.
    assert told("JPY") == [{**sold, "price_text": None}, gone]


def test_captions_are_listed_with_their_language(client: FlaskClient, alice: Shop) -> None:
    video = builders.a_video(alice)
    Caption.create(content=video, language="fr", label="Français", file="media/c/fr.vtt")
    content = Page(client.get(f"/embed/videos/{video.uid}")).block("application/json")["content"]
    assert content["captions"] == [
        {"language": "fr", "label": "Français", "url": "/media/c/fr.vtt"}
    ]


def test_hostile_names_are_text_everywhere(client: FlaskClient, alice: Shop) -> None:
    hat = builders.a_product(alice, name=HOSTILE)
    video = builders.a_video(alice, products=(hat,), name=HOSTILE, description=HOSTILE)
    collection = a_collection(alice, video, name=HOSTILE)
    for path in (f"/embed/videos/{video.uid}", f"/embed/collections/{collection.uid}"):
        answer = client.get(path)
        page = Page(answer)
        assert "alert(1)</script>" not in answer.text
        assert all("src" in found or "type" in found for found, _ in page.scripts)
        assert page.meta("og:title") == HOSTILE
        assert page.block("application/ld+json")["name"] == HOSTILE


def test_unpublished_products_stay_out(client: FlaskClient, alice: Shop) -> None:
    hidden = builders.a_product(alice, published=False)
    video = builders.a_video(alice, products=(hidden,))
    content = Page(client.get(f"/embed/videos/{video.uid}")).block("application/json")["content"]
    assert content["products"] == []


@pytest.mark.parametrize(
    ("facts", "states", "status", "words"),
    [
        ({"ready": False}, [], 503, "is being prepared"),
        ({"ready": False}, [WAITING_UPLOAD], 503, "is being prepared"),
        ({"ready": False}, [PROCESSING], 503, "is being prepared"),
        ({"ready": False}, [ERROR], 410, "cannot be shown"),
        ({"ready": False}, [ERROR, PROCESSING], 503, "is being prepared"),
        ({"ready": True}, [ERROR], 200, "Rain test"),
        ({"published": False}, [], 404, "nothing to watch"),
    ],
    ids=[
        "nothing sent yet",
        "an upload is awaited",
        "in preparation",
        "preparation failed",
        "failed, and another file is on its way",
        "a new file failed while the old one plays",
        "not published",
    ],
)
def test_a_video_that_cannot_be_watched_says_why(
    client: FlaskClient,
    alice: Shop,
    facts: dict[str, bool],
    states: list[str],
    status: int,
    words: str,
) -> None:
    video = builders.a_video(alice, **facts)
    for state in states:
        builders.an_asset(video, state=state, playing=False)
    answer = client.get(f"/embed/videos/{video.uid}")
    assert (answer.status_code, words in Page(answer).text) == (status, True)
    assert ("Retry-After" in answer.headers) == (status == 503)


@pytest.mark.parametrize(
    "path",
    [
        f"/embed/videos/{NOBODY}",
        f"/embed/collections/{NOBODY}",
        "/embed/videos/x",
        "/embed/else",
        "/embed/videos/a/b",
    ],
)
def test_an_unknown_address_below_embed_is_a_tidy_page(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "There is nothing to watch here." in Page(answer).text


def test_a_live_is_no_video(client: FlaskClient, alice: Shop) -> None:
    assert client.get(f"/embed/videos/{builders.a_live(alice).uid}").status_code == 404


def test_a_carousel_shows_what_can_be_played_in_the_merchants_order(
    client: FlaskClient, alice: Shop
) -> None:
    first, second = builders.a_video(alice, name="First"), builders.a_video(alice, name="Second")
    waiting = builders.a_video(alice, name="Waiting", ready=False)
    hidden = builders.a_video(alice, name="Hidden", published=False)
    collection = a_collection(alice, second, waiting, first, hidden)
    answer = client.get(f"/embed/collections/{collection.uid}?lang=fr")
    page = Page(answer)
    links = [found for tag, found in page.tags if tag == "a"]
    assert [found["data-content"] for found in links] == [second.uid, first.uid]
    assert links[0]["href"] == (
        f"https://vitrine.example/embed/videos/{second.uid}?lang=fr&dir=ltr"
    )
    slides = [found for _, found in page.tags if found.get("role") == "group"]
    assert [found["aria-label"] for found in slides] == ["1 sur 2", "2 sur 2"]
    assert page.first("section")["aria-roledescription"] == "carrousel"


def test_an_empty_carousel_says_so(client: FlaskClient, alice: Shop) -> None:
    answer = client.get(f"/embed/collections/{a_collection(alice).uid}")
    assert answer.status_code == 200
    assert "There is nothing to watch here yet." in Page(answer).text


def test_every_nonce_is_new_and_on_our_script_alone(client: FlaskClient, alice: Shop) -> None:
    path = f"/embed/videos/{builders.a_video(alice).uid}"
    nonces = set()
    for answer in (client.get(path), client.get(path)):
        nonce = Page(answer).first("script", type="module")["nonce"]
        assert policy(answer)["script-src"] == f"'nonce-{nonce}' 'strict-dynamic'"
        nonces.add(nonce)
    assert len(nonces) == 2


@pytest.mark.parametrize("kind", ["videos", "collections"])
def test_pages_hold_no_inline_script_style_or_handler(
    client: FlaskClient, alice: Shop, kind: str
) -> None:
    video = builders.a_video(alice, products=(builders.a_product(alice),))
    uid = video.uid if kind == "videos" else a_collection(alice, video).uid
    answer = client.get(f"/embed/{kind}/{uid}")
    page = Page(answer)
    assert not [found for tag, found in page.tags if tag == "style" or "style" in found]
    assert not [name for _, found in page.tags for name in found if name.startswith("on")]
    assert not re.search(r"javascript:", answer.text)
