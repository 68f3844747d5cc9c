"""Who is asking: the token a viewer was given on entering, or that of a host's link."""

from __future__ import annotations

from flask import request

from api.auth import NoCredentials, bearer
from models.content import Content
from usecases import viewers
from usecases.passes import Viewer


def entered(uid: str) -> tuple[Viewer, Content]:
    """Let in by the header Authorization; raises `NoCredentials` and what `viewers.enter` does."""
    token = bearer()
    if not token:
        raise NoCredentials("enter the live first, and send its token as Authorization: Bearer")
    return viewers.enter(uid, token)


def address() -> str:
    """Tell where the request comes from."""
    return request.remote_addr or ""
