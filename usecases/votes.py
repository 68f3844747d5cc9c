"""Votes: viewers say which question they want answered; one vote of a viewer for a question."""

from __future__ import annotations

from peewee import IntegrityError

from models.base import UID
from models.broadcast import Broadcast
from models.content import Content
from models.database import database, exclusive
from models.errors import NotFound
from models.message import Message, Vote, seen
from usecases import bans
from usecases.changes import note
from usecases.chat import told
from usecases.passes import Viewer, whereabouts

# Up to so many votes each one is told to everybody; of more, only each twentieth part more.
TOLD_ALL = 20


def vote(viewer: Viewer, content: Content, message: str, *, address: str = "") -> Message:
    """Vote for a question; a second vote of the same viewer changes nothing.

    Raises `NotFound`, `Banned`.
    """
    return _count(viewer, content, message, address, wanted=True)


def take_back(viewer: Viewer, content: Content, message: str, *, address: str = "") -> Message:
    """Take a vote back; without one nothing changes. Raises `NotFound`, `Banned`."""
    return _count(viewer, content, message, address, wanted=False)


def _count(viewer: Viewer, content: Content, uid: str, address: str, *, wanted: bool) -> Message:
    place = whereabouts(address) if address else None
    ignored = not viewer.leads and bans.softly_banned(content, viewer.uid, place)
    with exclusive(Broadcast.get(Broadcast.content == content)):
        question = _question(content, uid)
        if ignored or not (_cast if wanted else _removed)(viewer, question):
            return question
        step = 1 if wanted else -1
        counted = Message.update(votes=Message.votes + step).where(Message.id == question.id)
        counted.execute()
        question = _question(content, uid)
        if question.votes % max(question.votes // TOLD_ALL, 1) == 0:
            note(content, "message", told(question))
    return question


def _question(content: Content, uid: str) -> Message:
    found: Message | None = None
    if UID.fullmatch(uid):
        asked = Message.uid == uid, Message.content == content, Message.question
        found = Message.select().where(*asked, seen()).first()
    if found is None:
        raise NotFound("this live has no question with this id")
    return found


def _cast(viewer: Viewer, question: Message) -> bool:
    try:
        with database.atomic():
            Vote.create(message=question, viewer=viewer.uid)
    except IntegrityError:
        return False
    return True


def _removed(viewer: Viewer, question: Message) -> bool:
    mine = Vote.message == question, Vote.viewer == viewer.uid
    return bool(Vote.delete().where(*mine).execute())
