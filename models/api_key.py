"""The key by which a shop's server proves who it is: stored hashed, shown once."""

from __future__ import annotations

import hashlib
import secrets

from peewee import CharField, ForeignKeyField, JSONField

from models import clock
from models.base import MomentField, Table
from models.errors import Unauthorized
from models.seller import Seller
from models.shop import Shop


class BadKey(Unauthorized):
    """The key is unknown, revoked or expired; which of them is not told."""

    code = "bad-credentials"


class ApiKey(Table):
    """One key: `vtrn_<mode>_<secret>`.

    The secret has 256 random bits, so a plain SHA-256 is as good a lock as a slow hash and
    costs a request two microseconds instead of a tenth of a second.
    With a `seller` it opens that seller's own things alone.
    """

    shop_id: int
    seller_id: int | None
    shop = ForeignKeyField(Shop, backref="keys", on_delete="CASCADE")
    seller = ForeignKeyField(Seller, null=True, backref="keys", on_delete="CASCADE")
    name = CharField(max_length=100, default="")
    digest = CharField(max_length=64, unique=True)
    scopes = JSONField(default=lambda: ["content.read", "content.write"])
    last_used_at = MomentField(null=True)
    expires_at = MomentField(null=True)
    revoked_at = MomentField(null=True)

    def usable(self) -> bool:
        """Tell whether the key still opens doors."""
        return self.revoked_at is None and (
            self.expires_at is None or self.expires_at > clock.now()
        )

    def allows(self, scope: str) -> bool:
        """Tell whether the key carries `scope` (`content.read`, `content.write`)."""
        return scope in self.scopes


def new_secret(mode: str) -> str:
    """Make the text of a new key; it has exactly two underscores."""
    return f"vtrn_{mode}_{secrets.token_hex(32)}"


def digest_of(key: str) -> str:
    """Hash a key's text for storage and look-up."""
    return hashlib.sha256(key.encode()).hexdigest()
