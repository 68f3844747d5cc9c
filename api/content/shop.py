"""`/api/v1/shop`: the shop itself and how it shows; an extension of the published contract."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from flask import Blueprint
from pydantic import Field

from api import auth
from api.body import Input, partial
from api.content.component_texts import ShopTexts
from api.content.envelope import Data, data, item, moment
from api.fields import Clean, Colour, Line, Pattern, Whole
from api.operation import Answer, Output, operation
from api.told import SOMETHING, Told
from models.errors import NotFound
from models.shop import Shop
from usecases import shops, vouching

routes = Blueprint("shop", __name__)
Origin = Annotated[str, Field(max_length=300, examples=["https://shop.example"])]
LABEL = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
Host = Annotated[
    str,
    Field(max_length=253, examples=["quiz.example"]),
    Told(rf"^(\*\.)?({LABEL}\.)+[A-Za-z][A-Za-z0-9-]{{1,62}}$"),
]
Locale = Annotated[
    str, Field(max_length=20, pattern="^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$", examples=["en"])
]

Word = Annotated[str, Field(min_length=1, max_length=60), Clean, Told(SOMETHING)]


class Appearance(Input):
    """Colours, corners and words of everything the shop shows."""

    accent: Colour | None = None
    accent_text: Colour | None = Field(default=None, examples=["#ffffff"])
    radius: Annotated[Whole, Field(ge=0, le=64)] | None = Field(default=None, examples=[12])
    texts: ShopTexts | None = Field(
        default=None,
        description="Words of components by language of the page; the others stay as they are.",
    )


class ShopAttributes(Output):
    """What is told of a shop."""

    name: str = Field(examples=["Larch"])
    mode: Literal["test", "live"]
    slug: str = Field(examples=["larch"])
    app_id: str = Field(
        description="Public; goes into the script tag.",
        examples=["Jr3T9x1bQ0c2Zk8mVn5sLw7yHd4gFa6eUi0oPp2qRt8"],
    )
    locale: str = Field(examples=["en"])
    locales: list[str] = Field(examples=[["en", "fr"]])
    currency: str = Field(examples=["EUR"])
    time_zone: str = Field(examples=["Europe/Paris"])
    allowed_origins: list[str] = Field(examples=[["https://shop.example"]])
    appearance: dict[str, Any] = Field(examples=[{"accent": "#0b6e4f"}])
    significant_params: list[str] = Field(examples=[["variant"]])
    excluded_urls: list[str] = Field(examples=[["https://shop.example/checkout/*"]])
    displaying: bool = Field(examples=[True])
    extension_hosts: list[str] = Field(examples=[["quiz.example"]])
    show_viewers: bool = Field(examples=[True])
    upserting: bool = Field(examples=[False])
    checking_out: bool = Field(examples=[False])
    chat_words: list[str] = Field(examples=[["swindle"]])
    viewer_secret: str | None = Field(
        description="Signs the user tokens of viewers of lives; told to keys that may write.",
        examples=["pZ0c1W…"],
    )
    created_at: str = Field(examples=["2026-06-15T12:00:00.000Z"])
    updated_at: str = Field(examples=["2026-06-15T12:00:00.000Z"])


class ShopItem(Output):
    """A shop."""

    id: str = Field(examples=["3c2b1a0f9e8d7c6b5a49382716050403"])
    type: Literal["shop"]
    attributes: ShopAttributes


class ShopFields(Input):
    """What can be changed of a shop."""

    name: Line = Field(description="Name of the shop.", examples=["Larch"])
    locale: Locale = Field(description="Its first language.")
    locales: Annotated[list[Locale], Field(min_length=1, max_length=50)] = Field(
        description="Its languages.", examples=[["en", "fr"]]
    )
    allowed_origins: Annotated[list[Origin], Field(max_length=100)] = Field(
        description="Where its pages live; `https://*.shop.example` is every sub-domain.",
    )
    appearance: Appearance = Field(description="Colours, corners and words; replaced as a whole.")
    significant_params: Annotated[list[Line], Field(max_length=20)] = Field(
        description="Query parameters that make another page.",
        examples=[["variant"]],
    )
    excluded_urls: Annotated[list[Pattern], Field(max_length=500)] = Field(
        description="Pages on which nothing is shown.",
        examples=[["https://shop.example/checkout/*"]],
    )
    displaying: bool = Field(description="false switches everything off.")
    extension_hosts: Annotated[list[Host], Field(max_length=50)] = Field(
        description="Hosts whose pages lives may show as extensions; `*.quiz.example` is every "
        "sub-domain.",
    )
    show_viewers: bool = Field(description="Whether viewers of a live are told how many they are.")
    upserting: bool = Field(
        description="Whether the catalog API makes a product that is replaced and does not exist."
    )
    checking_out: bool = Field(
        description="Whether its players have a cart of Vitrine's own, which is paid on a page of "
        "this server; for shops without a cart."
    )
    chat_words: Annotated[list[Word], Field(max_length=500)] = Field(
        description="Words that hide a message in the chat of a live, however they are disguised.",
        examples=[["swindle"]],
    )


@routes.get("")
@operation("Retrieve the shop", answer=Data[ShopItem], errors=(NotFound,), extension=True)
def show() -> Answer:
    """Show the shop the key belongs to."""
    return data(as_shop(shops.seen(auth.shop())))


@routes.patch("")
@operation(
    "Change the shop",
    body=partial(ShopFields),
    answer=Data[ShopItem],
    scope="content.write",
    errors=(NotFound,),
    extension=True,
)
def change(body: ShopFields) -> Answer:
    """Change the fields that are sent."""
    sent = {name: getattr(body, name) for name in body.model_fields_set}
    if "appearance" in sent:
        sent["appearance"] = sent["appearance"].model_dump(exclude_none=True)
    return data(as_shop(shops.change_shop(auth.shop(), **sent)))


@routes.post("/viewer_secret")
@operation(
    "Replace the secret of user tokens",
    answer=Data[ShopItem],
    scope="content.write",
    errors=(NotFound,),
    extension=True,
)
def rotate() -> Answer:
    """Make a new secret for the tokens that vouch for viewers; the old one ends at once."""
    return data(as_shop(vouching.change_secret(auth.shop())))


def as_shop(shop: Shop) -> dict[str, Any]:
    """Spell a shop."""
    told = ShopAttributes.model_fields.keys() - {"created_at", "updated_at", "viewer_secret"}
    attributes = {
        **{name: getattr(shop, name) for name in sorted(told)},
        "viewer_secret": shop.viewer_secret if auth.may("content.write") else None,
        "created_at": moment(shop.created_at),
        "updated_at": moment(shop.updated_at),
    }
    return item("shop", shop.uid, attributes)
