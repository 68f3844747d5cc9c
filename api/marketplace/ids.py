"""Ids of the marketplace API: a word for the kind, an underscore and the uid."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import Field

from api.told import Told

PLATFORM, USER, LINK, ENTRY, MEDIUM = "plat", "user", "link", "wlist", "media"
SAMPLE = "123e4567e89b12d3a456426614174000"
UID = re.compile(r"[0-9a-f]{32}")


def id_of(kind: str, uid: str) -> str:
    """Spell an id: `user_123e…`."""
    return f"{kind}_{uid}"


def uid_of(kind: str, text: str) -> str:
    """Read the uid out of an id; empty, which names nothing, for what is no id of this kind."""
    prefix, _, uid = text.partition("_")
    return uid if prefix == kind and UID.fullmatch(uid) else ""


def pattern_of(kind: str) -> str:
    """Tell what an id of a kind looks like."""
    return f"^{kind}_[0-9a-f]{{32}}$"


PlatformId = Annotated[str, Field(examples=[f"plat_{SAMPLE}"]), Told(pattern_of(PLATFORM))]
UserId = Annotated[str, Field(examples=[f"user_{SAMPLE}"]), Told(pattern_of(USER))]
LinkId = Annotated[str, Field(examples=[f"link_{SAMPLE}"]), Told(pattern_of(LINK))]
EntryId = Annotated[str, Field(examples=[f"wlist_{SAMPLE}"]), Told(pattern_of(ENTRY))]
MediumId = Annotated[str, Field(examples=[f"media_{SAMPLE}"]), Told(pattern_of(MEDIUM))]
