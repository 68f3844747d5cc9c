"""`POST /v2/<access key>/console/<key>/start`."""

from __future__ import annotations

import threading

import pytest
from flask.testing import FlaskClient

from models.broadcast import HAND, Broadcast
from models.content import FINISHED, STARTED, Content
from models.database import database
from models.shop import Shop
from tests.api.campaigns.conftest import Server, a_sellers_server, refusal
from tests.builders import a_live, a_seller, a_share
from usecases import airing


def status(server: Server, live: Content) -> str:
    """How far a campaign is."""
    told: str = server.get(f"/campaign/{live.uid}")["campaignMeta"]["campaignStatus"]
    return told


def test_a_campaign_goes_on_air(server: Server) -> None:
    live = a_live(server.shop)
    told = server.post(f"/console/{live.uid}/start", rehearsal="false")
    assert told["campaignMeta"]["campaignStatus"] == "ONAIR"
    assert told["campaignMeta"]["campaignStartedAt"]
    assert Content.get_by_id(live.id).state == STARTED


def test_a_rehearsal_goes_on_air(server: Server) -> None:
    live = a_live(server.shop)
    told = server.post(f"/console/{live.uid}/start", rehearsal="true")["campaignMeta"]
    assert (told["campaignStatus"], told["campaignStartedAt"]) == ("REHEARSAL", None)
    server.post(f"/console/{live.uid}/start", rehearsal="true")
    assert status(server, live) == "REHEARSAL"
    server.post(f"/console/{live.uid}/start")
    assert status(server, live) == "ONAIR"
    assert not Broadcast.get(Broadcast.content == live).rehearsing


def test_the_first_picture_of_a_rehearsal_begins_no_show(server: Server) -> None:
    live = a_live(server.shop)
    server.post(f"/console/{live.uid}/start", rehearsal="true")
    broadcast = Broadcast.get(Broadcast.content == live)
    assert broadcast.starts_by == HAND
    take = airing.open_take(broadcast.stream_key, "rtmp 1", "rtmp")
    airing.picture_came(take, "rtmp 1", take.created_at)
    assert status(server, live) == "REHEARSAL"


@pytest.mark.parametrize("rehearsal", ["true", "false"])
@pytest.mark.parametrize("state", [STARTED, FINISHED])
def test_what_has_begun_is_not_begun_again(server: Server, state: str, rehearsal: str) -> None:
    live = a_live(server.shop, state=state)
    answer = server.ask("POST", f"/console/{live.uid}/start", rehearsal=rehearsal)
    assert refusal(answer) == (400, -510)
    assert Content.get_by_id(live.id).state == state


def test_of_many_who_start_one_does(server: Server) -> None:
    live = a_live(server.shop)
    statuses: list[int] = []

    def start() -> None:
        with database.connection_context():
            own = Server(server.client.application.test_client(), server.shop, server.token)
            statuses.append(own.ask("POST", f"/console/{live.uid}/start").status_code)

    threads = [threading.Thread(target=start) for _ in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(statuses) == [200, 400, 400, 400, 400, 400]


def test_others_start_nothing(
    client: FlaskClient, server: Server, charlies: Server, alice: Shop
) -> None:
    live = a_live(alice)
    path = f"/console/{live.uid}/start"
    assert refusal(charlies.ask("POST", path)) == (404, -710)
    a_share(live, charlies.shop)
    assert refusal(charlies.ask("POST", path)) == (403, -510)
    theirs = a_sellers_server(client, a_seller(alice))
    assert refusal(theirs.ask("POST", path)) == (404, -710)
    assert refusal(server.ask("POST", path, rehearsal="maybe")) == (400, -510)
    assert status(server, live) == "READY"
