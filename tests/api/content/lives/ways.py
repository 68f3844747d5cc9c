"""A live as callers send it."""

from __future__ import annotations

SHOW = {"name": "Autumn show", "start_date": "2026-06-20T20:00:00+02:00"}
