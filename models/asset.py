"""The asset: the media behind a content, from the waiting upload to what plays."""

from peewee import (
    BigIntegerField,
    BooleanField,
    CharField,
    FloatField,
    ForeignKeyField,
    IntegerField,
    JSONField,
    TextField,
)

from models.base import MomentField, Table
from models.content import Content
from models.errors import Conflict, DomainError

WAITING_UPLOAD, PROCESSING, READY, ERROR = "waiting_upload", "processing", "ready", "error"


class NotReady(Conflict):
    """The content has nothing to play yet."""

    code = "not-ready"


class AlreadyReceived(Conflict):
    """The file for this asset has come already."""

    code = "already-received"


class Overtaken(Conflict):
    """The same file is being sent a second time, and the later sending counts."""

    code = "overtaken"


class WrongOffset(DomainError):
    """A piece does not continue what has come so far."""

    code = "wrong-offset"


class Asset(Table):
    """One file sent for a content and what was made of it.

    A new upload is a new asset; the content goes on playing its earlier one until the new one is
    ready and takes over `playing`. `folder` is the storage key under which the
    public files are: `files` = {"hls", "mp4", "preview", "storyboard",
    "posters": [{"file", "width", "height", "type"}]}.

    While it is processing, `claim` names the worker that has it, `due_at` is the moment from
    which it counts as left alone, and `attempts` how often it was taken up.
    """

    content_id: int
    content = ForeignKeyField(Content, backref="assets", on_delete="CASCADE")
    state = CharField(max_length=20, default=WAITING_UPLOAD)
    playing = BooleanField(default=False)
    reason = TextField(null=True)
    progress = FloatField(default=0.0)
    source = CharField(max_length=200, null=True)
    size = BigIntegerField(null=True)
    folder = CharField(max_length=200, null=True)
    files = JSONField(default=dict)
    facts = JSONField(default=dict)
    duration_ms = IntegerField(null=True)
    width = IntegerField(null=True)
    height = IntegerField(null=True)
    claim = CharField(max_length=100, null=True)
    due_at = MomentField(null=True)
    attempts = IntegerField(default=0)


class Caption(Table):
    """One caption track of a content, a WebVTT file."""

    content_id: int
    content = ForeignKeyField(Content, backref="captions", on_delete="CASCADE")
    language = CharField(max_length=20)
    label = CharField(max_length=100)
    file = CharField(max_length=200)

    class Meta:
        indexes = ((("content", "language"), True),)
