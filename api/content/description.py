"""`/api/v1/openapi.json`: this API described (`api/description.py`)."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from flask import Blueprint

from api.content.envelope import Faults
from api.description import BOTH, Dialect, Document, Part, sent
from api.operation import Answer, operation
from usecases import captions

routes = Blueprint("description", __name__)

PREFIX = "/api/v1"
# Order and words of the groups; a group is a blueprint, or joins another one.
GROUPS = {
    "lives": "Lives, with their chat, their events and their replay.",
    "videos": "Videos, and the links their films are sent to.",
    "products": "What the shop sells and shows in its videos.",
    "approvals": "What moderated sellers add, let in by the shop.",
    "shares": "Contents lent to other shops of this server.",
    "feeds": "Outside catalogues that products are taken from.",
    "sellers": "Brands or shops-in-shop that products and videos belong to.",
    "collections": "Contents put in an order, to be shown together.",
    "placements": "What is shown where.",
    "displayed_data": "What a page of the shop displays.",
    "check": "A page of the shop, and what is wrong with it.",
    "purchases": "What was bought, told by the shop's pages or its server.",
    "numbers": "What contents came to on the shop's pages.",
    "webhooks": "Where the shop's server is told what changes, and the log of it.",
    "shop": "The shop itself and how it shows.",
    "description": "This description.",
}
JOINS = {
    "live_events": "lives",
    "live_timecodes": "lives",
    "live_numbers": "lives",
    "auctions": "lives",
    "bids": "lives",
    "messages": "lives",
    "chat": "lives",
    "bans": "lives",
    "host_links": "lives",
    "uploads": "videos",
    "timecodes": "videos",
    "captions": "videos",
    "previews": "placements",
    "deliveries": "webhooks",
}
ABOUT = """\
Lives and videos that sell, and where they are shown. Send the headers `App-Id` and `Api-Key`,
both; keys are made by the operator of this server. Bodies are JSON, or multipart/form-data where
pictures are sent.
Answers are `{"data": …}`, refusals `{"errors": […]}` with one entry for each fault. Fields and
operations marked as extensions are ours; the others follow a published contract.
"""
PARTS = {
    "uid": Part("The id.", "5d1c0f2ab6f84f0e9d3f7c1a2b3c4d5e"),
    "token": Part("What the upload link ends with.", "WyI1ZDFjIiwxNzUwXQ.signature"),
    "auction": Part("The id of the auction.", "9b8a7c6d5e4f30213243546576879809"),
    "message": Part("The id of the message.", "1f2e3d4c5b6a79880716253443526170"),
    "ban": Part("The id of the ban.", "7a8b9c0d1e2f30415263748596a7b8c9"),
    "delivery": Part("The id of the delivery.", "3c4d5e6f708192a3b4c5d6e7f809102b"),
    "event": Part("The id of the event, or of a product.", "7e8f90a1b2c3d4e5f60718293a4b5c6d"),
    "language": Part(
        "Language tag (BCP 47), such as en, pt-BR or zh-Hant.",
        "fr",
        {"pattern": captions.LANGUAGE, "maxLength": 20},
    ),
}
SCHEMES = {
    "AppId": {
        "type": "apiKey",
        "in": "header",
        "name": "App-Id",
        "description": "Public.",
        "x-public": True,
    },
    "ApiKey": {"type": "apiKey", "in": "header", "name": "Api-Key", "description": "Secret."},
    "HostLink": {"type": "http", "scheme": "bearer", "description": "A token for one live."},
}


def _refused(status: int, code: str, sentence: str) -> tuple[str, Any]:
    fault: dict[str, Any] = {"status": str(status), "title": HTTPStatus(status).phrase}
    fault |= {"code": code, "detail": sentence}
    if status == HTTPStatus.UNPROCESSABLE_ENTITY:
        fault["source"] = {"pointer": "/name"}
    return code, {"errors": [fault]}


CONTENT = Dialect(
    name="content",
    title="Vitrine content API",
    about=ABOUT,
    base=PREFIX,
    groups=GROUPS,
    joins=JOINS,
    parts=PARTS,
    refusal=Faults,
    refused=_refused,
    schemes=SCHEMES,
    security=(BOTH,),
)


@routes.get("")
@operation("Get this description", answer=Document, scope=None, extension=True)
def show() -> Answer:
    """Describe this API in OpenAPI 3.1."""
    return sent(CONTENT)
