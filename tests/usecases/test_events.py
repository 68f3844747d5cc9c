"""Every change is told of, in the transaction of the change, to those who want to know."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import orjson
import pytest
from flask import Flask

from gateways import queue as queues
from models.asset import ERROR, PROCESSING, Asset
from models.content import NOT_STARTED, STARTED
from models.database import database
from models.product import RefTaken
from models.shop import Shop
from models.webhook import PAUSED, Delivery, Webhook
from tests.builders import (
    a_live,
    a_product,
    a_seller,
    a_shop,
    a_video,
    a_webhook,
    an_asset,
)
from tests.conftest import NOON
from usecases import (
    approvals,
    assets,
    captions,
    claims,
    collections,
    deliveries,
    lives,
    placements,
    products,
    sellers,
    shares,
    timecodes,
    videos,
)
from usecases.events import tell


@pytest.fixture(autouse=True)
def waiting(app: Flask) -> queues.Queue:
    """Jobs wait: nothing is sent here."""
    queue = queues.waiting_queue()
    queues.open_queue(queue, {}, {"deliver": deliveries.deliver})
    return queue


def told(webhook: Webhook) -> list[str]:
    """The names of what a webhook was told, in order."""
    rows = Delivery.select().where(Delivery.webhook == webhook).order_by(Delivery.number)
    return [each.event for each in rows]


CHANGES: dict[str, Callable[[Shop], Any]] = {
    "product": lambda shop: (
        uid := products.add(shop, name="Jacket").product.uid,
        products.change(shop, uid, name="Coat"),
        products.remove(shop, uid),
    ),
    "seller": lambda shop: (
        uid := sellers.add(shop, name="Larch", external_id="x").uid,
        sellers.change(shop, uid, name="Oak"),
        sellers.remove(shop, uid),
    ),
    "collection": lambda shop: (
        uid := collections.add(shop, name="Autumn").collection.uid,
        collections.change(shop, uid, name="Winter"),
        collections.remove(shop, uid),
    ),
    "placement": lambda shop: (
        uid := placements.add(shop, name="Home", component="inline").placement.uid,
        placements.change(shop, uid, name="Top"),
        placements.remove(shop, uid),
    ),
    "live": lambda shop: (
        uid := lives.add(shop, name="Show", starts_at=NOON).content.uid,
        lives.change(shop, uid, name="Late show"),
        lives.remove(shop, uid),
    ),
    "video": lambda shop: (
        uid := videos.add(shop, name="Rain").content.uid,
        videos.change(shop, uid, name="Snow"),
        videos.remove(shop, uid),
    ),
}


@pytest.mark.parametrize("kind", CHANGES)
def test_what_is_made_changed_and_removed_is_told(alice: Shop, kind: str) -> None:
    webhook = a_webhook(alice)
    CHANGES[kind](alice)
    assert told(webhook) == [f"{kind}.created", f"{kind}.updated", f"{kind}.removed"]


def test_a_message_names_its_subject_and_counts(alice: Shop, noon: Any) -> None:
    webhook = a_webhook(alice)
    product = products.add(alice, name="Jacket", ref="SKU-1").product
    products.change(alice, product.uid, name="Coat")
    first, second = (orjson.loads(each.body) for each in webhook.deliveries.order_by(Delivery.id))
    assert first.pop("id") != second["id"]
    assert first == {
        "type": "product.created",
        "timestamp": "2026-06-15T12:00:00.000Z",
        "sequence": 1,
        "data": {"id": product.uid, "type": "product", "ref": "SKU-1", "name": "Jacket"},
    }
    assert second["sequence"] == 2


def test_moments_and_captions_are_changes_of_their_video(alice: Shop) -> None:
    video, webhook = a_video(alice), a_webhook(alice)
    timecodes.replace(alice, video, [])
    captions.set_captions(alice, video.uid, "en", b"WEBVTT\n\n00:01.000 --> 00:02.000\nhi\n")
    captions.remove_captions(alice, video.uid, "en")
    assert told(webhook) == ["video.updated"] * 3


def test_what_goes_along_is_told_too(alice: Shop) -> None:
    video = a_video(alice)
    gathering = collections.add(alice, name="Autumn").collection
    placements.add(alice, name="a", component="inline", content=video.uid)
    placements.add(alice, name="b", component="carousel", collection=gathering.uid)
    webhook = a_webhook(alice)
    videos.remove(alice, video.uid)
    collections.remove(alice, gathering.uid)
    assert told(webhook) == [
        "placement.removed",
        "video.removed",
        "placement.removed",
        "collection.removed",
    ]


def test_a_film_that_cannot_be_prepared_is_told_with_the_sentence(alice: Shop) -> None:
    video, webhook = a_video(alice, ready=False), a_webhook(alice)
    asset = an_asset(video, state=PROCESSING, playing=False, source="uploads/none", attempts=9)
    assets.prepare(asset.uid)
    assert Asset.get_by_id(asset.id).state == ERROR
    assert told(webhook) == ["video.failed"]
    assert "fault on our side" in orjson.loads(webhook.deliveries.get().body)["data"]["error"]


def test_a_film_that_is_ready_is_told_once(
    alice: Shop, app: Flask, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.films import film

    video, webhook = a_video(alice, ready=False), a_webhook(alice)
    asset = an_asset(video, state=PROCESSING, playing=False, source=f"uploads/{video.uid}/source")
    source = assets.files().working(asset.source or "")
    source.write_bytes(film())
    assets.prepare(asset.uid)
    assets.prepare(asset.uid)
    assert claims.take(asset.uid) is None
    assert told(webhook) == ["video.ready"]


STATES = {
    "one that was on air": (NOON, ["live.finished", "live.restarted", "live.started"]),
    "one that never was": (None, ["live.finished", "live.restarted"]),
}


@pytest.mark.parametrize(("started_at", "events"), STATES.values(), ids=STATES)
def test_the_states_of_a_live_are_told(alice: Shop, started_at: Any, events: list[str]) -> None:
    live, webhook = a_live(alice, started_at=started_at), a_webhook(alice)
    live.state = STARTED if started_at else NOT_STARTED
    live.save()
    for finished in (True, True, False, False):
        lives.finish(alice, live.uid, finished=finished, ends_at=NOON + timedelta(hours=1))
    assert told(webhook) == events


@pytest.mark.parametrize("make", [a_video, a_live])
def test_what_waits_says_so_and_approval_is_told(alice: Shop, make: Callable[..., Any]) -> None:
    content = make(alice, published=False, awaiting_approval=True)
    webhook = a_webhook(alice)
    kept = lives.change if content.kind == "live" else videos.change
    kept(alice, content.uid, name="Rain")
    approvals.approve(alice, content.uid, content.kind)
    approvals.approve(alice, content.uid, content.kind)
    events = [f"{content.kind}.{verb}" for verb in ("updated", "updated", "approved")]
    assert told(webhook) == events
    bodies = [orjson.loads(each.body)["data"] for each in webhook.deliveries.order_by(Delivery.id)]
    assert [each.get("awaiting_approval") for each in bodies] == [True, None, None]


def test_a_film_that_waits_anew_is_told(alice: Shop) -> None:
    seller = a_seller(alice, moderated=True)
    video, webhook = a_video(alice, seller=seller), a_webhook(alice)
    alice.only_seller_id = seller.id
    videos.await_film(alice, video.uid)
    videos.await_film(alice, video.uid)
    assert told(webhook) == ["video.updated"]


ENDS: dict[str, tuple[Callable[[Shop, Any], Any], list[str]]] = {
    "taken back": (lambda shop, loan: shares.remove(shop, loan.share.uid), ["video.unshared"]),
    "removed": (
        lambda shop, loan: videos.remove(shop, loan.content.uid),
        ["video.unshared", "video.removed"],
    ),
}


@pytest.mark.parametrize(("end", "last"), ENDS.values(), ids=ENDS)
def test_both_shops_are_told_what_is_shared_and_taken_back(
    alice: Shop, charlie: Shop, end: Callable[[Shop, Any], Any], last: list[str]
) -> None:
    video = a_video(alice)
    own, theirs, strangers = a_webhook(alice), a_webhook(charlie), a_webhook(a_shop("Emil"))
    loan = shares.add(alice, video.uid, charlie.app_id)
    placements.add(charlie, name="a", component="inline", content=video.uid)
    end(alice, loan)
    assert told(own) == ["video.shared", *last]
    assert told(theirs) == ["video.shared", "placement.created", "placement.removed", last[0]]
    assert told(strangers) == []
    for webhook in (own, theirs):
        first = orjson.loads(webhook.deliveries.order_by(Delivery.id).get().body)
        named = {"id": video.uid, "type": "video", "name": "Rain test"}
        assert first["data"] == {**named, "app_id": charlie.app_id}


WANTED = {
    "everything": (["*"], True),
    "by name": (["seller.created", "product.created"], True),
    "something else": (["product.updated", "seller.created"], False),
}


@pytest.mark.parametrize(("events", "wants"), WANTED.values(), ids=WANTED)
def test_a_webhook_is_told_what_it_asked_for(alice: Shop, events: list[str], wants: bool) -> None:
    webhook = a_webhook(alice, events=events)
    products.add(alice, name="Jacket")
    assert told(webhook) == (["product.created"] if wants else [])
    assert Webhook.get_by_id(webhook.id).number == int(wants)


def test_another_shop_and_a_paused_webhook_are_told_nothing(alice: Shop, charlie: Shop) -> None:
    foreign, paused = a_webhook(charlie), a_webhook(alice, state=PAUSED)
    products.add(alice, name="Jacket")
    assert (told(foreign), told(paused)) == ([], [])


def test_an_event_stands_and_falls_with_its_change(alice: Shop, waiting: queues.Queue) -> None:
    webhook = a_webhook(alice)
    products.add(alice, name="Jacket", ref="SKU-1")
    with pytest.raises(RefTaken):
        products.add(alice, name="Jacket", ref="SKU-1")
    with database.atomic() as change:
        products.add(alice, name="Coat")
        assert len(told(webhook)) == 2
        change.rollback()
    assert told(webhook) == ["product.created"]
    assert Webhook.get_by_id(webhook.id).number == 1
    assert len(waiting.huey.storage.enqueued_items()) == 1, "put aside once it is certain"


def test_a_job_is_put_aside_after_the_transaction(alice: Shop, waiting: queues.Queue) -> None:
    a_webhook(alice)
    with database.atomic():
        products.add(alice, name="Jacket")
        assert not waiting.huey.storage.enqueued_items()
    assert len(waiting.huey.storage.enqueued_items()) == 1


def test_a_queue_out_of_order_loses_no_change(alice: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    webhook = a_webhook(alice)
    queues.open_queue(queues.waiting_queue(), {})
    monkeypatch.setattr(queues.queue().huey.storage, "enqueue", lambda *_: 1 / 0)
    products.add(alice, name="Jacket")
    assert told(webhook) == ["product.created"]


def test_what_has_no_name_is_told_to_nobody(alice: Shop) -> None:
    webhook = a_webhook(alice)
    tell(a_live(alice), "polished")
    tell(a_product(alice), "polished")
    assert told(webhook) == []


def test_what_happens_to_a_live_is_told(alice: Shop) -> None:
    webhook = a_webhook(alice)
    live = lives.add(alice, name="Show", starts_at=NOON).content
    for finished in (True, True, False):
        lives.finish(alice, live.uid, finished=finished, ends_at=NOON)
    lives.remove(alice, live.uid)
    assert told(webhook) == ["live.created", "live.finished", "live.restarted", "live.removed"]
