"""Where a viewer asks from: known again for a while, and never written down."""

from __future__ import annotations

import hashlib
import hmac

from flask import current_app, request

from usecases.passes import network_of


def digest_of_caller(uid: str) -> str:
    """Name the network a caller of one live asks from, so that nobody can tell which it is."""
    secret: str = current_app.config["SECRET_KEY"]
    said = f"{uid} {network_of(request.remote_addr or '')}"
    return hmac.digest(secret.encode(), said.encode(), hashlib.sha256).hex()[:16]
