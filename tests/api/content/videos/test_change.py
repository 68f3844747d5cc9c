"""`PATCH /api/v1/videos/<uid>`: single fields of a video."""

from __future__ import annotations

from typing import Any

import pytest

from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_product


@pytest.mark.parametrize("empty", [None, []], ids=["null", "an empty list"])
def test_patch_empties_lists(alices: Caller, alice: Shop, empty: Any) -> None:
    product = a_product(alice)
    sent = {"name": "Rain", "tags": ["a"], "product_ids": [product.uid], "urls": ["/a"]}
    uid = alices.post("/videos", sent).json["data"]["id"]
    change = {"tags": empty, "product_ids": empty, "urls": empty}
    told = alices.patch(f"/videos/{uid}", change).json["data"]["attributes"]
    assert (told["tags"], told["product_ids"], told["urls"]) == ([], [], [])
