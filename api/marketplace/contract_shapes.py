"""A contract, field for field, with its items, parties and fees."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pydantic import Field

from api.links import absolute
from api.marketplace.envelope import Mode, Moment, moment
from api.marketplace.ids import (
    BUYER,
    CONTRACT,
    CONTRACT_ITEM,
    FEE,
    PLATFORM,
    PRODUCT,
    SELLER,
    SUBSCRIPTION,
    USER,
    BuyerId,
    ContractId,
    ContractItemId,
    FeeId,
    PlatformId,
    ProductId,
    SellerId,
    SubscriptionId,
    UserId,
    id_of,
)
from api.marketplace.money_fields import Currency, currency_of, number_of
from api.marketplace.product_shapes import MarketProduct, as_products
from api.operation import Output
from models.contract import Contract, ContractBuyer, ContractFee, ContractItem, ContractSeller
from usecases.market.telling import Whole, whole
from usecases.pictures import picture_url

CENTS = Field(description="In minor units.", examples=[9000])


class Part(Output):
    """What all rows of a contract have."""

    mode: Mode
    created: Moment
    updated: Moment | None
    contract_id: ContractId


class Item(Part):
    """A line of a contract."""

    id: ContractItemId
    user_id: UserId | None = Field(description="Who sells it; null: the platform itself.")
    type: str = Field(examples=["product"])
    product_id: ProductId | None
    service_id: str | None
    subscription_id: SubscriptionId | None = Field(
        description="The subscription that this goes on with, of the type `subscription`."
    )
    startDate: Moment | None
    endDate: Moment | None
    quantity: float = Field(description="Of hours with decimals.", examples=[2])
    price: int = CENTS
    total: int = CENTS
    tota: int = CENTS
    description: str = Field(examples=["Field jacket"])
    product: MarketProduct | None


class Buyer(Part):
    """Who pays."""

    id: BuyerId
    user_id: UserId | None
    email: str = Field(examples=["noor@shop.example"])
    name: str | None = Field(examples=["Noor Doe"])
    address: str | None = Field(
        description="Where an order from a player goes, in lines; ours.",
        examples=["1 Larch Way\n12345 Town"],
    )
    image: str | None
    baseAmountDue: int = CENTS
    amountDue: int = CENTS
    amountPaid: int = CENTS


class ContractPayee(Part):
    """Who is paid; without a user and an address the platform itself."""

    id: SellerId
    user_id: UserId | None
    email: str | None = Field(examples=["larch@shop.example"])
    name: str | None = Field(examples=["Larch & Co"])
    image: str | None
    baseAmountOwed: int = CENTS
    amountOwed: int = CENTS
    amountReceived: int = CENTS


class ContractCharge(Part):
    """A fee."""

    id: FeeId
    buyer_user_id: UserId | None = Field(description="Who alone pays it, or whose charge costs it.")
    type: str = Field(examples=["platform:base"])
    amount: int = CENTS
    description: str = Field(examples=["Platform fee"])


class MarketContract(Output):
    """A contract."""

    id: ContractId
    mode: Mode
    created: Moment
    updated: Moment | None
    platform_id: PlatformId
    user_id: UserId | None
    items: list[Item]
    notes: str | None = Field(examples=["At noon, please."])
    sent: Moment | None
    lastSent: Moment | None
    due: Moment | None
    lastPaymentAttempt: Moment | None
    paid: Moment | None
    subTotal: int = CENTS
    total: int = CENTS
    currency: Currency
    status: str = Field(examples=["open"])
    buyers: list[Buyer]
    sellers: list[ContractPayee]
    fees: list[ContractCharge]
    includeStripeFees: bool
    includeCandleFees: bool
    includePlatformFees: bool


def as_contract(contract: Contract) -> dict[str, Any]:
    """Spell a contract."""
    [told] = as_contracts([contract])
    return told


def as_contracts(contracts: Sequence[Contract]) -> list[dict[str, Any]]:
    """Spell contracts of one shop."""
    joined = whole(contracts)
    products = dict(zip(joined.products, as_products(list(joined.products.values())), strict=True))
    return [_as_contract(each, joined, products) for each in contracts]


def _as_contract(
    contract: Contract, joined: Whole, products: dict[int, dict[str, Any]]
) -> dict[str, Any]:
    named, mode = id_of(CONTRACT, contract.uid), contract.shop.mode
    user, of_it = joined.users.get(contract.user_id or 0), {"mode": mode, "contract_id": named}
    return {
        "id": named,
        "mode": mode,
        "created": moment(contract.created_at),
        "updated": moment(contract.updated_at),
        "platform_id": id_of(PLATFORM, contract.shop.uid),
        "user_id": id_of(USER, user.uid) if user else None,
        "items": [_as_item(each, of_it, joined, products) for each in joined.items[contract.id]],
        "notes": contract.notes,
        "sent": moment(contract.sent_at),
        "lastSent": moment(contract.last_sent_at),
        "due": moment(contract.due_at),
        "lastPaymentAttempt": moment(contract.attempted_at),
        "paid": moment(contract.paid_at),
        "subTotal": contract.subtotal_amount,
        "total": contract.total_amount,
        "currency": currency_of(contract.currency),
        "status": contract.status,
        "buyers": [_as_buyer(each, of_it, joined) for each in joined.buyers[contract.id]],
        "sellers": [_as_seller(each, of_it, joined) for each in joined.sellers[contract.id]],
        "fees": [_as_fee(each, of_it, joined) for each in joined.fees[contract.id]],
        "includeStripeFees": contract.charges_on_top,
        "includeCandleFees": contract.operator_on_top,
        "includePlatformFees": contract.platform_on_top,
    }


def _part(kind: str, row: Any, of_it: dict[str, str]) -> dict[str, Any]:
    return {
        "id": id_of(kind, row.uid),
        **of_it,
        "created": moment(row.created_at),
        "updated": moment(row.updated_at),
    }


def _user(joined: Whole, user_id: int | None) -> str | None:
    user = joined.users.get(user_id or 0)
    return id_of(USER, user.uid) if user else None


def _name(joined: Whole, row: ContractBuyer | ContractSeller) -> str | None:
    """Tell what a user is called now, and of who is none or no more what is written down."""
    user = joined.users.get(row.user_id or 0)
    return (user.called if user else None) or row.name


def _image(joined: Whole, user_id: int | None) -> str | None:
    user = joined.users.get(user_id or 0)
    return absolute(picture_url(user.picture)) if user else None


def _as_item(
    item: ContractItem, of_it: dict[str, str], joined: Whole, products: dict[int, dict[str, Any]]
) -> dict[str, Any]:
    product = joined.products.get(item.product_id or 0)
    named = id_of(PRODUCT, product.uid) if product else None
    subscription = (
        joined.subscriptions.get(item.contract_id) if item.kind == "subscription" else None
    )
    return {
        **_part(CONTRACT_ITEM, item, of_it),
        "user_id": _user(joined, item.user_id),
        "type": item.kind,
        "product_id": named if item.kind != "service" else None,
        "service_id": named.replace(PRODUCT, "serv", 1)
        if named and item.kind == "service"
        else None,
        "subscription_id": id_of(SUBSCRIPTION, subscription) if subscription else None,
        "startDate": moment(item.starts_at),
        "endDate": moment(item.ends_at),
        "quantity": number_of(item.quantity),
        "price": item.price_amount,
        "total": item.total_amount,
        # Spelled so by the published contract; clients read either.
        "tota": item.total_amount,
        "description": item.description,
        "product": products.get(item.product_id or 0),
    }


def _as_buyer(buyer: ContractBuyer, of_it: dict[str, str], joined: Whole) -> dict[str, Any]:
    return {
        **_part(BUYER, buyer, of_it),
        "user_id": _user(joined, buyer.user_id),
        "email": buyer.email,
        "name": buyer.name if buyer.address else _name(joined, buyer),
        "address": buyer.address,
        "image": _image(joined, buyer.user_id),
        "baseAmountDue": buyer.base_amount,
        "amountDue": buyer.due_amount,
        "amountPaid": buyer.paid_amount,
    }


def _as_seller(seller: ContractSeller, of_it: dict[str, str], joined: Whole) -> dict[str, Any]:
    return {
        **_part(SELLER, seller, of_it),
        "user_id": _user(joined, seller.user_id),
        "email": seller.email,
        "name": _name(joined, seller),
        "image": _image(joined, seller.user_id),
        "baseAmountOwed": seller.base_amount,
        "amountOwed": seller.owed_amount,
        "amountReceived": seller.received_amount,
    }


def _as_fee(fee: ContractFee, of_it: dict[str, str], joined: Whole) -> dict[str, Any]:
    buyers: Iterable[ContractBuyer] = joined.buyers[fee.contract_id]
    payer = next((each.user_id for each in buyers if each.id == fee.buyer_id), None)
    return {
        **_part(FEE, fee, of_it),
        "buyer_user_id": _user(joined, payer),
        "type": fee.kind,
        "amount": fee.amount,
        "description": fee.description,
    }
