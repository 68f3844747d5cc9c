"""The placement: a merchant's rule of what is shown where."""

from peewee import BooleanField, CharField, ForeignKeyField, IntegerField, JSONField

from models.base import MomentField, Table
from models.collection import Collection
from models.content import Content
from models.seller import Seller
from models.shop import Shop

COMPONENTS = (
    "bubble",
    "inline",
    "carousel",
    "launcher",
    "stories",
    "slider",
    "highlight",
    "landing",
)


class Placement(Table):
    """What is shown where.

    It shows its `collection`, else its `content`, else whatever matched the page by itself.
    `product_refs` may hold `*`, any product. `locales` and `excluded_locales` hold language tags
    (`fr` covers `fr-BE`). `target` = {"element", "position", "overwrite"}.
    One made with a seller's key is that `seller`'s.
    """

    shop_id: int
    seller_id: int | None
    collection_id: int | None
    content_id: int | None
    shop = ForeignKeyField(Shop, backref="placements", on_delete="CASCADE")
    seller = ForeignKeyField(Seller, null=True, backref="placements", on_delete="SET NULL")
    name = CharField(max_length=200)
    component = CharField(max_length=20)
    collection = ForeignKeyField(Collection, null=True, backref="placements", on_delete="CASCADE")
    content = ForeignKeyField(Content, null=True, backref="placements", on_delete="CASCADE")
    urls = JSONField(default=list)
    product_refs = JSONField(default=list)
    excluded_urls = JSONField(default=list)
    excluded_refs = JSONField(default=list)
    locales = JSONField(default=list)
    excluded_locales = JSONField(default=list)
    target = JSONField(null=True)
    mobile_target = JSONField(null=True)
    configuration = JSONField(default=dict)
    priority = IntegerField(default=0)
    active = BooleanField(default=True)
    starts_at = MomentField(null=True)
    ends_at = MomentField(null=True)
