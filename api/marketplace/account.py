"""`/v1/users/auth`: the user of the token, for themselves."""

from __future__ import annotations

from flask import Blueprint

from api.auth import shop
from api.marketplace.account_shapes import as_account
from api.marketplace.entering import guarded, own_user
from api.marketplace.envelope import answer
from api.marketplace.ids import LINK, uid_of
from api.marketplace.user_fields import WORDS, AccountChange, NewImage, NewLink, facts_of_user
from api.marketplace.user_shapes import PlatformUser
from api.operation import Answer
from models.errors import NotFound
from models.user import UsernameTaken
from usecases import leaving, profiles, user_links
from usecases.uploaded_pictures import change_picture

routes = Blueprint("account", __name__)


@routes.get("")
@guarded("Retrieve yourself", answer=PlatformUser)
def show() -> Answer:
    """Show the user of the token."""
    return answer(as_account(own_user()))


@routes.put("")
@guarded(
    "Change yourself",
    body=AccountChange,
    answer=PlatformUser,
    errors=(UsernameTaken,),
    words=WORDS,
)
def change(body: AccountChange) -> Answer:
    """Change what is sent; what users do not change of themselves is passed over."""
    return answer(as_account(profiles.change_own(own_user(), **facts_of_user(body))))


@routes.delete("")
@guarded("Delete yourself", answer=PlatformUser)
def remove() -> Answer:
    """Let the user be deleted in thirty days; signing in before calls it off."""
    user = own_user()
    return answer(as_account(leaving.schedule(shop(), user.uid, user)))


@routes.post("/image")
@guarded("Change your image", body=NewImage, multipart=True, answer=PlatformUser)
def change_image(body: NewImage) -> Answer:
    """Show the user by a picture that is sent, or by one that was uploaded."""
    user = own_user()
    return answer(as_account(change_picture(user, user, body.chosen())))


@routes.post("/link")
@guarded("Add a link", body=NewLink, answer=PlatformUser)
def add_link(body: NewLink) -> Answer:
    """Add an address that the user shows."""
    user = own_user()
    return answer(as_account(user_links.add_link(user, user, label=body.label, url=body.url)))


@routes.delete("/link/<link_id>")
@guarded("Remove a link", answer=PlatformUser, errors=(NotFound,))
def remove_link(link_id: str) -> Answer:
    """Remove an address that the user shows."""
    user = own_user()
    return answer(as_account(user_links.remove_link(user, user, uid_of(LINK, link_id))))
