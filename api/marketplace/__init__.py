"""The marketplace API: a shop as a platform, its users and how they sign in (`/v1/…`)."""

from __future__ import annotations

from flask import Blueprint, Flask

from api.marketplace import (
    account,
    auth,
    community,
    description,
    docs,
    media,
    platforms,
    usernames,
    users,
    waitlists,
)
from api.marketplace.envelope import spell_error

# What is below it and no other API's or page's fails in this one's words.
PREFIX = "/v1/"

# The map of the API: a resource's file, and where it stands.
RESOURCES: tuple[tuple[Blueprint, str], ...] = (
    (auth.routes, "/auth"),
    (platforms.routes, "/platforms"),
    (community.routes, "/platforms/community/user/<user_id>"),
    (waitlists.routes, "/waitlists"),
    (account.routes, "/users/auth"),
    (users.routes, "/users"),
    (usernames.routes, "/utils"),
    (media.routes, "/utils/media"),
    (description.routes, "/openapi.json"),
    (docs.routes, "/docs"),
)

__all__ = ["PREFIX", "mount", "spell_error"]


def mount(app: Flask) -> None:
    """Mount every resource at its published path."""
    api = Blueprint("marketplace", __name__, url_prefix="/v1")
    for routes, prefix in RESOURCES:
        api.register_blueprint(routes, url_prefix=prefix)
    app.register_blueprint(api)
