"""The streams API: a shop's catalogue of lives, and what its small players ask.

`/v3/streams`, `/v3/translation/quick-state`, `/v2/mini-player/…`; a shop is named by its slug.
"""

from __future__ import annotations

from flask import Blueprint, Flask

from api.streams import description, docs, mini_player, quick_state, streams
from api.streams.envelope import spell_error

# Below these every failure is spelled as this API spells it.
PREFIXES = ("/v3/", "/v2/mini-player")

# The map of the API: a resource's file, and where it stands.
RESOURCES: tuple[tuple[Blueprint, str], ...] = (
    (streams.routes, "/v3/streams"),
    (quick_state.routes, "/v3/translation/quick-state"),
    (mini_player.routes, "/v2/mini-player"),
    (description.routes, "/v3/openapi.json"),
    (docs.routes, "/v3/docs"),
)

__all__ = ["PREFIXES", "mount", "spell_error"]


def mount(app: Flask) -> None:
    """Mount every resource at its published path."""
    api = Blueprint("streams", __name__)
    for routes, prefix in RESOURCES:
        api.register_blueprint(routes, url_prefix=prefix)
    app.register_blueprint(api)
