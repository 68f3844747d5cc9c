"""`/v2/openapi.json`: this API described (`api/description.py`)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from api.campaigns.campaign_shapes import ACCESS_KEY, SAMPLE
from api.campaigns.envelope import STATUSES, Refusal, refused
from api.description import Dialect, Document, Part, sent
from api.operation import Answer, operation

routes = Blueprint("description", __name__)

GROUPS = {
    "campaigns": "Campaigns, which are the shop's lives.",
    "campaign_products": "What campaigns carry, with its auctions.",
    "console": "Campaigns begun and ended, and what they show meanwhile.",
    "stats": "What campaigns came to.",
    "products": "What the shop sells.",
    "sellers": "Whose campaigns and products are.",
    "shortform": "Shorts, which are the shop's videos; the content API makes and changes them.",
    "replays": "Where replays play.",
    "description": "This description.",
}
ABOUT = """\
A shop's lives as campaigns. The address names the shop by its access key; send a key of the shop as
a Bearer token, or a JSON Web Token (HS256) with `accessKey`, `iat` and `exp`, signed with the
secret of such a key.
Answers are bare, refusals are `{"_s", "_e"}`: a number and a sentence. Operations marked as
extensions are ours; the others follow a published contract.
"""
JOINS = {
    "transfers": "campaigns",
    "console_products": "console",
    "console_auctions": "console",
}
PARTS = {
    "access_key": Part("The shop's access key, public.", ACCESS_KEY),
    "campaign_key": Part("The campaign's key, or its id.", SAMPLE),
    "seller_id": Part("The seller's id.", "422317816528"),
    "shortform_id": Part("The short's id.", "422317816529"),
    "lines": Part("Lines of the picture.", "480", {"type": "integer", "minimum": 0}),
}
SCHEMES = {
    "Token": {
        "type": "http",
        "scheme": "bearer",
        "description": "A key of the shop, or a token signed for one.",
    },
}


def _refused(status: int, code: str, sentence: str) -> tuple[str, Any]:
    return code, refused(code, sentence)


CAMPAIGNS = Dialect(
    name="campaigns",
    title="Vitrine campaigns API",
    about=ABOUT,
    groups=GROUPS,
    refusal=Refusal,
    refused=_refused,
    statuses=STATUSES,
    joins=JOINS,
    schemes=SCHEMES,
    security=({"Token": []},),
    parts=PARTS,
)


@routes.get("")
@operation("Get this description", answer=Document, scope=None, extension=True)
def show() -> Answer:
    """Describe this API in OpenAPI 3.1."""
    return sent(CAMPAIGNS)
