"""What forms can say: as much as JSON bodies can."""

from __future__ import annotations

import pytest

from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_product, a_video


def test_a_form_takes_the_longest_lists(alices: Caller) -> None:
    urls = [f"https://shop.example/{number}" for number in range(500)]
    answer = alices.form("POST", "/videos", name="Rain", urls=urls, excluded_urls=urls)
    assert answer.status_code == 201
    assert len(answer.json["data"]["attributes"]["urls"]) == 500


@pytest.mark.parametrize("body", [b"--x--", b"--x--\r\n", b"\r\n--x--\r\n"])
def test_a_form_without_fields_changes_nothing(alice: Shop, alices: Caller, body: bytes) -> None:
    product = a_product(alice)
    kind = "multipart/form-data; boundary=x"
    answer = alices("PATCH", f"/products/{product.uid}", data=body, content_type=kind)
    assert answer.status_code == 200
    assert answer.json["data"]["attributes"]["name"] == product.name


@pytest.mark.parametrize(("text", "status"), [("", 200), ("null", 422), ("true", 200)])
def test_a_query_says_nothing_by_an_empty_text_and_never_by_null(
    alices: Caller, text: str, status: int
) -> None:
    assert alices.get(f"/videos?awaiting_approval={text}").status_code == status


@pytest.mark.parametrize("start", ["", "https://"], ids=["bare", "with its scheme"])
def test_an_address_is_as_long_as_the_description_says(
    alice: Shop, alices: Caller, start: str
) -> None:
    video = a_video(alice)
    address = f"{start}shop.example/".ljust(2048, "x")
    path = f"/videos/{video.uid}"
    assert alices.patch(path, {"urls": [address]}).status_code == 200
    assert alices.patch(path, {"urls": [address + "x"]}).status_code == 422
