"""What the numbers of a shop look like, and what they do not tell."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from api.content.content_shapes import SAMPLE
from api.operation import Output

NOT_MEASURED = {
    "blocked": "Visitors whose browser or network keeps the script from being loaded, or from "
    "telling what was seen; and batches beyond 1,200 a minute from one address.",
    "not-verified": "Impressions, views, seconds, clicks and adds are the word of pages. Purchases "
    "with the source `page` are as well; those told by the shop's server are not.",
    "robots": "Robots that run scripts and scroll are counted as visitors are. Pages that are "
    "prerendered or hidden are not counted.",
    "unique-viewers": "`unique_viewers` are visitors who agreed to be known by an id, and did not "
    "send Global Privacy Control: a part of all. Somebody with two browsers is two.",
    "attribution": "A direct share needs the attribution of the player to come back with the "
    "order's line; an assisted one needs the visitor's agreement. Both are at most 30 days "
    "old. One order may have several assisting contents, so their sums overlap.",
    "lost": "What happened in the last seconds before a crash or a lost network. On pages that "
    "hide their origin (`Referrer-Policy: no-referrer` or `same-origin`), also what happened in "
    "the last seconds before the page was left.",
    "purchases-kept": "Purchases and unique viewers are kept for 365 days; they are null where the "
    "first day is earlier.",
}


class Money(Output):
    """An amount."""

    currency: str = Field(examples=["EUR"])
    amount: str = Field(examples=["129.90"])


class SoldNumbers(Output):
    """Orders in which the contents have their share."""

    orders: int = Field(examples=[3])
    pieces: int | None = Field(description="Of the lines; null for assisted.", examples=[4])
    amounts: list[Money] | None = Field(
        description="Of the lines that told a price; for assisted the whole orders', and null to "
        "a seller's key."
    )


class NumbersAttributes(Output):
    """One row; what rows are not of, and what is not measured for such rows, is null."""

    day: str | None = Field(examples=["2026-06-15"])
    content_id: str | None = Field(examples=[SAMPLE])
    content_name: str | None = Field(description="Null: removed.", examples=["Rain test"])
    product_id: str | None = Field(examples=[None])
    product_ref: str | None = Field(examples=[None])
    product_name: str | None = Field(examples=[None])
    component: str | None = Field(
        description="As displayed data names it; `page`: the player's own page; empty: none.",
        examples=[None],
    )
    impressions: int | None = Field(
        description="Drawn, and half of it in view for a second.", examples=[1630]
    )
    views: int | None = Field(description="Players that began to play.", examples=[212])
    watch_seconds: int | None = Field(description="While it played.", examples=[3912])
    completions: int | None = Field(description="Views that came to the end.", examples=[80])
    product_clicks: int = Field(description="Products followed to their page.", examples=[48])
    cart_adds: int = Field(description="That the shop's cart took.", examples=[12])
    unique_viewers: int | None = Field(
        description="Visitors who agreed to be known, and watched.", examples=[95]
    )
    direct: SoldNumbers | None = Field(description="Bought, put into the cart from the player.")
    assisted: SoldNumbers | None = Field(description="Bought by who had watched.")


class NumbersRow(Output):
    """A row; its id is made of what it is of."""

    id: str = Field(examples=[f"2026-06-15:{SAMPLE}"])
    type: Literal["numbers"]
    attributes: NumbersAttributes


class NotMeasured(Output):
    """Something the numbers do not tell."""

    code: str = Field(examples=["blocked"])
    detail: str = Field(examples=[NOT_MEASURED["blocked"]])


class NumbersMeta(Output):
    """What the rows are of, and what they are not."""

    since: str = Field(alias="from", examples=["2026-06-01"])
    to: str = Field(examples=["2026-06-30"])
    time_zone: str = Field(examples=["Europe/Paris"])
    not_measured: list[NotMeasured]


class NumbersAnswer(Output):
    """Rows, and what is to be known about them."""

    data: list[NumbersRow]
    meta: NumbersMeta
