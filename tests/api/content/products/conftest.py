"""Products are made of feeds too, fetched from the shop's web server."""

from __future__ import annotations

from tests.api.content.feeds.conftest import settings, site

__all__ = ["settings", "site"]
