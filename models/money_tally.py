"""What everybody has paid and was paid, and all together, added up by the database.

Adding up transactions takes as long as there are many. Triggers (migration 0033) keep the sums
inside the transaction of the change, so that revenue, spend, volume and who leads are looked up.
"""

from peewee import BigIntegerField, CharField, CompositeKey, IntegerField

from models.base import Link

# In the place of a user's id, which begin at 1: all that was paid in the shop, by whomever.
ALL = 0


class MoneyTally(Link):
    """`amount` of a currency has succeeded, less what was given back; there is no row for 0.

    `kind` is `outgoing`, of whom it was paid by, or `incoming`, of whom it was paid to; `user_id`
    is theirs, or ALL. Only the triggers write here.
    """

    shop_id = IntegerField()
    kind = CharField(max_length=24)
    currency = CharField(max_length=3)
    user_id = IntegerField()
    amount = BigIntegerField()

    class Meta:
        primary_key = CompositeKey("shop_id", "kind", "currency", "user_id")
        # Who leads.
        indexes = ((("shop_id", "kind", "currency", "amount"), False),)
