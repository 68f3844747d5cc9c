"""The fetched schema: a JSON Schema of another server, kept as it was when it was last read."""

from hashlib import sha256

from peewee import CharField, ForeignKeyField, TextField

from models.base import Link, MomentField
from models.shop import Shop


class FetchedSchema(Link):
    """The schema at `url` as the shop's products need it; one row for each address.

    `text` is what the server sent (null: nothing yet), `fetched_at` when it last stood by it,
    `asked_at` when it was last asked, `fault` why that was in vain.
    """

    shop_id: int
    shop = ForeignKeyField(Shop, backref="fetched_schemas", on_delete="CASCADE", index=False)
    # Of the address, which is longer than an index takes.
    digest = CharField(max_length=64)
    url = TextField()
    text = TextField(null=True)
    etag = CharField(max_length=300, null=True)
    modified = CharField(max_length=300, null=True)
    fetched_at = MomentField(null=True)
    asked_at = MomentField()
    fault = CharField(max_length=300, null=True)

    class Meta:
        indexes = ((("shop", "digest"), True),)


def digest_of(url: str) -> str:
    """Hash an address for look-up."""
    return sha256(url.encode()).hexdigest()
