"""The broadcast: a live's being on air, its stream key, and what is on screen meanwhile."""

import hashlib
import secrets

from peewee import CharField, ForeignKeyField, JSONField, TextField

from models.base import MomentField, Table
from models.content import Content
from models.errors import Conflict
from models.product import Product

PRODUCT, ANNOUNCEMENT, EXTENSION = "product", "announcement", "extension"


class LiveFinished(Conflict):
    """The live is finished: it has no chat and no current events any more."""

    code = "live-finished"


class LiveUnfinished(Conflict):
    """The live is not finished: its timecodes follow its events until then."""

    code = "live-unfinished"


class Broadcast(Table):
    """How a live is sent. The key is told to its owner; who sends is known by its `digest`.

    `started_at` is the moment the first picture came, from which timecodes count.
    """

    content_id: int
    content = ForeignKeyField(Content, backref="broadcasts", unique=True, on_delete="CASCADE")
    stream_key = CharField(max_length=64)
    digest = CharField(max_length=64, unique=True)
    started_at = MomentField(null=True)


class LiveEvent(Table):
    """Something put on screen during a live, from a moment to a moment (null: still there).

    `kind` is product, announcement or extension; `text`, `url` and `configuration` (colours)
    belong to the latter two.
    """

    content_id: int
    product_id: int | None
    content = ForeignKeyField(Content, backref="events", on_delete="CASCADE")
    kind = CharField(max_length=20)
    product = ForeignKeyField(Product, null=True, backref="events", on_delete="CASCADE")
    title = CharField(max_length=200, null=True)
    text = TextField(null=True)
    url = TextField(null=True)
    configuration = JSONField(default=dict)
    from_at = MomentField()
    to_at = MomentField(null=True)


def new_stream_key() -> dict[str, str]:
    """Make a stream key with its digest; 192 random bits need no slow hash."""
    key = secrets.token_hex(24)
    return {"stream_key": key, "digest": hashlib.sha256(key.encode()).hexdigest()}
