"""`/api/v1/videos/<uid>/captions`: the caption tracks of a video, one a language."""

from __future__ import annotations

from typing import Annotated, Any

from flask import Blueprint, request
from pydantic import Field
from werkzeug.exceptions import UnsupportedMediaType

from api.auth import shop
from api.body import Input
from api.content.envelope import Data, data, item
from api.fields import Clean
from api.links import absolute
from api.operation import Answer, Output, operation
from api.told import PLAIN, Told
from models.asset import Caption
from models.errors import Invalid, NotFound, TooLarge
from models.share import SharedContent
from usecases import captions

routes = Blueprint("captions", __name__)


class CaptionQuery(Input):
    """The name viewers choose the track by."""

    label: Annotated[str, Field(max_length=captions.LONGEST_LABEL), Clean, Told(PLAIN)] = Field(
        default="", description="What viewers choose it by.", examples=["Français"]
    )


class CaptionAttributes(Output):
    """A track: its language tag, its name, and where its WebVTT file is."""

    language: str = Field(examples=["fr"])
    label: str = Field(examples=["Français"])
    url: str = Field(examples=["https://vitrine.example/media/captions/9c2e.vtt"])


class CaptionItem(Output):
    """One caption track."""

    id: str = Field(examples=["2b3c4d5e6f708192a3b4c5d6e7f8091a"])
    type: str = Field(examples=["caption"])
    attributes: CaptionAttributes


@routes.get("")
@operation(
    "List the captions of a video",
    answer=Data[list[CaptionItem]],
    errors=(NotFound,),
    extension=True,
)
def index(uid: str) -> Answer:
    """List the tracks of a video by language."""
    return data([as_caption(each) for each in captions.captions_of(shop(), uid)])


@routes.put("/<language>")
@operation(
    "Set the captions of a video in a language",
    answer=Data[CaptionItem],
    query=CaptionQuery,
    scope="content.write",
    raw_body="text/vtt",
    raw_schema={"type": "string", "pattern": "^\ufeff?WEBVTT"},
    extension=True,
    errors=(NotFound, SharedContent, Invalid, TooLarge),
)
def change(uid: str, language: str, query: CaptionQuery) -> Answer:
    """Keep the WebVTT body as the captions of that language."""
    if request.mimetype not in ("text/vtt", ""):
        raise UnsupportedMediaType("captions are sent as text/vtt")
    track = captions.set_captions(shop(), uid, language, request.get_data(), query.label)
    return data(as_caption(track))


@routes.delete("/<language>")
@operation(
    "Remove the captions of a video in a language",
    status=204,
    extension=True,
    scope="content.write",
    errors=(NotFound, SharedContent),
)
def remove(uid: str, language: str) -> Answer:
    """Remove a track."""
    captions.remove_captions(shop(), uid, language)
    return "", 204


def as_caption(track: Caption) -> dict[str, Any]:
    """Spell a caption track."""
    url = absolute(captions.url_of(track))
    facts = {"language": track.language, "label": track.label, "url": url}
    return item("caption", track.uid, facts)
