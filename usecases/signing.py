"""Signing: how a receiver knows that a message is ours, whole and fresh.

The spelling is that of Standard Webhooks (https://www.standardwebhooks.com/), for which receivers
find ready libraries: `v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime

PREFIX = "whsec_"


def signed_headers(
    secrets: Iterable[str], message: str, at: datetime, body: bytes
) -> dict[str, str]:
    """Give the headers of a message: its id, the second it is sent, a signature per secret."""
    seconds = int(at.timestamp())
    content = b".".join((message.encode(), str(seconds).encode(), body))
    return {
        "webhook-id": message,
        "webhook-timestamp": str(seconds),
        "webhook-signature": " ".join(_signature(each, content) for each in secrets),
    }


def _signature(secret: str, content: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return f"v1,{base64.b64encode(hmac.digest(key, content, hashlib.sha256)).decode()}"
