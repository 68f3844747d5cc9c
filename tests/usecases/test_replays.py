"""A request that comes twice under one key is done once, whoever races or dies."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from models import clock
from models.database import connected
from models.errors import Conflict
from models.product import Product
from models.replay import InFlight, KeyReused, Replay
from models.shop import Shop
from tests.conftest import NOON
from usecases import products
from usecases.replays import CLAIMED, forget_replays, kept, once

KEY = "order-1"


def make(shop: Shop, name: str = "Jacket") -> tuple[int, str]:
    """Make a product and tell its id."""
    return 201, products.add(shop, name=name).product.uid


def test_the_second_request_gets_the_first_ones_answer(alice: Shop) -> None:
    first = once(alice, KEY, "same", lambda: make(alice))
    assert once(alice, KEY, "same", lambda: make(alice)) is None
    assert kept(alice, KEY) == first
    assert Product.select().count() == 1


def test_the_same_key_with_another_request_is_refused(alice: Shop) -> None:
    once(alice, KEY, "one", lambda: make(alice))
    with pytest.raises(KeyReused):
        once(alice, KEY, "other", lambda: make(alice))
    assert Product.select().count() == 1


def test_keys_belong_to_their_shop(alice: Shop, charlie: Shop) -> None:
    once(alice, KEY, "same", lambda: make(alice))
    assert once(charlie, KEY, "other", lambda: make(charlie)) is not None


def test_while_the_first_is_at_work_the_second_is_told_to_wait(alice: Shop) -> None:
    def act() -> tuple[int, str]:
        with pytest.raises(InFlight):
            once(alice, KEY, "same", lambda: make(alice, "second"))
        return make(alice, "first")

    once(alice, KEY, "same", act)
    assert [each.name for each in Product.select()] == ["first"]


def refuse() -> tuple[int, str]:
    raise Conflict("taken")


def break_down() -> tuple[int, str]:
    raise ZeroDivisionError


@pytest.mark.parametrize("act", [refuse, break_down])
def test_a_refusal_is_not_kept_and_leaves_the_key_free(alice: Shop, act: object) -> None:
    with pytest.raises((Conflict, ZeroDivisionError)):
        once(alice, KEY, "same", act)  # type: ignore[arg-type]
    assert once(alice, KEY, "corrected", lambda: make(alice)) is not None


def test_what_a_lost_process_did_is_undone_and_done_once_by_the_next(alice: Shop) -> None:
    """Its claim ends; and should it live after all, what it did then does not count."""

    def act() -> tuple[int, str]:
        with clock.frozen(NOON + CLAIMED):
            claim = Replay.update(claim="another process").where(Replay.key == KEY)
            claim.execute()
        return make(alice, "slow")

    with clock.frozen(NOON), pytest.raises(InFlight):
        once(alice, KEY, "same", act)
    assert Product.select().count() == 0


def test_an_abandoned_claim_can_be_taken_once_it_has_ended(alice: Shop) -> None:
    facts = {"key": KEY, "fingerprint": "same", "claim": "lost", "due_at": NOON + CLAIMED}
    Replay.create(shop=alice, created_at=NOON, **facts)
    with clock.frozen(NOON + CLAIMED - timedelta(seconds=1)), pytest.raises(InFlight):
        once(alice, KEY, "same", lambda: make(alice))
    with clock.frozen(NOON + CLAIMED):
        assert once(alice, KEY, "same", lambda: make(alice)) is not None


def test_an_answer_is_kept_for_a_day(alice: Shop) -> None:
    day = timedelta(hours=24)
    with clock.frozen(NOON):
        once(alice, KEY, "same", lambda: make(alice))
    with clock.frozen(NOON + day - timedelta(seconds=1)):
        assert once(alice, KEY, "same", lambda: make(alice)) is None
        forget_replays()
        assert Replay.select().count() == 1
    with clock.frozen(NOON + day):
        assert once(alice, KEY, "other", lambda: make(alice)) is not None
        forget_replays()
        assert Replay.select().count() == 1
    with clock.frozen(NOON + 2 * day):
        forget_replays()
    assert Replay.select().count() == 0


def test_of_fifty_at_once_one_is_done(alice: Shop) -> None:
    start, lock = threading.Barrier(50), threading.Lock()
    outcomes: list[str] = []

    def ask() -> None:
        start.wait()
        try:
            with connected():
                answer = once(alice, KEY, "same", lambda: make(alice))
            outcome = "done" if answer else "replayed"
        except InFlight:
            outcome = "in flight"
        with lock:
            outcomes.append(outcome)

    threads = [threading.Thread(target=ask) for _ in range(50)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert outcomes.count("done") == 1
    assert len(outcomes) == 50
    assert Product.select().count() == 1
