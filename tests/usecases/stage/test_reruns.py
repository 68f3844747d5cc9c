"""A recording shown once more: it is sent like anybody's stream and ends the show with its end."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Coroutine
from datetime import timedelta
from pathlib import Path
from typing import Any

from gateways.queue import queue
from gateways.storage import files
from media.playout import rest_of
from models import clock
from models.asset import READY, Asset
from models.broadcast import Broadcast
from models.content import FINISHED, STARTED, Content
from models.shop import Shop
from tests.builders import a_live
from tests.publishing import running, until
from tests.usecases.stage.standing import (
    ended_takes,
    finish,
    key_of,
    manifest,
    state_of,
    takes_of,
)
from tests.usecases.stage.test_browsers import H264, recording
from usecases import copying, rehearsing, rerunning, spooling, staging


def a_rerun(shop: Shop) -> Content:
    """A rerun of a live of four seconds that a browser sent."""
    source, chunks = a_live(shop), recording(*H264)

    async def journey() -> None:
        async with running(staging.take_from_browsers()):
            session = spooling.begin(source.uid, key_of(source))
            for number, chunk in enumerate(chunks):
                spooling.put(source.uid, session, number, chunk)
            spooling.end(source.uid, session)
            await until(lambda: ended_takes(source))

    asyncio.run(journey())
    finish(shop, source)
    queue().drain()
    made = copying.rerun(shop, source.uid, products=False, name="Once more")
    content: Content = made.content
    return content


def while_playing(met: Callable[[], object]) -> None:
    """Let the stage play reruns until a condition is met."""

    async def journey() -> None:
        async with running(rerunning.play_reruns()):
            await until(met)

    run: Coroutine[Any, Any, None] = journey()
    asyncio.run(run)


def test_a_recording_is_shown_like_a_stream_and_is_a_replay_again(alice: Shop) -> None:
    live = a_rerun(alice)
    rehearsing.begin(alice, live.uid, rehearsal=False)
    while_playing(lambda: state_of(live) == FINISHED)
    [take] = takes_of(live)
    assert take.via == "rerun"
    assert abs(take.duration_ms - 4000) < 500
    assert "RESOLUTION=160x90" in manifest(live, "live")
    assert "#EXT-X-ENDLIST" in manifest(live)
    queue().drain()
    asset = Asset.get(Asset.content == live)
    assert asset.state == READY
    assert abs(asset.duration_ms - 4000) < 600


def test_a_film_is_played_on_from_the_segment_of_a_moment(tmp_path: Path) -> None:
    playlist = tmp_path / "index.m3u8"
    lines = ["#EXTM3U", '#EXT-X-MAP:URI="init.mp4"']
    lines += [f"#EXTINF:4.0,\n{number}.m4s" for number in range(3)]
    playlist.write_text("\n".join([*lines, "#EXT-X-ENDLIST", ""]))

    def left(from_s: float) -> list[str]:
        return re.findall(r"\d\.m4s", rest_of(playlist, from_s))

    assert left(0) == left(3.9) == ["0.m4s", "1.m4s", "2.m4s"]
    assert left(4) == ["1.m4s", "2.m4s"]
    assert left(8.1) == ["2.m4s"]
    assert left(99) == []
    assert f'URI="{tmp_path}/init.mp4"' in rest_of(playlist, 9)
    assert f"\n{tmp_path}/2.m4s\n#EXT-X-ENDLIST" in rest_of(playlist, 9)


def test_nothing_is_played_before_the_start(alice: Shop) -> None:
    live, other = a_rerun(alice), a_live(alice, state=STARTED)
    rehearsing.begin(alice, live.uid, rehearsal=True)
    assert rerunning._waiting(set()) == []
    assert not takes_of(live)
    assert not takes_of(other)


def test_who_is_late_goes_on_where_the_show_would_be(alice: Shop) -> None:
    live = a_rerun(alice)
    rehearsing.begin(alice, live.uid, rehearsal=False)
    [found] = rerunning._waiting(set())
    assert found.from_s == 0
    assert rerunning._waiting({live.uid}) == []
    begun = clock.now() - timedelta(seconds=30)
    Broadcast.update(started_at=begun).where(Broadcast.content == live).execute()
    [found] = rerunning._waiting(set())
    assert found.from_s >= 30
    while_playing(lambda: state_of(live) == FINISHED)
    assert not takes_of(live), "the film would be over by now"


def test_a_show_that_is_ended_by_hand_is_played_no_further(alice: Shop) -> None:
    live = a_rerun(alice)
    rehearsing.begin(alice, live.uid, rehearsal=False)
    ended_at = []

    def is_over() -> bool:
        if takes_of(live) and not ended_at:
            ended_at.append(rehearsing.end(alice, live.uid).content.ends_at)
        return bool(ended_takes(live))

    while_playing(is_over)
    assert Content.get_by_id(live.id).ends_at == ended_at[0]
    assert rerunning._waiting(set()) == []


def test_a_recording_whose_files_are_gone_is_not_played(alice: Shop) -> None:
    live = a_rerun(alice)
    source = Broadcast.get(Broadcast.content == live).rerun_of
    rehearsing.begin(alice, live.uid, rehearsal=False)
    files().remove(Asset.get(Asset.content == source).folder)
    assert rerunning._waiting(set()) == []
