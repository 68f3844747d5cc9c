"""A user as they are told to themselves: with what they pay with, which the provider is asked."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from api.marketplace.payment_shapes import as_methods
from api.marketplace.user_shapes import PlatformUser, as_user
from models.user import User
from usecases.market import wallets


class BankAccount(PlatformUser):
    """A user, with the page on which their account is completed."""

    url: str | None = Field(description="Null: it is complete.")


def as_account(user: User) -> dict[str, Any]:
    """Spell a user for themselves; of others `paymentMethods` is empty, and nobody is asked."""
    return {**as_user(user), "paymentMethods": as_methods(user, wallets.told_ways_to_pay(user))}
