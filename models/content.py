"""Content: what is watched, a video or a live, with its products, tags and cues."""

from peewee import (
    BooleanField,
    CharField,
    CompositeKey,
    ForeignKeyField,
    IntegerField,
    JSONField,
    TextField,
    fn,
)

from models.base import Link, MomentField, Table
from models.brand import Brand
from models.product import Product
from models.seller import Seller
from models.shop import Shop

VIDEO, LIVE = "video", "live"
NOT_STARTED, STARTED, FINISHED = "not_started", "started", "finished"


class Content(Table):
    """A video or a live. What plays is its one asset marked `playing` (`models/asset.py`).

    `urls` and `excluded_urls` are page address patterns (`models/address.py`). `state`,
    `starts_at` and `ends_at` belong to lives, `planned_end_at` keeps what was planned when it has
    ended. What awaits approval is not published. What is not `listed` is shown where it is named
    and stands in no list; a replay that is not `replayable` is offered to nobody.
    """

    shop_id: int
    seller_id: int | None
    brand_id: int | None
    shop = ForeignKeyField(Shop, backref="contents", on_delete="CASCADE")
    seller = ForeignKeyField(Seller, null=True, backref="contents", on_delete="SET NULL")
    kind = CharField(max_length=10, default=VIDEO)
    name = CharField(max_length=500)
    description = TextField(null=True)
    thumbnail = CharField(max_length=200, null=True)
    portrait_thumbnail = CharField(max_length=200, null=True)
    urls = JSONField(default=list)
    excluded_urls = JSONField(default=list)
    published = BooleanField(default=True)
    awaiting_approval = BooleanField(default=False)
    listed = BooleanField(default=True)
    state = CharField(max_length=20, null=True)
    starts_at = MomentField(null=True)
    ends_at = MomentField(null=True)
    planned_end_at = MomentField(null=True)
    replayable = BooleanField(default=True)
    brand = ForeignKeyField(Brand, null=True, backref="contents", on_delete="SET NULL")

    class Meta:
        # A show begins while somebody changes its name: neither brings the other's back.
        only_save_dirty = True
        indexes = (
            (("shop", "kind", "created_at"), False),
            (("shop", "kind", "starts_at"), False),
        )


# When a past live was over; one whose end was taken away stands where it was made.
OVER_AT = fn.COALESCE(Content.ends_at, Content.created_at)
# How many lives are how far, and the past ones in their order: read from the index alone.
_PROGRAMME = (Content.shop, Content.kind, Content.state, OVER_AT, Content.id)
Content.add_index(
    Content.index(*_PROGRAMME, Content.published, Content.listed, name="content_programme")
)


class ContentProduct(Link):
    """A product carried by a content, in the merchant's order.

    `stock` (of `models/product.py`) is said for this content alone, null: it is the product's own.
    `group` numbers the products that are sold together, null for none.
    """

    content_id: int
    product_id: int
    content = ForeignKeyField(Content, backref="product_links", on_delete="CASCADE")
    product = ForeignKeyField(Product, backref="content_links", on_delete="CASCADE")
    position = IntegerField(default=0)
    stock = CharField(max_length=20, null=True)
    group = IntegerField(null=True, column_name="group_number")

    class Meta:
        primary_key = CompositeKey("content", "product")


class ContentTag(Link):
    """One tag of a content, in the merchant's order."""

    content_id: int
    content = ForeignKeyField(Content, backref="tag_links", on_delete="CASCADE")
    tag = CharField(max_length=100, index=True)
    position = IntegerField(default=0)

    class Meta:
        primary_key = CompositeKey("content", "tag")


class Cue(Table):
    """Something at a moment of a content.

    `kind` is product, question, announcement, extension or chapter. `from_ms` and `to_ms` count
    from the start of the picture; `to_ms` null means to the end. `source_uid` names the event or
    the message of a live that the cue was made of.
    """

    content_id: int
    product_id: int | None
    content = ForeignKeyField(Content, backref="cues", on_delete="CASCADE")
    kind = CharField(max_length=20)
    product = ForeignKeyField(Product, null=True, backref="cues", on_delete="CASCADE")
    text = TextField(null=True)
    from_ms = IntegerField()
    to_ms = IntegerField(null=True)
    source_uid = CharField(max_length=32, null=True)
