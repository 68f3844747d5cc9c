"""A webhook as callers send it."""

from __future__ import annotations

HOOK = {"url": "https://hooks.example/vitrine", "events": ["product.updated", "video.ready"]}
