"""`/v1/users`: the users of the platform, for its server and for those who run it."""

from __future__ import annotations

from flask import Blueprint

from api.auth import shop
from api.marketplace.entering import asking_user, guarded
from api.marketplace.envelope import ListQuery, answer
from api.marketplace.ids import LINK, USER, uid_of
from api.marketplace.user_fields import (
    WORDS,
    NewImage,
    NewLink,
    NewUser,
    UserChange,
    facts_of_user,
)
from api.marketplace.user_shapes import PlatformUser, as_user, as_users
from api.operation import Answer
from models.errors import NotFound
from models.user import EmailTaken, Outranked, User, UsernameTaken
from usecases import leaving, people, profiles, user_links
from usecases.uploaded_pictures import change_picture

routes = Blueprint("users", __name__)


@routes.get("")
@guarded("List users", query=ListQuery, answer=list[PlatformUser])
def index(query: ListQuery) -> Answer:
    """List the platform's users in the order they came."""
    after = None if query.after is None else uid_of(USER, query.after)
    found = people.listed(shop(), after=after, most=query.limit)
    return answer(as_users(found, shop().mode, shop().uid))


@routes.post("")
@guarded(
    "Create a user",
    body=NewUser,
    answer=PlatformUser,
    errors=(NotFound, EmailTaken, UsernameTaken),
    words=WORDS,
)
def create(body: NewUser) -> Answer:
    """Make a user, who can sign in from now on."""
    return answer(as_user(profiles.add(shop(), **facts_of_user(body))))


@routes.get("/<id:user_id>")
@guarded("Retrieve a user", answer=PlatformUser, errors=(NotFound,))
def show(user_id: str) -> Answer:
    """Show one user."""
    return answer(as_user(_user(user_id)))


@routes.put("/<id:user_id>")
@guarded(
    "Change a user",
    body=UserChange,
    answer=PlatformUser,
    errors=(NotFound, Outranked, EmailTaken, UsernameTaken),
    words=WORDS,
)
def change(user_id: str, body: UserChange) -> Answer:
    """Change what is sent of a user; another address ends the user's sessions."""
    facts = facts_of_user(body)
    return answer(as_user(profiles.change(shop(), uid_of(USER, user_id), asking_user(), **facts)))


@routes.delete("/<id:user_id>")
@guarded("Delete a user", answer=PlatformUser, errors=(NotFound, Outranked))
def remove(user_id: str) -> Answer:
    """Let a user be deleted in thirty days, unless they sign in before."""
    return answer(as_user(leaving.schedule(shop(), uid_of(USER, user_id), asking_user())))


@routes.post("/<id:user_id>/image")
@guarded(
    "Change a user's image",
    body=NewImage,
    multipart=True,
    answer=PlatformUser,
    errors=(NotFound, Outranked),
)
def change_image(user_id: str, body: NewImage) -> Answer:
    """Show a user by a picture that is sent, or by one that was uploaded."""
    return answer(as_user(change_picture(_user(user_id), asking_user(), body.chosen())))


@routes.post("/<id:user_id>/link")
@guarded("Add a link to a user", body=NewLink, answer=PlatformUser, errors=(NotFound, Outranked))
def add_link(user_id: str, body: NewLink) -> Answer:
    """Add an address that the user shows."""
    user, by = _user(user_id), asking_user()
    return answer(as_user(user_links.add_link(user, by, label=body.label, url=body.url)))


@routes.delete("/<id:user_id>/link/<link_id>")
@guarded("Remove a link of a user", answer=PlatformUser, errors=(NotFound, Outranked))
def remove_link(user_id: str, link_id: str) -> Answer:
    """Remove an address that the user shows."""
    user, by = _user(user_id), asking_user()
    return answer(as_user(user_links.remove_link(user, by, uid_of(LINK, link_id))))


def _user(user_id: str) -> User:
    return people.find(shop(), uid_of(USER, user_id))
