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
