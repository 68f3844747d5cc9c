"""Settings of a chat: kept with the live, told to viewers when they change."""

from __future__ import annotations

from datetime import datetime

import orjson
import pytest

from models.broadcast import Broadcast
from models.content import Content
from models.errors import Invalid
from models.shop import Shop
from tests.builders import a_live
from usecases import changes, chat_settings
from usecases.chat_settings import ChatSettings, settings_of


@pytest.fixture
def live(alice: Shop, noon: datetime) -> Content:
    """Alice's live."""
    return a_live(alice)


def test_a_new_live_has_an_open_chat(live: Content) -> None:
    assert settings_of(chat_settings.show(live.shop, live.uid)) == ChatSettings()
    assert ChatSettings().open
    assert not ChatSettings().premoderation


def test_a_change_is_kept_and_told_once(live: Content) -> None:
    for _ in range(2):
        chat_settings.change(live.shop, live.uid, slow_seconds=30)
    chat_settings.change(live.shop, live.uid, premoderation=True)
    now = settings_of(Broadcast.get())
    assert now == ChatSettings(slow_seconds=30, premoderation=True)
    told = [(each.kind, orjson.loads(each.body)) for each in changes.since(live.id, 0)]
    assert [kind for kind, _ in told] == ["chat", "chat"]
    assert (told[1][1]["slow_seconds"], told[1][1]["premoderation"]) == (30, True)


def test_what_an_older_version_kept_does_not_break_a_chat(live: Content) -> None:
    Broadcast.update(chat={"slow_seconds": 5, "forgotten": True}).execute()
    assert settings_of(Broadcast.get()) == ChatSettings(slow_seconds=5)


@pytest.mark.parametrize("emoji", ["❤️", "❤", "👍🏽", "👨‍👩‍👧", "🇫🇷", "🏴‍☠️", "⭐", "☀️"], ids=ascii)
def test_an_emoji_is_taken(live: Content, emoji: str) -> None:
    changed = chat_settings.change(live.shop, live.uid, emojis=[emoji, emoji])
    assert settings_of(changed).emojis == (emoji,)


@pytest.mark.parametrize(
    "emoji", ["x", "", "<3", "❤️❤️", "👍👎", "1", "日", "👍" * 20, "\u200d", "🇫🇷🇩🇪", "©"], ids=ascii
)
def test_what_is_no_emoji_is_refused(live: Content, emoji: str) -> None:
    with pytest.raises(Invalid) as refused:
        chat_settings.change(live.shop, live.uid, emojis=["❤️", emoji])
    assert [each.where for each in refused.value.problems] == ["emojis/1"]
