"""What tests of auctions begin with: Alice's live on air at noon, with an auction."""

from __future__ import annotations

from datetime import datetime

import pytest

from models.auction import Auction
from models.content import STARTED, Content
from models.shop import Shop
from tests.builders import a_live, an_auction


@pytest.fixture
def live(alice: Shop, noon: datetime) -> Content:
    """Alice's live, on air since noon."""
    return a_live(alice, state=STARTED, started_at=noon)


@pytest.fixture
def auction(live: Content) -> Auction:
    """An auction from 7.00 by 1.00, for two minutes."""
    return an_auction(live)
