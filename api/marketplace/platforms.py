"""`/v1/platforms`: the platform of who asks."""

from __future__ import annotations

from flask import Blueprint

from api.auth import shop
from api.marketplace.entering import guarded
from api.marketplace.envelope import answer
from api.marketplace.ids import PLATFORM, uid_of
from api.marketplace.platform_shapes import (
    WORDS,
    Platform,
    PlatformChange,
    as_platform,
    facts_of_platform,
)
from api.marketplace.user_fields import NewImage
from api.operation import Answer
from models.errors import NotFound
from usecases import platforms
from usecases.shops import seen

routes = Blueprint("platforms", __name__)


@routes.get("")
@guarded("Retrieve the platform", answer=Platform, errors=(NotFound,))
def show() -> Answer:
    """Show the platform of the key, or of the user."""
    return answer(as_platform(seen(shop())))


@routes.get("/domains/<domain>")
@guarded("Retrieve the platform by its domain", answer=Platform, errors=(NotFound,))
def by_domain(domain: str) -> Answer:
    """Show the platform whose pages are at a host, which is that of the key or none."""
    return answer(as_platform(platforms.find_by_domain(shop(), domain)))


@routes.get("/<platform_id>")
@guarded("Retrieve the platform by its id", answer=Platform, errors=(NotFound,), extension=True)
def by_id(platform_id: str) -> Answer:
    """Show the platform of an id, which is that of the key or none."""
    return answer(as_platform(platforms.find(shop(), uid_of(PLATFORM, platform_id))))


@routes.put("/<platform_id>")
@guarded(
    "Change the platform",
    body=PlatformChange,
    answer=Platform,
    errors=(NotFound,),
    words=WORDS,
    exact=True,
)
def change(platform_id: str, body: PlatformChange) -> Answer:
    """Change what is sent of the platform."""
    facts = facts_of_platform(body)
    return answer(as_platform(platforms.change(shop(), uid_of(PLATFORM, platform_id), **facts)))


@routes.post("/<platform_id>/image")
@guarded(
    "Change the platform's logo",
    body=NewImage,
    multipart=True,
    answer=Platform,
    errors=(NotFound,),
)
def change_logo(platform_id: str, body: NewImage) -> Answer:
    """Show another logo: a picture that is sent, or one that was uploaded."""
    uid = uid_of(PLATFORM, platform_id)
    return answer(as_platform(platforms.change_logo(shop(), uid, body.chosen())))
