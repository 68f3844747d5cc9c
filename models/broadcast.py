"""The broadcast: a live's being on air, its stream key, and what is on screen meanwhile."""

import hashlib
import secrets

from peewee import (
    BooleanField,
    CharField,
    CompositeKey,
    ForeignKeyField,
    IntegerField,
    JSONField,
    TextField,
)

from models.base import Link, MomentField, Table
from models.content import Content
from models.errors import Conflict
from models.product import Product

PRODUCT, ANNOUNCEMENT, EXTENSION = "product", "announcement", "extension"
INGEST, HAND = "ingest", "hand"
RTMP, BROWSER, RERUN = "rtmp", "browser", "rerun"


class LiveFinished(Conflict):
    """The live is finished: it has no chat and no current events any more."""

    code = "live-finished"


class LiveOnAir(Conflict):
    """The live is on air, or rehearsed: this is done before or after."""

    code = "live-on-air"


class NoRecording(Conflict):
    """Only a finished live whose replay is ready can be shown once more."""

    code = "no-recording"


class LiveUnfinished(Conflict):
    """The live is not finished: its timecodes follow its events until then."""

    code = "live-unfinished"


class Broadcast(Table):
    """How a live is sent. The key is told to its owner; who sends is known by its `digest`.

    `started_at` is the moment the show began, from which timecodes count. `starts_by` says what
    begins it: the first picture (INGEST), or somebody (HAND), until when what is sent is a
    rehearsal. `sender` names who sends now and `sender_due_at` the moment from which that one
    counts as gone; `lost_at` is since when nobody sends to a show that is on air.
    `chat` holds the settings of `usecases/chat_settings.py`, `pinned` a message's uid. `number`
    counts the live's changes (`LiveChange`). Links for hosts made before `links_from` open nothing.
    `trailer` is the video that plays before the show. While `rehearsing`, whoever knows the
    `passcode` may watch. A `rerun` plays the replay of `rerun_of` (null: it has been removed).
    """

    content_id: int
    trailer_id: int | None
    rerun_of_id: int | None
    content = ForeignKeyField(Content, backref="broadcasts", unique=True, on_delete="CASCADE")
    stream_key = CharField(max_length=64)
    digest = CharField(max_length=64, unique=True)
    started_at = MomentField(null=True)
    starts_by = CharField(max_length=10, default=INGEST)
    sender = CharField(max_length=100, null=True)
    sender_due_at = MomentField(null=True)
    lost_at = MomentField(null=True)
    chat = JSONField(default=dict)
    pinned = CharField(max_length=32, null=True)
    number = IntegerField(default=0)
    links_from = MomentField(null=True)
    trailer = ForeignKeyField(Content, null=True, backref="announces", on_delete="SET NULL")
    passcode = CharField(max_length=20, default=lambda: str(1000 + secrets.randbelow(9000)))
    rehearsing = BooleanField(default=False)
    rerun = BooleanField(default=False)
    rerun_of = ForeignKeyField(Content, null=True, backref="reruns", on_delete="SET NULL")

    class Meta:
        # Who is sent, what chat allows and how many changes there are is written by different
        # people at once: saving one must not bring the others back to what they were.
        only_save_dirty = True


class Take(Table):
    """One uninterrupted sending of a live; a show that lost its connection has several.

    `via` is RTMP, BROWSER or RERUN. `began_at` is the wall clock of the take's first picture;
    `marks` = [[media ms, wall clock ms]] says how the two went on, which drift apart. `folder` is
    the storage key of its segments. The recording starts `kept_from_ms` into the take: what came
    before was the rehearsal. `ended_at` is null while it is being sent.
    """

    content_id: int
    content = ForeignKeyField(Content, backref="takes", on_delete="CASCADE")
    via = CharField(max_length=10)
    folder = CharField(max_length=200)
    began_at = MomentField(null=True)
    ended_at = MomentField(null=True)
    kept_from_ms = IntegerField(default=0)
    duration_ms = IntegerField(default=0)
    marks = JSONField(default=list)
    facts = JSONField(default=dict)


class LiveChange(Link):
    """One thing viewers of a live are told, numbered without gaps by `Broadcast.number`.

    `kind` and `body` are what the player understands (`usecases/changes.py`).
    """

    content_id: int
    content = ForeignKeyField(Content, backref="changes", on_delete="CASCADE")
    number = IntegerField()
    at = MomentField()
    kind = CharField(max_length=20)
    body = TextField()

    class Meta:
        primary_key = CompositeKey("content", "number")


class LiveEvent(Table):
    """Something put on screen during a live, from a moment to a moment (null: still there).

    `kind` is product, announcement or extension; `text`, `url`, `configuration` (colours) and
    `thumbnail` (a picture's key) belong to the latter two.
    """

    content_id: int
    product_id: int | None
    content = ForeignKeyField(Content, backref="events", on_delete="CASCADE")
    kind = CharField(max_length=20)
    product = ForeignKeyField(Product, null=True, backref="events", on_delete="CASCADE")
    title = CharField(max_length=200, null=True)
    text = TextField(null=True)
    url = TextField(null=True)
    thumbnail = CharField(max_length=200, null=True)
    configuration = JSONField(default=dict)
    from_at = MomentField()
    to_at = MomentField(null=True)


def new_stream_key() -> dict[str, str]:
    """Make a stream key with its digest; 192 random bits need no slow hash."""
    key = secrets.token_hex(24)
    return {"stream_key": key, "digest": hashlib.sha256(key.encode()).hexdigest()}
