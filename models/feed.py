"""The feed: an outside catalogue, its items, and the products that follow them."""

from peewee import (
    BigAutoField,
    BigIntegerField,
    CharField,
    FloatField,
    ForeignKeyField,
    IntegerField,
    JSONField,
    TextField,
)

from models.base import Link, MomentField, Table
from models.errors import Conflict
from models.product import Product
from models.seller import Seller
from models.shop import Shop

WAITING, REFRESHING, READY, HELD, ERROR = "waiting", "refreshing", "ready", "held_back", "error"
# Facts of a product that its feed tells; each can be overridden.
FOLLOWED = (
    "name",
    "description",
    "url",
    "ean",
    "price_amount",
    "discount_amount",
    "currency",
    "in_stock",
    "quantity",
    "picture",
)


class NothingHeld(Conflict):
    """Nothing of this feed is held back."""

    code = "nothing-held"


class NothingToFetch(Conflict):
    """The feed was uploaded and has no address to fetch it from again."""

    code = "nothing-to-fetch"


class Feed(Table):
    """A catalogue fetched from `url` every so many minutes, or uploaded.

    `source` is the storage key of a file that waits to be read; `held` tells what was held back:
    {"items", "before", "key", "etag", "modified"}. `faults` are the first of the rows' faults:
    [{"row", "ref", "why"}]. While it is refreshed, `claim` and `due_at` say by whom and until
    when; `round` numbers the refreshes, so that items of earlier ones are known.
    """

    shop_id: int
    seller_id: int | None
    shop = ForeignKeyField(Shop, backref="feeds", on_delete="CASCADE")
    seller = ForeignKeyField(Seller, null=True, backref="feeds", on_delete="SET NULL")
    name = CharField(max_length=200)
    url = TextField(null=True)
    format = CharField(max_length=20, null=True)
    locale = CharField(max_length=20, null=True)
    currency = CharField(max_length=3, null=True)
    every_minutes = IntegerField(null=True)
    state = CharField(max_length=20, default=WAITING, index=True)
    reason = TextField(null=True)
    progress = FloatField(default=0.0)
    source = CharField(max_length=200, null=True)
    held = JSONField(null=True)
    etag = CharField(max_length=300, null=True)
    modified = CharField(max_length=300, null=True)
    item_count = IntegerField(default=0)
    row_count = IntegerField(default=0)
    rejected_count = IntegerField(default=0)
    faults = JSONField(default=list)
    refreshed_at = MomentField(null=True)
    next_at = MomentField(null=True)
    claim = CharField(max_length=100, null=True)
    due_at = MomentField(null=True)
    attempts = IntegerField(default=0)
    round = IntegerField(default=0)


class FeedItem(Link):
    """An item of a feed; `seller` is the external id of who sells it, or empty.

    `facts` is JSON of the facts of a product (`FOLLOWED`, but for `picture` the address it is
    fetched from) and `digest` tells two versions of them apart.
    """

    feed_id: int
    id = BigAutoField()
    feed = ForeignKeyField(Feed, backref="items", on_delete="CASCADE", index=False)
    ref = CharField(max_length=200)
    seller = CharField(max_length=200, default="")
    facts = TextField()
    digest = BigIntegerField()
    round = IntegerField()

    class Meta:
        indexes = ((("feed", "ref", "seller"), True),)


class Following(Link):
    """A product follows the item (`feed`, `ref`, `seller`), but for the facts `overridden`.

    `digest` is the version of the item it has now, null after the item has left the feed.
    `picture` is the address of the picture it should have, `fetched` of the one it has;
    `picture_at` is when the next attempt to fetch may begin, after `picture_tries` of them.
    """

    product_id: int
    feed_id: int
    product = ForeignKeyField(Product, primary_key=True, backref="following", on_delete="CASCADE")
    feed = ForeignKeyField(Feed, backref="followings", on_delete="CASCADE", index=False)
    ref = CharField(max_length=200)
    seller = CharField(max_length=200, default="")
    overridden = JSONField(default=list)
    digest = BigIntegerField(null=True)
    picture = TextField(null=True)
    fetched = TextField(null=True)
    picture_at = MomentField(null=True, index=True)
    picture_tries = IntegerField(default=0)

    class Meta:
        indexes = ((("feed", "ref", "seller"), False),)
