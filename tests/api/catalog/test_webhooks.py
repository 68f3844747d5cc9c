"""Webhooks in the catalog API's spelling: products whole, whichever API made or changed them."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from flask import Flask
from flask.testing import FlaskClient

from gateways import queue as queues
from models.shop import Shop
from models.webhook import CATALOG, Delivery, Webhook
from tests.api.catalog.conftest import Server
from tests.builders import a_key, a_live, a_product, a_webhook
from usecases import deliveries, lives, products


@pytest.fixture(autouse=True)
def waiting(app: Flask) -> None:
    """Jobs wait: what is told is looked at before it is sent."""
    queues.open_queue(queues.waiting_queue(), {}, {"deliver": deliveries.deliver})


@pytest.fixture
def webhook(alice: Shop) -> Webhook:
    """A webhook of Alice's that wants products whole."""
    return a_webhook(alice, format=CATALOG)


def told(webhook: Webhook) -> list[tuple[str, Any]]:
    """What a webhook was told: events and bodies, in order."""
    rows = Delivery.select().where(Delivery.webhook == webhook).order_by(Delivery.number)
    return [(each.event, orjson.loads(each.body)) for each in rows]


def whole(server: Server, id_: str) -> Any:
    """A product as the API tells it, in all languages."""
    answer = server.ask("GET", f"/products/{id_}", headers={"Accept-Language": "*"})
    assert answer.status_code == 200
    return answer.json


def test_what_is_written_here_is_sent_as_it_stands(server: Server, webhook: Webhook) -> None:
    body = {"name": {"en": "Kettle"}, "code": "K-1", "taxClasses": {"FR": "STANDARD"}}
    made = server.post("/products", body)["id"]
    first = whole(server, made)
    server.patch(f"/products/{made}", {"published": True})
    second = whole(server, made)
    server.delete(f"/products/{made}")
    assert told(webhook) == [
        ("product.created", first),
        ("product.updated", second),
        ("product.deleted", {"id": made}),
    ]
    assert first["name"] == {"en": "Kettle"}
    assert [each["metadata"]["version"] for each in (first, second)] == [1, 2]


def test_each_row_of_many_is_sent(server: Server, webhook: Webhook) -> None:
    rows = [{"name": "Kettle", "code": "K-1"}, {"code": "K-2"}, {"name": "Cup", "code": "C-1"}]
    server.post("/products/bulk", rows)
    assert [(event, body["code"]) for event, body in told(webhook)] == [
        ("product.created", "K-1"),
        ("product.created", "C-1"),
    ]


def test_what_another_api_writes_is_sent_too(
    client: FlaskClient, server: Server, alice: Shop, webhook: Webhook
) -> None:
    key = a_key(alice)
    sent = {"name": "Field jacket", "ref": "SKU-1", "price": "19.90"}
    made = client.post("/api/v1/products", json=sent, headers=key).json["data"]["id"]
    client.patch(f"/api/v1/products/{made}", json={"name": "Rain jacket"}, headers=key)
    client.delete(f"/api/v1/products/{made}", headers=key)
    [(_, first), (_, second), (last, gone)] = told(webhook)
    assert (first["code"], first["name"]) == ("SKU-1", {"en": "Field jacket"})
    assert (second["name"], second["metadata"]["version"]) == ({"en": "Rain jacket"}, 2)
    assert (last, gone) == ("product.deleted", {"id": first["id"]})


def test_what_this_api_has_no_message_for_is_not_sent(
    alice: Shop, charlie: Shop, webhook: Webhook
) -> None:
    lives.remove(alice, lives.add(alice, name="Show").content.uid)
    products.add(charlie, name="Theirs")
    assert told(webhook) == []


def test_only_what_was_asked_for_is_sent(alice: Shop) -> None:
    ends = a_webhook(alice, format=CATALOG, events=["product.deleted"])
    plain = a_webhook(alice, events=["product.removed"])
    product = a_product(alice)
    a_live(alice, products=(product,))
    products.change(alice, product.uid, name="Rain jacket")
    products.remove(alice, product.uid)
    assert told(ends) == [("product.deleted", {"id": product.catalog_id})]
    assert [event for event, _ in told(plain)] == ["product.removed"]


@pytest.mark.parametrize(
    ("format_", "event", "good"),
    [
        ("catalog", "product.deleted", True),
        ("catalog", "product.created", True),
        ("catalog", "*", True),
        ("catalog", "product.removed", False),
        ("catalog", "live.started", False),
        ("vitrine", "product.deleted", False),
        ("campaigns", "product.deleted", False),
    ],
)
def test_a_webhook_asks_for_events_by_the_names_of_its_format(
    client: FlaskClient, alice: Shop, format_: str, event: str, good: bool
) -> None:
    sent = {"url": "https://hooks.example/", "events": [event], "format": format_}
    answer = client.post("/api/v1/webhooks", json=sent, headers=a_key(alice))
    assert answer.status_code == (201 if good else 422)
    if good:
        assert answer.json["data"]["attributes"]["format"] == "catalog"
    else:
        assert answer.json["errors"][0]["source"]["pointer"] == "/events/0"
