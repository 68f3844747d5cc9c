"""An element's question, and a collection for it."""

from __future__ import annotations

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from models.collection import Collection, CollectionItem
from models.content import Content
from models.shop import Shop

SHOP = "https://shop.example"


def ask(
    client: FlaskClient, kind: str, uid: str, app_id: str, origin: str | None = SHOP
) -> TestResponse:
    """Ask as an element does."""
    headers = {"Origin": origin} if origin else {}
    path = f"/api/v1/displayed_data/{kind}s/{uid}"
    return client.get(path, query_string={"app_id": app_id}, headers=headers)


def a_collection(shop: Shop, *contents: Content) -> Collection:
    """Put contents into an order."""
    made = Collection.create(shop=shop, name="Seen in motion")
    for position, each in enumerate(contents):
        CollectionItem.create(collection=made, content=each, position=position)
    return made
