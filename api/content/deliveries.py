"""`/api/v1/webhooks/<uid>/deliveries`: the log of what a webhook was told; an extension."""

from __future__ import annotations

from typing import Any, Literal

import orjson
from flask import Blueprint
from pydantic import Field

from api.auth import shop
from api.content.envelope import Data, data, item, moment
from api.fields import Filter
from api.operation import Answer, Output, operation
from api.paging import PageQuery, paged
from models.errors import NotFound
from models.webhook import Delivery, SwitchedOff
from usecases import webhooks

routes = Blueprint("deliveries", __name__)
Status = Literal["pending", "delivered", "failed"]
MESSAGE = {
    "id": "4d5e6f708192a3b4c5d6e7f809102b3c",
    "type": "product.updated",
    "timestamp": "2026-06-15T12:00:00.000Z",
    "sequence": 42,
    "data": {
        "id": "5d1c0f2ab6f84f0e9d3f7c1a2b3c4d5e",
        "type": "product",
        "ref": "SKU-1",
        "name": "Field jacket",
    },
}


class Attempt(Output):
    """One time it was sent: the status answered, or why there was none."""

    at: str = Field(examples=["2026-06-15T12:00:00.000Z"])
    status: int | None = Field(examples=[200])
    error: str | None = Field(examples=[None])
    answer: str | None = Field(description="How the answer begins.", examples=["ok"])


class DeliveryAttributes(Output):
    """What is told of a delivery."""

    event: str = Field(examples=["product.updated"])
    sequence: int = Field(description="Counts what this webhook was told.", examples=[42])
    status: Status
    message: dict[str, Any] = Field(description="The body that is sent.", examples=[MESSAGE])
    attempts: list[Attempt] = Field(description="The latest twenty.")
    next_attempt_at: str | None = Field(examples=[None])
    delivered_at: str | None = Field(examples=["2026-06-15T12:00:00.000Z"])
    created_at: str = Field(examples=["2026-06-15T12:00:00.000Z"])


class DeliveryItem(Output):
    """A delivery."""

    id: str = Field(examples=["3c4d5e6f708192a3b4c5d6e7f809102b"])
    type: Literal["delivery"]
    attributes: DeliveryAttributes


class DeliveriesQuery(PageQuery):
    """What narrows the list."""

    status: Status | None = Field(None, description="How it stands.", examples=["failed"])
    event: Filter | None = Field(
        None, description="Name of the event, in full.", examples=["product.updated"]
    )


@routes.get("")
@operation(
    "List the deliveries of a webhook",
    query=DeliveriesQuery,
    answer=Data[list[DeliveryItem]],
    paged=True,
    errors=(NotFound,),
    extension=True,
)
def index(uid: str, query: DeliveriesQuery) -> Answer:
    """List what a webhook was and will be told, newest first; kept for thirty days."""
    listed = webhooks.deliveries_of(shop(), uid, state=query.status, event=query.event)
    rows, headers = paged(listed, query.page)
    return data([as_delivery(each) for each in rows], headers=headers)


@routes.get("/<delivery>")
@operation("Retrieve a delivery", answer=Data[DeliveryItem], errors=(NotFound,), extension=True)
def show(uid: str, delivery: str) -> Answer:
    """Show one delivery."""
    return data(as_delivery(webhooks.find_delivery(shop(), uid, delivery)))


@routes.post("/<delivery>/redeliver")
@operation(
    "Send a delivery again",
    answer=Data[DeliveryItem],
    status=202,
    scope="content.write",
    errors=(NotFound, SwitchedOff),
    extension=True,
)
def redeliver(uid: str, delivery: str) -> Answer:
    """Send the same message once more, under the same id, and try for another 24 hours."""
    return data(as_delivery(webhooks.redeliver(shop(), uid, delivery)), 202)


def as_delivery(delivery: Delivery) -> dict[str, Any]:
    """Spell a delivery."""
    attributes = {
        "event": delivery.event,
        "sequence": delivery.number,
        "status": delivery.state,
        "message": orjson.loads(delivery.body),
        "attempts": delivery.attempts,
        "next_attempt_at": moment(delivery.due_at),
        "delivered_at": moment(delivery.delivered_at),
        "created_at": moment(delivery.created_at),
    }
    return item("delivery", delivery.uid, attributes)
