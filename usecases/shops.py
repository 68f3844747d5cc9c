"""Shops and their keys: opening one, changing how it shows, letting servers in."""

from __future__ import annotations

import re
import secrets
from contextlib import suppress
from typing import Any

from peewee import JOIN, IntegrityError, OperationalError

from models import clock
from models.address import TRACKING, read_pattern
from models.api_key import ApiKey, BadKey, digest_of, new_secret
from models.component_texts import faults_in
from models.database import database, exclusive, read_rows
from models.display_rule import SHOP, rewrite_all_rules, rules_of_shop, write_rules
from models.errors import Invalid, NotFound, Problem
from models.loading import Loader
from models.seller import Seller
from models.shop import (
    MODES,
    SLUG,
    Shop,
    UnknownApp,
    UnknownApplication,
    as_extension_host,
    as_origin,
)
from usecases.rows import refuse_sellers
from usecases.words import is_sayable

APP_ID = re.compile(r"[A-Za-z0-9_-]{1,43}")
KEYS: Loader[ApiKey] = Loader(ApiKey)
SHOPS: Loader[Shop] = Loader(Shop)
KEY_AND_SHOP = (
    f"select {KEYS.columns('k')}, {SHOPS.columns('s')} from api_key k"  # noqa: S608
    " join shop s on s.id = k.shop_id where"
)


def seen(shop: Shop) -> Shop:
    """Give the shop itself; raises `NotFound` to a seller's key."""
    refuse_sellers(shop)
    return shop


def open_shop(name: str, *, origins: list[str], mode: str = "test", **facts: Any) -> Shop:
    """Open a shop; its slug is made from the name unless given. Raises `Invalid`."""
    if mode not in MODES:
        raise Invalid(Problem("mode", "must be test or live"))
    slug = facts.pop("slug", None) or _slug_from(name)
    if not SLUG.match(slug):
        raise Invalid(Problem("slug", "3 to 16 lower-case letters and digits, a letter first"))
    allowed = [as_origin(each) for each in origins]
    try:
        with database.atomic():
            return Shop.create(name=name, mode=mode, slug=slug, allowed_origins=allowed, **facts)
    except IntegrityError:
        raise Invalid(Problem("slug", f"{slug} is taken by another shop")) from None


def find_shop(app_id: str) -> Shop:
    """Find the shop of a public app id, or raise `UnknownApp`."""
    shop = Shop.get_or_none(Shop.app_id == app_id) if APP_ID.fullmatch(app_id) else None
    if shop is None:
        raise UnknownApp("no shop has this app id; copy it from the shop's settings")
    return shop


def find_shop_by_slug(slug: str) -> Shop:
    """Find the shop of a slug, or raise `NotFound`."""
    # Anything else is no slug, whatever a database would make of it.
    shop = Shop.get_or_none(Shop.slug == slug) if SLUG.fullmatch(slug) else None
    if shop is None:
        raise NotFound(f"no shop has the slug {slug[:100]}")
    return shop


def find_application(slug: str) -> Shop:
    """Find the shop that callers name by its slug, or raise `UnknownApplication`."""
    shop = Shop.get_or_none(Shop.slug == slug) if SLUG.fullmatch(slug) else None
    if shop is None:
        raise UnknownApplication("send applicationId: the slug of a shop, from its settings")
    return shop


def find_shop_by_access_key(access_key: str) -> Shop:
    """Find the shop of an access key, or raise `NotFound`."""
    # Access keys are spelled as app ids are.
    plain = APP_ID.fullmatch(access_key)
    shop = Shop.get_or_none(Shop.access_key == access_key) if plain else None
    if shop is None:
        raise NotFound("no shop has this access key")
    return shop


def all_shops() -> list[Shop]:
    """List the shops of this installation, oldest first."""
    return list(Shop.select().order_by(Shop.created_at, Shop.id))


def change_shop(shop: Shop, **changes: Any) -> Shop:
    """Change how a shop shows; what decides displays is indexed anew. Raises `Invalid`."""
    refuse_sellers(shop)
    if "allowed_origins" in changes:
        changes["allowed_origins"] = [as_origin(each) for each in changes["allowed_origins"]]
    if "extension_hosts" in changes:
        hosts = [as_extension_host(each) for each in changes["extension_hosts"]]
        changes["extension_hosts"] = list(dict.fromkeys(hosts))
    for url in changes.get("excluded_urls", ()):
        read_pattern(url, "excluded_urls")
    for name in changes.get("significant_params", ()):
        if TRACKING.match(name):
            raise Invalid(Problem("significant_params", f"{name} is a tracking parameter"))
    if faults := faults_in(changes.get("appearance", {}).get("texts", {}), "appearance/texts"):
        raise Invalid(*faults)
    if "chat_words" in changes:
        changes["chat_words"] = _checked_words(changes["chat_words"])
    with exclusive(shop):
        _read_again(shop)
        for field, value in changes.items():
            setattr(shop, field, value)
        shop.save()
        if "significant_params" in changes:
            rewrite_all_rules(shop)
        elif "excluded_urls" in changes:
            write_rules(shop, SHOP, shop.id, rules_of_shop(shop))
    return shop


