"""`/api/v1/videos/<uid>/approve` and `/api/v1/lives/<uid>/approve`: moderated sellers' content."""

from __future__ import annotations

from flask import Blueprint

from api.auth import shop
from api.content.envelope import Data, data
from api.content.live_shapes import LiveItem
from api.content.lives import as_live
from api.content.video_shapes import VideoItem
from api.content.videos import as_video
from api.operation import Answer, operation
from models.content import LIVE
from models.errors import NotFound
from models.seller import ShopDecides
from models.share import SharedContent
from usecases import approvals
from usecases.approvals import NotAwaiting

routes = Blueprint("approvals", __name__)
REFUSALS = (NotFound, SharedContent, ShopDecides, NotAwaiting)


@routes.post("/videos/<uid>/approve")
@operation(
    "Approve a video",
    answer=Data[VideoItem],
    scope="content.write",
    errors=REFUSALS,
    extension=True,
)
def video(uid: str) -> Answer:
    """Publish a moderated seller's video that awaits approval."""
    return data(as_video(approvals.approve(shop(), uid)))


@routes.post("/lives/<uid>/approve")
@operation(
    "Approve a live",
    answer=Data[LiveItem],
    scope="content.write",
    errors=REFUSALS,
    extension=True,
)
def live(uid: str) -> Answer:
    """Publish a moderated seller's live that awaits approval."""
    return data(as_live(approvals.approve(shop(), uid, LIVE)))
