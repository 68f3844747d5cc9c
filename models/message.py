"""Messages: what viewers and hosts write in the chat of a live, who votes, and who is banned."""

from typing import Any

from peewee import BooleanField, CharField, CompositeKey, ForeignKeyField, IntegerField, TextField

from models.base import Link, MomentField, Table
from models.content import Content
from models.errors import Conflict, DomainError, Forbidden, Invalid, Unauthorized
from models.shop import Shop

VIEWER, HOST, MODERATOR = "viewer", "host", "moderator"
# Who looks after a show.
LEADERS = (HOST, MODERATOR)
SOFT, HARD = "soft", "hard"


class BadToken(Unauthorized):
    """This token was not made here, or has been revoked, or is for another live."""

    code = "bad-token"


class TokenExpired(Unauthorized):
    """This token was good once; ask for a new one."""

    code = "token-expired"


class BadUserToken(Unauthorized):
    """The shop's token about its user cannot be believed; the message tells why."""

    code = "bad-user-token"


class Banned(Forbidden):
    """Who asks was banned from the chat."""

    code = "banned"


class ChatClosed(Conflict):
    """The chat of this live takes no messages, or no such ones, now."""

    code = "chat-closed"


class LinkRefused(Invalid):
    """Links are for those who look after the show."""

    code = "link-refused"


class TooFast(DomainError):
    """The chat takes messages more slowly; wait as Retry-After says."""

    code = "slow-down"

    def __init__(self, message: str, after_s: int) -> None:
        super().__init__(message)
        self.after_s = after_s


class Message(Table):
    """One message; `created_at` is when it was sent. A moderated one is hidden from viewers.

    `viewer` is the writer's uid, `address` a digest of where it came from, both for banning.
    `waiting`: for a moderator's leave. `shadowed`: its writer is banned softly and alone sees it.
    An empty `author` is anonymous. `reason` tells moderators why it was hidden.
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
    address = CharField(max_length=64, null=True, index=True)
    reason = TextField(null=True)

    class Meta:
        indexes = ((("content", "question", "votes"), False),)


def seen() -> Any:
    """The condition of messages that viewers see."""
    return ~Message.moderated & ~Message.waiting & ~Message.shadowed


class Vote(Link):
    """One viewer's vote for a question."""

    message_id: int
    message = ForeignKeyField(Message, backref="voters", on_delete="CASCADE")
    viewer = CharField(max_length=32)

    class Meta:
        primary_key = CompositeKey("message", "viewer")


class SpentToken(Link):
    """A token of a shop about its user, which opens once; `ends_at` is when it would end anyway."""

    shop_id: int
    shop = ForeignKeyField(Shop, backref="spent_tokens", on_delete="CASCADE")
    digest = CharField(max_length=64)
    ends_at = MomentField(index=True)

    class Meta:
        primary_key = CompositeKey("shop", "digest")


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
