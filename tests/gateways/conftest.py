"""Gateways begin as they are after installation: no private addresses."""

from __future__ import annotations

import pytest

from gateways import fetching, webhooks


@pytest.fixture(autouse=True)
def closed() -> None:
    """Forget what an application of an earlier test was allowed."""
    webhooks.configure(private=False)
    fetching.configure(private=False)
