"""The shop's site: its pages, its cart over HTTP, and a policy that forgives nothing."""

import json
import re
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import jwt
import pytest
from flask.testing import FlaskClient

from demo.catalogue import CATEGORIES, PRODUCTS
from demo.shop import Site, create_shop

ORIGIN, VITRINE = "http://127.0.0.1:9001", "http://127.0.0.1:9000"
VIEWER_SECRET = "what is said of users is signed with this"
HERE = {"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin"}
PAGES = (
    ["/", "/journal/the-first-hour", "/live", "/watch", "/about", "/cart", "/checkout", "/mail"]
    + [f"/c/{each.slug}" for each in CATEGORIES]
    + [each.path for each in PRODUCTS]
)
each_page = pytest.mark.parametrize("path", PAGES)


@pytest.fixture
def shopper(tmp_path: Path) -> Iterator[FlaskClient]:
    uids = "f" * 32, "e" * 32
    site = Site(
        ORIGIN, VITRINE, "app-id", *uids, "a secret of tests", VIEWER_SECRET,
        "maker-app", "d" * 32, tmp_path / "outbox",
    )  # fmt: skip
    app = create_shop(site)
    app.config["SERVER_NAME"] = "127.0.0.1:9001"  # the host that the test client names
    with app.test_client() as client:
        yield client


def post(shopper: FlaskClient, path: str, **sent: object):
    return shopper.post(path, json=sent, headers=HERE)


@each_page
def test_every_page_opens_and_carries_the_tag_once_and_nothing_inline(
    shopper: FlaskClient, path: str
) -> None:
    answer = shopper.get(path)
    assert answer.status_code == 200
    tag = f'<script async src="{VITRINE}/vitrine.js" data-app-id="app-id"></script>'
    assert answer.text.count(tag) == 1
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", answer.text)
    for script in re.findall(r"<script([^>]*)>", answer.text):
        assert "src=" in script or 'type="application/ld+json"' in script


@each_page
def test_every_page_names_the_film_and_its_licence(shopper: FlaskClient, path: str) -> None:
    text = shopper.get(path).text
    assert "© 2008 Blender Foundation / www.bigbuckbunny.org" in text
    assert "creativecommons.org/licenses/by/3.0/" in text


def test_the_policy_lets_in_vitrine_and_nothing_unsafe(shopper: FlaskClient) -> None:
    sent = shopper.get("/").headers["Content-Security-Policy"]
    policy = dict(each.strip().split(" ", 1) for each in sent.split(";"))
    assert policy == {
        "default-src": "'none'",
        "script-src": f"'self' {VITRINE}",
        "connect-src": f"'self' {VITRINE}",
        "frame-src": VITRINE,
        "img-src": f"'self' {VITRINE}",
        "media-src": VITRINE,
        "style-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
        "require-trusted-types-for": "'script'",
        "trusted-types": "'none'",
    }


@pytest.mark.parametrize("product", PRODUCTS, ids=lambda each: each.slug)
def test_a_product_page_tells_its_reference_in_json_ld(shopper: FlaskClient, product) -> None:
    text = shopper.get(product.path).text
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)
    assert block
    said = json.loads(block[1])
    assert (said["@type"], said["sku"], said["gtin13"]) == ("Product", product.ref, product.ean)
    assert float(said["offers"]["price"]) * 100 == pytest.approx(product.asked)
    assert said["offers"]["availability"].endswith("InStock" if product.stock else "OutOfStock")
    assert 'id="gallery"' in text


def test_the_article_places_a_film_by_hand_with_a_link_inside(shopper: FlaskClient) -> None:
    text = shopper.get("/journal/the-first-hour").text
    element = re.search(r'<vitrine-video video="(f{32})">(.*?)</vitrine-video>', text, re.S)
    assert element
    assert f'href="{VITRINE}/embed/videos/{element[1]}"' in element[2]


def test_a_sold_out_product_cannot_be_put_in_by_its_form(shopper: FlaskClient) -> None:
    assert re.search(r"<button[^>]* disabled>Sold out", shopper.get("/p/songbird-house").text)


