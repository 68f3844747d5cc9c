"""`/product/<tenant>/products/bulk`: many products made or replaced, each for itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from http import HTTPStatus
from typing import Annotated, Any

from flask import Blueprint, Response
from pydantic import (
    Field,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapSerializer,
    WrapValidator,
)

from api.auth import shop
from api.body import Rows, refusal_of
from api.catalog import languages
from api.catalog.entering import guarded
from api.catalog.envelope import STATUSES, answer, line
from api.catalog.product_fields import WORDS, NewProduct, ReplacedProduct, facts_of_product
from api.catalog.writes import MADE, WriteQuery, how, makes
from api.errors import status_of
from api.operation import Answer, Output, spelled_place
from models.errors import DomainError, Invalid, Problem
from models.shop import Shop
from usecases.catalog import scopes, upserting, writing
from usecases.catalog.drafts import How
from usecases.catalog.placing import NoSuchTemplate
from usecases.catalog.writing import Outcome

routes = Blueprint("bulk", __name__)
# So many rows of one body.
MOST_ROWS, MOST_FIELDS = 200, 500_000
# A row tells what was not found by its status, where a single product's body is at fault.
STATUSES_OF_ROWS: dict[type[DomainError], int] = {NoSuchTemplate: 404}


def _alone(sent: Any, read: ValidatorFunctionWrapHandler) -> Any:
    """Read a row; what is wrong with it is the row's alone."""
    try:
        return read(sent)
    except ValidationError as error:
        return refusal_of(error)


def _told(row: Any, tell: Callable[[Any], Any]) -> Any:
    return row.message if isinstance(row, Invalid) else tell(row)


class NewProducts(Rows[NewProduct]):
    """Products to make."""

    most_fields = MOST_FIELDS
    root: Annotated[
        list[Annotated[NewProduct, WrapValidator(_alone), WrapSerializer(_told)]],
        Field(max_length=MOST_ROWS),
    ]


class ReplacedProducts(Rows[ReplacedProduct]):
    """Products as they are to be, by their ids."""

    most_fields = MOST_FIELDS
    root: Annotated[
        list[Annotated[ReplacedProduct, WrapValidator(_alone), WrapSerializer(_told)]],
        Field(max_length=MOST_ROWS),
    ]


class BulkRow(Output):
    """What became of the row of a body."""

    index: int = Field(description="Which row, from 0.", examples=[0])
    id: str | None = Field(None, description="Id of the product.", examples=["abc-123"])
    code: int = Field(description="The status that it would have alone.", examples=[201])
    status: str = Field(description="The same in words.", examples=["CREATED"])
    errorCode: str | None = Field(None, examples=[None])
    message: str | None = Field(None, description="What would work.", examples=[None])
    details: list[str] | None = Field(None, description="What is wrong.", examples=[None])


@routes.post("")
@guarded(
    "Create products",
    scope=scopes.CREATE,
    body=NewProducts,
    asks=(languages.CONTENT,),
    query=WriteQuery,
    answer=list[BulkRow],
    status=207,
)
def create(body: NewProducts, query: WriteQuery) -> Answer:
    """Make products, each row for itself; the answer tells of each at its place."""
    return _each(body.root, writing.create_many, how(query))


@routes.put("")
@guarded(
    "Replace products",
    scope=scopes.UPDATE,
    body=ReplacedProducts,
    asks=(languages.CONTENT,),
    query=WriteQuery,
    answer=list[BulkRow],
    status=207,
)
def replace(body: ReplacedProducts, query: WriteQuery) -> Answer:
    """Let products be what is sent, each row for itself; the answer tells of each at its place.

    What does not exist is made as by PUT of one product.
    """
    put = partial(upserting.put_many, makes=makes)
    return _each(body.root, put, how(query))


def _each(
    rows: Sequence[NewProduct | Invalid],
    write: Callable[[Shop, list[dict[str, Any]], How], list[Outcome]],
    wanted: How,
) -> Response:
    """Write the rows that can be read; tell of all in their order."""
    sent = languages.sent(shop())
    read = [_facts(each, sent) for each in rows]
    facts = [each for each in read if not isinstance(each, Invalid)]
    written = iter(write(shop(), facts, wanted))
    outcomes = [each if isinstance(each, Invalid) else next(written) for each in read]
    told = [_as_row(at, rows[at], each) for at, each in enumerate(outcomes)]
    return answer(told, 207)


def _facts(row: NewProduct | Invalid, sent: languages.Sent) -> dict[str, Any] | Invalid:
    try:
        return row if isinstance(row, Invalid) else facts_of_product(row, sent)
    except Invalid as refusal:
        return refusal


def _as_row(index: int, row: NewProduct | Invalid, outcome: Outcome) -> dict[str, Any]:
    named = None if isinstance(row, Invalid) else row.id
    if not isinstance(outcome, DomainError):
        return _row(index, outcome.catalog_id, 201 if outcome.version == MADE else 204)
    status = STATUSES_OF_ROWS.get(type(outcome), status_of(type(outcome)))
    problems = tuple(_placed(each) for each in getattr(outcome, "problems", ()))
    return {
        **_row(index, named, STATUSES.get(status, status)),
        "errorCode": outcome.code,
        "message": line(outcome.message, problems),
        "details": [line("", (each,)) for each in problems],
    }


def _placed(problem: Problem) -> Problem:
    return Problem(spelled_place(WORDS, problem.where), problem.why)


def _row(index: int, id_: str | None, status: int) -> dict[str, Any]:
    word = HTTPStatus(status).phrase.upper().replace(" ", "_")
    named = {} if id_ is None else {"id": id_}
    return {"index": index, **named, "code": status, "status": word}
