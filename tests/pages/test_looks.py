"""How a checkout looks: in the shop's colours, with words on them that can be read."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from models.shop import Shop
from pages.looks import contrast


def look_of(client: FlaskClient, shop: Shop, **appearance: Any) -> str:
    """The style sheet of a shop with this appearance."""
    shop.appearance = appearance
    shop.save()
    answer = client.get(f"/checkout/shops/{shop.app_id}/look.css")
    assert (answer.status_code, answer.mimetype) == (200, "text/css")
    return answer.text


@pytest.mark.parametrize(
    ("wished", "words"),
    [("#f4e9d8", "#f4e9d8"), ("#1d3f33", "#ffffff"), (None, "#ffffff"), ("red;}", "#ffffff")],
    ids=["readable", "as dark", "none", "no colour"],
)
def test_words_on_the_shops_colour_can_be_read(
    client: FlaskClient, alice: Shop, wished: str | None, words: str
) -> None:
    look = look_of(client, alice, accent="#16382c", accent_text=wished, radius=40)
    told = f":root {{ --accent: #16382c; --accent-text: {words}; --radius: 24px }}\n"
    assert look == told


@pytest.mark.parametrize("accent", ["#f2b632", "#ffffff"])
def test_on_a_light_colour_words_are_black(client: FlaskClient, alice: Shop, accent: str) -> None:
    assert "--accent-text: #000000" in look_of(client, alice, accent=accent)


@pytest.mark.parametrize("accent", [None, "red", "#fff}body{display:none", "url(//evil.example)"])
def test_what_is_no_colour_is_not_written(client: FlaskClient, alice: Shop, accent: Any) -> None:
    assert look_of(client, alice, accent=accent) == ""


def test_an_unknown_shop_has_no_look(client: FlaskClient) -> None:
    assert client.get("/checkout/shops/nobody/look.css").status_code == 404


def test_contrast_is_counted_as_the_standard_does() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)
