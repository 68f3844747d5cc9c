"""`GET /api/v1/numbers`: what contents came to, by day, content, product and component."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from models import clock
from models.base import new_uid
from models.content import Content
from models.day_count import WHOLE
from models.product import Product
from models.purchase import PAGE
from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_key, a_product, a_purchase, a_seller, a_share, a_shop, a_video
from tests.conftest import NOON
from usecases import counting, purchases
from usecases.attribution import mark_of
from usecases.counting import Counts, Seen

Json = dict[str, Any]
VISITOR = "5d1c0f2ab6f84f0e9d3f7c1a2b3c4d5e"


def seen(
    content: Content,
    component: str = "bubble",
    product: Product | None = None,
    visitor: str | None = None,
    **counts: int,
) -> None:
    """Count what a page of the content's shop tells."""
    uid = product.uid if product else WHOLE
    counting.count(content.shop, [Seen(content.uid, component, uid, Counts(**counts))], visitor)


def asked(caller: Caller, query: str = "") -> list[Json]:
    """The rows' facts."""
    answer = caller.get(f"/numbers?{query}")
    assert answer.status_code == 200, answer.text
    return [each["attributes"] for each in answer.json["data"]]


def of(rows: list[Json], *names: str) -> list[tuple[Any, ...]]:
    """Some facts of each row."""
    return [tuple(each[name] for name in names) for each in rows]


def table(text: str) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture
def jacket(alice: Shop) -> Product:
    """What is sold."""
    return a_product(alice, ref="SKU-1", name="Field jacket")


@pytest.fixture
def video(alice: Shop, jacket: Product, noon: datetime) -> Content:
    """A video of the jacket, at noon of June the 15th."""
    return a_video(alice, products=(jacket,), name="Rain test")


def test_without_anything_seen_there_is_nothing(alices: Caller, video: Content) -> None:
    answer = alices.get("/numbers")
    assert (answer.json["data"], answer.headers["Total-Count"]) == ([], "0")
    meta = answer.json["meta"]
    assert (meta["from"], meta["to"], meta["time_zone"]) == ("2026-05-17", "2026-06-15", "UTC")


def test_the_answer_says_what_is_not_measured(alices: Caller, video: Content) -> None:
    told = {
        each["code"]: each["detail"] for each in alices.get("/numbers").json["meta"]["not_measured"]
    }
    assert {"blocked", "unique-viewers", "attribution", "robots", "not-verified"} <= set(told)
    assert all(len(each) > 40 for each in told.values())


def test_a_days_row_has_everything(alices: Caller, video: Content, jacket: Product) -> None:
    seen(video, impressions=5, views=2, watch_s=40, completions=1, visitor=VISITOR)
    seen(video, product=jacket, clicks=2, adds=1)
    answer = alices.get("/numbers").json["data"]
    assert [(each["id"], each["type"]) for each in answer] == [("2026-06-15", "numbers")]
    nothing = {"orders": 0, "pieces": 0, "amounts": []}
    assert answer[0]["attributes"] == {
        **dict.fromkeys(("content_id", "content_name", "product_id", "product_ref")),
        **dict.fromkeys(("product_name", "component")),
        "day": "2026-06-15",
        "impressions": 5,
        "views": 2,
        "watch_seconds": 40,
        "completions": 1,
        "product_clicks": 2,
        "cart_adds": 1,
        "unique_viewers": 1,
        "direct": nothing,
        "assisted": {**nothing, "pieces": None},
    }


def test_days_follow_each_other_and_are_the_shops(alices: Caller, alice: Shop) -> None:
    Shop.update(time_zone="Pacific/Auckland").where(Shop.id == alice.id).execute()
    video = a_video(Shop.get_by_id(alice.id))
    for hour in (3, 11, 13):
        with clock.frozen(datetime(2026, 6, 15, hour, tzinfo=UTC)):
            seen(video, views=1)
    rows = asked(alices, "from=2026-06-01&to=2026-06-30")
    assert of(rows, "day", "views") == [("2026-06-15", 2), ("2026-06-16", 1)]
    assert of(asked(alices, "from=2026-06-16&to=2026-06-16"), "views") == [(1,)]