def test_what_is_added_is_read_back_and_stands_in_the_header_and_on_the_cart_page(
    shopper: FlaskClient,
) -> None:
    added = post(shopper, "/cart/add", ref="HH-101", quantity=2)
    assert (added.status_code, added.json["count"]) == (200, 2)
    assert shopper.get("/cart.json").json == {
        "items": [
            {
                "ref": "HH-101",
                "name": "Meadow blanket",
                "quantity": 2,
                "price": "€69.00",
                "line_total": "€138.00",
            }
        ],
        "count": 2,
        "total": "€138.00",
    }
    assert "<b data-cart-count>2</b>" in shopper.get("/about").text
    assert "Meadow blanket" in shopper.get("/cart").text


def test_the_same_key_adds_once(shopper: FlaskClient) -> None:
    for _ in range(3):
        post(shopper, "/cart/add", ref="HH-101", quantity=1, key="a1")
    assert shopper.get("/cart.json").json["count"] == 1
    post(shopper, "/cart/add", ref="HH-101", quantity=1, key="a2")
    assert shopper.get("/cart.json").json["count"] == 2


def test_a_refused_add_may_be_tried_again_with_its_key(shopper: FlaskClient) -> None:
    assert post(shopper, "/cart/add", ref="BW-201", quantity=4, key="k").status_code == 409
    assert post(shopper, "/cart/add", ref="BW-201", quantity=3, key="k").json["count"] == 3


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        ({"ref": "BW-204"}, 409, "out-of-stock"),
        ({"ref": "BW-201", "quantity": 4}, 409, "limit"),
        ({"ref": "NO-1"}, 409, "unknown-product"),
        ({"ref": "HH-101", "quantity": "many"}, 400, "invalid"),
        ({"ref": "HH-101", "key": ["a"]}, 400, "invalid"),
        ({"ref": "HH-101", "key": "k" * 65}, 400, "invalid"),
        (["HH-101"], 400, "invalid"),
    ],
    ids=[
        "sold out", "too many", "unknown", "a word", "a list for a key", "a long key", "a list",
    ],
)  # fmt: skip
def test_a_script_is_told_why_with_a_code_and_a_sentence(
    shopper: FlaskClient, sent: object, status: int, code: str
) -> None:
    answer = shopper.post("/cart/add", json=sent, headers=HERE)
    assert (answer.status_code, answer.json["code"]) == (status, code)
    assert answer.json["message"].endswith(".")
    assert shopper.get("/cart.json").json["count"] == 0


@pytest.mark.parametrize(
    "body",
    [b"{", b"\xff\xfe", b"NaN", b"null", b""],
    ids=["cut off", "no text", "no number", "null", "empty"],
)
def test_a_body_that_is_no_json_object_is_refused(shopper: FlaskClient, body: bytes) -> None:
    answer = shopper.post("/cart/add", data=body, content_type="application/json", headers=HERE)
    assert (answer.status_code, answer.json["code"]) == (400, "invalid")


def test_a_huge_body_is_refused_before_it_is_read(shopper: FlaskClient) -> None:
    answer = post(shopper, "/cart/add", ref="x" * 20_000)
    assert answer.status_code in (400, 413)
    assert shopper.get("/cart.json").json["count"] == 0


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"},
        {"Origin": VITRINE, "Sec-Fetch-Site": "same-site"},
        {"Origin": "null"},
        {"Origin": ORIGIN, "Sec-Fetch-Site": "cross-site"},
    ],
    ids=["no word of where from", "another site", "a neighbour port", "hidden", "contradicting"],
)
def test_no_other_page_can_change_the_cart(shopper: FlaskClient, headers: dict[str, str]) -> None:
    answer = shopper.post("/cart/add", data={"ref": "HH-101"}, headers=headers)
    assert (answer.status_code, answer.json["code"]) == (403, "not-from-here")
    assert shopper.get("/cart.json").json["count"] == 0


