"""Deliveries that wait to be sent."""

from __future__ import annotations

from tests.api.content.webhooks.conftest import waiting

__all__ = ["waiting"]
