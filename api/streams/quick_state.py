"""`/v3/translation/quick-state`: how far one stream is, polled by pages that show it."""

from __future__ import annotations

from flask import Blueprint
from pydantic import ConfigDict, Field

from api.body import Input
from api.fields import Filter
from api.operation import Answer, Output, operation
from api.streams.entering import for_anybody, let_pages_read, named_shop
from api.streams.envelope import Enveloped, Moment, enveloped, moment
from api.streams.stream_shapes import SAMPLE, STATES, Status, shown
from models.errors import Invalid, NotFound, Problem
from usecases import programme

routes = Blueprint("quick_state", __name__)
routes.after_request(let_pages_read)
FRESH = {"Cache-Control": "public, max-age=2"}


class StateQuery(Input):
    """Which stream, by either name."""

    model_config = ConfigDict(extra="ignore")

    id: Filter | None = Field(None, description="Id of the stream.", examples=[SAMPLE])
    translationId: Filter | None = Field(None, description="The same.")  # noqa: N815


class State(Output):
    """How far a stream is; `viewers` is null where the shop does not tell them."""

    model_config = shown(
        {
            "id": SAMPLE,
            "status": "online",
            "startDate": "2023-09-26T12:00:29Z",
            "endDate": None,
            "viewers": 12,
        }
    )

    id: str
    status: Status
    startDate: Moment | None  # noqa: N815
    endDate: Moment | None  # noqa: N815
    viewers: int | None


@routes.get("")
@operation(
    "Show a stream's state",
    query=StateQuery,
    answer=Enveloped[State],
    scope=None,
    door=for_anybody(),
    errors=(NotFound,),
)
def show(query: StateQuery) -> Answer:
    """Tell how far a stream is and how many watch it."""
    uid = query.id or query.translationId
    if not uid:
        raise Invalid(Problem("id", "is required"))
    found = programme.standing(uid, named_shop())
    told = {
        "id": found.uid,
        "status": STATES[found.state],
        "startDate": moment(found.started_at),
        "endDate": moment(found.ended_at),
        "viewers": found.viewers,
    }
    return enveloped(told, headers=FRESH)
