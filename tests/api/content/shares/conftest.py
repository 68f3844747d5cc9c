"""A film of Alice's to be shared, and a page of Charlie's shop to show it on."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import Settings
from models.content import Content, Cue
from models.shop import Shop
from tests.api.content.shares.ways import GTIN, HER_PAGE
from tests.builders import a_product, a_seller, a_video


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """A change shows on pages at once."""
    return settings.model_copy(update={"display_lifetime": 0})


@pytest.fixture
def film(alice: Shop) -> Content:
    """Alice's video of a jacket and a coat; of the jacket from 1 to 4 seconds."""
    larch = a_seller(alice, name="Larch & Co")
    jacket = a_product(alice, name="Her jacket", ref="H-1", ean=GTIN, seller=larch)
    coat = a_product(alice, name="Her coat", ref="H-2", ean="4006381333931", seller=larch)
    made = a_video(alice, seller=larch, products=(jacket, coat), urls=[HER_PAGE])
    Cue.create(content=made, kind="product", product=jacket, from_ms=1000, to_ms=4000)
    Cue.create(content=made, kind="product", product=coat, from_ms=5000)
    return made


@pytest.fixture
def display(client: FlaskClient, charlie: Shop) -> Callable[[str], TestResponse]:
    """Ask as a page of Charlie's shop does."""

    def ask(rest: str) -> TestResponse:
        joint = "&" if "?" in rest else "?"
        return client.get(
            f"/api/v1/displayed_data{rest}{joint}app_id={charlie.app_id}",
            headers={"Origin": "https://charlie.example"},
        )

    return ask
