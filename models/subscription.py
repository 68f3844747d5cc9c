"""The subscription: something paid and done again and again."""

from peewee import BigIntegerField, BooleanField, CharField, ForeignKeyField

from models.base import MomentField, Table
from models.contract import Contract, ContractItem
from models.errors import Conflict
from models.product import Product
from models.shop import Shop
from models.user import User


class WrongState(Conflict):
    """A subscription that is ended, paused or going on does not allow that."""

    code = "wrong-state"


class LimitReached(Conflict):
    """The product, called `name`, takes no more buyers, or no more subscriptions."""

    code = "limit-reached"

    def __init__(self, message: str, name: str) -> None:
        super().__init__(message)
        self.name = name


class Subscription(Table):
    """A user's subscription to a product, from a paid contract; once ended it stays so.

    `item` is the line of the contract that it goes on with. The next period is billed at
    `renews_at`; sessions before `sessions_until` are written.
    """

    shop_id: int
    user_id: int
    product_id: int | None
    contract_id: int | None
    item_id: int | None
    shop = ForeignKeyField(Shop, on_delete="CASCADE", index=False)
    user = ForeignKeyField(User, backref="subscriptions", on_delete="CASCADE")
    product = ForeignKeyField(
        Product, null=True, backref="subscriptions", on_delete="SET NULL", index=False
    )
    contract = ForeignKeyField(Contract, null=True, backref="subscriptions", on_delete="SET NULL")
    item = ForeignKeyField(ContractItem, null=True, on_delete="SET NULL")
    amount = BigIntegerField()
    currency = CharField(max_length=3)
    cycle = CharField(max_length=10)
    paused = BooleanField(default=False)
    paused_at = MomentField(null=True)
    paused_until = MomentField(null=True)
    started_at = MomentField()
    renews_at = MomentField(null=True, index=True)
    sessions_until = MomentField(null=True)
    ended_at = MomentField(null=True)

    class Meta:
        indexes = (
            # What recurs is added up from this alone, how many have a product from the other.
            (("shop", "currency", "paused", "ended_at", "cycle", "amount"), False),
            (("product", "ended_at"), False),
        )

    @property
    def active(self) -> bool:
        """Tell whether it has not ended; a paused one is active."""
        return self.ended_at is None
