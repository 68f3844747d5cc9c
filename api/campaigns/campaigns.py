"""`/v2/<access key>/campaign`: campaigns, which are the shop's lives."""

from __future__ import annotations

from flask import Blueprint

from api.auth import shop
from api.campaigns.entering import guarded
from api.operation import Answer
from models.broadcast import LiveOnAir
from models.share import SharedContent
from usecases import lives
from usecases.numerals import NoSuchLive, live_named

routes = Blueprint("campaigns", __name__)


@routes.delete("/<campaign_key>")
@guarded(
    "Delete a campaign",
    status=204,
    scope="content.write",
    errors=(NoSuchLive, SharedContent, LiveOnAir),
    extension=True,
)
def remove(campaign_key: str) -> Answer:
    """Remove a campaign that is ready or has ended, with its chat and its replay."""
    lives.withdraw(shop(), live_named(shop(), campaign_key).uid)
    return "", 204
