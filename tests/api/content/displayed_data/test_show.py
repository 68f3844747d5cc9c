"""`GET /api/v1/displayed_data`: who may ask, what the answer looks like, how long it is good."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from models.shop import Shop
from tests.builders import a_key, a_placement, a_product, a_video
from usecases import shops

URL = "/api/v1/displayed_data"
PAGE = {"Origin": "https://shop.example"}


def ask(
    client: FlaskClient, shop: Shop, origin: str | None = "https://shop.example", **query: str
) -> TestResponse:
    """Ask as the script does."""
    headers = {"Origin": origin} if origin else {}
    return client.get(URL, query_string={"app_id": shop.app_id, **query}, headers=headers)


def test_a_page_is_told_what_to_draw(client: FlaskClient, alice: Shop) -> None:
    product = a_product(
        alice, ref="SKU-1", url="https://shop.example/p/1", discount_amount=9900, in_stock=True
    )
    video = a_video(alice, products=(product,))
    target = {"element": "#gallery", "position": "afterend", "overwrite": False}
    look = {"title": "Seen in motion"}
    shops.change_shop(alice, appearance={"accent": "#0b6e4f", "title": "other"})
    rule = a_placement(
        alice, component="inline", product_refs=["*"], target=target, configuration=look
    )
    [display] = ask(client, alice, product_ref="SKU-1").get_json()
    [content] = display.pop("contents")
    assert display == {
        "id": rule.uid,
        "type": "display",
        "attributes": {
            "component": "embed",
            "target": target,
            "mobile_target": None,
            "configuration": {"accent": "#0b6e4f", "title": "Seen in motion"},
        },
        "player_url": f"https://vitrine.example/embed/videos/{video.uid}",
        "carousel_url": None,
    }
    media = content["attributes"]["thumbnail_url"].rsplit("/", 1)[0]
    assert media.startswith("https://vitrine.example/media/")
    assert content == {
        "id": video.uid,
        "type": "video",
        "attributes": {
            "name": "Rain test",
            "duration": 6.2,
            "width": 1280,
            "height": 720,
            "thumbnail_url": f"{media}/poster-640.webp",
            "preview_url": f"{media}/preview.mp4",
            "player_url": f"https://vitrine.example/embed/videos/{video.uid}",
            "products": [
                {
                    "id": product.uid,
                    "ref": "SKU-1",
                    "name": "Field jacket",
                    "price": "129.00",
                    "discount_price": "99.00",
                    "currency": "EUR",
                    "in_stock": True,
                    "thumbnail_url": None,
                    "url": "https://shop.example/p/1",
                }
            ],
        },
    }


def test_nothing_displayed_is_a_cheap_normal_answer(client: FlaskClient, alice: Shop) -> None:
    answer = ask(client, alice, url="https://shop.example/about")
    assert (answer.status_code, answer.data) == (200, b"[]")


def test_an_answer_may_be_kept_by_caches_and_asked_for_again(
    client: FlaskClient, alice: Shop
) -> None:
    a_video(alice, urls=["*"])
    answer = ask(client, alice, url="https://shop.example/")
    assert answer.headers["Cache-Control"] == "public, max-age=10, stale-while-revalidate=10"
    assert answer.headers["Access-Control-Allow-Origin"] == "https://shop.example"
    assert "Origin" in answer.headers["Vary"]
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert "Set-Cookie" not in answer.headers
    query = {"app_id": alice.app_id, "url": "https://shop.example/"}
    again = client.get(
        URL, query_string=query, headers={**PAGE, "If-None-Match": answer.headers["ETag"]}
    )
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == answer.headers["ETag"]


def test_every_visitor_gets_the_same_bytes(client: FlaskClient, alice: Shop) -> None:
    a_video(alice, urls=["*"])
    query = {"app_id": alice.app_id, "url": "https://shop.example/"}
    visitors = [
        {"User-Agent": "phone", "Accept-Language": "fr", "Cookie": "a=1"},
        {"User-Agent": "desktop", "Referer": "https://shop.example/x"},
    ]
    answers = [client.get(URL, query_string=query, headers={**PAGE, **each}) for each in visitors]
    assert len({each.data for each in answers}) == 1
    assert len({each.headers["ETag"] for each in answers}) == 1


def test_twelve_contents_travel_in_two_kilobytes(client: FlaskClient, alice: Shop) -> None:
    for number in range(15):
        product = a_product(alice, ref=f"SKU-{number}", url=f"https://shop.example/p/{number}")
        a_video(alice, name=f"Film number {number}", urls=["*"], products=(product,))
    query = {"app_id": alice.app_id, "url": "https://shop.example/"}
    answer = client.get(URL, query_string=query, headers={**PAGE, "Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(answer.data) <= 2048


@pytest.mark.parametrize(
    ("origin", "query", "status", "code"),
    [
        ("https://evil.example", {"url": "https://shop.example/"}, 403, "origin-not-allowed"),
        ("http://shop.example", {"url": "https://shop.example/"}, 403, "origin-not-allowed"),
        (
            "https://shop.example.evil.example",
            {"url": "https://shop.example/"},
            403,
            "origin-not-allowed",
        ),
        ("null", {"url": "https://shop.example/"}, 403, "origin-not-allowed"),
        (None, {"url": "https://shop.example/"}, 401, "no-credentials"),
        (
            "https://shop.example",
            {"url": "https://shop.example/", "app_id": "nobody"},
            404,
            "unknown-app",
        ),
        (
            "https://shop.example",
            {"url": "https://shop.example/", "app_id": ""},
            401,
            "no-credentials",
        ),
        ("https://shop.example", {}, 422, "invalid"),
        (
            "https://shop.example",
            {"url": "https://shop.example/", "product_ref": "1"},
            422,
            "invalid",
        ),
        ("https://shop.example", {"url": "javascript:alert(1)"}, 422, "invalid"),
        ("https://shop.example", {"url": "https://shop.example/", "unknown": "1"}, 422, "invalid"),
    ],
    ids=[
        "a stranger's page",
        "another scheme",
        "a look-alike host",
        "a page without an origin of its own",
        "no page at all",
        "an unknown app",
        "no app",
        "neither ref nor url",
        "both ref and url",
        "not an address",
        "an unknown parameter",
    ],
)
def test_a_refusal_says_why_and_the_script_can_read_it(
    client: FlaskClient,
    alice: Shop,
    origin: str | None,
    query: dict[str, str],
    status: int,
    code: str,
) -> None:
    a_video(alice, urls=["*"])
    answer = ask(client, alice, origin, **query)
    assert answer.status_code == status
    error = answer.get_json()["errors"][0]
    assert (error["status"], error["code"]) == (str(status), code)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    ("allowed", "origin", "in_"),
    [
        ("https://*.shop.example", "https://fr.shop.example", True),
        ("https://*.shop.example", "https://a.b.shop.example", True),
        ("https://*.shop.example", "https://shop.example", False),
        ("https://*.shop.example", "https://evilshop.example", False),
        ("https://shop.example:443", "https://shop.example", True),
        ("http://127.0.0.1:8001", "http://127.0.0.1:8001", True),
        ("http://127.0.0.1:8001", "http://127.0.0.1:8002", False),
        ("https://*.shop.example", "https://my_shop.shop.example", True),
        ("https://*.shop.example", "https://.shop.example", False),
        ("https://*.shop.example", "https://evil.example/.shop.example", False),
        ("https://*.shop.example", "https://evil.example?.shop.example", False),
        ("https://*.shop.example", "https://evil.example@a.shop.example", False),
        ("https://*.shop.example", "https://evil.example:1.shop.example", False),
        ("https://*.shop.example", "https://a b.shop.example", False),
        ("https://*.shop.example", f"https://{'a.' * 200}shop.example", False),
    ],
)
def test_allowed_origins(client: FlaskClient, allowed: str, origin: str, in_: bool) -> None:
    shop = shops.open_shop("Dora", origins=[allowed])
    answer = ask(client, shop, origin, url="https://shop.example/")
    assert answer.status_code == (200 if in_ else 403)


def test_a_server_asks_with_its_key_for_any_page(client: FlaskClient, alice: Shop) -> None:
    a_video(alice, urls=["https://elsewhere.example/x"])
    answer = client.get(
        URL, query_string={"url": "https://elsewhere.example/x"}, headers=a_key(alice)
    )
    assert [each["attributes"]["component"] for each in answer.get_json()] == ["floating"]
    assert answer.headers["Cache-Control"].startswith("private")
    assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize(
    "headers", [{"Api-Key": "vtrn_test_wrong"}, {"Api-Key": "x", "App-Id": "y"}]
)
def test_a_wrong_key_is_refused_even_beside_a_good_app_id(
    client: FlaskClient, alice: Shop, headers: dict[str, str]
) -> None:
    query = {"app_id": alice.app_id, "url": "https://shop.example/"}
    assert client.get(URL, query_string=query, headers={**PAGE, **headers}).status_code == 401


def test_explain_says_why_each_thing_is_shown_or_not(client: FlaskClient, alice: Shop) -> None:
    shown = a_video(alice, name="shown", urls=["https://shop.example/"])
    hidden = a_video(alice, name="hidden", urls=["https://shop.example/"], ready=False)
    far = a_placement(alice, name="far", urls=["/far"])
    query = {"url": "https://shop.example/", "explain": "1"}
    answer = client.get(URL, query_string=query, headers=a_key(alice)).get_json()
    assert [each["id"] for each in answer["data"][0]["contents"]] == [shown.uid]
    reasons = {
        each["id"]: (each["type"], each["shown"], each["code"]) for each in answer["explanation"]
    }
    assert reasons == {
        shown.uid: ("content", True, "matched"),
        hidden.uid: ("content", False, "not-ready"),
        far.uid: ("placement", False, "no-match"),
    }


def test_a_page_is_not_told_why(client: FlaskClient, alice: Shop) -> None:
    a_video(alice, urls=["*"])
    answer = ask(client, alice, url="https://shop.example/", explain="1")
    assert isinstance(answer.get_json(), list)


TEXTS = {
    "fr": {"title": "En mouvement", "remind": "Me prévenir"},
    "fr-BE": {"title": "Ça bouge"},
}


@pytest.mark.parametrize(
    ("locale", "title", "texts"),
    [
        ("fr", "En mouvement", {"next": "Suite", "remind": "Me prévenir"}),
        ("fr_BE", "Ça bouge", {"next": "Suite", "remind": "Me prévenir"}),
        ("en", "In motion", None),
        ("", "En mouvement", {"next": "Suite", "remind": "Me prévenir"}),
    ],
    ids=["its language", "a country's", "another language", "untold: the shop's own"],
)
def test_texts_are_told_in_the_pages_language(
    client: FlaskClient, alice: Shop, locale: str, title: str, texts: dict[str, str] | None
) -> None:
    a_video(alice, urls=["*"])
    said = {"fr": {"next": "Suite", "remind": "Rappel"}}
    shops.change_shop(alice, locale="fr", appearance={"accent": "#0b6e4f", "texts": said})
    look = {"title": "In motion", "texts": TEXTS}
    a_placement(alice, component="highlight", urls=["*"], configuration=look)
    query = {"locale": locale} if locale else {}
    [display] = ask(client, alice, url="https://shop.example/", **query).get_json()
    expected = {"accent": "#0b6e4f", "title": title, **({"texts": texts} if texts else {})}
    assert display["attributes"]["configuration"] == expected


@pytest.mark.parametrize(
    ("texts", "where"),
    [
        ({"german": {"title": "x"}}, "/configuration/texts/german"),
        ({"de": {"headline": "x"}}, "/configuration/texts/de/headline"),
        ({"de": {"close": "x"}}, "/configuration/texts/de/close"),
        ({"de": {"title": ""}}, "/configuration/texts/de/title"),
        ({"de": {"title": "x" * 201}}, "/configuration/texts/de/title"),
        ({"de": {"title": "a\x00"}}, "/configuration/texts/de/title"),
        ({"de": {"shown": "Zu sehen"}}, "/configuration/texts/de/shown"),
    ],
    ids=["no language", "no word", "the shop's word", "nothing", "too long", "a NUL", "no number"],
)
def test_texts_that_do_not_fit_are_refused_by_name(
    client: FlaskClient, alice: Shop, texts: dict[str, dict[str, str]], where: str
) -> None:
    body = {"name": "Home", "component": "highlight", "configuration": {"texts": texts}}
    answer = client.post("/api/v1/placements", json=body, headers=a_key(alice))
    assert answer.status_code == 422
    assert answer.json["errors"][0]["source"]["pointer"].startswith(where)
