"""`/v1/replay/<access key>/<key>/…`: where a campaign's replay plays, as campaigns tell it.

What players load is public; a campaign that does not offer its replay has none here.
"""

from __future__ import annotations

from flask import Blueprint, Response, g, redirect

from api.operation import Answer, operation
from models.asset import NotReady
from models.errors import NotFound
from usecases import renditions

routes = Blueprint("replays", __name__)
PLAYED = {"status": 302, "scope": None, "counted": False, "errors": (NotFound, NotReady)}


@routes.get("/replay.m3u8")
@operation("Play a replay", **PLAYED)
def show(campaign_key: str) -> Answer:
    """Lead to the replay's manifest with all renditions, whatever `replayMode` says."""
    return _led_to(renditions.replay(g.access_key, campaign_key))


@routes.get("/ORIGINAL/<int:lines>p/index.m3u8")
@operation("Play a rendition of a replay", **PLAYED)
def rendition(campaign_key: str, lines: int) -> Answer:
    """Lead to the rendition of so many lines, or the nearest one below."""
    return _led_to(renditions.replay(g.access_key, campaign_key, lines))


@routes.get("/replay_<int:lines>p/ORIGINAL/index.m3u8")
@operation("Play the preview of a replay", **PLAYED)
def preview(campaign_key: str, lines: int) -> Answer:
    """Lead to the rendition that previews play in."""
    return _led_to(renditions.replay(g.access_key, campaign_key, lines))


def _led_to(address: str) -> Response:
    answer = redirect(address, 302)
    answer.headers["Access-Control-Allow-Origin"] = "*"
    # The replay may be made anew, or not be offered any more.
    answer.headers["Cache-Control"] = "no-cache"
    return answer  # type: ignore[return-value]
