"""`/api/v1/webhooks`: where the shop's server is told what changes; an extension."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from flask import Blueprint
from pydantic import Field

from api.auth import shop
from api.body import Input, facts_of, partial
from api.content.deliveries import DeliveryItem, as_delivery
from api.content.envelope import Data, data, item, moment
from api.fields import Text, Url, Whole
from api.operation import Answer, Output, operation
from api.paging import PageQuery, paged
from api.told import Told
from models.errors import NotFound
from models.webhook import SwitchedOff, TooManyWebhooks, Webhook
from usecases import webhooks
from usecases.events import EVENTS, EVERY, OTHER_NAMES

routes = Blueprint("webhooks", __name__)
SAMPLE = "2b3c4d5e6f708192a3b4c5d6e7f80910"
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwWLLbqzBvTHU="  # noqa: S105
EVENT_NAMES = f"Names of events, or `{EVERY}` for all: {', '.join(EVENTS)}."
FORMAT = (
    "How messages are spelled: `campaigns` sends what the campaigns API does when a campaign "
    "starts and ends, and of its auctions; `catalog` sends whole products as the catalog API does; "
    "each has these events alone."
)
Format = Literal["vitrine", "campaigns", "catalog"]
OTHERS = (name for names in OTHER_NAMES.values() for name in names.values())
Event = Annotated[str, Field(max_length=100), Told(enum=(EVERY, *EVENTS, *OTHERS))]


class WebhookAttributes(Output):
    """What is told of a webhook."""

    url: str = Field(examples=["https://shop.example/hooks/vitrine"])
    description: str | None = Field(examples=["Refreshes the catalogue"])
    events: list[str] = Field(examples=[["product.updated", "video.ready"]])
    format: Format = Field(description=FORMAT)
    status: Literal["active", "paused", "disabled"] = Field(
        description="`paused` by the shop; `disabled` by the server after long failure."
    )
    reason: str | None = Field(description="Why it was disabled.", examples=[None])
    failing_since: str | None = Field(
        description="The first failure after the last success.", examples=[None]
    )
    secret: str | None = Field(
        description="What signs the messages; told once, when made or replaced.", examples=[SECRET]
    )
    old_secret_ends_at: str | None = Field(
        description="Until then former secrets sign as well.", examples=[None]
    )
    created_at: str = Field(examples=["2026-06-15T12:00:00.000Z"])
    updated_at: str = Field(examples=["2026-06-15T12:00:00.000Z"])


class WebhookItem(Output):
    """A webhook."""

    id: str = Field(examples=[SAMPLE])
    type: Literal["webhook"]
    attributes: WebhookAttributes


class NewWebhook(Input):
    """A webhook as callers send it."""

    url: Url = Field(
        description="Where messages are sent: http or https, on the public internet.",
        examples=["https://shop.example/hooks/vitrine"],
    )
    events: Annotated[list[Event], Field(min_length=1, max_length=50)] = Field(
        description=EVENT_NAMES, examples=[["product.updated", "video.ready"]]
    )
    format: Format = Field("vitrine", description=FORMAT)
    description: Annotated[Text, Field(max_length=500)] | None = Field(
        None, description="For people.", examples=["Refreshes the catalogue"]
    )
    active: bool = Field(True, description="false pauses it; true also ends its being disabled.")


class NewSecret(Input):
    """How the secret is replaced."""

    overlap_hours: Annotated[Whole, Field(ge=0, le=webhooks.LONGEST_OVERLAP)] = Field(
        webhooks.OVERLAP,
        description="For so long the old secret signs as well; 0 when it has leaked.",
    )


@routes.get("")
@operation(
    "List webhooks", query=PageQuery, answer=Data[list[WebhookItem]], paged=True, extension=True
)
def index(query: PageQuery) -> Answer:
    """List the shop's webhooks, newest first, 20 on a page."""
    rows, headers = paged(webhooks.listed(shop()), query.page)
    return data([as_webhook(each) for each in rows], headers=headers)


@routes.post("")
@operation(
    "Create a webhook",
    body=NewWebhook,
    answer=Data[WebhookItem],
    status=201,
    scope="content.write",
    errors=(TooManyWebhooks,),
    extension=True,
)
def create(body: NewWebhook) -> Answer:
    """Make a webhook; its secret is in this answer and never told again."""
    made = webhooks.add(shop(), **facts_of(body, {}))
    return data(as_webhook(made, secret=made.secret), 201)


@routes.get("/<uid>")
@operation("Retrieve a webhook", answer=Data[WebhookItem], errors=(NotFound,), extension=True)
def show(uid: str) -> Answer:
    """Show one webhook."""
    return data(as_webhook(webhooks.find(shop(), uid)))


@routes.patch("/<uid>")
@operation(
    "Change single fields of a webhook",
    body=partial(NewWebhook),
    answer=Data[WebhookItem],
    scope="content.write",
    errors=(NotFound,),
    extension=True,
)
def change(uid: str, body: NewWebhook) -> Answer:
    """Change the fields that are sent."""
    return data(as_webhook(webhooks.change(shop(), uid, **facts_of(body, {}))))


@routes.delete("/<uid>")
@operation(
    "Delete a webhook", status=204, scope="content.write", errors=(NotFound,), extension=True
)
def remove(uid: str) -> Answer:
    """Remove a webhook with its log."""
    webhooks.remove(shop(), uid)
    return "", 204


@routes.post("/<uid>/secret")
@operation(
    "Replace the secret of a webhook",
    body=NewSecret,
    answer=Data[WebhookItem],
    scope="content.write",
    errors=(NotFound,),
    extension=True,
)
def rotate(uid: str, body: NewSecret) -> Answer:
    """Make a new secret, told in this answer and never again; the old one overlaps."""
    made = webhooks.rotate(shop(), uid, overlap=body.overlap_hours)
    return data(as_webhook(made, secret=made.secret))


@routes.post("/<uid>/test")
@operation(
    "Send a webhook a test",
    answer=Data[DeliveryItem],
    status=202,
    scope="content.write",
    errors=(NotFound, SwitchedOff),
    extension=True,
)
def send_test(uid: str) -> Answer:
    """Send `webhook.test` to this webhook alone, whatever events it asked for.

    It is signed, tried and logged like every delivery: ask for the delivery to see how it went.
    """
    return data(as_delivery(webhooks.send_test(shop(), uid)), 202)


def as_webhook(webhook: Webhook, secret: str | None = None) -> dict[str, Any]:
    """Spell a webhook, with its secret only where that was just made."""
    attributes = {
        "url": webhook.url,
        "description": webhook.description,
        "events": webhook.events,
        "format": webhook.format,
        "status": webhook.state,
        "reason": webhook.reason,
        "failing_since": moment(webhook.failing_since),
        "secret": secret,
        "old_secret_ends_at": moment(webhook.old_secrets_end_at),
        "created_at": moment(webhook.created_at),
        "updated_at": moment(webhook.updated_at),
    }
    return item("webhook", webhook.uid, attributes)
