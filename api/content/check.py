"""`/api/v1/check`: a page of the shop, fetched and judged; an extension of the contract."""

from __future__ import annotations

from typing import Literal

from flask import Blueprint, current_app
from pydantic import Field

from api.auth import shop
from api.body import Input
from api.content.displayed_data import Explanation
from api.fields import Line
from api.operation import Answer, Output, operation
from models.seller import ShopDecides
from usecases import checking
from usecases.checking import Report

routes = Blueprint("check", __name__)


class Asked(Input):
    """Which page."""

    url: Line = Field(
        description="The page's address, on one of the shop's allowed origins.",
        examples=["https://shop.example/p/field-jacket"],
    )


class Found(Output):
    """One thing that is wrong (`fault`, `warning`) or worth knowing (`note`)."""

    code: str = Field(examples=["policy-frame"])
    level: Literal["fault", "warning", "note"]
    message: str


class Checked(Output):
    """What was found: `url` is where the page was at last, `displays` how many it displays."""

    url: str = Field(examples=["https://shop.example/p/field-jacket"])
    fetched: bool
    healthy: bool = Field(description="Whether there is neither a fault nor a warning.")
    displays: int
    findings: list[Found]
    explanation: list[Explanation]


@routes.get("")
@operation("Check a page", query=Asked, answer=Checked, extension=True, errors=(ShopDecides,))
def show(query: Asked) -> Answer:
    """Fetch a page of the shop and name what keeps films from showing there.

    The page is read as its server sends it; what its scripts add later is not seen.
    """
    return as_checked(checking.check(shop(), query.url, current_app.config["PUBLIC_URL"]))


def as_checked(report: Report) -> Answer:
    """Spell a report."""
    return {
        "url": report.url,
        "fetched": report.fetched,
        "healthy": report.healthy,
        "displays": report.displays,
        "findings": [
            {"code": each.code, "level": each.level, "message": each.message}
            for each in report.findings
        ],
        "explanation": [
            {
                "id": each.uid,
                "type": each.kind,
                "name": each.name,
                "shown": each.shown,
                "code": each.why,
                "detail": each.detail,
            }
            for each in report.verdicts
        ],
    }