@pytest.mark.parametrize(
    ("by", "names", "rows"),
    [
        ("content", ("content_name", "views"), [("Rain test", 3), ("Wind test", 4)]),
        ("component", ("component", "views"), [("floating", 5), ("embed", 2)]),
        (
            "component,content",
            ("component", "content_name", "views"),
            [("floating", "Rain test", 1), ("floating", "Wind test", 4), ("embed", "Rain test", 2)],
        ),
        ("", ("views", "impressions"), [(7, 0)]),
    ],
)
def test_rows_are_of_what_is_asked_for(
    alices: Caller, alice: Shop, noon: datetime, by: str, names: tuple[str, ...], rows: list[Any]
) -> None:
    rain = a_video(alice, name="Rain test", uid="0" * 31 + "1")
    wind = a_video(alice, name="Wind test", uid="0" * 31 + "2")
    seen(rain, views=1)
    seen(rain, "inline", views=2)
    seen(wind, views=4)
    assert of(asked(alices, f"by={by}"), *names) == rows


def test_a_rows_id_says_what_it_is_of(alices: Caller, video: Content) -> None:
    for component in ("bubble", ""):
        seen(video, component, views=1)
    told = alices.get("/numbers?by=day,content,component").json["data"]
    place = f"2026-06-15:{video.uid}"
    assert [each["id"] for each in told] == [f"{place}:none", f"{place}:floating"]
    assert [each["attributes"]["component"] for each in told] == ["", "floating"]
    assert [each["id"] for each in alices.get("/numbers?by=").json["data"]] == ["all"]


def test_of_a_product_only_what_was_done_with_it_is_told(
    alices: Caller, video: Content, jacket: Product
) -> None:
    seen(video, views=3, impressions=3)
    seen(video, product=jacket, clicks=2, adds=1)
    [row] = asked(alices, "by=product")
    assert (row["product_ref"], row["product_name"]) == ("SKU-1", "Field jacket")
    assert (row["product_clicks"], row["cart_adds"]) == (2, 1)
    for name in ("impressions", "views", "watch_seconds", "completions", "unique_viewers"):
        assert row[name] is None
    assert row["assisted"] is None


@pytest.mark.parametrize(
    ("narrowed", "views"),
    [
        ("component=floating", [1]),
        ("component=page", [2]),
        ("component=nothing", []),
        ("content_id=UID", [3]),
        ("content_id=" + "0" * 32, []),
    ],
)
def test_rows_are_narrowed(
    alices: Caller, video: Content, alice: Shop, narrowed: str, views: list[int]
) -> None:
    seen(video, views=1)
    seen(video, "page", views=2)
    seen(a_video(alice), "inline", views=8)
    query = narrowed.replace("UID", video.uid)
    assert [each["views"] for each in asked(alices, query)] == views


def test_unique_viewers_are_counted_once_in_each_row(alices: Caller, alice: Shop) -> None:
    rain, wind = a_video(alice, name="Rain"), a_video(alice, name="Wind")
    for days in (0, 1):
        with clock.frozen(NOON + timedelta(days=days)):
            seen(rain, views=2, visitor=VISITOR)
            seen(wind, views=1, visitor=VISITOR)
            seen(wind, views=1, visitor=new_uid())
            seen(wind, views=1)
    days = "from=2026-06-01&to=2026-06-30"
    assert of(asked(alices, days), "unique_viewers", "views") == [(2, 5), (2, 5)]
    by_content = of(asked(alices, f"{days}&by=content"), "content_name", "unique_viewers")
    assert sorted(by_content) == [("Rain", 1), ("Wind", 3)]
    assert of(asked(alices, f"{days}&by="), "unique_viewers") == [(3,)]
    assert of(asked(alices, f"{days}&by=component"), "unique_viewers") == [(None,)]


