"""A shop that has the very rows which the examples of the API's description name.

A caller who sends an example as it stands meets something, so tests that make requests from the
description get past the first refusal.
"""

from __future__ import annotations

from dataclasses import dataclass

from api.content.collections import SAMPLE as COLLECTION
from api.content.content_shapes import SAMPLE as UID
from api.content.displayed_data import APP_ID
from api.content.shares import APP_ID as OTHER_APP_ID
from models import clock
from models.asset import WAITING_UPLOAD, Asset
from models.base import new_uid
from models.collection import Collection, CollectionItem
from models.content import FINISHED, STARTED
from models.purchase import Purchase
from models.share import Share
from tests import builders
from usecases import captions
from usecases.uploads import upload_link

SELLER = "0f6b1c3d5e7f4a2b8c9d0e1f2a3b4c5d"
DELIVERY = "3c4d5e6f708192a3b4c5d6e7f809102b"
MESSAGE = "1f2e3d4c5b6a79880716253443526170"
BAN = "7a8b9c0d1e2f30415263748596a7b8c9"
# Ids stand in one table for videos and lives: an example of an id names one or the other.
AUCTION = "9b8a7c6d5e4f30213243546576879809"
LIVE, REPLAY, VIDEO = "live", "replay", "video"
CAPTIONS = b"WEBVTT\n\n00:00.000 --> 00:01.000\nRain\n"


@dataclass(frozen=True)
class Example:
    """What the shop's server knows: its key, and a link to send a film to."""

    app_id: str
    key: str
    token: str


def an_exemplary_shop(kind: str, secret: str) -> Example:
    """Open the shop; its one content is a live on air or finished, or a video."""
    shop = builders.a_shop("Alice", app_id=APP_ID, significant_params=["variant"])
    seller = builders.a_seller(shop, uid=SELLER, external_id="vendor-17")
    builders.a_seller(shop, uid=UID)
    product = builders.a_product(shop, uid=UID, ref="SKU-1", seller=seller)
    facts = {"uid": UID, "products": (product,), "urls": ["https://shop.example/jackets/*"]}
    if kind == VIDEO:
        content = builders.a_video(shop, **facts)
        captions.set_captions(shop, UID, "fr", CAPTIONS)
    else:
        state = STARTED if kind == LIVE else FINISHED
        content = builders.a_live(shop, state=state, started_at=clock.now(), **facts)
        if kind == LIVE:
            builders.an_event(content, "product", product=product)
    for uid in (UID, COLLECTION):
        collection = Collection.create(shop=shop, uid=uid, name="Autumn in motion")
        CollectionItem.create(collection=collection, content=content)
    if kind == LIVE:
        for uid in (UID, MESSAGE):
            builders.a_message(content, uid=uid, question=True, viewer=new_uid())
        builders.a_ban(content, uid=BAN)
        builders.a_sold_auction(content, uid=AUCTION)
    builders.a_shop("Spruce", app_id=OTHER_APP_ID)
    Share.create(content=content, shop=builders.a_shop("Dora"), uid=UID)
    builders.a_placement(shop, uid=UID, product_refs=["SKU-1"])
    builders.a_feed(shop, uid=UID)
    builders.a_delivery(builders.a_webhook(shop, uid=UID, events=["seller.removed"]), uid=DELIVERY)
    Purchase.update(uid=UID).where(Purchase.id == builders.a_purchase(shop, "SKU-1")).execute()
    waiting = builders.a_video(shop, ready=False)
    Asset.create(content=waiting, uid=UID, state=WAITING_UPLOAD)
    link, _ = upload_link(waiting, "", secret)
    return Example(APP_ID, builders.a_key(shop)["Api-Key"], link.rpartition("/")[2])
