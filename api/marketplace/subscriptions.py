"""`/v1/subscriptions`: what is paid and done again and again."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from pydantic import Field

from api.auth import shop
from api.fields import Moment as SentMoment
from api.marketplace.entering import guarded, own_user
from api.marketplace.envelope import Mode, Moment, Sent, answer, answer_all, moment
from api.marketplace.ids import (
    CONTRACT,
    PLATFORM,
    SERVICE,
    SUBSCRIPTION,
    USER,
    PlatformId,
    SubscriptionId,
    UserId,
    id_of,
    uid_of,
)
from api.operation import Answer, Output
from models.contract import WrongStatus
from models.errors import NotFound
from models.subscription import LimitReached, Subscription, WrongState
from usecases import people
from usecases.market import subscriptions

routes = Blueprint("subscriptions", __name__)


class MarketSubscription(Output):
    """A subscription; `service_id` names the product by the word for services."""

    id: SubscriptionId
    mode: Mode
    created: Moment
    updated: Moment | None
    platform_id: PlatformId
    user_id: UserId
    service_id: str | None = Field(examples=["serv_123e4567e89b12d3a456426614174000"])
    price: int = Field(description="In minor units.", examples=[4500])
    isActive: bool
    isPaused: bool
    pausedAt: Moment | None
    pausedUntil: Moment | None
    cycle: str = Field(examples=["monthly"])
    startDate: Moment
    ended: Moment | None


class Pause(Sent):
    """How long a subscription is paused."""

    optional = True

    pausedUntil: SentMoment | None = Field(
        None, description="Null: until it is resumed.", examples=["2099-07-01T00:00:00Z"]
    )


@routes.post("/auth/contract/<contract_id>")
@guarded(
    "Subscribe by a contract",
    answer=MarketSubscription,
    errors=(NotFound, WrongStatus, LimitReached),
    words={"contract_id": "contract_id"},
)
def create(contract_id: str) -> Answer:
    """Begin what the user has paid for by a contract and recurs; again, it is the same one.

    Of several in one contract the first is told; all are in the list.
    """
    begun = subscriptions.begin(shop(), own_user(), uid_of(CONTRACT, contract_id))
    return answer(as_subscription(begun[0]))


@routes.get("/user/<user_id>")
@guarded("List a user's subscriptions", answer=list[MarketSubscription], errors=(NotFound,))
def index(user_id: str) -> Answer:
    """List a user's subscriptions, newest first."""
    user = people.find(shop(), uid_of(USER, user_id))
    return answer_all(subscriptions.listed(shop(), user), as_subscription)


@routes.get("/<subscription_id>")
@guarded("Retrieve a subscription", answer=MarketSubscription, errors=(NotFound,))
def show(subscription_id: str) -> Answer:
    """Show one subscription."""
    found = subscriptions.find(shop(), uid_of(SUBSCRIPTION, subscription_id))
    return answer(as_subscription(found))


@routes.put("/<subscription_id>/pause")
@guarded(
    "Pause a subscription",
    body=Pause,
    answer=MarketSubscription,
    errors=(NotFound, WrongState),
)
def pause(subscription_id: str, body: Pause) -> Answer:
    """Pause it; its sessions meanwhile are cancelled."""
    uid = uid_of(SUBSCRIPTION, subscription_id)
    return answer(as_subscription(subscriptions.pause(shop(), uid, body.pausedUntil)))


@routes.put("/auth/<subscription_id>/resume")
@guarded("Resume a subscription", answer=MarketSubscription, errors=(NotFound, WrongState))
def resume(subscription_id: str) -> Answer:
    """Go on with the user's own, and with its sessions."""
    uid = uid_of(SUBSCRIPTION, subscription_id)
    return answer(as_subscription(subscriptions.resume(shop(), uid, own_user())))


@routes.delete("/auth/<subscription_id>")
@guarded("End a subscription", answer=MarketSubscription, errors=(NotFound, WrongState))
def end(subscription_id: str) -> Answer:
    """End the user's own for good, and its sessions to come."""
    uid = uid_of(SUBSCRIPTION, subscription_id)
    return answer(as_subscription(subscriptions.end(shop(), uid, own_user())))


def as_subscription(row: Subscription) -> dict[str, Any]:
    """Spell a subscription."""
    return {
        "id": id_of(SUBSCRIPTION, row.uid),
        "mode": shop().mode,
        "created": moment(row.created_at),
        "updated": moment(row.updated_at),
        "platform_id": id_of(PLATFORM, shop().uid),
        "user_id": id_of(USER, row.user.uid),
        "service_id": id_of(SERVICE, row.product.uid) if row.product else None,
        "price": row.amount,
        "isActive": row.active,
        "isPaused": row.paused,
        "pausedAt": moment(row.paused_at),
        "pausedUntil": moment(row.paused_until),
        "cycle": row.cycle,
        "startDate": moment(row.started_at),
        "ended": moment(row.ended_at),
    }
