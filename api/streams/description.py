"""`/v3/openapi.json`: this API described (`api/description.py`)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from api.description import Dialect, Document, sent
from api.operation import Answer, operation
from api.streams.envelope import Refusal, refused, spelled

routes = Blueprint("description", __name__)

GROUPS = {
    "streams": "The shop's lives, as a catalogue.",
    "quick_state": "How far one of them is.",
    "mini_player": "What small players show: on a product's card, and in a corner of a page.",
    "description": "This description.",
}
ABOUT = """\
A shop's lives as a catalogue. Send `applicationId`, the shop's slug, which is public and opens what
is public, or a key of the shop as a Bearer token.
Answers are `{"status", "serverTime", "body"}`, refusals have `{"error": {"code", "message"}}` as
their body. A stream is a live; the word translation means the same.
"""
SCHEMES = {
    "ApplicationId": {
        "type": "apiKey",
        "in": "query",
        "name": "applicationId",
        "description": "The shop's slug, public. `application` is taken too.",
        "x-public": True,
    },
    "Token": {
        "type": "http",
        "scheme": "bearer",
        "description": "A key of the shop with the scope content.read.",
    },
}


def _refused(status: int, code: str, sentence: str) -> tuple[str, Any]:
    told = {"status": status, "serverTime": "2025-09-03T20:46:14.043Z"}
    return spelled(code), {**told, "body": refused(code, sentence)}


STREAMS = Dialect(
    name="streams",
    title="Vitrine streams API",
    about=ABOUT,
    groups=GROUPS,
    refusal=Refusal,
    refused=_refused,
    schemes=SCHEMES,
    security=({"ApplicationId": []}, {"Token": []}),
)


@routes.get("")
@operation("Get this description", answer=Document, scope=None, extension=True)
def show() -> Answer:
    """Describe this API in OpenAPI 3.1."""
    return sent(STREAMS)
