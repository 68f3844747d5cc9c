"""What is sent wrong gets a clear refusal, and nothing is lost or half done."""

from __future__ import annotations

import base64
import io
import json
import resource
from typing import Any

import pytest
from flask.testing import FlaskClient
from PIL import Image

from gateways.storage import files
from models.database import database, on_sqlite
from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_product

JACKET = {"name": "Field jacket"}


def picture(kind: str, size: tuple[int, int] = (40, 30), mode: str = "RGB") -> bytes:
    """A picture of one colour."""
    out = io.BytesIO()
    Image.new(mode, size).save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b"name=jacket", "not JSON"),
        (b"\xff\xfe{}", "not JSON"),
        (b"NaN", "not JSON"),
        (b'{"name": NaN}', "not JSON"),
        (b'{"name": "a\\ud800"}', "not JSON"),
        (b'{"name": "a"} {}', "not JSON"),
        (b"[]", "must be a JSON object"),
        (b'"x"', "must be a JSON object"),
        (b"null", "must be a JSON object"),
        (b"7", "must be a JSON object"),
        (b'{"name": "a", "name": "b"}', "stands twice"),
        (b'{"name": "a", "complementary_informations": {"x": 1, "x": 2}}', "stands twice"),
        (json.dumps({f"f{each}": 1 for each in range(20_001)}).encode(), "more than 20000 fields"),
        (json.dumps({"a": [{"b": 1}] * 20_001}).encode(), "more than 20000 fields"),
        (b'{"a":' * 5000 + b"1" + b"}" * 5000, "not JSON"),
        (b'{"a":' * 1000 + b"1" + b"}" * 1000, ""),
    ],
    ids=[
        "empty",
        "cut off",
        "a form",
        "not UTF-8",
        "NaN",
        "NaN inside",
        "half a surrogate pair",
        "two documents",
        "a list",
        "a string",
        "null",
        "a number",
        "one field twice",
        "one field twice further inside",
        "countless fields",
        "countless fields further inside",
        "nested without end",
        "nested deeply",
    ],
)
def test_a_body_that_is_no_object_is_refused(alices: Caller, body: bytes, detail: str) -> None:
    answer = alices("POST", "/products", data=body, content_type="application/json")
    assert answer.status_code == 422
    assert detail in answer.json["errors"][0]["detail"]
    assert len(answer.data) < 1000
    assert alices.get("/products").json["data"] == []


