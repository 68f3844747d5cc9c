"""Viewers: how somebody comes into a live: as nobody in particular, by a nickname, as the user
that a shop's server vouches for, or as a host by a link made for that one live.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

from models import clock
from models.base import UID, new_uid
from models.broadcast import Broadcast
from models.content import LIVE, Content
from models.errors import Invalid, NotFound, Problem
from models.message import VIEWER, BadToken, Message, TokenExpired
from models.shop import Shop
from usecases import passes, vouching, words
from usecases.passes import Viewer
from usecases.screening import find_own
from usecases.wording import name_of_host, one_word

LASTS = timedelta(hours=24)


def come_in(
    uid: str, *, nickname: str | None = None, user_token: str | None = None, anonymous: bool = False
) -> Viewer:
    """Let a viewer into a live by exactly one of the three; `passes.written` is their token.

    A viewer's own pass is as good a `user_token` as the shop's word. Raises `NotFound`, `Invalid`,
    `BadUserToken`.
    """
    ways = [nickname is not None, user_token is not None, anonymous]
    if sum(ways) != 1:
        raise Invalid(Problem("", "send exactly one of nickname, user_token and anonymous: true"))
    content = find_live(uid)
    if user_token is not None:
        if held := _held(content, user_token):
            return held
        said = vouching.read(content, user_token)
        made = _made(content, said.uid, said.author, said.role)
        return replace(made, user_ref=said.bids_as)
    author = "" if nickname is None else _own_name(content, nickname)
    return _made(content, new_uid(), author, VIEWER)


def come_in_addressed(uid: str, shop: Shop, user_token: str, names: Mapping[str, str]) -> Viewer:
    """Let in who opens the page of a live as `shop` shows it, with a user token in its address.

    Their pass ends with the token. Raises `NotFound`, `BadUserToken`.
    """
    content = find_live(uid)
    said, ends = vouching.read_lasting(content, shop, user_token, names)
    made = _made(content, said.uid, said.author, said.role)
    return replace(made, user_ref=said.bids_as, ends_at=min(made.ends_at, ends))


def find_live(uid: str) -> Content:
    """Find a live that viewers may watch, whatever its state; raises `NotFound`."""
    found = _live(uid)
    if found is None or not found.published or not found.shop.displaying:
        raise NotFound("there is no live with this id")
    return found


def enter(uid: str, token: str) -> tuple[Viewer, Content]:
    """Let in who holds a token for this live: a viewer, or somebody who looks after the show.

    Raises `BadToken`, `TokenExpired`, `NotFound`.
    """
    viewer = passes.read(token)
    if viewer.live != uid:
        raise BadToken("this token is for another live")
    if not viewer.leads:
        return viewer, find_live(uid)
    found = _live(uid)
    if found is None:
        raise NotFound("there is no live with this id")
    links_from = Broadcast.get(Broadcast.content == found).links_from
    if links_from is not None and viewer.made_at < links_from:
        raise BadToken("this link was revoked; ask for a new one")
    return viewer, found


def invite(shop: Shop, uid: str, *, role: str, name: str, hours: int) -> Viewer:
    """Make somebody host or moderator of one live for some hours; their token goes into a link.

    Raises `NotFound`, `SharedContent`, `Invalid`.
    """
    content = find_own(shop, uid, LIVE)
    author = name_of_host(name, "name")
    return _made(content, new_uid(), author, role, timedelta(hours=hours))


def revoke_links(shop: Shop, uid: str) -> None:
    """Make all links for hosts and moderators of a live useless, and what they became.

    Raises `NotFound`, `SharedContent`.
    """
    content = find_own(shop, uid, LIVE)
    now = clock.now() + timedelta(milliseconds=1)
    Broadcast.update(links_from=now).where(Broadcast.content == content).execute()


def _live(uid: str) -> Content | None:
    if not UID.fullmatch(uid):
        return None
    query: Any = Content.select(Content, Shop).join(Shop)
    found: Content | None = query.where(Content.uid == uid, Content.kind == LIVE).first()
    return found


def _held(content: Content, text: str) -> Viewer | None:
    """Read a pass that a viewer of this live holds already; None for any other text."""
    with suppress(BadToken, TokenExpired):
        viewer = passes.read(text)
        if viewer.live == content.uid and not viewer.leads:
            return viewer
    return None


def _made(content: Content, uid: str, author: str, role: str, lasts: timedelta = LASTS) -> Viewer:
    now = clock.now()
    return Viewer(content.uid, uid, author, role, now, now + lasts)


def _own_name(content: Content, name: str) -> str:
    """Take a visitor's own name, unless it passes for a host's or says what is not to be said."""
    made = one_word(name, "nickname")
    led: Any = Message.select(Message.author).where(
        Message.content == content, Message.by_host | Message.by_moderator
    )
    leaders = {each.author for each in led.distinct()} | {content.shop.name}
    if any(words.alike(made, each) for each in leaders):
        raise Invalid(Problem("nickname", "is the name of somebody who looks after the show"))
    if words.found(made, content.shop.chat_words):
        raise Invalid(Problem("nickname", "is not allowed here; choose another one"))
    return made
