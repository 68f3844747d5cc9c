"""Carts, contracts, transactions, subscriptions and calendars; seasonal prices; who sells."""

from typing import Any

from peewee import (
    AutoField,
    BigIntegerField,
    BooleanField,
    CharField,
    ForeignKeyField,
    IntegerField,
    JSONField,
    Model,
    SmallIntegerField,
    TextField,
)

BY_HAND = (
    "alter table seller add column user_id integer references shop_user (id) on delete set null",
    "create unique index seller_user_id on seller (user_id)",
)


def up(migrator: Any, db: Any) -> None:
    """Make the tables, and say which user a seller is."""
    db.create_tables(_tables(db))
    migrator.migrate(
        migrator.add_column("product", "selling", JSONField(null=True)),
        migrator.add_column("shop_user", "pays_with", CharField(max_length=255, null=True)),
    )
    for each in BY_HAND:
        db.execute_sql(each)


def down(migrator: Any, db: Any) -> None:
    """Drop them."""
    db.execute_sql("drop index seller_user_id")
    db.execute_sql("alter table seller drop column user_id")
    migrator.migrate(
        migrator.drop_column("product", "selling"),
        migrator.drop_column("shop_user", "pays_with"),
    )
    db.drop_tables(_tables(db))


def _tables(db: Any) -> list[Any]:
    class Known(Model):
        class Meta:
            database = db

    class Shop(Known):
        pass

    class Product(Known):
        pass

    class User(Known):
        class Meta:
            table_name = "shop_user"

    class Row(Known):
        id = AutoField()
        uid = CharField(max_length=32, unique=True)
        created_at = BigIntegerField()
        updated_at = BigIntegerField()

    class SeasonalPrice(Row):
        product = ForeignKeyField(Product, on_delete="CASCADE")
        begins_at = BigIntegerField()
        ends_at = BigIntegerField()
        amount = BigIntegerField()

        class Meta:
            table_name = "seasonal_price"

    class Cart(Row):
        shop = ForeignKeyField(Shop, on_delete="CASCADE")
        user = ForeignKeyField(User, unique=True, on_delete="CASCADE")

    class CartItem(Row):
        cart = ForeignKeyField(Cart, on_delete="CASCADE")
        product = ForeignKeyField(Product, on_delete="CASCADE")
        # In hundredths.
        quantity = IntegerField()
        starts_at = BigIntegerField(null=True)
        ends_at = BigIntegerField(null=True)

        class Meta:
            table_name = "cart_item"

    class Contract(Row):
        shop = ForeignKeyField(Shop, on_delete="CASCADE", index=False)
        user = ForeignKeyField(User, null=True, on_delete="SET NULL")
        status = CharField(max_length=16)
        of_cart = BooleanField()
        notes = TextField(null=True)
        currency = CharField(max_length=3)
        subtotal_amount = BigIntegerField()
        total_amount = BigIntegerField()
        charges_on_top = BooleanField()
        operator_on_top = BooleanField()
        platform_on_top = BooleanField()
        operator_millionths = BigIntegerField(null=True)
        platform_millionths = BigIntegerField(null=True)
        due_at = BigIntegerField(null=True)
        sent_at = BigIntegerField(null=True)
        last_sent_at = BigIntegerField(null=True)
        attempted_at = BigIntegerField(null=True)
        attempts = IntegerField()
        paid_at = BigIntegerField(null=True)

        class Meta:
            indexes = ((("shop", "id"), False), (("shop", "status"), False))

    class ContractItem(Row):
        contract = ForeignKeyField(Contract, on_delete="CASCADE")
        user = ForeignKeyField(User, null=True, on_delete="SET NULL")
        product = ForeignKeyField(Product, null=True, on_delete="SET NULL")
        of_cart = BooleanField()
        kind = CharField(max_length=16)
        description = CharField(max_length=500)
        # In hundredths.
        quantity = IntegerField()
        price_amount = BigIntegerField()
        total_amount = BigIntegerField()
        starts_at = BigIntegerField(null=True)
        ends_at = BigIntegerField(null=True)

        class Meta:
            table_name = "contract_item"

    class ContractBuyer(Row):
        contract = ForeignKeyField(Contract, on_delete="CASCADE")
        user = ForeignKeyField(User, null=True, on_delete="SET NULL")
        email = CharField(max_length=254)
        name = CharField(max_length=200, null=True)
        by_hand = BooleanField()
        base_amount = BigIntegerField()
        due_amount = BigIntegerField()
        paid_amount = BigIntegerField()

        class Meta:
            table_name = "contract_buyer"

    class ContractSeller(Row):
        contract = ForeignKeyField(Contract, on_delete="CASCADE")
        user = ForeignKeyField(User, null=True, on_delete="SET NULL")
        email = CharField(max_length=254, null=True)
        name = CharField(max_length=200, null=True)
        by_hand = BooleanField()
        base_amount = BigIntegerField()
        owed_amount = BigIntegerField()
        received_amount = BigIntegerField()

        class Meta:
            table_name = "contract_seller"

    class ContractFee(Row):
        contract = ForeignKeyField(Contract, on_delete="CASCADE")
        buyer = ForeignKeyField(ContractBuyer, null=True, on_delete="SET NULL")
        kind = CharField(max_length=24)
        amount = BigIntegerField()
        description = CharField(max_length=500)

        class Meta:
            table_name = "contract_fee"

    class Transaction(Row):
        shop = ForeignKeyField(Shop, on_delete="CASCADE", index=False)
        contract = ForeignKeyField(Contract, null=True, on_delete="SET NULL")
        buyer = ForeignKeyField(User, null=True, on_delete="SET NULL", index=False)
        seller = ForeignKeyField(User, null=True, on_delete="SET NULL", index=False)
        key = CharField(max_length=100, unique=True)
        kind = CharField(max_length=24)
        status = CharField(max_length=16)
        amount = BigIntegerField()
        currency = CharField(max_length=3)
        attempt = IntegerField()
        method = CharField(max_length=255, null=True)
        payment_id = CharField(max_length=255, null=True)
        charge_id = CharField(max_length=255, null=True)
        why = CharField(max_length=500, null=True)
        words = JSONField(null=True)

        class Meta:
            # `transaction` is a word of SQL's own.
            table_name = "money_transaction"
            indexes = (
                (("shop", "kind", "status"), False),
                (("seller", "kind", "status", "currency", "amount"), False),
                (("buyer", "kind", "status", "currency", "amount"), False),
                (("payment_id",), False),
            )

    class Subscription(Row):
        shop = ForeignKeyField(Shop, on_delete="CASCADE")
        user = ForeignKeyField(User, on_delete="CASCADE")
        product = ForeignKeyField(Product, null=True, on_delete="SET NULL")
        contract = ForeignKeyField(Contract, null=True, on_delete="SET NULL")
        amount = BigIntegerField()
        currency = CharField(max_length=3)
        cycle = CharField(max_length=10)
        paused = BooleanField()
        paused_at = BigIntegerField(null=True)
        paused_until = BigIntegerField(null=True)
        started_at = BigIntegerField()
        ended_at = BigIntegerField(null=True)

    class Calendar(Row):
        shop = ForeignKeyField(Shop, on_delete="CASCADE")
        user = ForeignKeyField(User, unique=True, on_delete="CASCADE")
        name = CharField(max_length=200)
        description = TextField(null=True)
        outside_ids = JSONField()

    class OpenHours(Row):
        calendar = ForeignKeyField(Calendar, on_delete="CASCADE")
        weekday = SmallIntegerField(null=True)
        day = CharField(max_length=10, null=True)
        start = CharField(max_length=8)
        end = CharField(max_length=8)

        class Meta:
            table_name = "open_hours"

    class CalendarEvent(Row):
        calendar = ForeignKeyField(Calendar, on_delete="CASCADE", index=False)
        product = ForeignKeyField(Product, null=True, on_delete="SET NULL")
        subscription = ForeignKeyField(Subscription, null=True, on_delete="CASCADE")
        title = CharField(max_length=500)
        description = TextField(null=True)
        location = CharField(max_length=500, null=True)
        color = CharField(max_length=20, null=True)
        begins_at = BigIntegerField()
        ends_at = BigIntegerField()
        unavailable = BooleanField()
        booked_at = BigIntegerField(null=True)
        confirmed_at = BigIntegerField(null=True)
        cancelled_at = BigIntegerField(null=True)

        class Meta:
            table_name = "calendar_event"
            indexes = ((("calendar", "begins_at"), False),)

    class EventAttendee(Row):
        event = ForeignKeyField(CalendarEvent, on_delete="CASCADE")
        user = ForeignKeyField(User, null=True, on_delete="SET NULL")
        email = CharField(max_length=254)
        name = CharField(max_length=200, null=True)
        answer = CharField(max_length=16)
        comment = CharField(max_length=1000, null=True)

        class Meta:
            table_name = "event_attendee"

    return [
        SeasonalPrice,
        Cart,
        CartItem,
        Contract,
        ContractItem,
        ContractBuyer,
        ContractSeller,
        ContractFee,
        Transaction,
        Subscription,
        Calendar,
        OpenHours,
        CalendarEvent,
        EventAttendee,
    ]
