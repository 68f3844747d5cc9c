"""`/api/v1/lives/<uid>/host_link`: links by which people look after one live; an extension."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from flask import Blueprint
from pydantic import Field

from api.auth import shop
from api.body import Input
from api.content.content_shapes import SAMPLE
from api.content.envelope import Data, data, item, moment
from api.fields import Line, Whole
from api.links import absolute
from api.operation import Answer, Output, operation
from models.errors import NotFound
from models.share import SharedContent
from usecases import viewers
from usecases.passes import Viewer, written
from usecases.wording import LONGEST_NAME

routes = Blueprint("host_links", __name__)
LONGEST_HOURS = 24


class HostLinkAttributes(Output):
    """What is told of a link, once."""

    url: str = Field(
        description="Opens the page for hosts. The token is what follows `#`, which browsers do "
        "not send; the page sends it as `Authorization: Bearer`.",
        examples=[f"https://vitrine.example/studio/lives/{SAMPLE}#WyI1ZDFj.signature"],
    )
    token: str = Field(examples=["WyI1ZDFj.signature"])
    role: Literal["host", "moderator"] = Field(examples=["host"])
    name: str = Field(examples=["Anna"])
    expires_at: str = Field(examples=["2026-06-15T20:00:00.000Z"])


class HostLinkItem(Output):
    """A link for a host or a moderator; the id is the live's."""

    id: str = Field(examples=[SAMPLE])
    type: Literal["host_link"]
    attributes: HostLinkAttributes


class NewHostLink(Input):
    """Whom a link is for."""

    role: Literal["host", "moderator"] = Field(
        "host",
        description="A host runs the show, its auctions and its chat; a moderator looks after the "
        "auctions and the chat alone.",
    )
    name: Annotated[Line, Field(max_length=LONGEST_NAME)] = Field(
        description="The name by which the holder writes in the chat.", examples=["Anna"]
    )
    hours: Annotated[Whole, Field(ge=1, le=LONGEST_HOURS)] = Field(
        8, description=f"How long the link is good, at most {LONGEST_HOURS} hours."
    )


@routes.post("")
@operation(
    "Make a link for a host or moderator",
    body=NewHostLink,
    answer=Data[HostLinkItem],
    status=201,
    scope="content.write",
    errors=(NotFound, SharedContent),
    extension=True,
)
def create(uid: str, body: NewHostLink) -> Answer:
    """Make a link for this one live; whoever has it is that host or moderator."""
    made = viewers.invite(shop(), uid, role=body.role, name=body.name, hours=body.hours)
    return data(as_host_link(made), 201)


@routes.delete("")
@operation(
    "Revoke the links for hosts and moderators",
    status=204,
    scope="content.write",
    errors=(NotFound, SharedContent),
    extension=True,
)
def remove(uid: str) -> Answer:
    """Make all links made for this live so far useless."""
    viewers.revoke_links(shop(), uid)
    return "", 204


def as_host_link(leader: Viewer) -> dict[str, Any]:
    """Spell a link."""
    token = written(leader)
    attributes = {
        "url": f"{absolute(f'/studio/lives/{leader.live}')}#{token}",
        "token": token,
        "role": leader.role,
        "name": leader.author,
        "expires_at": moment(leader.ends_at),
    }
    return item("host_link", leader.live, attributes)
