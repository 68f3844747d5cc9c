"""`/api/v1/lives/<uid>/timecodes`: what belongs to which moment of a live and its replay."""

from __future__ import annotations

from flask import Blueprint

from api.auth import shop
from api.content.envelope import Data, data
from api.content.timecodes import NewTimecodes, TimecodeItem, as_moment, as_timecode
from api.operation import Answer, operation
from models.broadcast import LiveUnfinished
from models.content import LIVE
from models.errors import NotFound
from models.share import SharedContent
from usecases import timecodes
from usecases.screening import find_content, find_own

routes = Blueprint("live_timecodes", __name__)


@routes.get("")
@operation("Get events timecodes of a live", answer=Data[list[TimecodeItem]], errors=(NotFound,))
def index(uid: str) -> Answer:
    """List the moments of a live's events, counted from its start, in the order of time."""
    content = find_content(shop(), uid, LIVE)
    return data([as_timecode(each) for each in timecodes.listed(shop(), content)])


@routes.put("")
@operation(
    "Replace the timecodes of a replay",
    body=NewTimecodes,
    answer=Data[list[TimecodeItem]],
    scope="content.write",
    errors=(NotFound, SharedContent, LiveUnfinished),
    extension=True,
)
def change(uid: str, body: NewTimecodes) -> Answer:
    """Put these timecodes in the place of all that a finished live had."""
    content = find_own(shop(), uid, LIVE)
    moments = [as_moment(each) for each in body.timecodes]
    return data([as_timecode(each) for each in timecodes.replace(shop(), content, moments)])
