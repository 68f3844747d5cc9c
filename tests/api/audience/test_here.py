"""`POST /audience/v1/lives/<uid>/here`: players that poll are counted, and cannot lie far."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from models import clock
from models.audience import LiveCount, Presence
from models.content import FINISHED, STARTED, Content
from models.shop import Shop
from tests.builders import a_live
from tests.conftest import NOON
from usecases import audience

SECOND = timedelta(seconds=1)
PAGE, OTHER = "a" * 32, "b" * 32


@pytest.fixture
def live(alice: Shop, noon: datetime) -> Content:
    return a_live(alice, state=STARTED, started_at=NOON)


def here(client: FlaskClient, live: Content, page: str = PAGE, **sent: Any) -> int:
    address = sent.pop("address", "192.0.2.1")
    answer = client.post(
        f"/audience/v1/lives/{live.uid}/here",
        json={"page": page, **sent},
        environ_base={"REMOTE_ADDR": address},
    )
    return answer.status_code


def now(live: Content) -> int:
    return audience.viewers([live.id]).get(live.id, 0)


def test_a_polling_player_is_counted_while_it_says_so(client: FlaskClient, live: Content) -> None:
    assert here(client, live) == 204
    assert here(client, live, OTHER, address="192.0.2.2") == 204
    with clock.frozen(NOON + 20 * SECOND):
        here(client, live, watched=20)
        assert now(live) == 2
    with clock.frozen(NOON + 50 * SECOND):
        assert now(live) == 1
    with clock.frozen(NOON + 66 * SECOND):
        assert now(live) == 0
    counted = LiveCount.get()
    assert (counted.peak, counted.visits, counted.watch_s) == (2, 2, 20)


def test_nobody_watches_longer_than_time_has_passed(client: FlaskClient, live: Content) -> None:
    here(client, live, watched=60)
    here(client, live, watched=60)
    assert LiveCount.get().watch_s <= 22


def test_a_player_counted_before_is_no_new_visit(client: FlaskClient, live: Content) -> None:
    here(client, live, again=True)
    assert (LiveCount.get().visits, now(live)) == (0, 1)


def test_pages_before_the_show_are_viewers_but_watch_nothing(
    client: FlaskClient, alice: Shop, noon: datetime
) -> None:
    live = a_live(alice)
    here(client, live, watched=20)
    assert (now(live), LiveCount.get().watch_s) == (1, 0)


def test_one_address_counts_for_so_many_and_no_more(
    client: FlaskClient, live: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audience, "MOST_FROM_ONE", 3)
    for number in range(5):
        assert here(client, live, f"{number:032x}") == 204
    assert here(client, live, "0" * 32, watched=1) == 204
    assert now(live) == 3
    here(client, live, OTHER, address="192.0.2.2")
    assert now(live) == 4


def test_where_a_viewer_asks_from_is_not_written_down(client: FlaskClient, live: Content) -> None:
    here(client, live)
    assert "192.0.2.1" not in Presence.get().key


@pytest.mark.parametrize(
    "sent",
    [{"page": "x"}, {"page": "A" * 32}, {"watched": -1}, {"watched": 61}, {"watched": "x"}],
    ids=str,
)
def test_a_wrong_field_is_refused(client: FlaskClient, live: Content, sent: Any) -> None:
    assert here(client, live, **{"page": PAGE, **sent}) == 422
    assert Presence.select().count() == 0


def test_nobody_is_counted_in_a_finished_live_or_one_that_is_not_there(
    client: FlaskClient, alice: Shop, live: Content
) -> None:
    assert here(client, a_live(alice, state=FINISHED)) == 409
    assert here(client, a_live(alice, published=False)) == 404


def test_who_is_gone_is_forgotten(client: FlaskClient, live: Content) -> None:
    here(client, live)
    with clock.frozen(NOON + 61 * SECOND):
        audience.forget_absent()
    assert Presence.select().count() == 0
