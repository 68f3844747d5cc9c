"""`POST /v1/utils/gnerate/username`, as it was once published."""

from __future__ import annotations

from models.shop import Shop
from tests.api.marketplace.conftest import Caller
from tests.builders import a_user


def test_it_is_answered_as_the_other_spelling_is(server: Caller, alice: Shop) -> None:
    a_user(alice, username="noor_doe")
    told = [
        server.told("POST", f"/utils/{word}/username", {"text": "Noor Doe"})
        for word in ("gnerate", "generate")
    ]
    assert told == [{"username": "noor_doe2"}] * 2
