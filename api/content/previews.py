"""`/api/v1/placements/<uid>/preview`: links that show a placement before it is switched on."""

from __future__ import annotations

from typing import Annotated, Literal

from flask import Blueprint
from pydantic import Field

from api.auth import shop
from api.body import Input
from api.content.envelope import Data, data, item, moment
from api.fields import Url, Whole
from api.operation import Answer, Output, operation
from models.errors import NotFound
from usecases import previews

routes = Blueprint("previews", __name__)


class PreviewAttributes(Output):
    """What is told of a link, once."""

    url: str = Field(
        description="A page of the shop; what follows `#` is sent to Vitrine alone.",
        examples=["https://shop.example/jackets/rain#vitrine-preview=WyI1ZDFj.signature"],
    )
    expires_at: str = Field(examples=["2026-06-15T13:00:00.000Z"])


class PreviewItem(Output):
    """A link to a preview; the id is the placement's."""

    id: str = Field(examples=["1a2b3c4d5e6f708192a3b4c5d6e7f809"])
    type: Literal["placement_preview"]
    attributes: PreviewAttributes


class NewPreview(Input):
    """On which page a placement is looked at."""

    url: Url | None = Field(
        None,
        min_length=1,
        description="The page; without it the first of the placement's `urls` that is a whole one.",
        examples=["https://shop.example/jackets/rain"],
    )
    hours: Annotated[Whole, Field(ge=1, le=previews.MOST_HOURS)] = Field(
        1, description=f"How long the link is good, at most {previews.MOST_HOURS} hours."
    )


@routes.post("")
@operation(
    "Make a link that previews a placement",
    body=NewPreview,
    answer=Data[PreviewItem],
    status=201,
    scope="content.write",
    errors=(NotFound,),
    extension=True,
)
def create(uid: str, body: NewPreview) -> Answer:
    """Make a link to a page that shows the placement as if it were switched on, and says why."""
    preview, url = previews.invite(shop(), uid, url=body.url, hours=body.hours)
    attributes = {"url": url, "expires_at": moment(preview.ends_at)}
    return data(item("placement_preview", uid, attributes), 201)
