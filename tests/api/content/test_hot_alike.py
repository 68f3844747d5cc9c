"""The short cut before Flask answers what Flask answers, byte for byte and header for header."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from api.content import hot
from app import Settings, create_app
from gateways.queue import immediate_queue
from models.database import database
from tests.api.content.ways import (
    ALL,
    NOWHERE,
    ORIGIN,
    PATH,
    SHOES,
    Case,
    Ways,
    asked,
    stocked,
    told,
)
from tests.builders import a_shop

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
    "a seller's page": asked(f"url={SHOES}&seller_id=S-1", short=False),
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
    "a preview that is none": asked(f"url={SHOES}%23vitrine-preview%3Dx", short=False),
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


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ways]:
    """One shop for the whole table, which changes nothing."""
    folder = tmp_path_factory.mktemp("alike")
    settings = Settings(data=folder, public_url="https://vitrine.example")
    app = create_app(settings, immediate_queue())
    with database.connection_context():
        yield stocked(app, a_shop("Alice"))
    database.obj.close_all()


@pytest.fixture
def ways(both: Ways) -> Ways:
    """The two ways with nothing remembered."""
    both.layer.epoch = hot.Epoch(0.0)
    return both


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
