"""A platform, which is a shop, and what is sent of one."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from api.body import facts_of
from api.fields import Line, Text
from api.links import absolute
from api.marketplace.entering import asking_user
from api.marketplace.envelope import Mode, Moment, Sent, moment
from api.marketplace.ids import PLATFORM, PlatformId, id_of
from api.marketplace.user_shapes import PICTURE, PlatformUser, as_users
from api.operation import Output
from models.shop import Shop
from models.user import ADMIN, rank_of
from usecases import platforms
from usecases.pictures import picture_url

# House word -> word of this API.
WORDS = {"fee_millionths": "platformFee"}
PER_PERCENT = platforms.WHOLE // 100


def _millionths(value: object) -> object:
    """Read a percentage, a number or text, as whole millionths: 2.5 is 25,000."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
        raise ValueError("must be a percentage such as 2.5")
    try:
        percent = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    except InvalidOperation:
        raise ValueError("must be a percentage such as 2.5") from None
    if not percent.is_finite() or not 0 <= percent <= 100:
        raise ValueError("must be a percentage from 0 to 100")
    made = percent * PER_PERCENT
    if made != made.to_integral_value():
        raise ValueError("has at most four decimals")
    return int(made)


_Number = Annotated[float, Field(ge=0, le=100)]
_Text = Annotated[str, Field(max_length=20, pattern=r"^\d{1,3}(\.\d{1,4})?$")]
Percent = Annotated[
    int,
    BeforeValidator(_millionths, json_schema_input_type=_Number | _Text),
    Field(examples=[2.5]),
]


class Platform(Output):
    """A marketplace."""

    id: PlatformId
    mode: Mode
    created: Moment
    updated: Moment | None
    name: str = Field(examples=["Larch & Co"])
    admins: list[PlatformUser] = Field(
        description="Who runs it; told to the platform's server and to those themselves.",
        examples=[[]],
    )
    description: str | None = Field(examples=["Jackets for wet woods"])
    logo: str | None = Field(examples=[PICTURE])
    url: str = Field(description="Where its pages are.", examples=["https://shop.example"])
    platformFee: float = Field(description="Its share of a sale, in percent.", examples=[2.5])
    activeSubscription: str | None


class PlatformChange(Sent):
    """What is changed of a platform. The whole platform may be sent back."""

    name: Line | None = Field(None, description="What it is called.", examples=["Larch & Co"])
    description: Text | None = Field(None, description="About it.")
    platformFee: Percent | None = Field(None, description="Its share of a sale, in percent.")


class Membership(Output):
    """What a user is on the platform."""

    isMember: bool = Field(examples=[True])
    role: str | None = Field(examples=["editor"])


def facts_of_platform(body: PlatformChange) -> dict[str, Any]:
    """Give what was sent by the house's words; a name or a fee that is null stays."""
    facts = facts_of(body, WORDS)
    return {
        word: value for word, value in facts.items() if value is not None or word == "description"
    }


def as_platform(shop: Shop) -> dict[str, Any]:
    """Spell the platform of who asks."""
    user = asking_user()
    runs = user is None or rank_of(user.role) >= rank_of(ADMIN)
    admins = platforms.admins(shop) if runs else []
    return {
        "id": id_of(PLATFORM, shop.uid),
        "mode": shop.mode,
        "created": moment(shop.created_at),
        "updated": moment(shop.updated_at),
        "name": shop.name,
        "admins": as_users(admins, shop.mode, shop.uid),
        "description": shop.description,
        "logo": absolute(picture_url(shop.logo)),
        "url": platforms.home_of(shop),
        "platformFee": shop.fee_millionths / PER_PERCENT,
        "activeSubscription": None,
    }
