"""`/audience/v1/lives/<uid>/rehearsal`: the state of a live for who is let into its rehearsal."""

from __future__ import annotations

import orjson
from flask import Blueprint, Response, request

from api.audience.state import spelled_state
from api.auth import bearer
from usecases import rehearsed

routes = Blueprint("rehearsal", __name__)


@routes.get("")
def show(uid: str) -> Response:
    """Tell the state of the rehearsal that the pass opens; nothing of it is pushed or kept."""
    seen = rehearsed.state(uid, bearer())
    told = {**spelled_state(uid, request.args.get("shop")), **seen, "push_url": None}
    answer = Response(orjson.dumps(told), mimetype="application/json")
    answer.headers["Cache-Control"] = "no-store"
    return answer
