"""The webhook: a place of the shop that is told what changes, and what it was or will be told."""

from __future__ import annotations

import base64
import secrets
from datetime import UTC, datetime

from peewee import CharField, ForeignKeyField, IntegerField, JSONField, TextField

from models import clock
from models.base import MomentField, Table
from models.errors import Conflict
from models.shop import Shop

# Paused by the shop; disabled by us after long failure, until the shop switches it on again.
ACTIVE, PAUSED, DISABLED = "active", "paused", "disabled"
# How its messages are spelled: as the house does, or as another API does.
HOUSE, CAMPAIGNS, CATALOG = "vitrine", "campaigns", "catalog"
FORMATS = (HOUSE, CAMPAIGNS, CATALOG)
PENDING, DELIVERED, FAILED = "pending", "delivered", "failed"


class TooManyWebhooks(Conflict):
    """The shop has as many webhooks as it may."""

    code = "too-many-webhooks"


class SwitchedOff(Conflict):
    """The webhook is paused or was disabled."""

    code = "webhook-off"


class Webhook(Table):
    """An endpoint. `events` are names of `usecases/events.py`, or `*`; `format` is of FORMATS.

    `number` counts what it was told. `old_secrets` sign beside `secret`: [[secret, until]], in ms.
    `failing_since` is the first failure after the last success. `claim` names who sends to it now,
    `due_at` the moment from which that one counts as lost.
    """

    shop_id: int
    shop = ForeignKeyField(Shop, backref="webhooks", on_delete="CASCADE")
    url = TextField()
    description = TextField(null=True)
    events = JSONField(default=list)
    format = CharField(max_length=20, default=HOUSE)
    state = CharField(max_length=20, default=ACTIVE)
    reason = TextField(null=True)
    secret = CharField(max_length=100)
    old_secrets = JSONField(default=list)
    number = IntegerField(default=0)
    failing_since = MomentField(null=True)
    claim = CharField(max_length=32, null=True)
    due_at = MomentField(null=True)

    def signing(self) -> list[tuple[str, int]]:
        """Give the old secrets that still sign, newest first: the secret, and until when (ms)."""
        now = clock.now().timestamp() * 1000
        return [(secret, until) for secret, until in self.old_secrets if until > now]

    @property
    def old_secrets_end_at(self) -> datetime | None:
        """The moment from which the secret alone signs; None: it does."""
        last = max((until for _, until in self.signing()), default=None)
        return None if last is None else datetime.fromtimestamp(last / 1000, UTC)


class Delivery(Table):
    """One event for one webhook: `body` is what is sent, to the letter, each time.

    `tries` counts those since it was last asked for, until `ends_at`; `attempts` keeps the latest:
    [{"at", "status", "error", "answer"}].
    """

    webhook_id: int
    webhook = ForeignKeyField(Webhook, backref="deliveries", on_delete="CASCADE")
    event_uid = CharField(max_length=32)
    event = CharField(max_length=40)
    number = IntegerField()
    body = TextField()
    state = CharField(max_length=20, default=PENDING)
    tries = IntegerField(default=0)
    attempts = JSONField(default=list)
    due_at = MomentField(null=True)
    ends_at = MomentField()
    delivered_at = MomentField(null=True)

    class Meta:
        indexes = (
            (("webhook", "number"), False),
            (("state", "due_at"), False),
        )


def new_secret() -> str:
    """Make a secret as https://www.standardwebhooks.com/ spells it: 256 random bits."""
    return f"whsec_{base64.b64encode(secrets.token_bytes(32)).decode()}"
