"""A collection on the shelf, as the API made it."""

from __future__ import annotations

from typing import Any

from tests.api.content.conftest import Caller


def gathered(caller: Caller, name: str = "Autumn", **more: Any) -> Any:
    """Make a collection; answer its path and what is told of it."""
    made = caller.post("/collections", {"name": name, **more})
    assert made.status_code == 201, made.json
    return f"/collections/{made.json['data']['id']}", made.json["data"]
