"""`DELETE /api/v1/sellers/<uid>`: what was the seller's becomes the shop's own."""

from __future__ import annotations

from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_product, a_seller, a_video


def test_a_removed_seller_leaves_products_and_videos_to_the_shop(
    alices: Caller, alice: Shop
) -> None:
    seller = a_seller(alice)
    product = a_product(alice, seller=seller)
    video = a_video(alice, seller=seller, products=(product,))
    gone = alices.delete(f"/sellers/{seller.uid}")
    assert (gone.status_code, gone.data) == (204, b"")
    assert alices.get(f"/sellers/{seller.uid}").status_code == 404
    assert alices.get(f"/products/{product.uid}").json["data"]["attributes"]["seller_id"] is None
    told = alices.get(f"/videos/{video.uid}").json["data"]["attributes"]
    assert told["seller"] is None
    assert told["product_ids"] == [product.uid]
