"""`/v1/utils/generate/username`, and as it was misspelt when published: a name for a user."""

from __future__ import annotations

from flask import Blueprint
from pydantic import Field

from api.fields import Name
from api.marketplace.entering import guarded, known_shop
from api.marketplace.envelope import Sent, answer
from api.operation import Answer, Output
from usecases.usernames import suggested

routes = Blueprint("usernames", __name__)


class Username(Output):
    """A name that is free."""

    username: str = Field(examples=["noor_doe"])


class Wish(Sent):
    """What a name is made of."""

    text: Name = Field(description="Any text, such as a whole name.", examples=["Noor Doe"])


@routes.post("/generate/username")
@guarded("Make a username", body=Wish, answer=Username)
def make(body: Wish) -> Answer:
    """Make a name of a text: letters, digits, underscores; free on the platform that is known."""
    return _made(body)


@routes.post("/gnerate/username")
@guarded("Make a username, misspelt", body=Wish, answer=Username)
def make_misspelt(body: Wish) -> Answer:
    """Make a name, at the address as it was once published."""
    return _made(body)


def _made(body: Wish) -> Answer:
    return answer({"username": suggested(known_shop(), body.text)})
