"""Snapshots: all that a player needs to know of a live at once, in a handful of queries.

A snapshot bears the number of the newest change it surely has (`usecases/changes.py`); a player
starts from it and goes on with the changes after that number. It is in no language.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from models.broadcast import Broadcast
from models.content import LIVE, Content
from models.shop import Shop
from usecases import audience, chat
from usecases.airing import state_of
from usecases.auctions import standings
from usecases.chat_settings import settings_of
from usecases.screens import told_screen
from usecases.watching import watched

MOST_MESSAGES = MOST_QUESTIONS = 50


def snapshot(uid: str, app_id: str | None = None) -> dict[str, Any]:
    """Spell what viewers of a live may know now; raises `NotFound`.

    `app_id` names the shop on whose pages they are, when it is not the live's own.
    """
    content, shop = watched(uid, LIVE, app_id)
    # The number first: what changes while the rest is read is told again, and never left out.
    broadcast = Broadcast.get(Broadcast.content == content)
    content = Content.get_by_id(content.id)
    pinned = chat.pinned(broadcast)
    return {
        "id": content.uid,
        "number": broadcast.number,
        "name": content.name,
        **state_of(content, broadcast),
        "screen": told_screen(shop, content),
        # Only users of the live's own shop bid.
        "auctions": standings.told_all(content) if shop.id == content.shop_id else [],
        "pinned": chat.told(pinned) if pinned else None,
        "messages": [chat.told(each) for each in chat.newest(content, MOST_MESSAGES)],
        "questions": [chat.told(each) for each in chat.open_questions(content, MOST_QUESTIONS)],
        "chat": asdict(settings_of(broadcast)),
        **totals([content.id])[content.id],
    }


def totals(ids: list[int]) -> dict[int, dict[str, Any]]:
    """Spell what is only counted of lives, by their ids; viewers where the shop shows them."""
    shops: Any = Content.select(Content.id).join(Shop).where(Content.id.in_(ids), Shop.show_viewers)
    counted = {each for (each,) in shops.tuples()}
    now, reactions = audience.viewers(counted), audience.reactions(ids)
    return {
        each: {
            "viewers": now.get(each, 0) if each in counted else None,
            "reactions": reactions.get(each, {}),
        }
        for each in ids
    }
