"""Claims: which worker has an asset, so that one is prepared by one worker at a time.

A claim is written into the asset and renewed while the work goes on. It ends by itself when it is
not renewed, and at once when its process ran on this machine and is gone.
"""

from __future__ import annotations

import os
import platform
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any

from models import clock
from models.asset import PROCESSING, Asset
from models.database import connected

# How long a claim holds unless it is renewed.
CLAIMED = timedelta(seconds=30)

_held: set[str] = set()


class Lost(Exception):
    """The asset was removed, or another worker has it now."""


def take(asset_uid: str) -> str | None:
    """Claim the asset for this worker; answers the claim, or nothing when it is not free."""
    now = clock.now()
    claim = new_claim()
    taken = (
        Asset.update(claim=claim, due_at=now + CLAIMED, attempts=Asset.attempts + 1, updated_at=now)
        .where(
            Asset.uid == asset_uid,
            Asset.state == PROCESSING,
            Asset.claim.is_null() | (Asset.due_at <= now),
        )
        .execute()
    )
    if taken:
        return claim
    end_claim(claim)
    return None


def new_claim() -> str:
    """Make a claim of this process: whoever finds it can tell whether its worker still lives."""
    claim = f"{_host()}/{os.getpid()}/{secrets.token_hex(8)}"
    _held.add(claim)
    return claim


def end_claim(claim: str) -> None:
    """Forget a claim that was not granted, or whose work is over."""
    _held.discard(claim)


def change(asset: Asset, claim: str | None, /, **changes: Any) -> bool:
    """Change an asset being prepared if the claim on it still holds, and tell whether it did."""
    holds = Asset.claim.is_null() if claim is None else Asset.claim == claim
    query = Asset.update(updated_at=clock.now(), **changes)
    return bool(query.where(Asset.id == asset.id, Asset.state == PROCESSING, holds).execute())


@contextmanager
def renewing(asset: Asset, claim: str) -> Iterator[None]:
    """Renew the claim on an asset while the block works."""
    with kept_alive(claim, lambda: change(asset, claim, due_at=clock.now() + CLAIMED)):
        yield


@contextmanager
def kept_alive(claim: str, renew: Callable[[], object]) -> Iterator[None]:
    """Renew a claim while the block works; a thread does, since a step can be long and mute."""
    done = threading.Event()

    def keep() -> None:
        while not done.wait(CLAIMED.total_seconds() / 3):
            with suppress(Exception), connected():
                renew()

    thread = threading.Thread(target=keep, name=f"claim-{claim}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
        end_claim(claim)


def worker_is_gone(claim: str | None) -> bool:
    """Tell whether the worker of a claim ran on this machine and does not any more."""
    host, _, rest = (claim or "").partition("/")
    number = rest.partition("/")[0]
    if host != _host() or not number.isdigit():
        return False
    if int(number) == os.getpid():
        # In a container every worker may get the same number.
        return claim not in _held
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


def folder_of(claim: str) -> str:
    """Tell the storage key of the folder in which the holder of a claim works."""
    return f"work/{claim.rpartition('/')[2]}"


def _host() -> str:
    return platform.node().replace("/", "-")[:40]