def test_a_product_put_into_the_cart_from_a_player_is_attributed_directly(
    alices: Caller, alice: Shop, video: Content, jacket: Product
) -> None:
    mark = mark_of(alice, video.uid)
    lines = [
        {"ref": "SKU-1", "quantity": 2, "price": "64.95", "mark": mark},
        {"ref": "GIFT", "quantity": 1, "price": "5.00"},
    ]
    for order, currency in (("1", "EUR"), ("2", "EUR"), ("3", "USD")):
        facts: Any = {"total": "134.90", "items": lines, "currency": currency}
        for source in (PAGE, "server"):
            purchases.record(alice, source, order_ref=order, **facts)
    sold = {
        "orders": 3,
        "pieces": 6,
        "amounts": [
            {"currency": "EUR", "amount": "259.80"},
            {"currency": "USD", "amount": "129.90"},
        ],
    }
    for by in ("day", "content", "product", ""):
        [row] = asked(alices, f"by={by}")
        assert (by, row["direct"]) == (by, sold)
    assert asked(alices, "by=component") == []
    assert asked(alices, f"by=product&product_id={jacket.uid}")[0]["product_ref"] == "SKU-1"
    assert asked(alices, f"product_id={new_uid()}") == []


def test_a_row_of_sales_alone_has_counts_of_nothing(
    alices: Caller, alice: Shop, video: Content
) -> None:
    mark = mark_of(alice, video.uid)
    a_purchase(alice, items=[{"ref": "SKU-1", "quantity": 1, "mark": mark}])
    [row] = asked(alices, "by=content")
    for name in ("impressions", "views", "watch_seconds", "completions", "unique_viewers"):
        assert row[name] == 0
    # A line that told no price.
    assert row["direct"] == {
        "orders": 1,
        "pieces": 1,
        "amounts": [{"currency": "EUR", "amount": "0.00"}],
    }


def test_sums_beyond_what_databases_count_are_exact(
    alices: Caller, alice: Shop, video: Content
) -> None:
    mark = mark_of(alice, video.uid)
    line = {"ref": "SKU-1", "quantity": 1_000_000, "price": "999999999999.99", "mark": mark}
    for _ in range(20):
        a_purchase(alice, items=[line])
    [row] = asked(alices)
    assert row["direct"]["amounts"][0]["amount"] == "19999999999999800000.00"


def test_who_watched_and_agreed_assists_the_whole_order(
    alices: Caller, alice: Shop, video: Content
) -> None:
    other = a_video(alice, name="Wind test")
    for each in (video, other):
        seen(each, views=1, visitor=VISITOR)
    a_purchase(alice, "SKU-9", total="20.00", visitor=VISITOR)
    a_purchase(alice, "SKU-9", total="30.00", visitor=new_uid())
    a_purchase(alice, "SKU-9", total="40.00")
    sold = {"orders": 1, "pieces": None, "amounts": [{"currency": "EUR", "amount": "20.00"}]}
    assert [each["assisted"] for each in asked(alices, "by=content")] == [sold, sold]
    # One order is one, however many contents assisted.
    assert [each["assisted"] for each in asked(alices)] == [sold]


def test_what_was_removed_still_counts_without_its_name(alices: Caller, video: Content) -> None:
    seen(video, views=1)
    video.delete_instance(recursive=True)
    assert of(asked(alices, "by=content"), "content_id", "content_name", "views") == [
        (video.uid, None, 1)
    ]


def test_what_is_not_kept_so_long_is_null(alices: Caller, video: Content) -> None:
    seen(video, views=1, visitor=VISITOR)
    early = (date(2026, 6, 15) - counting.KEPT - timedelta(days=1)).isoformat()
    [row] = asked(alices, f"from={early}")
    assert (row["views"], row["unique_viewers"], row["direct"], row["assisted"]) == (
        1,
        None,
        None,
        None,
    )


def test_a_page_holds_twenty_rows(alices: Caller, alice: Shop, noon: datetime) -> None:
    for number in range(21):
        seen(a_video(alice, name=f"Film {number}"), views=1)
    first, second = (alices.get(f"/numbers?by=content&page={page}") for page in (1, 2))
    assert [len(each.json["data"]) for each in (first, second)] == [20, 1]
    assert first.headers["Total-Count"] == "21"


