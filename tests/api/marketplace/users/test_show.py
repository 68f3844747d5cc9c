"""`GET /v1/users/<id>`."""

from __future__ import annotations

from models.user import User
from tests.api.marketplace.conftest import Caller, refusal


def test_a_user_is_found_by_the_whole_id_on_the_own_platform(
    server: Caller, charlies: Caller, noor: User
) -> None:
    told = server.told("GET", f"/users/user_{noor.uid}")
    assert (told["email"], told["username"]) == ("noor@shop.example", "noor")
    assert refusal(charlies.ask("GET", f"/users/user_{noor.uid}")) == (404, "not_found")
    for other in (
        noor.uid,
        f"plat_{noor.uid}",
        f"user_{noor.uid[:-1]}",
        f"user_{noor.uid.upper()}",
    ):
        assert refusal(server.ask("GET", f"/users/{other}")) == (404, "not_found")
