"""The words of the marketplace API: bare bodies, `{"status", "message", "code"}` for errors."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from types import NoneType
from typing import Annotated, Any, Literal, get_args

import orjson
from flask import Response, g
from pydantic import ConfigDict, Field, model_validator

from api.body import Input
from api.fields import Whole
from api.operation import Output
from models.contract import PaymentRefused
from models.errors import Problem

Mode = Annotated[
    Literal["test", "live"], Field(description="Whether it is for trying.", examples=["test"])
]
DATE_TIME = {"format": "date-time"}
Moment = Annotated[str, Field(examples=["2026-06-15T12:00:00Z"], json_schema_extra=DATE_TIME)]
MOST = 10_000


def _tell_empty(schema: dict[str, Any], model: type[Any]) -> None:
    """Say in the description where an empty text stands for null."""
    for name, each in schema.get("properties", {}).items():
        if model.may_be_empty(name) and "anyOf" in each:
            each["anyOf"].append({"type": "string", "maxLength": 0})


class Sent(Input):
    """The base of what callers send: clients send whole objects back, so more is passed over."""

    model_config = ConfigDict(extra="ignore")


class Typed(Sent):
    """The base of what is typed into forms: an empty text is null where that may be sent.

    An id is never empty: by null it would name somebody else.
    """

    model_config = ConfigDict(json_schema_extra=_tell_empty)

    @model_validator(mode="before")
    @classmethod
    def _without_empty(cls, sent: Any) -> Any:
        if not isinstance(sent, dict) or "" not in sent.values():
            return sent
        empty = {name for name, each in sent.items() if each == "" and cls.may_be_empty(name)}
        return {name: None if name in empty else each for name, each in sent.items()}

    @classmethod
    def may_be_empty(cls, name: str) -> bool:
        """Tell whether an empty text in a field means null."""
        field = cls.model_fields.get(name)
        if field is None or name == "id" or name.endswith("_id"):
            return False
        return NoneType in get_args(field.annotation)


class ListQuery(Sent):
    """Which part of a list; parameters not known here are passed over."""

    limit: Whole = Field(MOST, ge=1, le=MOST, description="How many at most.")
    after: Annotated[str, Field(max_length=64)] | None = Field(
        None, description="Those that came after the one of this id."
    )


class Refusal(Output):
    """The body of every refusal; of one by the provider of payments, with its own words."""

    status: int = Field(examples=[404])
    message: str = Field(description="What would work.", examples=["email: is required"])
    code: str = Field(examples=["not_found"])
    source: str | None = Field(None, description="The provider's name.", examples=["stripe"])
    decline_code: str | None = Field(None, examples=["insufficient_funds"])


def answer(content: Any, status: int = 200) -> Response:
    """Answer JSON, which no cache keeps."""
    headers = {"Cache-Control": "no-store"}
    return Response(orjson.dumps(content), status, headers, mimetype="application/json")


def answer_all(rows: Iterable[Any], spell: Callable[[Any], dict[str, Any]]) -> Response:
    """Answer a list."""
    return answer([spell(each) for each in rows])


def moment(at: datetime | None) -> str | None:
    """Spell a moment to the second: `2026-06-15T12:00:00Z`."""
    return f"{at.isoformat()[:19]}Z" if at else None


def spell_error(status: int, code: str, detail: str, problems: tuple[Problem, ...]) -> Response:
    """Spell a refusal."""
    refusal = g.get("refusal")
    if isinstance(refusal, PaymentRefused) and refusal.code == code:
        passed = {"source": refusal.source, "decline_code": refusal.decline_code}
        told = refused(status, refusal.provider_code or code, detail)
        return answer({**told, **passed}, status)
    why = "; ".join(f"{each.where.lstrip('/')}: {each.why}".lstrip(": ") for each in problems)
    return answer(refused(status, code, why or detail), status)


def refused(status: int, code: str, message: str) -> dict[str, Any]:
    """Spell the body of a refusal."""
    return {"status": status, "message": message, "code": spelled(code)}


def spelled(code: str) -> str:
    """Spell the house's word for a failure."""
    return code.replace("-", "_")
