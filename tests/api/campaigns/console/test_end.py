"""`POST /v2/<access key>/console/<key>/end`."""

from __future__ import annotations

import pytest

from models import clock
from models.broadcast import Broadcast
from models.content import FINISHED, NOT_STARTED, STARTED, Content
from tests.api.campaigns.conftest import Server, refusal
from tests.builders import a_live, a_share


def test_a_show_ends(server: Server) -> None:
    live = a_live(server.shop, state=STARTED, started_at=clock.now())
    told = server.post(f"/console/{live.uid}/end")["campaignMeta"]
    assert told["campaignStatus"] == "ENDED"
    assert told["campaignEndedAt"]
    assert Content.get_by_id(live.id).state == FINISHED


def test_a_rehearsal_ends_and_the_campaign_is_ready_again(server: Server) -> None:
    live = a_live(server.shop)
    server.post(f"/console/{live.uid}/start", rehearsal="true")
    told = server.post(f"/console/{live.uid}/end")["campaignMeta"]
    assert (told["campaignStatus"], told["campaignEndedAt"]) == ("READY", None)
    assert Content.get_by_id(live.id).state == NOT_STARTED
    assert not Broadcast.get(Broadcast.content == live).rehearsing


@pytest.mark.parametrize("state", [NOT_STARTED, FINISHED])
def test_what_is_not_on_cannot_end(server: Server, state: str) -> None:
    live = a_live(server.shop, state=state)
    assert refusal(server.ask("POST", f"/console/{live.uid}/end")) == (400, -510)
    assert Content.get_by_id(live.id).state == state


def test_others_end_nothing(server: Server, charlies: Server) -> None:
    live = a_live(server.shop, state=STARTED)
    path = f"/console/{live.uid}/end"
    assert refusal(charlies.ask("POST", path)) == (404, -710)
    a_share(live, charlies.shop)
    assert refusal(charlies.ask("POST", path)) == (403, -510)
    assert Content.get_by_id(live.id).state == STARTED