@pytest.mark.parametrize(
    ("change", "pointer", "detail"),
    [
        ({"name": None}, "/name", "string"),
        ({"name": 7}, "/name", "string"),
        ({"name": ["a"]}, "/name", "string"),
        ({"name": ""}, "/name", "at least 1"),
        ({"name": " \t "}, "/name", "at least 1"),
        ({"name": "a" * 501}, "/name", "at most 500"),
        ({"name": "a" * 10_000_000}, "/name", "at most 500"),
        ({"name": "a\x00b"}, "/name", "control characters"),
        ({"name": "a\x1b[31mb"}, "/name", "control characters"),
        ({"nmae": "x"}, "/nmae", "not known"),
        ({"a/b~c": 1}, "/a~1b~0c", "not known"),
        ({"id": "f" * 32}, "/id", "not known"),
        ({"x" * 100_000: 1}, "/" + "x" * 100, "not known"),
        ({"in_stock": "true"}, "/in_stock", "boolean"),
        ({"in_stock": 1}, "/in_stock", "boolean"),
        ({"price": "-1"}, "/price", "not negative"),
        ({"price": "NaN"}, "/price", "19.90"),
        ({"price": "Infinity"}, "/price", "19.90"),
        ({"price": "1e5"}, "/price", "19.90"),
        ({"price": "19,90"}, "/price", "19.90"),
        ({"price": "1 900"}, "/price", "19.90"),
        ({"price": "+1"}, "/price", "19.90"),
        ({"price": ".5"}, "/price", "19.90"),
        ({"price": "1."}, "/price", "19.90"),
        ({"price": "0x10"}, "/price", "19.90"),
        ({"price": "١٩"}, "/price", "19.90"),
        ({"price": ""}, "/price", "19.90"),
        ({"price": "19.999"}, "/price", "2 decimals"),
        ({"price": "19.5", "currency": "JPY"}, "/price", "0 decimals"),
        ({"price": "9" * 19}, "/price", "19.90"),
        ({"price": 19.9}, "/price", "19.90"),
        ({"price": True}, "/price", "string"),
        ({"price": "10.00", "discount_price": "10.01"}, "/discount_price", "exceed"),
        ({"discount_price": "10.00"}, "/discount_price", "needs a price"),
        ({"currency": "EURO"}, "/currency", "pattern"),
        ({"currency": "QQQ"}, "/currency", "ISO 4217"),
        ({"ean": "12345"}, "/ean", "8, 12, 13 or 14 digits"),
        ({"ean": "400638133393X"}, "/ean", "8, 12, 13 or 14 digits"),
        ({"ean": "٤٠٠٦٣٨١٣٣٣٩٣١"}, "/ean", "8, 12, 13 or 14 digits"),
        ({"url": "javascript:alert(1)"}, "/url", "http"),
        ({"url": "/p/1"}, "/url", "address"),
        ({"url": "https://shop.example/*"}, "/url", "one page"),
        ({"url": "https://shop.example/" + "a" * 2048}, "/url", "2048"),
        ({"seller_id": "nobody"}, "/seller_id", "nothing with this id"),
        ({"seller_id": "'; drop table product; --"}, "/seller_id", "nothing with this id"),
        ({"seller_id": "\x00"}, "/seller_id", "nothing with this id"),
        ({"categories": "Jackets"}, "/categories", "list"),
        ({"categories": [""]}, "/categories/0", "at least 1"),
        ({"categories": ["a"] * 21}, "/categories", "at most 20"),
        ({"complementary_informations": []}, "/complementary_informations", "dict"),
        (
            {"complementary_informations": {"a": "b" * 20_000}},
            "/complementary_informations",
            "20000 bytes",
        ),
        ({"complementary_informations": {"a": ["\x00"]}}, "/complementary_informations", "control"),
        ({"complementary_informations": {"a": 1e300}}, "/complementary_informations", "64 bits"),
        (
            {"complementary_informations": json.loads("[" * 20 + "]" * 20)},
            "/complementary_informations",
            "dict",
        ),
        (
            {"complementary_informations": {"a": json.loads("[" * 20 + "]" * 20)}},
            "/complementary_informations",
            "8 levels",
        ),
    ],
    ids=lambda each: str(each)[:40] if isinstance(each, dict) else "",
)
def test_a_wrong_field_is_named_and_nothing_changes(
    alices: Caller, alice: Shop, change: dict[str, Any], pointer: str, detail: str
) -> None:
    path = f"/products/{a_product(alice, price_amount=None).uid}"
    before = alices.get(path).json
    for refused in (
        alices.patch(path, change),
        alices.put(path, {**JACKET, **change}),
        alices.post("/products", {**JACKET, **change}),
    ):
        assert refused.status_code == 422
        fault = refused.json["errors"][0]
        assert fault["source"] == {"pointer": pointer}
        assert detail in fault["detail"]
        assert (fault["status"], fault["code"]) == ("422", "invalid")
        assert len(refused.data) < 2000
    assert alices.get(path).json == before
    assert alices.get("/products").headers["Total-Count"] == "1"


def test_every_fault_is_named_at_once(alices: Caller) -> None:
    refused = alices.post("/products", {"price": 1, "in_stock": "no", "colour": "red"})
    pointers = {each["source"]["pointer"] for each in refused.json["errors"]}
    assert pointers == {"/name", "/price", "/in_stock", "/colour"}
    required = next(each for each in refused.json["errors"] if each["source"]["pointer"] == "/name")
    assert required["detail"] == "is required"


def test_a_part_of_a_form_without_a_name_is_refused(alices: Caller) -> None:
    body = b"--BB\r\nContent-Disposition: form-data\r\n\r\nx\r\n--BB--\r\n"
    kind = "multipart/form-data; boundary=BB"
    for path in ("/products", "/videos", "/lives", "/feeds"):
        refused = alices("POST", path, data=body, content_type=kind)
        assert refused.status_code == 422
        assert "has no name" in refused.json["errors"][0]["detail"]


