"""Subscriptions are billed for each period, and their sessions written on."""

from typing import Any

from peewee import AutoField, BigIntegerField, CharField, ForeignKeyField, IntegerField, Model

BY_HAND = (
    "alter table subscription add column item_id integer"
    " references contract_item (id) on delete set null",
    "alter table subscription add column renews_at bigint",
    "alter table subscription add column sessions_until bigint",
    "create index subscription_item_id on subscription (item_id)",
    "create index subscription_renews_at on subscription (renews_at)",
    "update subscription set item_id = (select min(i.id) from contract_item i"
    " where i.contract_id = subscription.contract_id"
    " and i.product_id = subscription.product_id)",
    # A year of sessions was written.
    "update subscription set sessions_until = (select i.starts_at + 31622400000"
    " from contract_item i where i.id = subscription.item_id and i.starts_at < i.ends_at)",
    # Looked at as soon as it goes on; in its first period nothing is billed.
    "update subscription set renews_at = started_at where cycle <> 'hourly'",
)
BACK = (
    "drop index subscription_renews_at",
    "drop index subscription_item_id",
    "alter table subscription drop column sessions_until",
    "alter table subscription drop column renews_at",
    "alter table subscription drop column item_id",
)


def up(_migrator: Any, db: Any) -> None:
    """Add the columns and the table."""
    for each in BY_HAND:
        db.execute_sql(each)
    db.create_tables(_tables(db))


def down(_migrator: Any, db: Any) -> None:
    """Drop them."""
    db.drop_tables(_tables(db))
    for each in BACK:
        db.execute_sql(each)


def _tables(db: Any) -> list[Any]:
    class Known(Model):
        class Meta:
            database = db

    class Contract(Known):
        pass

    class Subscription(Known):
        pass

    class Renewal(Known):
        id = AutoField()
        uid = CharField(max_length=32, unique=True)
        created_at = BigIntegerField()
        updated_at = BigIntegerField()
        subscription = ForeignKeyField(Subscription, on_delete="CASCADE", index=False)
        contract = ForeignKeyField(Contract, unique=True, on_delete="CASCADE")
        number = IntegerField()
        begins_at = BigIntegerField()
        tries = IntegerField()
        tries_at = BigIntegerField(null=True, index=True)
        mails_at = BigIntegerField(null=True, index=True)

        class Meta:
            indexes = ((("subscription", "number"), True),)

    return [Renewal]
