"""The words that components say in a shop's pages, and what a shop says instead, by language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from models.errors import Problem

TAG = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,4}")
HOLE = re.compile(r"\{\d}")

# Word -> what the script says in English; {0} and so on stand for what it fills in.
PAGE_WORDS = {
    "play": "Play video: {0}",
    "live": "Live",
    "watch": "Watch live: {0}",
    "planned": "Live on {1}: {0}",
    "close": "Close the video",
    "dismiss": "Hide the video",
    "previous": "Previous",
    "next": "Next",
    "videos": "Videos",
    "of": "{0} of {1}: {2}",
    "was": "Was",
    "sold_out": "Sold out",
}
# What only components with cards or stories say: a placement may have words of its own for it.
CARD_WORDS = {
    "soon": "Soon",
    "replay": "Replay",
    "video": "Video",
    "all": "All",
    "starts_in": "Starts in",
    "begins": "About to begin",
    "watch_live": "Watch live",
    "watch_replay": "Watch the replay",
    "watch_video": "Watch",
    "remind": "Remind me",
    "calendar": "Add to calendar",
    "programme": "Lives and replays",
    "stories": "Stories",
    "shown": "Shown: {0}",
    "none": "Nothing here yet",
}
SHOP_WORDS = {**PAGE_WORDS, **CARD_WORDS}
TITLE = "title"
PLACEMENT_WORDS = {TITLE: "", **CARD_WORDS}

Texts = Mapping[str, Mapping[str, str]]


def faults_in(texts: Texts, where: str) -> list[Problem]:
    """Tell what is wrong with texts: each keeps what its word fills in, and nothing else."""
    return [
        Problem(f"{where}/{tag}/{word}", f"must keep {' and '.join(holes) or 'no {0}'}")
        for tag, said in texts.items()
        for word, text in said.items()
        if sorted(HOLE.findall(text)) != (holes := sorted(HOLE.findall(_english(word))))
    ]


def spoken(locale: str, *layers: Texts | None) -> dict[str, str]:
    """Give the words for a page's language; later layers win, and `fr-BE` before `fr`."""
    wanted = _plain(locale)
    said: dict[str, str] = {}
    for layer in layers:
        by_tag: dict[str, Any] = {_plain(tag): words for tag, words in (layer or {}).items()}
        for tag in sorted(by_tag, key=len):
            if wanted == tag or wanted.startswith(f"{tag}-"):
                said |= by_tag[tag]
    return said


def _english(word: str) -> str:
    return SHOP_WORDS.get(word, "")


def _plain(tag: str) -> str:
    return tag.lower().replace("_", "-")
