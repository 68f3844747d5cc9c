"""`/v1/platforms/community/user/<id>`: what a user is on the platform."""

from __future__ import annotations

from typing import Literal

from flask import Blueprint
from pydantic import Field

from api.auth import shop
from api.marketplace.entering import asking_user, guarded
from api.marketplace.envelope import Sent, answer
from api.marketplace.ids import USER, uid_of
from api.marketplace.platform_shapes import Membership
from api.operation import Answer
from models.errors import NotFound
from models.user import Outranked
from usecases import ranks

routes = Blueprint("community", __name__)


class NewRole(Sent):
    """What a user is to be."""

    role: Literal["owner", "admin", "editor", "member"] | None = Field(
        description="Null: no member any more.", examples=["editor"]
    )


@routes.get("")
@guarded("Check a membership", answer=Membership, errors=(NotFound,))
def show(user_id: str) -> Answer:
    """Tell whether a user is a member, and their role; whom the platform does not know is none."""
    return _told(ranks.role_of(shop(), uid_of(USER, user_id)))


@routes.put("")
@guarded(
    "Give a role",
    body=NewRole,
    answer=Membership,
    errors=(NotFound, Outranked),
    extension=True,
)
def change(user_id: str, body: NewRole) -> Answer:
    """Make a user a member with a role, or none; users give roles lower than their own."""
    user = ranks.give_role(shop(), uid_of(USER, user_id), body.role, asking_user())
    return _told(user.role)


def _told(role: str | None) -> Answer:
    return answer({"isMember": role is not None, "role": role})
