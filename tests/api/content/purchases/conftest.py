"""A page of Alice's shop."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from models.shop import Shop
from tests.api.content.purchases.ways import Page


@pytest.fixture
def page(client: FlaskClient, alice: Shop) -> Page:
    """A page of Alice's shop."""
    return Page(client, alice.app_id)
