"""Passcodes: what those say who may watch the rehearsal of a live."""

from __future__ import annotations

from models.broadcast import Broadcast
from models.content import LIVE
from models.shop import Shop
from usecases.screening import find_own


def choose_passcode(shop: Shop, uid: str, passcode: str) -> None:
    """Choose what opens a live's rehearsal. Raises `NotFound`, `SharedContent`."""
    content = find_own(shop, uid, LIVE)
    Broadcast.update(passcode=passcode).where(Broadcast.content == content).execute()
