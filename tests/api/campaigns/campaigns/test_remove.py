"""`DELETE /v2/<access key>/campaign/<key>`."""

from __future__ import annotations

import pytest

from models.content import FINISHED, NOT_STARTED, STARTED, Content
from models.shop import Shop
from tests.api.campaigns.conftest import Server, refusal
from tests.builders import a_live, a_share, a_video
from usecases.numerals import numeral_of


@pytest.mark.parametrize("state", [NOT_STARTED, FINISHED])
@pytest.mark.parametrize("name", [str, numeral_of], ids=["its key", "its number"])
def test_a_campaign_that_is_not_shown_goes(server: Server, state: str, name: object) -> None:
    live = a_live(server.shop, state=state)
    assert callable(name)
    server.delete(f"/campaign/{name(live.uid)}")
    assert not Content.select().exists()
    assert refusal(server.ask("DELETE", f"/campaign/{live.uid}")) == (404, -710)


def test_one_that_is_on_air_stays(server: Server) -> None:
    live = a_live(server.shop, state=STARTED)
    assert refusal(server.ask("DELETE", f"/campaign/{live.uid}")) == (400, -510)
    assert Content.select().exists()


def test_others_have_no_say(server: Server, charlies: Server, alice: Shop) -> None:
    live, video = a_live(alice), a_video(alice)
    assert refusal(charlies.ask("DELETE", f"/campaign/{live.uid}")) == (404, -710)
    assert refusal(server.ask("DELETE", f"/campaign/{video.uid}")) == (404, -710)
    a_share(live, charlies.shop)
    assert refusal(charlies.ask("DELETE", f"/campaign/{live.uid}")) == (403, -510)
    assert Content.select().count() == 2
