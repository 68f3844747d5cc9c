"""The transaction: money that went from or to somebody, or should."""

from peewee import BigIntegerField, CharField, ForeignKeyField, IntegerField, JSONField

from models.base import Table
from models.contract import Contract
from models.shop import Shop
from models.user import User

OUTGOING, INCOMING, REFUND = "outgoing", "incoming", ":refund"
FEES = {"candle:base": "fee:candle", "platform:base": "fee:platform", "custom": "fee:platform"}
# What the provider takes for a charge.
FEE_OF_CHARGE = "fee:stripe"
QUEUED, READY, PROCESSING, SUCCEEDED = "queued", "ready", "processing", "succeeded"
FAILED, CANCELED, DISPUTED, UNKNOWN = "failed", "canceled", "disputed", "unknown"


class Transaction(Table):
    """A movement. `key` is asked of the provider with it, so that it happens once.

    `attempt` says at which settling of the contract, `method` what the buyer paid with.
    `source` names the provider, `payment_id` is its word for it (`pi_…`, `tr_…`, `re_…`),
    `charge_id` a charge's (`ch_…`), also for what is given back of one; a failed one says why.
    `currency` is ISO 4217, money whole minor units.
    """

    shop_id: int
    contract_id: int | None
    shop = ForeignKeyField(Shop, on_delete="CASCADE", index=False)
    contract = ForeignKeyField(Contract, null=True, backref="transactions", on_delete="SET NULL")
    buyer = ForeignKeyField(User, null=True, backref="spent", on_delete="SET NULL")
    seller = ForeignKeyField(User, null=True, backref="earned", on_delete="SET NULL")
    key = CharField(max_length=100, unique=True)
    kind = CharField(max_length=24)
    status = CharField(max_length=16, default=QUEUED)
    amount = BigIntegerField()
    currency = CharField(max_length=3)
    attempt = IntegerField(default=1)
    source = CharField(max_length=16, default="trial")
    method = CharField(max_length=255, null=True)
    payment_id = CharField(max_length=255, null=True)
    charge_id = CharField(max_length=255, null=True)
    why = CharField(max_length=500, null=True)
    # {code, decline_code}: the provider's words for why it failed
    words = JSONField(null=True)

    class Meta:
        # `transaction` is a word of SQL's own.
        table_name = "money_transaction"
        indexes = (
            # In the order of the list.
            (("shop", "id"), False),
            (("payment_id",), False),
        )
