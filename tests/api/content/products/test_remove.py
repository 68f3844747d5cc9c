"""`DELETE /api/v1/products/<uid>`: videos and pictures go on without it."""

from __future__ import annotations

import base64

from models.product import Product
from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.api.content.products.ways import stored
from tests.builders import a_video


def test_a_removed_product_leaves_the_videos_that_carried_it(
    alices: Caller, alice: Shop, photo: bytes
) -> None:
    sent = {"name": "Jacket", "thumbnail": base64.b64encode(photo).decode()}
    made = alices.post("/products", sent).json["data"]
    row = Product.get(Product.uid == made["id"])
    video = a_video(alice, products=(row,))
    assert alices.delete(f"/products/{made['id']}").status_code == 204
    assert alices.get(f"/videos/{video.uid}").json["data"]["attributes"]["products"] == []
    assert not stored(made["attributes"]["thumbnail_url"]).exists()
