"""`POST /audience/v1/lives/<uid>/reactions`: batches, one a second."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from models import clock
from tests.api.audience.conftest import Player, code_of
from tests.builders import a_live, a_viewer, bearing
from tests.conftest import NOON
from usecases.reactions import counts_of


def test_a_batch_is_counted(player: Player, noor: dict[str, str]) -> None:
    answer = player.post("/reactions", {"counts": {"❤️": 3, "👏": 1}}, noor)
    assert (answer.status_code, answer.data) == (204, b"")
    assert counts_of(player.live.id) == {"❤️": 3, "👏": 1}


def test_one_viewer_sends_one_batch_a_second(player: Player, noon: datetime) -> None:
    first, second = bearing(a_viewer(player.live)), bearing(a_viewer(player.live))
    hearts = {"counts": {"❤️": 1}}

    def sent(headers: dict[str, str], seconds: float) -> int:
        with clock.frozen(NOON + timedelta(seconds=seconds)):
            return player.post("/reactions", hearts, headers).status_code

    # One more than the clocks agree on: two may come close to one another.
    assert [sent(first, 0) for _ in range(4)] == [204, 204, 429, 429]
    assert sent(second, 0) == 204
    assert [sent(first, second) for second in (0.9, 1, 1.5, 2, 3)] == [429, 204, 429, 204, 204]


def test_too_many_batches_say_when_to_go_on(player: Player, noon: datetime) -> None:
    headers = bearing(a_viewer(player.live))
    answers = [player.post("/reactions", {"counts": {"❤️": 1}}, headers) for _ in range(3)]
    assert code_of(answers[-1]) == (429, "too-many-requests")
    assert answers[-1].headers["Retry-After"] == "1"


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/counts"),
        ({"counts": {}}, "/counts"),
        ({"counts": {"❤️": "3"}}, "/counts/❤️"),
        ({"counts": {"❤️": 21}}, "/counts/❤️"),
        ({"counts": {"💩": 1}}, "/counts/💩"),
        ({"counts": {str(each): 1 for each in range(13)}}, "/counts"),
    ],
    ids=["nothing", "none", "a text", "too many", "another", "too many kinds"],
)
def test_wrong_batches_are_refused(
    player: Player, noor: dict[str, str], body: dict[str, object], pointer: str
) -> None:
    refused = player.post("/reactions", body, noor)
    assert refused.status_code == 422
    assert refused.json["errors"][0]["source"] == {"pointer": pointer}
    assert counts_of(player.live.id) == {}


def test_reactions_ask_for_a_token_of_this_live(player: Player) -> None:
    hearts = {"counts": {"❤️": 1}}
    foreign = bearing(a_viewer(a_live(player.live.shop)))
    assert code_of(player.post("/reactions", hearts)) == (401, "no-credentials")
    assert code_of(player.post("/reactions", hearts, foreign)) == (401, "bad-token")
