"""The renewal: what a subscription costs for one more period, billed once."""

from datetime import timedelta

from peewee import ForeignKeyField, IntegerField

from models.base import MomentField, Table
from models.contract import Contract
from models.subscription import Subscription

# How long after each try that failed it is tried again: a day, three and a week after the first.
# Within a week most people are paid or get another card, and networks of cards fine those who
# ask a card that was declined many times a month.
PAUSES = (timedelta(days=1), timedelta(days=2), timedelta(days=4))


class Renewal(Table):
    """The bill of a subscription's period, the `number`th after the first, which began `begins_at`.

    `tries` have failed; the next is at `tries_at` (None: it is over, the contract says how).
    `mails_at`: when the buyer is told of the last that failed (None: nothing is to be told).
    """

    subscription_id: int
    contract_id: int
    subscription = ForeignKeyField(
        Subscription, backref="renewals", on_delete="CASCADE", index=False
    )
    contract = ForeignKeyField(Contract, unique=True, backref="renewals", on_delete="CASCADE")
    number = IntegerField()
    begins_at = MomentField()
    tries = IntegerField(default=0)
    tries_at = MomentField(null=True, index=True)
    mails_at = MomentField(null=True, index=True)

    class Meta:
        indexes = ((("subscription", "number"), True),)
