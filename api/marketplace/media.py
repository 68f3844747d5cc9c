"""`/v1/utils/media`: pictures that are uploaded for themselves, to be named afterwards."""

from __future__ import annotations

from flask import Blueprint
from pydantic import Field

from api.auth import shop
from api.fields import Picture
from api.links import absolute
from api.marketplace.entering import guarded
from api.marketplace.envelope import Mode, Moment, Sent, answer, moment
from api.marketplace.ids import MEDIUM, MediumId, id_of
from api.marketplace.user_shapes import PICTURE
from api.operation import Answer, Output
from models.errors import NotFound
from usecases import uploaded_pictures
from usecases.pictures import picture_url

routes = Blueprint("media", __name__)


class Medium(Output):
    """An uploaded picture."""

    id: MediumId
    mode: Mode
    created: Moment
    url: str = Field(description="Where it is, for a day.", examples=[PICTURE])


class NewMedium(Sent):
    """A picture."""

    media: Picture = Field(description="JPEG, PNG, WebP or GIF.")


@routes.post("/upload")
@guarded("Upload a picture", body=NewMedium, multipart=True, answer=Medium, errors=(NotFound,))
def upload(body: NewMedium) -> Answer:
    """Keep a picture for a day; what is then given its id or address keeps a copy."""
    made = uploaded_pictures.upload(shop(), body.media)
    told = {"id": id_of(MEDIUM, made.uid), "mode": shop().mode, "created": moment(made.created_at)}
    return answer({**told, "url": absolute(picture_url(made.picture))})