@pytest.mark.parametrize("page", ["0", "-1", "x", "1.5", ""])
def test_a_page_that_is_none_is_refused(alices: Caller, page: str) -> None:
    refused = alices.get(f"/products?page={page}")
    assert refused.status_code == 422
    assert refused.json["errors"][0]["source"] == {"parameter": "page"}


def test_a_flood_of_faults_is_answered_briefly(alices: Caller) -> None:
    refused = alices.post("/products", {f"field{number}": 1 for number in range(10_000)})
    assert refused.status_code == 422
    assert len(refused.json["errors"]) <= 20


def test_a_body_larger_than_the_limit_is_refused(alices: Caller) -> None:
    answer = alices("POST", "/products", data=b'"' + b"a" * 17_000_000 + b'"')
    assert answer.status_code == 413
    assert answer.json["errors"][0]["status"] == "413"


def test_another_kind_of_body_is_refused_in_words(alices: Caller) -> None:
    answer = alices("POST", "/products", data=b"<product/>", content_type="text/xml")
    assert answer.status_code == 415
    assert "application/json" in answer.json["errors"][0]["detail"]
    form = alices.form("POST", "/placements", name="a")
    assert form.status_code == 415


@pytest.mark.parametrize(
    "name",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "{{ 7*7 }}${7*7}%s",
        "a\u202egnp.exe",
        "\u2066left\u2069",
        "'; drop table product; --",
        "👩‍👩‍👧‍👦 Ｆｕｌｌ",
        "line\nbreak",
    ],
    ids=["script", "attribute", "template", "bidi", "isolate", "sql", "emoji", "line break"],
)
def test_hostile_names_are_data_and_come_back_as_they_were(alices: Caller, name: str) -> None:
    made = alices.post("/products", {"name": name, "description": name, "ref": name}).json["data"]
    answer = alices.get(f"/products/{made['id']}")
    told = answer.json["data"]["attributes"]
    assert (told["name"], told["description"], told["ref"]) == (name, name, name)
    assert answer.content_type == "application/json"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("sent", "detail"),
    [
        (b"", "empty"),
        (b"\x00\x00\x00\x18ftypmp42" + b"\0" * 200, "JPEG, PNG, WebP or GIF"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "JPEG, PNG, WebP or GIF"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "JPEG, PNG, WebP or GIF"),
        (picture("BMP"), "JPEG, PNG, WebP or GIF"),
        (picture("TIFF"), "JPEG, PNG, WebP or GIF"),
        (picture("PNG", (400, 300))[:200], "damaged"),
        (picture("JPEG", (400, 300))[:400], "damaged"),
        (picture("PNG", (8000, 8000), "1"), "40 megapixels"),
        (picture("PNG", (20_000, 20_000), "1"), "40 megapixels"),
        (picture("PNG", (1, 16_001), "1"), "16000 pixels a side"),
        (picture("PNG") + b"\0" * 10_000_000, "10 MB"),
    ],
    ids=[
        "empty",
        "a film",
        "SVG",
        "PostScript",
        "BMP",
        "TIFF",
        "half a PNG",
        "half a JPEG",
        "too many pixels",
        "a bomb",
        "a thread",
        "too many bytes",
    ],
)
def test_what_is_no_picture_is_refused_in_words(
    alices: Caller, alice: Shop, sent: bytes, detail: str
) -> None:
    path = f"/products/{a_product(alice).uid}"
    by_form = alices.form("PATCH", path, thumbnail=(io.BytesIO(sent), "photo.jpg"))
    by_json = alices.patch(path, {"thumbnail": base64.b64encode(sent).decode()})
    for refused in (by_form, by_json):
        assert refused.status_code == 422
        assert refused.json["errors"][0]["source"] == {"pointer": "/thumbnail"}
        assert detail in refused.json["errors"][0]["detail"]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_pictures_are_known_by_their_bytes_and_not_by_their_name(
    alices: Caller, alice: Shop, kind: str
) -> None:
    path = f"/products/{a_product(alice).uid}"
    taken = alices.form("PATCH", path, thumbnail=(io.BytesIO(picture(kind)), "film.mp4"))
    assert taken.status_code == 200
    assert taken.json["data"]["attributes"]["thumbnail_url"].endswith(".webp")


