"""`GET /v1/replay/…/ORIGINAL/<lines>p/index.m3u8`; who sees none is told in `test_show.py`."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from models.asset import Asset
from models.shop import Shop
from tests.api.campaigns.campaigns.test_show import an_ended
from tests.api.campaigns.conftest import refusal
from tests.api.campaigns.replays.ways import asked, place


@pytest.mark.parametrize(
    ("lines", "name"), [(1, "480p"), (320, "480p"), (480, "480p"), (719, "480p"), (9999, "720p")]
)
def test_a_player_is_led_to_the_nearest_rendition(
    client: FlaskClient, alice: Shop, lines: int, name: str
) -> None:
    live = an_ended(alice)
    folder = Asset.get(Asset.content == live).folder
    led = place(asked(client, alice, live, f"ORIGINAL/{lines}p/index.m3u8"))
    assert led == f"/{folder}/{name}/index.m3u8"


@pytest.mark.parametrize("lines", ["x", "-1", "", "4.5"])
def test_other_sizes_are_no_addresses(client: FlaskClient, alice: Shop, lines: str) -> None:
    live = an_ended(alice)
    assert refusal(asked(client, alice, live, f"ORIGINAL/{lines}p/index.m3u8")) == (404, -840)
