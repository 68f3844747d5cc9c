"""What users pay with and are paid to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from api.fields import Clean, Whole
from api.marketplace.envelope import Mode, Moment, Sent, moment
from api.marketplace.ids import USER, UserId, id_of
from api.operation import Output
from models.user import User
from usecases.market.wallets import Kept

METHOD = Field(description="The provider's id.", examples=["pm_123e4567e89b12d3a4564266"])


class PaymentMethod(Output):
    """A way to pay."""

    id: str = METHOD
    mode: Mode
    created: Moment
    updated: Moment | None
    stripePaymentMethodId: str = METHOD
    user_id: UserId
    type: Literal["card", "us_bank_account"]
    isDefault: bool
    brand: str = Field(examples=["visa"])
    last4: str = Field(examples=["4242"])
    accountHolderType: str | None
    expMonth: int | None = Field(examples=[12])
    expYear: int | None = Field(examples=[2031])
    funding: str | None = Field(examples=["credit"])


class Secret(Output):
    """By what the provider's page goes on."""

    clientSecret: str = Field(examples=["seti_123e4567_secret_9c2e"])


class NewCard(Sent):
    """A card for trying, and the secret by which it is added."""

    clientSecret: Annotated[str, Field(max_length=255), Clean] = Field(
        description="Of client_secret.", examples=["seti_123e4567_secret_9c2e"]
    )
    number: Annotated[str, Field(max_length=40), Clean] = Field(
        description="One of the cards for trying.", examples=["4242 4242 4242 4242"]
    )
    expMonth: Whole = Field(ge=1, le=12, description="From 1 to 12.", examples=[12])
    expYear: Whole = Field(ge=2000, le=2200, description="Of four digits.", examples=[2031])


def as_methods(user: User, kept: Iterable[Kept]) -> list[dict[str, Any]]:
    """Spell a user's ways to pay."""
    return [_as_method(user, each) for each in kept]


def _as_method(user: User, kept: Kept) -> dict[str, Any]:
    method = kept.method
    return {
        "id": method.id,
        "mode": user.shop.mode,
        "created": moment(datetime.fromtimestamp(method.created, UTC)),
        "updated": None,
        "stripePaymentMethodId": method.id,
        "user_id": id_of(USER, user.uid),
        "type": method.kind,
        "isDefault": kept.default,
        "brand": method.brand,
        "last4": method.last4,
        "accountHolderType": method.holder,
        "expMonth": method.exp_month,
        "expYear": method.exp_year,
        "funding": method.funding,
    }
