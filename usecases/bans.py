"""Bans: who may not write in a live or in all of a shop, known by their pass and their address.

A soft ban is silent: its viewer sees their own messages and nobody else does. A hard one refuses.
"""

from __future__ import annotations

from typing import Any

from models.base import UID
from models.broadcast import Broadcast
from models.content import LIVE, Content
from models.database import exclusive
from models.errors import Invalid, NotFound, Problem
from models.message import HARD, SOFT, Ban, Banned
from models.shop import Shop
from usecases import moderating
from usecases.rows import Listing, leave_to_shop
from usecases.screening import find_own


def softly_banned(content: Content, viewer: str, place: str | None) -> bool:
    """Tell whether a viewer is banned softly; raises `Banned` for who is banned altogether."""
    who = Ban.viewer == viewer
    if place is not None:
        who |= Ban.address == place
    where = Ban.content.is_null() | (Ban.content == content)
    found: Any = Ban.select(Ban.kind).where(Ban.shop == content.shop_id, who, where)
    kinds = {each.kind for each in found}
    if HARD in kinds:
        raise Banned("you cannot write in this chat any more")
    return bool(kinds)


def listed(shop: Shop, uid: str) -> Listing[Ban]:
    """List the bans in a live, newest first, and those in all of the shop. Raises `NotFound`."""
    content = find_own(shop, uid, LIVE)
    query: Any = Ban.select().where(_within(shop, content))
    return Listing(query.order_by(Ban.id.desc()))


def add(
    shop: Shop,
    uid: str,
    message: str,
    *,
    kind: str = SOFT,
    everywhere: bool = False,
    by_address: bool = True,
    hiding: bool = False,
    reason: str | None = None,
) -> Ban:
    """Ban the writer of a message from a live, or from `everywhere` in the shop.

    `by_address` bans who else comes from where the message came from; `hiding` hides what the
    writer has written in this live. Raises `NotFound`, `SharedContent`, `ShopDecides`, `Invalid`.
    """
    content = find_own(shop, uid, LIVE)
    if everywhere:
        leave_to_shop(shop, "only the shop bans somebody from all its lives")
    with exclusive(Broadcast.get(Broadcast.content == content)):
        written = moderating.find_message(content, message, "message")
        if written.viewer is None or written.by_host or written.by_moderator:
            raise Invalid(Problem("message", "was written by somebody who looks after the show"))
        place = None if everywhere else content
        same = Ban.content.is_null() if everywhere else Ban.content == content
        Ban.delete().where(Ban.shop == shop, same, Ban.viewer == written.viewer).execute()
        ban = Ban.create(
            shop=shop,
            content=place,
            kind=kind,
            author=written.author,
            viewer=written.viewer,
            address=written.address if by_address else None,
            reason=reason,
        )
        if hiding:
            moderating.hide_all_of(content, written.viewer)
    return ban


def remove(shop: Shop, uid: str, ban: str) -> None:
    """Let somebody write again; raises `NotFound`, `SharedContent`, `ShopDecides`."""
    content = find_own(shop, uid, LIVE)
    found = None
    if UID.fullmatch(ban):
        found = Ban.get_or_none(Ban.uid == ban, _within(shop, content))
    if found is None:
        raise NotFound("this live has no ban with this id")
    if found.content_id is None:
        leave_to_shop(shop, "only the shop lifts a ban from all its lives")
    found.delete_instance()


def _within(shop: Shop, content: Content) -> Any:
    here = Ban.content == content
    alone = shop.only_seller_id is not None
    return (Ban.shop == shop) & (here if alone else here | Ban.content.is_null())
