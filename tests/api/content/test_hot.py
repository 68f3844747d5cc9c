"""The short cut before Flask answers what Flask answers, byte for byte and header for header."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from flask import Flask
from werkzeug.test import Client, TestResponse

from api.content import hot
from models import database as doors
from models.database import database
from models.placement import Placement
from models.shop import Shop
from tests.builders import a_key, a_placement, a_product, a_video
from usecases import shops

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

PATH = "/api/v1/displayed_data"
ORIGIN = {"Origin": "https://shop.example"}
SHOES = quote("https://shop.example/shoes", safe="")
NOWHERE = quote("https://shop.example/nowhere", safe="")
ALL = quote("https://shop.example/all/here", safe="")


@dataclass(frozen=True)
class Case:
    """A request, and whether the short cut is expected to answer it."""

    query: str
    headers: dict[str, str] = field(default_factory=lambda: ORIGIN)
    short: bool = True
    method: str = "GET"
    path: str = PATH


def asked(query: str, short: bool = True, **headers: str) -> Case:
    """Tell of a request of the shop's page."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return Case(f"app_id={{app}}&{query}", {**ORIGIN, **sent}, short)


CASES = {
    "a page with a video": asked(f"url={SHOES}"),
    "a page with nothing": asked(f"url={NOWHERE}"),
    "a page with twelve videos": asked(f"url={ALL}"),
    "the same, for a browser that takes gzip": asked(f"url={ALL}", Accept_Encoding="gzip, br"),
    "the same, for one that refuses gzip": asked(f"url={ALL}", Accept_Encoding="gzip;q=0"),
    "a short answer is not compressed": asked(f"url={NOWHERE}", Accept_Encoding="gzip"),
    "an address that was not encoded": asked("url=https://shop.example/shoes?a=b"),
    "an address without a scheme": asked("url=shop.example/shoes", short=False),
    "an address of another protocol": asked("url=ftp://shop.example/shoes", short=False),
    "an address with many parameters": asked(f"url={SHOES}%3F{'a%26' * 101}", short=False),
    "an address that is too long": asked(f"url={SHOES}{'x' * 3000}", short=False),
    "a query that is huge": asked(f"url={SHOES}{'x' * 9000}", short=False),
    "a product": asked("product_ref=SKU-1"),
    "a product nobody knows": asked("product_ref=SKU-2"),
    "a reference with a plus sign": asked("product_ref=SKU+1"),
    "a reference with an encoded plus": asked("product_ref=SKU%2B1"),
    "a reference with spaces around it": asked("product_ref=%20SKU-1%20", short=False),
    "a reference of spaces": asked("product_ref=%20", short=False),
    "a reference in another script": asked("product_ref=%E3%83%AC%E3%82%A4%E3%83%B3"),
    "a reference in raw bytes": asked("product_ref=r\xe9f", short=False),
    "a reference that is not UTF-8": asked("product_ref=%FF%FE", short=False),
    "a reference with a broken escape": asked("product_ref=%ZZ%4"),
    "a reference that is too long": asked(f"product_ref={'r' * 201}", short=False),
    "any product": asked("product_ref=*"),
    "a product on an excluded page": asked(f"product_ref=SKU-1&page={SHOES}%2Fexcluded"),
    "a product and an empty page": asked("product_ref=SKU-1&page="),
    "a language": asked(f"url={SHOES}&locale=fr-BE"),
    "a language that is none": asked(f"url={SHOES}&locale=%3Cscript%3E"),
    "neither product nor address": asked("locale=en", short=False),
    "product and address": asked(f"product_ref=SKU-1&url={SHOES}", short=False),
    "address and page": asked(f"url={SHOES}&page={SHOES}", short=False),
    "a parameter twice": asked(f"url={SHOES}&url={NOWHERE}", short=False),
    "a parameter in brackets": asked(f"url[]={SHOES}", short=False),
    "a parameter nobody knows": asked(f"url={SHOES}&q=1", short=False),
    "nothing between two ampersands": asked(f"&url={SHOES}&"),
    "a question mark too many": Case(f"?app_id={{app}}&url={SHOES}", short=False),
    "the app id in capitals": Case(f"APP_ID={{app}}&url={SHOES}"),
    "both app ids": Case(f"APP_ID=other&app_id={{app}}&url={SHOES}"),
    "the app id as a header": Case(f"url={SHOES}", {**ORIGIN, "App-Id": "{app}"}, short=False),
    "no app id": Case(f"url={SHOES}", short=False),
    "an app id nobody has": Case(f"app_id=nobody&url={SHOES}", short=False),
    "explanations without a key": asked(f"url={SHOES}&explain=1", short=False),
    "a key": Case(f"url={SHOES}", {"App-Id": "{app}", "Api-Key": "{key}"}, short=False),
    "a wrong key": asked(f"url={SHOES}", short=False, App_Id="{app}", Api_Key="wrong"),
    "no origin": Case(f"app_id={{app}}&url={SHOES}", {}, short=False),
    "an empty origin": asked(f"url={SHOES}", short=False, Origin=""),
    "an opaque origin": asked(f"url={SHOES}", short=False, Origin="null"),
    "a foreign origin": asked(f"url={SHOES}", short=False, Origin="https://charlie.example"),
    "an origin in capitals": asked(f"url={SHOES}", Origin="https://SHOP.example"),
    "a visitor who has the answer": asked(f"url={SHOES}", If_None_Match="{etag}"),
    "one who has a strong copy": asked(f"url={SHOES}", If_None_Match="{strong}"),
    "one who has several answers": asked(f"url={SHOES}", If_None_Match='W/"a", {etag}, "b"'),
    "one who has anything": asked(f"url={SHOES}", If_None_Match="*"),
    "one who has another answer": asked(f"url={SHOES}", If_None_Match='W/"0123"'),
    "one whose answer is named alike": asked(f"url={SHOES}", If_None_Match='"x{bare}"'),
    "one who sends nonsense": asked(f"url={SHOES}", If_None_Match="{bare}"),
    "one who has it and takes gzip": asked(f"url={ALL}", If_None_Match="*", Accept_Encoding="gzip"),
    "HEAD": Case(f"app_id={{app}}&url={SHOES}", short=False, method="HEAD"),
    "POST": Case(f"app_id={{app}}&url={SHOES}", short=False, method="POST"),
    "OPTIONS": Case(f"app_id={{app}}&url={SHOES}", short=False, method="OPTIONS"),
    "a slash at the end": Case(f"app_id={{app}}&url={SHOES}", short=False, path=PATH + "/"),
}


