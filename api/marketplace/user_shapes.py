"""A user, field for field."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pydantic import Field

from api.links import absolute
from api.marketplace.entering import sees_all_of
from api.marketplace.envelope import Mode, Moment, moment
from api.marketplace.ids import (
    LINK,
    PLATFORM,
    USER,
    LinkId,
    PlatformId,
    UserId,
    id_of,
)
from api.marketplace.payment_shapes import PaymentMethod
from api.operation import Output
from models.user import User, UserLink
from usecases.pictures import picture_url
from usecases.user_links import links_of

PICTURE = "https://vitrine.example/media/pictures/9c2e/640.webp"


OTHERS = "Null to other users who come without the platform's key and are no editors."
# What only they themselves, and who runs the platform, may know.
PRIVATE = (
    *("email", "plan", "stripeConnectId", "stripeCustomerId"),
    *("authenticated", "scheduledDeletion", "onboarded"),
)


class Link(Output):
    """An address that a user shows."""

    id: LinkId
    mode: Mode
    created: Moment
    updated: Moment | None
    user_id: UserId
    label: str = Field(examples=["My shop"])
    url: str = Field(examples=["https://larch.example"])


class PlatformUser(Output):
    """A user of the platform."""

    id: UserId
    mode: Mode
    created: Moment
    updated: Moment | None
    platform_id: PlatformId
    email: str | None = Field(examples=["noor@shop.example"], description=OTHERS)
    username: str | None = Field(examples=["noor_doe"])
    bio: str | None = Field(examples=["Makes jackets for wet woods."])
    name: str | None = Field(examples=["Noor Doe"])
    firstName: str | None = Field(examples=["Noor"])
    lastName: str | None = Field(examples=["Doe"])
    image: str | None = Field(examples=[PICTURE])
    plan: str | None = Field(examples=["basic"], description=OTHERS)
    stripeConnectId: str | None
    chargesEnabled: bool
    detailsSubmitted: bool
    timezone: str = Field(examples=["America/New_York"])
    stripeCustomerId: str | None
    authenticated: Moment | None
    links: list[Link]
    paymentMethods: list[PaymentMethod] = Field(
        description="Of the user of the token; of others, and while the provider is silent, none."
    )
    scheduledDeletion: Moment | None
    onboarded: Moment | None


def as_users(users: Sequence[User], mode: str, platform: str) -> list[dict[str, Any]]:
    """Spell users of a shop."""
    links = links_of(users)
    return [_as_user(each, links[each.id], mode, platform) for each in users]


def as_user(user: User) -> dict[str, Any]:
    """Spell a user."""
    [told] = as_users([user], user.shop.mode, user.shop.uid)
    return told


def _as_user(user: User, links: Iterable[UserLink], mode: str, platform: str) -> dict[str, Any]:
    hidden = {} if sees_all_of(user) else dict.fromkeys(PRIVATE)
    return {
        "id": id_of(USER, user.uid),
        "mode": mode,
        "created": moment(user.created_at),
        "updated": moment(user.updated_at),
        "platform_id": id_of(PLATFORM, platform),
        "email": user.email,
        "username": user.username,
        "bio": user.bio,
        "name": user.whole_name,
        "firstName": user.first_name,
        "lastName": user.last_name,
        "image": absolute(picture_url(user.picture)),
        "plan": user.plan,
        "stripeConnectId": user.connect_id,
        "chargesEnabled": user.charges_enabled,
        "detailsSubmitted": user.details_submitted,
        "timezone": user.time_zone,
        "stripeCustomerId": user.customer_id,
        "authenticated": moment(user.authenticated_at),
        "links": [_as_link(each, user, mode) for each in links],
        "paymentMethods": [],
        "scheduledDeletion": moment(user.deletes_at),
        "onboarded": moment(user.onboarded_at),
        **hidden,
    }


def _as_link(link: UserLink, user: User, mode: str) -> dict[str, Any]:
    return {
        "id": id_of(LINK, link.uid),
        "mode": mode,
        "created": moment(link.created_at),
        "updated": moment(link.updated_at),
        "user_id": id_of(USER, user.uid),
        "label": link.label,
        "url": link.url,
    }