def _read_again(shop: Shop) -> None:
    # Another caller may have changed other fields since; saving must not bring theirs back.
    fresh = Shop.get_by_id(shop.id)
    for field in Shop._meta.sorted_field_names:
        setattr(shop, field, getattr(fresh, field))


def _checked_words(words: list[str]) -> list[str]:
    faults = [
        Problem(f"chat_words/{index}", "has nothing by which it could be known")
        for index, word in enumerate(words)
        if not is_sayable(word)
    ]
    if faults:
        raise Invalid(*faults)
    return list(dict.fromkeys(words))


def make_key(
    shop: Shop, name: str = "", scopes: list[str] | None = None, seller: Seller | None = None
) -> tuple[ApiKey, str]:
    """Make a key for the shop and answer it with its text, which is never shown again.

    With a `seller` it opens that seller's own things alone.
    """
    text = new_secret(shop.mode)
    facts = {"scopes": scopes} if scopes is not None else {}
    return ApiKey.create(shop=shop, seller=seller, name=name, digest=digest_of(text), **facts), text


def revoke_key(shop: Shop, uid: str) -> None:
    """Make a key useless from now on; raises `NotFound`."""
    key = find_key(shop, uid)
    if key.revoked_at is None:
        key.revoked_at = clock.now()
        key.save()


def find_key(shop: Shop, uid: str) -> ApiKey:
    """Find a key of the shop, or raise `NotFound`."""
    key: ApiKey | None = ApiKey.get_or_none(ApiKey.shop == shop, ApiKey.uid == uid)
    if key is None:
        raise NotFound("no such key")
    return key


def keys_of(shop: Shop) -> list[ApiKey]:
    """List a shop's keys with their sellers, newest first."""
    keys: Any = ApiKey.select(ApiKey, Seller).join(Seller, JOIN.LEFT_OUTER)
    return list(
        keys.where(ApiKey.shop == shop).order_by(ApiKey.created_at.desc(), ApiKey.id.desc())
    )


def enter(app_id: str, key_text: str) -> ApiKey:
    """Let a server in by app id and key, both; raises `BadKey` whichever of them is wrong.

    The key's shop is narrowed to the key's seller, if it has one.
    """
    # Anything else is no app id, whatever a database would make of it.
    named = APP_ID.fullmatch(app_id)
    sent = digest_of(key_text), app_id
    key = _key_where("k.digest = ? and s.app_id = ?", sent) if named else None
    if key is None or not key.usable():
        raise BadKey("the app id and the key do not open a shop together")
    return entered(key)


def enter_by_token(key_text: str) -> ApiKey:
    """Let a server in by a key alone, which says whose it is; raises `BadKey`."""
    key: Any = ApiKey.select(ApiKey, Shop).join(Shop).where(ApiKey.digest == digest_of(key_text))
    found: ApiKey | None = key.first()
    if found is None or not found.usable():
        raise BadKey("this token opens no shop")
    return entered(found)


def enter_by_uid(uid: str) -> ApiKey:
    """Let a server in that proved elsewhere which key it stands for; raises `BadKey`."""
    key = _key_where("k.uid = ?", (uid,))
    if key is None or not key.usable():
        raise BadKey("the key that this token was made for opens no shop any more")
    return entered(key)


def entered(key: ApiKey) -> ApiKey:
    """Note that a key was used, and narrow its shop to the key's seller, if it has one."""
    _note_use(key)
    key.shop.only_seller_id = key.seller_id
    return key


def _key_where(condition: str, values: tuple[str, ...]) -> ApiKey | None:
    """Read a key and its shop by hand-written SQL: every request with a key begins here."""
    found = read_rows(f"{KEY_AND_SHOP} {condition}", values)
    if not found:
        return None
    key = KEYS.load(found[0])
    key.shop = SHOPS.load(found[0][KEYS.width :])
    return key


def _note_use(key: ApiKey) -> None:
    # Once a minute is enough to tell a living key from a forgotten one; a write per request is not.
    now = clock.now()
    if key.last_used_at is None or (now - key.last_used_at).total_seconds() >= 60:
        # A disk that takes no more is no reason to refuse somebody who only reads.
        with suppress(OperationalError):
            ApiKey.update(last_used_at=now).where(ApiKey.id == key.id).execute()


def _slug_from(name: str) -> str:
    plain = re.sub(r"[^a-z0-9]", "", name.lower()).lstrip("0123456789")[:11]
    return f"{plain or 'shop'}{secrets.token_hex(2)}"[:16]
