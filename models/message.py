"""Messages: what viewers and hosts write in the chat of a live, who votes, and who is banned."""

from peewee import BooleanField, CharField, CompositeKey, ForeignKeyField, IntegerField, TextField

from models.base import Link, MomentField, Table
from models.content import Content
from models.shop import Shop

VIEWER, HOST, MODERATOR = "viewer", "host", "moderator"
SOFT, HARD = "soft", "hard"


class Message(Table):
    """One message; `created_at` is when it was sent. A moderated one is hidden from viewers.

    `viewer` is the writer's uid, `address` a digest of where it came from, both for banning.
    `waiting`: for a moderator's leave. `shadowed`: its writer is banned softly and alone sees it.
    """

    content_id: int
    content = ForeignKeyField(Content, backref="messages", on_delete="CASCADE")
    author = CharField(max_length=100)
    text = TextField()
    question = BooleanField(default=False)
    votes = IntegerField(default=0)
    answered_at = MomentField(null=True)
    moderated = BooleanField(default=False)
    by_host = BooleanField(default=False)
    by_moderator = BooleanField(default=False)
    waiting = BooleanField(default=False)
    shadowed = BooleanField(default=False)
    viewer = CharField(max_length=32, null=True, index=True)
    address = CharField(max_length=64, null=True)

    class Meta:
        indexes = ((("content", "question", "votes"), False),)


class Vote(Link):
    """One viewer's vote for a question."""

    message_id: int
    message = ForeignKeyField(Message, backref="voters", on_delete="CASCADE")
    viewer = CharField(max_length=32)

    class Meta:
        primary_key = CompositeKey("message", "viewer")


class Ban(Table):
    """A viewer who may not write: in one live, or in all of the shop (`content` null).

    Known by their uid or by the digest of their address. `kind`: SOFT ones see their own
    messages and nobody else does, HARD ones are refused.
    """

    shop_id: int
    content_id: int | None
    shop = ForeignKeyField(Shop, backref="bans", on_delete="CASCADE")
    content = ForeignKeyField(Content, null=True, backref="bans", on_delete="CASCADE")
    kind = CharField(max_length=10)
    author = CharField(max_length=100)
    viewer = CharField(max_length=32, null=True, index=True)
    address = CharField(max_length=64, null=True, index=True)
    reason = TextField(null=True)
