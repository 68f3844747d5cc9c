"""Users of a shop, how they sign in, its waitlist, uploaded pictures; a shop as a platform."""

from typing import Any

from peewee import (
    AutoField,
    BigIntegerField,
    BooleanField,
    CharField,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)

# With a default of its own: SQLite would make the whole table anew.
BY_HAND = "alter table shop add column fee_millionths integer not null default 0"


def up(migrator: Any, db: Any) -> None:
    """Add the tables and the columns."""
    db.create_tables(_tables(db))
    migrator.migrate(
        migrator.add_column("shop", "description", TextField(null=True)),
        migrator.add_column("shop", "logo", CharField(max_length=200, null=True)),
    )
    db.execute_sql(BY_HAND)


def down(migrator: Any, db: Any) -> None:
    """Drop them."""
    for each in ("description", "logo", "fee_millionths"):
        db.execute_sql(f"alter table shop drop column {each}")
    db.drop_tables(_tables(db))


def _tables(db: Any) -> list[Any]:
    class Shop(Model):
        class Meta:
            database = db
            table_name = "shop"

    class Row(Model):
        id = AutoField()
        uid = CharField(max_length=32, unique=True)
        created_at = BigIntegerField()
        updated_at = BigIntegerField()

        class Meta:
            database = db

    class User(Row):
        shop = ForeignKeyField(Shop, on_delete="CASCADE", index=False)
        email = CharField(max_length=254)
        username = CharField(max_length=40, null=True)
        name = CharField(max_length=200, null=True)
        first_name = CharField(max_length=200, null=True)
        last_name = CharField(max_length=200, null=True)
        bio = TextField(null=True)
        picture = CharField(max_length=200, null=True)
        plan = CharField(max_length=200, null=True)
        time_zone = CharField(max_length=64)
        role = CharField(max_length=10, null=True)
        connect_id = CharField(max_length=255, null=True)
        customer_id = CharField(max_length=255, null=True)
        charges_enabled = BooleanField()
        details_submitted = BooleanField()
        authenticated_at = BigIntegerField(null=True)
        onboarded_at = BigIntegerField(null=True)
        deletes_at = BigIntegerField(null=True, index=True)

        class Meta:
            table_name = "shop_user"
            indexes = (
                (("shop", "email"), True),
                (("shop", "username"), True),
                (("shop", "role"), False),
                (("shop", "id"), False),
            )

    class UserLink(Row):
        user = ForeignKeyField(User, on_delete="CASCADE")
        label = CharField(max_length=200)
        url = CharField(max_length=2048)

        class Meta:
            table_name = "user_link"

    class SignInCode(Row):
        shop = ForeignKeyField(Shop, on_delete="CASCADE", index=False)
        email = CharField(max_length=254)
        nonce = CharField(max_length=32)
        tries = IntegerField()
        unused = IntegerField()
        asked_at = BigIntegerField()
        ends_at = BigIntegerField(index=True)
        used_at = BigIntegerField(null=True)
        mailed_at = BigIntegerField(null=True)
        due_at = BigIntegerField()

        class Meta:
            table_name = "sign_in_code"
            indexes = ((("shop", "email"), True),)

    class Session(Row):
        user = ForeignKeyField(User, on_delete="CASCADE")
        number = IntegerField()
        ends_at = BigIntegerField(index=True)
        revoked_at = BigIntegerField(null=True)

        class Meta:
            table_name = "session"

    class WaitlistEntry(Row):
        shop = ForeignKeyField(Shop, on_delete="CASCADE", index=False)
        email = CharField(max_length=254)
        name = CharField(max_length=200, null=True)
        granted_at = BigIntegerField(null=True)

        class Meta:
            table_name = "waitlist_entry"
            indexes = ((("shop", "email"), True), (("shop", "id"), False))

    class UploadedPicture(Row):
        shop = ForeignKeyField(Shop, on_delete="CASCADE")
        picture = CharField(max_length=200)

        class Meta:
            table_name = "uploaded_picture"

    return [User, UserLink, SignInCode, Session, WaitlistEntry, UploadedPicture]