def test_text_where_a_picture_belongs_is_refused(alices: Caller) -> None:
    refused = alices.post("/products", {**JACKET, "thumbnail": "http://169.254.169.254/x.png"})
    assert refused.status_code == 422
    assert "base64" in refused.json["errors"][0]["detail"]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"nothing of the kind", "multipart/form-data; boundary=x"),
        (b"--x\r\n\r\n", "multipart/form-data"),
        (
            b"--x\r\nContent-Disposition: form-data; name=name\r\n\r\nJack",
            "multipart/form-data; boundary=x",
        ),
    ],
    ids=["no parts", "no boundary", "cut off"],
)
def test_a_broken_form_is_refused(alices: Caller, body: bytes, kind: str) -> None:
    answer = alices("POST", "/products", data=body, content_type=kind)
    assert answer.status_code == 422
    assert "multipart" in answer.json["errors"][0]["detail"]
    assert alices.get("/products").json["data"] == []


def test_a_form_of_countless_parts_is_refused(alices: Caller) -> None:
    fields = {f"field{number}": "x" for number in range(3_000)}
    answer = alices.form("POST", "/products", **fields)
    assert answer.status_code == 413


def test_a_form_that_is_not_utf_8_is_refused(alices: Caller) -> None:
    head = b'--b\r\nContent-Disposition: form-data; name="name"\r\n\r\n'
    sent = head + "café".encode("latin-1") + b"\r\n--b--\r\n"
    answer = alices("POST", "/products", data=sent, content_type="multipart/form-data; boundary=b")
    assert answer.status_code == 422
    fault = answer.json["errors"][0]
    assert (fault["source"], fault["detail"]) == ({"pointer": "/name"}, "is not UTF-8 text")
    assert alices.get("/products").json["data"] == []


def test_an_address_of_countless_parameters_is_refused(alices: Caller) -> None:
    answer = alices.get("/products?" + "&".join(f"p{each}=1" for each in range(501)))
    assert answer.status_code == 422
    assert "more than 500 parameters" in answer.json["errors"][0]["detail"]


@pytest.mark.parametrize("field", ["urls", "excluded_urls"])
@pytest.mark.parametrize("character", ["\x00", "\x1b"])
def test_an_address_has_no_control_characters(alices: Caller, field: str, character: str) -> None:
    answer = alices.post("/videos", {"name": "Rain", field: [f"https://shop.example/{character}"]})
    assert answer.status_code == 422
    assert answer.json["errors"][0]["source"] == {"pointer": f"/{field}/0"}


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/displayed_data?app_id={nul}&product_ref=x",
        "/api/v1/displayed_data?app_id={app}&product_ref={nul}",
        "/api/v1/displayed_data?app_id={app}&url=https://shop.example/{nul}",
        "/api/v1/displayed_data?app_id={app}&product_ref=x&locale={nul}",
        "/api/v1/displayed_data?app_id={app}&product_ref=x&seller_id={nul}",
        "/api/v1/displayed_data/videos/{nul}?app_id={app}",
        "/api/v1/displayed_data/collections/{nul}?app_id={nul}",
        "/api/v1/uploads/{nul}",
        "/api/v1/videos/{nul}",
        "/api/v1/videos/{nul}/captions",
        "/api/v1/videos?name={nul}",
        "/api/v1/videos?tags={nul}",
        "/api/v1/videos?seller_id={nul}",
        "/embed/videos/{nul}",
        "/embed/collections/{nul}.json?app_id={nul}",
        "/oembed?url={nul}",
        "/media/{nul}",
    ],
)
def test_a_nul_in_an_address_breaks_nothing(
    client: FlaskClient, alice: Shop, key: dict[str, str], path: str
) -> None:
    for headers in ({"Origin": "https://shop.example"}, key):
        answer = client.get(path.format(nul="%00", app=alice.app_id), headers=headers)
        assert answer.status_code < 500


