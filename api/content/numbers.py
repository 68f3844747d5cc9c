"""`/api/v1/numbers`: what the shop's contents came to on its pages; an extension."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any, Literal

from flask import Blueprint, request
from pydantic import Field, create_model

from api.auth import shop
from api.content.components import COMPONENTS, HOUSE_WORDS
from api.content.envelope import answer, item
from api.content.numbers_shapes import NOT_MEASURED, NumbersAnswer
from api.fields import Day, Filter
from api.operation import Answer, operation
from api.paging import PageQuery, paged
from api.sheets import sheet
from models.day_count import ALONE
from models.money import text_of
from models.shop import Shop
from usecases import days, numbers
from usecases.numbers import MOST_ROWS, Asked, Row, Sold

routes = Blueprint("numbers", __name__)

DAYS = 30
# What of a row says which one it is, by dimension.
IDS = {"day": "day", "content": "content_id", "product": "product_id", "component": "component"}
Dimension = Literal["day", "content", "product", "component"]
# Made by hand because `from` is a word of Python.
_NARROWING: dict[str, Any] = {
    "from": (
        Day | None,
        Field(None, description=f"First day, in the shop's time zone; {DAYS} days unless sent."),
    ),
    "to": (Day | None, Field(None, description="Last day, included; today unless sent.")),
    "by": (
        Annotated[list[Dimension], Field(max_length=4)],
        Field(["day"], description="What rows are of, in this order.", examples=["day,content"]),
    ),
    "content_id": (Filter | None, Field(None, description="One content's.")),
    "product_id": (Filter | None, Field(None, description="One product's.")),
    "component": (Filter | None, Field(None, description="One component's, such as floating.")),
    "format": (
        Literal["json", "csv"] | None,
        Field(None, description="`csv`: a file of all rows; so does `Accept: text/csv`."),
    ),
}
NumbersQuery = create_model(
    "NumbersQuery", __base__=PageQuery, __doc__="Which numbers, and how.", **_NARROWING
)


@routes.get("")
@operation(
    "Get numbers",
    query=NumbersQuery,
    answer=NumbersAnswer,
    also="text/csv",
    paged=True,
    extension=True,
)
def index(query: Any) -> Answer:
    """Tell what was seen, watched, clicked, added and bought, 20 rows on a page.

    Summed up by day unless `by` says otherwise. The answer says what is not measured.
    """
    asked = _asked(shop(), query)
    listed = numbers.numbers(shop(), asked)
    if _wants_csv(query.format):
        return sheet("numbers", COLUMNS, [_cells(each) for each in listed.part(1, MOST_ROWS)])
    rows, headers = paged(listed, query.page)
    meta = {
        "from": asked.since.isoformat(),
        "to": asked.until.isoformat(),
        "time_zone": shop().time_zone,
        "not_measured": [{"code": code, "detail": text} for code, text in NOT_MEASURED.items()],
    }
    return answer({"data": [_as_row(each, asked) for each in rows], "meta": meta}, headers=headers)


def _asked(asking: Shop, query: Any) -> Asked:
    until = query.to or days.today(asking)
    since = getattr(query, "from") or until - timedelta(days=DAYS - 1)
    known = {**HOUSE_WORDS, ALONE: ALONE}
    component = query.component and known.get(query.component, query.component)
    by = tuple(dict.fromkeys(query.by))
    return Asked(since, until, by, query.content_id, query.product_id, component)


def _wants_csv(wanted: str | None) -> bool:
    if wanted is not None:
        return wanted == "csv"
    kinds = ["application/json", "text/csv"]
    return request.accept_mimetypes.best_match(kinds, default=kinds[0]) == "text/csv"


def _as_row(row: Row, asked: Asked) -> dict[str, Any]:
    facts = _facts(row)
    uid = ":".join(facts[IDS[each]] or "none" for each in asked.by) or "all"
    sold = {"direct": _as_sold(row.direct), "assisted": _as_sold(row.assisted)}
    return item("numbers", uid, {**facts, **sold})


def _facts(row: Row) -> dict[str, Any]:
    return {
        "day": row.day.isoformat() if row.day else None,
        "content_id": row.content,
        "content_name": row.content_name,
        "product_id": row.product,
        "product_ref": row.product_ref,
        "product_name": row.product_name,
        "component": row.component and COMPONENTS.get(row.component, row.component),
        "impressions": row.impressions,
        "views": row.views,
        "watch_seconds": row.watch_s,
        "completions": row.completions,
        "product_clicks": row.clicks,
        "cart_adds": row.adds,
        "unique_viewers": row.visitors,
    }


def _as_sold(sold: Sold | None) -> dict[str, Any] | None:
    if sold is None:
        return None
    amounts = None if sold.amounts is None else _amounts(sold)
    return {"orders": len(sold.orders), "pieces": sold.pieces, "amounts": amounts}


def _amounts(sold: Sold) -> list[dict[str, Any]]:
    return [
        {"currency": currency, "amount": text_of(amount, currency)}
        for currency, amount in sorted((sold.amounts or {}).items())
    ]


SOLD = ("direct_orders", "direct_pieces", "direct_amounts", "assisted_orders", "assisted_amounts")
COLUMNS = (*_facts(Row()), *SOLD)


def _cells(row: Row) -> list[object]:
    direct, assisted = row.direct, row.assisted
    sold = [
        *(direct and len(direct.orders), direct and direct.pieces, _in_words(direct)),
        *(assisted and len(assisted.orders), _in_words(assisted)),
    ]
    return [*_facts(row).values(), *sold]


def _in_words(sold: Sold | None) -> str | None:
    if sold is None:
        return None
    return "; ".join(f"{each['currency']} {each['amount']}" for each in _amounts(sold))
