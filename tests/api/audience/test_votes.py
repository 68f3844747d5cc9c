"""`…/messages/<message>/vote`: voting for a question, and taking it back."""

from __future__ import annotations

import pytest

from tests.api.audience.conftest import Player, code_of
from tests.builders import a_live, a_message, a_viewer, bearing


def test_a_vote_is_cast_and_taken_back(player: Player, noor: dict[str, str]) -> None:
    path = f"/messages/{a_message(player.live, question=True, votes=2).uid}/vote"
    for _ in range(2):
        assert player("PUT", path, headers=noor).json == {"votes": 3, "voted": True}
    for _ in range(2):
        assert player("DELETE", path, headers=noor).json == {"votes": 2, "voted": False}


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_a_vote_asks_for_a_token_of_this_live(player: Player, method: str) -> None:
    path = f"/messages/{a_message(player.live, question=True).uid}/vote"
    foreign = bearing(a_viewer(a_live(player.live.shop)))
    assert code_of(player(method, path)) == (401, "no-credentials")
    assert code_of(player(method, path, headers=foreign)) == (401, "bad-token")


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_an_unknown_question_is_not_found(
    player: Player, noor: dict[str, str], method: str
) -> None:
    for uid in ("0" * 32, "x", a_message(player.live).uid):
        answer = player(method, f"/messages/{uid}/vote", headers=noor)
        assert code_of(answer) == (404, "not-found")