def test_without_script_the_forms_add_change_and_remove(shopper: FlaskClient) -> None:
    added = shopper.post("/cart/add", data={"ref": "HH-105", "quantity": "2"}, headers=HERE)
    assert (added.status_code, added.headers["Location"]) == (303, "/cart")
    shopper.post("/cart/change", data={"ref": "HH-105", "quantity": "3"}, headers=HERE)
    assert "€114.00" in shopper.get("/cart").text
    shopper.post("/cart/change", data={"ref": "HH-105", "quantity": "0"}, headers=HERE)
    assert "Nothing in it yet" in shopper.get("/cart").text


def test_a_refused_form_explains_itself_once(shopper: FlaskClient) -> None:
    shopper.post("/cart/add", data={"ref": "BW-201", "quantity": "7"}, headers=HERE)
    assert "Only 3 of Enamel mugs, a pair left." in shopper.get("/cart").text
    assert "Only 3 of" not in shopper.get("/cart").text


@pytest.mark.parametrize("path", ["/nope", "/p/nope", "/c/nope", "/p/%00", "/journal/", "/static/"])
def test_an_unknown_page_is_a_page_of_the_shop(shopper: FlaskClient, path: str) -> None:
    answer = shopper.get(path)
    assert answer.status_code == 404
    assert "This path ends in the grass" in answer.text


def test_another_host_name_is_not_served(shopper: FlaskClient) -> None:
    assert shopper.get("/", headers={"Host": "evil.example"}).status_code == 400


def test_two_demos_on_one_machine_keep_their_carts_apart(shopper: FlaskClient) -> None:
    post(shopper, "/cart/add", ref="HH-101")
    assert shopper.get_cookie("hollow_hay_9001", domain="127.0.0.1") is not None


def test_who_signs_in_is_vouched_for_and_may_bid(shopper: FlaskClient) -> None:
    assert shopper.get("/user.json").json == {"token": None}
    assert "Sign in to bid" in shopper.get("/live").text
    answer = shopper.post("/sign-in", data={"name": " <Noor>  N. "}, headers=HERE)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/live")
    assert "&lt;Noor&gt; N." in shopper.get("/live").text
    tokens = [shopper.get("/user.json").json["token"] for _ in range(2)]
    said, again = (
        jwt.decode(each, VIEWER_SECRET, algorithms=["HS256"], audience="app-id") for each in tokens
    )
    assert (said["sub"], said["name"], said["can_bid"]) == ("<noor> n.", "<Noor> N.", True)
    assert said["jti"] != again["jti"]
    shopper.post("/sign-out", headers=HERE)
    assert shopper.get("/user.json").json == {"token": None}


def test_a_name_of_nothing_signs_nobody_in_and_no_other_site_does(shopper: FlaskClient) -> None:
    shopper.post("/sign-in", data={"name": "  "}, headers=HERE)
    elsewhere = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    refused = shopper.post("/sign-in", data={"name": "Sam"}, headers=elsewhere)
    assert refused.status_code == 403
    assert shopper.get("/user.json").json == {"token": None}


def test_the_makers_page_has_its_own_tag_and_film(shopper: FlaskClient) -> None:
    text = shopper.get("/brookside").text
    tags = re.findall(r"<script[^>]*>", text)
    assert tags == [f'<script async src="{VITRINE}/vitrine.js" data-app-id="maker-app">']
    assert f'<vitrine-video video="{"d" * 32}">' in text
    assert "© 2008 Blender Foundation / www.bigbuckbunny.org" in text


def test_what_is_mailed_is_read_in_the_demos_mailbox_newest_first(
    shopper: FlaskClient, tmp_path: Path
) -> None:
    assert "No mail yet." in shopper.get("/mail").text
    outbox = tmp_path / "outbox"
    outbox.mkdir()
    for number, subject in enumerate(["Your code", "Your receipt <b>"]):
        mail = EmailMessage()
        mail["To"], mail["Subject"] = "noor@shop.example", subject
        mail.set_content("Grüße,\nBrookside & Co")
        (outbox / f"20260615T12000{number}-{number:012}.eml").write_bytes(mail.as_bytes())
    text = shopper.get("/mail").text
    assert text.index("Your receipt &lt;b&gt;") < text.index("Your code")
    assert "To noor@shop.example" in text
    assert "Grüße,\nBrookside &amp; Co" in text
