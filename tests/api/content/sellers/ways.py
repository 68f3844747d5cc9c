"""A seller as callers send it."""

from __future__ import annotations

SELLER = {"name": "Larch & Co", "external_id": "vendor-17"}