def test_a_field_sent_twice_in_a_form_is_refused(alices: Caller) -> None:
    twice = alices.form("POST", "/products", name=["a", "b"])
    assert twice.status_code == 422
    assert twice.json["errors"][0]["source"] == {"pointer": "/name"}
    photos = [(io.BytesIO(picture("PNG")), "a.png"), (io.BytesIO(picture("PNG")), "b.png")]
    assert alices.form("POST", "/products", name="a", thumbnail=photos).status_code == 422


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("page=0", "page"),
        ("page=-1", "page"),
        ("page=abc", "page"),
        ("page=1.5", "page"),
        ("page=", "page"),
        ("page=1&page=2", "page"),
        ("page=NaN", "page"),
        ("colour=red", "colour"),
        ("name=%00", "name"),
        ("name=a&name=b", "name"),
        ("name=" + "a" * 8_000, "name"),
    ],
    ids=lambda each: each[:20],
)
def test_a_wrong_query_is_refused_by_name(alices: Caller, query: str, parameter: str) -> None:
    for kind in ("products", "sellers", "videos", "lives"):
        answer = alices.get(f"/{kind}?{query}")
        assert answer.status_code == 422
        assert answer.json["errors"][0]["source"] == {"parameter": parameter}


@pytest.mark.parametrize(
    "uid", ["0" * 32, "nobody", "%00", "..%2Fshop", "%ED%A0%80", "1 or 1=1", "A" * 5000]
)
@pytest.mark.parametrize(
    "resource",
    ["sellers", "products", "videos", "lives", "shares", "collections", "placements"],
)
def test_an_unknown_id_is_not_found(alices: Caller, resource: str, uid: str) -> None:
    for method in ("GET", "DELETE"):
        answer = alices(method, f"/{resource}/{uid}")
        assert answer.status_code == 404
        assert answer.json["errors"][0]["status"] == "404"


def test_unknown_addresses_and_methods_are_refused_in_this_apis_words(
    alices: Caller, client: FlaskClient
) -> None:
    unknown = client.get("/api/v1/confetti")
    assert (unknown.status_code, unknown.json["errors"][0]["status"]) == (404, "404")
    wrong = alices.put("/sellers", {})
    assert (wrong.status_code, wrong.json["errors"][0]["status"]) == (405, "405")
    assert "POST" in wrong.headers["Allow"]


def test_a_new_currency_asks_for_new_prices(alices: Caller) -> None:
    sent = {**JACKET, "price": "19.90", "discount_price": "9.90"}
    path = f"/products/{alices.post('/products', sent).json['data']['id']}"
    refused = alices.patch(path, {"currency": "JPY", "price": "1990"})
    assert refused.status_code == 422
    assert refused.json["errors"][0]["source"] == {"pointer": "/currency"}
    changed = alices.patch(path, {"currency": "JPY", "price": "1990", "discount_price": None})
    assert changed.json["data"]["attributes"]["price"] == "1990"


@pytest.mark.parametrize(
    ("pragma", "back"),
    [("query_only = 1", "query_only = 0"), ("max_page_count = 1", "max_page_count = 1000000")],
    ids=["a disk that cannot be written", "a disk that is full"],
)
def test_what_cannot_be_kept_is_refused_for_now_and_reading_goes_on(
    alices: Caller, pragma: str, back: str
) -> None:
    if not on_sqlite():
        pytest.skip("a database server's disk is not ours to fill")
    database.execute_sql(f"pragma {pragma}")
    for _ in range(2):
        refused = alices.post("/products", {**JACKET, "description": "x" * 20_000})
        assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")
        assert refused.json["errors"][0]["code"] == "out-of-order"
        # That the key was used cannot be written down either.
        assert alices.get("/products").json["data"] == []
    database.execute_sql(f"pragma {back}")
    assert alices.post("/products", JACKET).status_code == 201


def test_a_picture_for_which_there_is_no_room_leaves_nothing(alices: Caller) -> None:
    out = io.BytesIO()
    Image.effect_noise((640, 640), 100).save(out, "PNG")
    sent = base64.b64encode(out.getvalue()).decode()
    alices.get("/products")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    # Room for its small sizes alone.
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        refused = alices.post("/products", {**JACKET, "thumbnail": sent})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert (refused.status_code, refused.json["errors"][0]["code"]) == (503, "out-of-order")
    assert not list(files().path("media/pictures").iterdir())
    assert alices.post("/products", {**JACKET, "thumbnail": sent}).status_code == 201
