"""`GET /v1/replay/<access key>/<key>/replay.m3u8`."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from models.asset import Asset
from models.content import Content
from models.shop import Shop
from tests.api.campaigns.campaigns.test_show import an_ended
from tests.api.campaigns.conftest import refusal
from tests.api.campaigns.replays.ways import asked, place
from tests.builders import a_live, a_share

PATHS = ("replay.m3u8", "ORIGINAL/480p/index.m3u8", "replay_320p/ORIGINAL/index.m3u8")


def test_a_player_is_led_to_the_manifest_which_is_there(client: FlaskClient, alice: Shop) -> None:
    live = an_ended(alice)
    folder = Asset.get(Asset.content == live).folder
    led = place(asked(client, alice, live, "replay.m3u8?replayMode=ORIGINAL"))
    assert led == f"/{folder}/master.m3u8"
    with client.get(led) as manifest:
        assert manifest.get_data(as_text=True).startswith("#EXTM3U")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "facts",
    [{"replayable": False}, {"published": False}, {"state": "started"}, {"state": "not_started"}],
    ids=str,
)
def test_what_is_not_offered_plays_nowhere(
    client: FlaskClient, alice: Shop, path: str, facts: dict[str, Any]
) -> None:
    live = an_ended(alice, **facts)
    assert refusal(asked(client, alice, live, path)) == (404, -840)


def test_a_replay_in_no_list_plays_by_its_address(client: FlaskClient, alice: Shop) -> None:
    assert place(asked(client, alice, an_ended(alice, listed=False), "replay.m3u8"))


def test_one_that_is_being_prepared_is_not_there_yet(client: FlaskClient, alice: Shop) -> None:
    live = a_live(alice, state="finished")
    assert refusal(asked(client, alice, live, "replay.m3u8")) == (400, -510)


def test_a_replay_plays_for_shops_that_show_it(
    client: FlaskClient, alice: Shop, charlie: Shop
) -> None:
    live = an_ended(alice)
    assert refusal(asked(client, charlie, live, "replay.m3u8")) == (404, -840)
    a_share(live, charlie)
    assert place(asked(client, charlie, live, "replay.m3u8"))


@pytest.mark.parametrize("key", ["nobody", "%00", "x" * 99])
def test_unknown_shops_and_campaigns_have_none(client: FlaskClient, alice: Shop, key: str) -> None:
    live = an_ended(alice)
    refused = client.get(f"/v1/replay/{key}/{live.uid}/replay.m3u8")
    assert refusal(refused) == (404, -840)
    for other in (key, Content(uid="0" * 32).uid):
        refused = client.get(f"/v1/replay/{alice.access_key}/{other}/replay.m3u8")
        assert refusal(refused) == (404, -840)
    assert refusal(client.post(f"/v1/replay/{alice.access_key}/{live.uid}/replay.m3u8"))[0] == 405
