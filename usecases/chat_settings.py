"""Chat settings: what the chat of one live takes from viewers, and who has to wait for what."""

from __future__ import annotations

import unicodedata
from dataclasses import asdict, dataclass, fields
from typing import Any

from models.broadcast import Broadcast
from models.content import LIVE
from models.database import exclusive
from models.errors import Invalid, Problem
from models.shop import Shop
from usecases.changes import note
from usecases.screening import find_own

EMOJIS = ("❤️", "👏", "🔥", "😍", "😂", "👍")
MOST_EMOJIS, LONGEST_EMOJI = 12, 16
# How far a message may be let grow, and how long one may be made to wait for the next.
LONGEST, SLOWEST = 1_000, 600


@dataclass(frozen=True)
class ChatSettings:
    """The settings of a chat; hosts and moderators are bound by none of them.

    `slow_seconds` is what a viewer waits between two messages. With `premoderation` a message
    waits for a moderator's leave. `reactions` may be sent of `emojis`.
    """

    open: bool = True
    anonymous: bool = True
    questions_only: bool = False
    premoderation: bool = False
    slow_seconds: int = 0
    max_length: int = 200
    reactions: bool = True
    emojis: tuple[str, ...] = EMOJIS


NAMES = frozenset(each.name for each in fields(ChatSettings))


def settings_of(broadcast: Broadcast) -> ChatSettings:
    """Give the settings of a live's chat; what was never set is as it is by default."""
    kept = {name: value for name, value in broadcast.chat.items() if name in NAMES}
    if "emojis" in kept:
        kept["emojis"] = tuple(kept["emojis"])
    return ChatSettings(**kept)


def show(shop: Shop, uid: str) -> Broadcast:
    """Find what `settings_of` tells the settings of a live's chat of.

    Raises `NotFound`, `SharedContent`.
    """
    found: Broadcast = Broadcast.get(Broadcast.content == find_own(shop, uid, LIVE))
    return found


def change(shop: Shop, uid: str, **facts: Any) -> Broadcast:
    """Change the settings that are sent, and tell viewers.

    Raises `NotFound`, `SharedContent`, `Invalid`.
    """
    if "emojis" in facts:
        facts["emojis"] = list(dict.fromkeys(facts["emojis"]))
        _check_emojis(facts["emojis"])
    content = find_own(shop, uid, LIVE)
    broadcast = Broadcast.get(Broadcast.content == content)
    with exclusive(broadcast):
        broadcast = Broadcast.get(Broadcast.id == broadcast.id)
        before = settings_of(broadcast)
        chat = {**broadcast.chat, **{name: facts[name] for name in NAMES & facts.keys()}}
        Broadcast.update(chat=chat).where(Broadcast.id == broadcast.id).execute()
        broadcast.chat = chat
        after = settings_of(broadcast)
        if after != before:
            note(content, "chat", told_settings(after))
    return broadcast


def told_settings(settings: ChatSettings) -> dict[str, Any]:
    """Spell the settings for viewers."""
    return asdict(settings)


def same_emoji(emoji: str) -> str:
    """Give an emoji without the mark that only says how it is drawn."""
    return emoji.replace("\ufe0f", "")


def _check_emojis(emojis: list[str]) -> None:
    if len(emojis) > MOST_EMOJIS:
        raise Invalid(Problem("emojis", f"at most {MOST_EMOJIS}"))
    faults = [
        Problem(f"emojis/{index}", "must be one emoji")
        for index, emoji in enumerate(emojis)
        if len(emoji) > LONGEST_EMOJI or not _is_emoji(emoji)
    ]
    if faults:
        raise Invalid(*faults)


def _is_emoji(text: str) -> bool:
    """Tell whether a text is a picture, or pictures joined to one."""
    bases = [each for each in text if unicodedata.category(each) not in ("Mn", "Me", "Cf", "Sk")]
    joined = text.count("\u200d")
    flag = [each for each in bases if "\U0001f1e6" <= each <= "\U0001f1ff"]
    pictures = all(unicodedata.category(each) in ("So", "Cn") for each in bases)
    known = all(ord(each) >= 0x2190 for each in bases)
    one = len(bases) == joined + 1 or len(bases) == len(flag) == 2
    return bool(bases) and pictures and known and one
