"""The replay: what was answered to a request that carried an Idempotency-Key."""

from __future__ import annotations

from peewee import CharField, ForeignKeyField, SmallIntegerField, TextField

from models.base import MomentField, Table
from models.errors import Conflict, Invalid
from models.shop import Shop


class InFlight(Conflict):
    """A request with this Idempotency-Key is being answered now."""

    code = "request-in-flight"


class KeyReused(Invalid):
    """This Idempotency-Key came before with another request."""

    code = "idempotency-key-reused"


class Replay(Table):
    """One request by its key. Until `status` is known, `claim` names who works at it.

    `due_at` is the moment from which that one counts as lost.
    """

    shop_id: int
    shop = ForeignKeyField(Shop, backref="replays", on_delete="CASCADE")
    key = CharField(max_length=255)
    fingerprint = CharField(max_length=64)
    claim = CharField(max_length=32)
    due_at = MomentField()
    status = SmallIntegerField(null=True)
    body = TextField(default="")

    class Meta:
        indexes = ((("shop", "key"), True),)
