"""`/audience/v1/lives/<uid>/messages/<message>/vote`: a viewer's vote for a question."""

from __future__ import annotations

from flask import Blueprint

from api.audience.entering import address, entered
from api.auth import NoCredentials
from api.content.envelope import answer
from api.operation import Answer, Output, operation
from models.errors import NotFound
from models.message import BadToken, Banned, TokenExpired
from usecases import votes

routes = Blueprint("votes", __name__)
REFUSALS = (NoCredentials, BadToken, TokenExpired, Banned, NotFound)


class Voted(Output):
    """How many votes the question has now, and whether one of them is the asker's."""

    votes: int
    voted: bool


@routes.put("")
@operation("Vote for a question", answer=Voted, scope=None, counted=False, errors=REFUSALS)
def change(uid: str, message: str) -> Answer:
    """Vote for a question; doing it again changes nothing."""
    viewer, content = entered(uid)
    question = votes.vote(viewer, content, message, address=address())
    return answer({"votes": question.votes, "voted": True})


@routes.delete("")
@operation("Take a vote back", answer=Voted, scope=None, counted=False, errors=REFUSALS)
def remove(uid: str, message: str) -> Answer:
    """Take a vote back; without one nothing changes."""
    viewer, content = entered(uid)
    question = votes.take_back(viewer, content, message, address=address())
    return answer({"votes": question.votes, "voted": False})
