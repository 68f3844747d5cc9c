"""`/audience/v1/lives/<uid>/clicks`: viewers who follow a product to its page."""

from __future__ import annotations

from flask import Blueprint, request
from pydantic import Field

from api.body import Input
from api.fields import Uid
from api.operation import Answer, operation
from models.errors import NotFound
from usecases import audience

routes = Blueprint("clicks", __name__)


class Click(Input):
    """Somebody follows a product."""

    product: Uid = Field(description="Its id, as the state and the player page tell it.")


@routes.post("")
@operation("Count a click on a product", body=Click, status=204, scope=None, errors=(NotFound,))
def create(uid: str, body: Click) -> Answer:
    """Count that a product was followed to its page."""
    audience.click(uid, request.args.get("shop"), body.product)
    return "", 204
