"""What is sent of a dynamic variant's own attributes, and what that is in the house's words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from api.body import Input
from api.catalog.field_kinds import MOST, LocalizedName, Named
from api.catalog.languages import Sent
from api.fields import Clean, Line, Tag

OWN = "ownVariantAttributes"


def _above(value: object) -> object:
    """Read an empty id as none: a root may be sent with either."""
    return None if value == "" else value


AboveId = Annotated[Named | None, BeforeValidator(_above)]


class DynamicValueFields(Input):
    """The value of an attribute."""

    type: Literal["STRING", "NUMBER", "DECIMAL", "BOOLEAN"] = Field(
        description="What the qualifier is.", examples=["STRING"]
    )
    qualifier: Annotated[str, Field(max_length=500), Clean] | bool | int | float = Field(
        description="The value itself: text, a number, true or false, as its type says.",
        examples=["BLUE"],
    )
    name: LocalizedName | None = Field(
        None, description="What shoppers read, like a product's name.", examples=["Blue titanium"]
    )
    unit: Line | None = Field(None, description="Code of a unit.", examples=["MMT"])


class DynamicAttributeFields(Input):
    """An attribute of a dynamic variant."""

    name: LocalizedName | None = Field(
        None, description="What shoppers read, like a product's name.", examples=["Colour"]
    )
    value: DynamicValueFields


OwnAttributes = Annotated[dict[Tag, DynamicAttributeFields], Field(max_length=MOST)]


def facts_of_attributes(
    attributes: Mapping[str, DynamicAttributeFields] | None, languages: Sent
) -> dict[str, Any] | None:
    """Give attributes as the house keeps them. Raises `Invalid` for a language of no use."""
    if attributes is None:
        return None
    return {key: _attribute(key, each, languages) for key, each in attributes.items()}


def _attribute(key: str, sent: DynamicAttributeFields, languages: Sent) -> dict[str, Any]:
    where = f"/{OWN}/{key.replace('~', '~0').replace('/', '~1')}"
    value: dict[str, Any] = {"type": sent.value.type, "qualifier": sent.value.qualifier}
    value |= _named(sent.value.name, languages, f"{where}/value/name")
    if sent.value.unit is not None:
        value["unit"] = sent.value.unit
    return {**_named(sent.name, languages, f"{where}/name"), "value": value}


def _named(name: Any, languages: Sent, where: str) -> dict[str, Any]:
    texts = {} if name is None else languages.texts(name, where)
    told = {language: text for language, text in texts.items() if text is not None}
    return {"name": told} if told else {}
