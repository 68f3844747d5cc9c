"""What is sent of contracts, and how the house calls it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from api.fields import Clean, Filter, Moment, Text
from api.marketplace.envelope import ListQuery, Sent, Typed
from api.marketplace.ids import BUYER, PRODUCT, USER, uid_of
from api.marketplace.money_fields import Cents, Much
from usecases.market.contracts import FACTS

# House word -> word of this API.
WORDS = {
    "due_at": "due",
    "product": "product_id",
    "user": "user_id",
    "buyer": "buyer_id",
    "starts_at": "startDate",
    "ends_at": "endDate",
    "charges_on_top": "includeStripeFees",
    "operator_on_top": "includeCandleFees",
    "platform_on_top": "includePlatformFees",
}
Id = Annotated[str, Field(max_length=64)]


class ContractsQuery(ListQuery):
    """Which part of the list of contracts."""


class NewItem(Typed):
    """A line of a contract."""

    type: Literal["product", "service"] = Field("product", description="What is sold.")
    product_id: Id | None = Field(None, description="Id of the product.")
    service_id: Id | None = Field(None, description="Id of the product, sold as a service.")
    quantity: Much = 1
    price: Cents | None = Field(None, description="Of one, in minor units; null: today's price.")
    startDate: Moment | None = Field(None, description="From when.")
    endDate: Moment | None = Field(None, description="Until when.")

    def facts(self) -> dict[str, Any]:
        """Give what was sent by the house's words."""
        named = self.product_id or (self.service_id or "").replace("serv_", f"{PRODUCT}_", 1)
        return {
            "kind": self.type,
            "product": uid_of(PRODUCT, named),
            "quantity": self.quantity,
            "price": self.price,
            "starts_at": self.startDate,
            "ends_at": self.endDate,
        }


class ContractChange(Typed):
    """What is changed of a contract; the whole contract may be sent back."""

    notes: Text | None = Field(None, description="For whoever is on it.")
    due: Moment | None = Field(None, description="Until when it is to be paid.")
    includeStripeFees: bool | None = Field(None, description="Buyers pay what charges cost.")
    includeCandleFees: bool | None = Field(None, description="Buyers pay the operator's fee.")
    includePlatformFees: bool | None = Field(None, description="Buyers pay the platform's fee.")

    def facts(self) -> dict[str, Any]:
        """Give what was sent by the house's words."""
        words = {name: WORDS.get(name, name) for name in FACTS}
        sent = {
            name: getattr(self, word)
            for name, word in words.items()
            if word in self.model_fields_set
        }
        return {name: value for name, value in sent.items() if value is not None or name in NULLS}


NULLS = ("notes", "due_at")


class ContractUpdate(ContractChange):
    """What is changed of a contract that is there."""

    status: Annotated[str, Field(max_length=20)] | None = Field(
        None, description="open: sellers accept; void: it is called off; uncollectible: given up."
    )


class NewContract(ContractChange):
    """A contract as callers send it."""

    user_id: Id | None = Field(None, description="Who makes it; else the user whose token is sent.")
    items: Annotated[list[NewItem], Field(max_length=100)] = Field([], description="Its lines.")


class FromCart(Typed):
    """What is said of a contract that is made from a cart."""

    notes: Text | None = Field(None, description="For whoever is on it.")


class Who(Sent):
    """A buyer or a seller: a user, or anybody by their address."""

    user_id: Id | None = Field(None, description="Id of the user.")
    email: Annotated[str, Field(max_length=254), Clean] | None = Field(
        None, description="Address of who is no user.", examples=["noor@shop.example"]
    )
    name: Filter | None = Field(None, description="Name of who is no user.")

    def facts(self) -> dict[str, Any]:
        """Give what was sent by the house's words."""
        user = uid_of(USER, self.user_id) if self.user_id is not None else None
        return {"user": user, "email": self.email, "name": self.name}


class Due(Sent):
    """What a buyer owes of the items."""

    dueAmount: Cents


class Owed(Sent):
    """What a seller receives for the items."""

    owedAmount: Cents


class FeeChange(Sent):
    """What is changed of a custom fee."""

    amount: Cents = 0
    description: Filter = Field("", description="What it is for.")
    buyer_user_id: Id | None = Field(None, description="The user who alone pays it; null: all.")
    buyer_id: Id | None = Field(None, description="The buyer who alone pays it; null: all.")

    def facts(self) -> dict[str, Any]:
        """Give what was sent by the house's words; `buyer_user` is the uid of a user."""
        sent = self.model_fields_set
        facts: dict[str, Any] = {
            each: getattr(self, each) for each in ("amount", "description") if each in sent
        }
        if "buyer_id" in sent:
            facts["buyer"] = uid_of(BUYER, self.buyer_id) if self.buyer_id is not None else None
        if "buyer_user_id" in sent:
            named = self.buyer_user_id
            facts["buyer_user"] = uid_of(USER, named) if named is not None else None
        return facts


class NewFee(FeeChange):
    """A custom fee as callers send it."""

    amount: Cents


class Inclusion(Sent):
    """Whether buyers pay all fees."""

    feeInclusion: bool = Field(
        description="True: buyers pay them on top; false: sellers bear them."
    )
