"""A video to give captions to."""

from __future__ import annotations

import pytest

from models.content import Content
from models.shop import Shop
from tests import builders


@pytest.fixture
def video(alice: Shop) -> Content:
    return builders.a_video(alice)