class Ways:
    """The two ways to an answer: the layer in front, and Flask without it."""

    def __init__(self, app: Flask, shop: Shop) -> None:
        # As in life: a test's own check of answers against their description is not part of them.
        app.testing = False

        def plain(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            return Flask.wsgi_app(app, environ, start_response)

        self.shop = shop
        self.key = a_key(shop)["Api-Key"]
        self.layer = hot.DisplaysFirst(app)
        self.layer.behind = plain
        self.short, self.plain = Client(self.layer), Client(plain)

    def ask(self, client: Client, case: Case, etag: str = "") -> TestResponse:
        """Send the request by one of the ways."""
        strong = etag.removeprefix("W/")
        words = {"app": self.shop.app_id, "key": self.key, "etag": etag, "strong": strong}
        fill = {**words, "bare": strong.strip('"')}
        headers = {name: value.format(**fill) for name, value in case.headers.items()}
        query = case.query.format(**words)
        return client.open(case.path, method=case.method, query_string=query, headers=headers)

    def ask_short(self, query: str) -> TestResponse:
        """Ask for the shop's page by the layer in front."""
        return self.ask(self.short, asked(query))


@pytest.fixture
def ways(app: Flask, alice: Shop) -> Ways:
    """Alice's shop with videos, products and placements, to be asked in both ways."""
    product = a_product(alice, ref="SKU-1", url="https://shop.example/p/1")
    a_video(alice, urls=["https://shop.example/shoes"], products=(product,))
    a_video(alice, name="レイン", urls=["https://shop.example/all/*"])
    for number in range(13):
        a_video(alice, name=f"Film {number}", urls=["https://shop.example/all/*"])
    a_placement(
        alice,
        component="inline",
        urls=["https://shop.example/shoes"],
        excluded_urls=["https://shop.example/shoes/excluded"],
        product_refs=["*"],
        excluded_locales=["fr"],
        target={"element": "#gallery", "position": "afterend", "overwrite": False},
    )
    return Ways(app, alice)


def told(answer: TestResponse) -> tuple[int, list[tuple[str, str]], bytes]:
    """Tell what a caller sees of an answer; the request id is another one each time."""
    headers = [(name.lower(), value) for name, value in answer.headers if name != "X-Request-Id"]
    return answer.status_code, sorted(headers), answer.data


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_both_ways_answer_alike(ways: Ways, case: Case) -> None:
    etag = ways.ask(ways.plain, asked(f"url={SHOES}")).headers["ETag"]
    plain = told(ways.ask(ways.plain, case, etag))
    cold = ways.ask(ways.short, case, etag)
    warm = ways.ask(ways.short, case, etag)
    assert told(cold) == plain
    assert told(warm) == plain
    assert ("X-Request-Id" not in cold.headers) == case.short
    assert ("X-Request-Id" not in warm.headers) == case.short


def test_the_table_holds_every_kind_of_answer(ways: Ways) -> None:
    etag = ways.ask(ways.plain, asked(f"url={SHOES}")).headers["ETag"]
    answers = [ways.ask(ways.plain, case, etag) for case in CASES.values()]
    statuses = {each.status_code for each in answers}
    assert {200, 304, 401, 403, 404, 405, 422} <= statuses
    assert any(each.headers.get("Content-Encoding") == "gzip" for each in answers)
    assert any(each.data == b"[]" for each in answers)


def test_a_thread_without_a_connection_reads_the_same(ways: Ways) -> None:
    plain = told(ways.ask(ways.plain, asked(f"url={SHOES}")))
    with ThreadPoolExecutor(1) as thread:
        assert told(thread.submit(ways.ask_short, f"url={SHOES}").result()) == plain
        assert thread.submit(ways.ask_short, f"url={NOWHERE}").result().data == b"[]"
        assert thread.submit(database.is_closed).result()


def test_a_kept_connection_that_broke_costs_nobody_an_answer(ways: Ways) -> None:
    with ThreadPoolExecutor(1) as thread:
        thread.submit(ways.ask_short, f"url={NOWHERE}").result()
        assert doors._readers
        for each in doors._readers:
            each.close()
        answer = thread.submit(ways.ask_short, f"url={SHOES}").result()
    assert (answer.status_code, len(answer.get_json())) == (200, 1)
    assert "X-Request-Id" not in answer.headers


def test_a_change_shows_when_the_epoch_ends_and_not_before(ways: Ways) -> None:
    before = ways.ask_short(f"url={SHOES}").data
    Placement.update(active=False).execute()
    assert ways.ask_short(f"url={SHOES}").data == before
    assert ways.ask_short(f"url={SHOES}%3Futm_source%3Dx").data == before
    ways.layer.epoch.ends = 0.0
    after = ways.ask_short(f"url={SHOES}")
    assert after.data != before
    assert told(after) == told(ways.ask(ways.plain, asked(f"url={SHOES}")))


def test_an_epoch_lasts_a_third_of_the_lifetime(
    ways: Ways, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hot.time, "monotonic", lambda: 1000.0)
    ways.ask_short(f"url={SHOES}")
    assert ways.layer.epoch.ends == 1010.0


def test_a_lifetime_of_zero_shows_every_change_at_once(app: Flask, ways: Ways) -> None:
    app.config["DISPLAY_LIFETIME"] = 0
    layer = Client(hot.DisplaysFirst(app))
    before = ways.ask(layer, asked(f"url={SHOES}"))
    assert before.headers["Cache-Control"] == "public, max-age=0, stale-while-revalidate=0"
    shops.change_shop(ways.shop, displaying=False)
    assert ways.ask(layer, asked(f"url={SHOES}")).data == b"[]"


def test_what_is_remembered_is_bounded(ways: Ways, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hot, "MOST_ANSWERS", 5)
    for number in range(12):
        ways.ask_short(f"url={SHOES}%3Fvisit%3D{number}&locale=en-{number:03}")
        assert len(ways.layer.epoch.answers) <= 5
        assert len(ways.layer.epoch.spelled) <= 5


def test_one_shops_answers_are_never_anothers(ways: Ways, charlie: Shop) -> None:
    a_video(charlie, urls=["https://shop.example/shoes"])
    shops.change_shop(charlie, allowed_origins=["https://shop.example"])
    hers = ways.ask_short(f"url={SHOES}").data
    query = f"app_id={charlie.app_id}&url={SHOES}"
    his = ways.ask(ways.short, Case(query)).data
    assert hers != his
    assert his == ways.ask(ways.plain, Case(query)).data
