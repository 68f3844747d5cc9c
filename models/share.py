"""The share: another shop may read and show a content, and change nothing of it."""

from peewee import ForeignKeyField

from models.base import Table
from models.content import Content
from models.errors import Forbidden
from models.shop import Shop


class SharedContent(Forbidden):
    """Another shop shares this content; only that shop changes it."""

    code = "shared-content"


class Share(Table):
    """A content shared with `shop`, which is never the content's own."""

    content_id: int
    shop_id: int
    content = ForeignKeyField(Content, backref="shares", on_delete="CASCADE")
    shop = ForeignKeyField(Shop, backref="borrowed", on_delete="CASCADE")

    class Meta:
        indexes = ((("content", "shop"), True),)