def test_a_sellers_key_sees_its_own_contents_alone(
    client: FlaskClient, alice: Shop, noon: datetime
) -> None:
    larch = a_seller(alice)
    own, other = a_video(alice, seller=larch, name="Own"), a_video(alice, name="Other")
    for each in (own, other):
        seen(each, views=1, visitor=VISITOR)
    a_purchase(alice, "SKU-9", total="20.00", visitor=VISITOR)
    sellers = Caller(client, a_key(alice, seller=larch))
    [row] = asked(sellers, "by=content")
    assert (row["content_name"], row["views"], row["unique_viewers"]) == ("Own", 1, 1)
    # What others sold in the same order is not theirs to know.
    assert row["assisted"] == {"orders": 1, "pieces": None, "amounts": None}
    assert asked(sellers, f"content_id={other.uid}") == []
    assert table(sellers.get("/numbers?by=content&format=csv").text)[0]["assisted_amounts"] == ""


def test_a_borrower_has_the_numbers_of_its_own_pages(client: FlaskClient, video: Content) -> None:
    dora = a_shop("Dora")
    a_share(video, dora)
    counting.count(dora, [Seen(video.uid, "bubble", WHOLE, Counts(views=1))])
    doras = Caller(client, a_key(dora))
    assert of(asked(doras, "by=content"), "content_name", "views") == [("Rain test", 1)]
    assert asked(Caller(client, a_key(video.shop))) == []


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("from=2026-06-15&to=2026-06-14", "to"),
        ("from=yesterday", "from"),
        ("by=hour", "by"),
        ("by=day,content,product,component,day", "by"),
        ("format=xlsx", "format"),
        ("page=0", "page"),
    ],
)
def test_what_cannot_be_asked_is_refused_by_name(alices: Caller, query: str, named: str) -> None:
    refused = alices.get(f"/numbers?{query}")
    assert refused.status_code == 422
    assert refused.json["errors"][0]["source"] == {"parameter": named}


@pytest.mark.parametrize(
    ("query", "accept", "kind"),
    [
        ("format=csv", "*/*", "text/csv"),
        ("", "text/csv", "text/csv"),
        ("", "text/csv, application/json;q=0.5", "text/csv"),
        ("", "*/*", "application/json"),
        ("", "text/html", "application/json"),
        ("format=json", "text/csv", "application/json"),
    ],
)
def test_a_file_comes_for_who_asks_for_one(
    client: FlaskClient, key: dict[str, str], query: str, accept: str, kind: str
) -> None:
    answer = client.get(f"/api/v1/numbers?{query}", headers={**key, "Accept": accept})
    assert (answer.status_code, answer.mimetype) == (200, kind)


def test_the_file_has_every_row_and_leaves_empty_what_is_not_measured(
    alices: Caller, alice: Shop, noon: datetime
) -> None:
    videos = [a_video(alice, name=f"Film {number}") for number in range(21)]
    for each in videos:
        seen(each, views=1, watch_s=30)
    lines = [{"ref": "SKU-1", "quantity": 2, "price": "9.95"}]
    marked = [{**each, "mark": mark_of(alice, videos[0].uid)} for each in lines]
    a_purchase(alice, items=marked)
    answer = alices.get("/numbers?by=content&format=csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="numbers.csv"'
    rows = {each["content_id"]: each for each in table(answer.text)}
    assert len(rows) == 21
    first, second = rows[videos[0].uid], rows[videos[1].uid]
    assert (first["direct_orders"], first["direct_pieces"]) == ("1", "2")
    assert first["direct_amounts"] == "EUR 19.90"
    assert (second["watch_seconds"], second["direct_orders"], second["day"]) == ("30", "0", "")
    [of_product] = table(alices.get("/numbers?by=component&format=csv").text)
    assert of_product["unique_viewers"] == of_product["direct_orders"] == ""


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=cmd|"/c calc"!A1'])
def test_no_name_is_taken_for_a_formula(
    alices: Caller, alice: Shop, noon: datetime, name: str
) -> None:
    seen(a_video(alice, name=name), views=1)
    [row] = table(alices.get("/numbers?by=content&format=csv").text)
    assert row["content_name"] == f"'{name}"
