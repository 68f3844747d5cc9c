"""What is sent of users, and how the house calls it."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from api.fields import Clean, Filter, Line, Moment, Picture, Text, Url
from api.marketplace.envelope import Sent, Typed
from api.marketplace.ids import MEDIUM, uid_of
from api.marketplace.user_shapes import PICTURE
from models.errors import Invalid, Problem
from models.user import LONGEST_EMAIL

# House word -> word of this API.
WORDS = {
    "first_name": "firstName",
    "last_name": "lastName",
    "time_zone": "timezone",
    "onboarded_at": "onboarded",
    "picture": "image",
}
Email = Annotated[
    str, Field(max_length=LONGEST_EMAIL, examples=["noor@shop.example"]), Field(min_length=3)
]


class AccountChange(Typed):
    """What users change of themselves. The whole user may be sent back; the rest is passed over."""

    username: Filter | None = Field(
        None, description="Letters, digits, dots, dashes, underscores.", examples=["noor_doe"]
    )
    bio: Text | None = Field(None, description="About the user.")
    name: Filter | None = Field(None, description="Whole name.", examples=["Noor Doe"])
    firstName: Filter | None = Field(None, description="First name.", examples=["Noor"])
    lastName: Filter | None = Field(None, description="Last name.", examples=["Doe"])
    image: Annotated[str, Field(max_length=2048), Clean] | None = Field(
        None,
        description="Address of a picture uploaded within a day, or as it was told; null: none.",
        examples=[PICTURE],
    )
    timezone: Annotated[str, Field(max_length=64), Clean] | None = Field(
        None, description="Name in the IANA database.", examples=["America/New_York"]
    )
    onboarded: Moment | None = Field(None, description="When the user had been shown around.")


class UserChange(AccountChange):
    """What the platform changes of a user. The whole user may be sent back."""

    email: Email | None = Field(None, description="Address by which the user signs in.")
    plan: Filter | None = Field(None, description="What the user has a plan for.")


class NewUser(UserChange):
    """A user as callers send it."""

    email: Email = Field(description="Address by which the user signs in.")


class NewLink(Sent):
    """A link as callers send it."""

    label: Line = Field(description="What it is.", examples=["My shop"])
    url: Url = Field(description="Where it leads.", examples=["https://larch.example"])


class NewImage(Sent):
    """A picture, or the id or address of one that was uploaded within a day."""

    media: Picture | None = Field(None, description="JPEG, PNG, WebP or GIF.")
    id: Annotated[str, Field(max_length=64)] | None = Field(
        None, description="Id of an uploaded picture."
    )
    url: Annotated[str, Field(max_length=2048)] | None = Field(
        None, description="Address of an uploaded picture."
    )
    image: Annotated[str, Field(max_length=2048)] | None = Field(
        None, description="Another name of url."
    )

    def chosen(self) -> bytes | str:
        """Give the picture, or the uid or address that names it; raises `Invalid`."""
        if self.media is not None:
            return self.media
        if self.id is not None:
            return uid_of(MEDIUM, self.id)
        named = self.url or self.image
        if not named:
            raise Invalid(Problem("/media", "send a picture, or id or url of an uploaded one"))
        return named


def facts_of_user(body: AccountChange) -> dict[str, Any]:
    """Give what was sent by the house's words; an empty text is none."""
    house = {spelled: word for word, spelled in WORDS.items()}
    facts = {
        house.get(name, name): getattr(body, name) if getattr(body, name) != "" else None
        for name in body.model_fields_set
    }
    if facts.get("email", "") is None:
        del facts["email"]
    return facts
