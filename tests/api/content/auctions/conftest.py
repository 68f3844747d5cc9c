"""What tests of auctions begin with: Alice's live on air at noon, and one auction of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from flask.testing import FlaskClient

from models.auction import Auction
from models.content import STARTED, Content
from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_live, a_viewer, an_auction, bearing

Hold = Callable[[str], Caller]


@pytest.fixture
def live(alice: Shop, noon: datetime) -> Content:
    """Alice's live, on air since noon."""
    return a_live(alice, state=STARTED, started_at=noon)


@pytest.fixture
def auction(live: Content) -> Auction:
    """An auction from 7.00 by 1.00, for two minutes."""
    return an_auction(live)


@pytest.fixture
def path(live: Content, auction: Auction) -> str:
    """Where the auction stands."""
    return f"/lives/{live.uid}/auctions/{auction.uid}"


@pytest.fixture
def holder(client: FlaskClient, live: Content) -> Hold:
    """Hold a link of the live, as host or moderator."""
    return lambda role: Caller(client, bearing(a_viewer(live, role=role)))


def refusal(answer: Any) -> tuple[int, str]:
    """The status and the code of a refusal."""
    return answer.status_code, answer.json["errors"][0]["code"]
