"""The published rates are exact, however many ask at once."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import datetime

import pytest
from flask import Flask

from models.shop import Shop
from tests.api.streams.conftest import Asker
from tests.builders import a_live

ASKERS = 8
# The path, and how many requests of it a minute allows.
RATES = {
    "/v3/streams": 20,
    "/v3/translation/quick-state": 120,
    "/v2/mini-player/stream": 60,
    "/v2/mini-player/online": 30,
}


@pytest.mark.parametrize("path", RATES)
def test_of_many_at_once_exactly_so_many_pass(
    app: Flask, alice: Shop, noon: datetime, path: str
) -> None:
    rate = RATES[path]
    live = a_live(alice)
    start, seen = threading.Barrier(ASKERS), list[tuple[int, str | None]]()

    def ask_often() -> None:
        asking = Asker(app.test_client(), alice.slug)
        start.wait()
        for _ in range(rate // ASKERS + 5):
            answer = asking.ask(path, id=live.uid, productCode="A-1")
            seen.append((answer.status_code, answer.headers.get("Retry-After")))

    threads = [threading.Thread(target=ask_often) for _ in range(ASKERS)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    refused = len(seen) - rate
    # The minute's requests are spent: the next is allowed when one of them has come back.
    wait = str(-(-60 // rate))
    assert refused > 0
    assert Counter(seen) == {(200, None): rate, (429, wait): refused}


def test_the_rates_are_counted_apart(asker: Asker, charlie: Shop, noon: datetime) -> None:
    while asker.ask("/v3/streams").status_code == 200:
        pass
    assert asker.ask("/v2/mini-player/online").status_code == 200
    assert Asker(asker.client, charlie.slug).ask("/v3/streams").status_code == 200
