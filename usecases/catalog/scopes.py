"""What callers of the product service may do: the scopes of tokens, and which of them keys open."""

from __future__ import annotations

from models.api_key import ApiKey
from models.errors import DomainError

CREATE, UPDATE, DELETE = (f"product.product_{each}" for each in ("create", "update", "delete"))
PUBLISH, UNPUBLISH = "product.product_publish", "product.product_unpublish"
READ_UNPUBLISHED = "product.product_read_unpublished"
READ_TEMPLATES = "product.product_template_read"
WRITE_TEMPLATES = "product.product_template_manage"
# One word for three, and the same for who has products of its own only.
MANAGE, MANAGE_OWN = "product.product_manage", "product.product_manage_by_vendor"
READ_OWN = "product.product_read_by_vendor"
# It opens nothing here: prices are the other APIs'. Clients ask for it with the others.
PRICES = "product.price_manage"

READING = frozenset({READ_UNPUBLISHED, READ_TEMPLATES})
WRITING = frozenset({CREATE, UPDATE, DELETE, MANAGE, PUBLISH, UNPUBLISH, WRITE_TEMPLATES, PRICES})
SELLERS = frozenset({READ_OWN, MANAGE_OWN})
ALL = READING | WRITING | SELLERS
# What a key carries in the words of the other APIs.
OPENED = {"content.read": READING, "content.write": READING | WRITING}
# What a key can be made with.
KEY_SCOPES = (*OPENED, *sorted(READING | WRITING))
IMPLIED = dict.fromkeys((MANAGE, MANAGE_OWN), frozenset({CREATE, UPDATE, DELETE}))


class InvalidScope(DomainError):
    """A scope was asked for that does not exist, or that the key does not carry."""

    code = "invalid-scope"


def scopes_of(key: ApiKey) -> frozenset[str]:
    """List what a key carries; scopes of sellers are for the keys of sellers alone."""
    carried = frozenset(key.scopes) & ALL
    carried = opened_by(carried.union(*(OPENED.get(each, frozenset()) for each in key.scopes)))
    if key.seller_id is None:
        return carried - SELLERS
    own = {READ_OWN} | ({MANAGE_OWN} if MANAGE in carried else set())
    return carried | own


def granted(key: ApiKey, asked: str) -> frozenset[str]:
    """Choose the scopes that are asked for, parted by spaces; empty: all that the key carries.

    `tenant=…` among them must name the key's shop. Raises `InvalidScope`.
    """
    named = {each for each in asked.split(" ") if each} - {f"tenant={key.shop.slug}"}
    carried = scopes_of(key)
    if beyond := sorted(named - carried):
        raise InvalidScope(f"this key does not carry {beyond[0][:100]}")
    return frozenset(named) or carried


def opened_by(scopes: frozenset[str]) -> frozenset[str]:
    """Add what scopes stand for to themselves."""
    return scopes.union(*(IMPLIED.get(each, frozenset()) for each in scopes))
