"""What is sent of a template, and what that is in the house's words."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from api.body import Input
from api.catalog.languages import Sent
from api.fields import Clean, Line, Name, Tag, Whole
from api.told import PLAIN, Told
from usecases.catalog.definitions import MOST_ATTRIBUTES, MOST_VALUES

LARGEST = 2**31 - 1
SAMPLE = "545b4e3dfaee4c10def3db24"
READ_ONLY = "Read only; what is sent of it is passed over."
# Where the house finds faults -> where they stand here.
WORDS = {
    "default": "metadata/defaultValue",
    "variant": "metadata/variantAttribute",
    "mandatory": "metadata/mandatory",
}
Names = Annotated[
    Name | Annotated[dict[Tag, Name], Field(min_length=1, max_length=200)],
    Field(
        description="A map of languages to texts; a text in the language of Content-Language.",
        examples=[{"en": "T-shirt"}],
    ),
]
_Text = Annotated[str, Field(max_length=500), Clean, Told(PLAIN)]
Scalar = _Text | bool | int | float


class AttributeValue(Input):
    """A value that an attribute may have."""

    key: Scalar = Field(examples=["GREEN"])
    name: Names | None = Field(None, examples=[{"en": "Green"}])


class AttributeMetadata(Input):
    """How an attribute is used. `defaultValue` is what forms begin with; nothing is filled in."""

    mandatory: bool = Field(False, description="Products must have it.")
    variantAttribute: bool = Field(
        False, description="Variants differ by it; its values must be listed."
    )
    defaultValue: Scalar | None = Field(None, examples=["GREEN"])


class AttributeFields(Input):
    """An attribute of the products that are made by a template."""

    key: str = Field(
        min_length=1, max_length=100, pattern="^[A-Za-z0-9]+$", description="Its field's name."
    )
    name: Names = Field(examples=[{"en": "Color"}])
    type: Literal["TEXT", "NUMBER", "BOOLEAN", "DATETIME"] = Field(
        description="What its values are; DATETIME is text in ISO 8601."
    )
    metadata: AttributeMetadata
    values: list[AttributeValue] | None = Field(
        None,
        min_length=1,
        max_length=MOST_VALUES,
        description="All values there are; where null, anything of its type is one.",
    )


_Attributes = Annotated[
    list[AttributeFields],
    Field(
        max_length=MOST_ATTRIBUTES, description="What products have, each under a key of its own."
    ),
]


class NewTemplate(Input):
    """A template to be made."""

    id: str | None = Field(
        None,
        min_length=1,
        max_length=32,
        pattern=r"^[A-Za-z0-9_~-][A-Za-z0-9._~-]*$",
        description="Made here unless sent.",
        examples=[SAMPLE],
    )
    name: Names
    attributes: _Attributes


class TemplateVersionSent(Input):
    """Which version is replaced; all else is read only."""

    version: Whole = Field(ge=1, le=LARGEST, examples=[1])
    variantAttributesSchema: Line | None = Field(None, description=READ_ONLY)
    templateAttributesSchema: Line | None = Field(None, description=READ_ONLY)
    createdAt: Line | None = Field(None, description=READ_ONLY)
    modifiedAt: Line | None = Field(None, description=READ_ONLY)


class TemplateFields(Input):
    """What a template is to say from now on; what is not sent is gone."""

    id: Line | None = Field(None, description=READ_ONLY)
    name: Names
    attributes: _Attributes
    metadata: TemplateVersionSent


def facts_of(body: NewTemplate | TemplateFields, sent: Sent) -> dict[str, Any]:
    """Give what a template is to say in the house's words; raises `Invalid`."""
    attributes = [_attribute(each, sent, at) for at, each in enumerate(body.attributes)]
    return {"name": sent.texts(body.name, "/name"), "attributes": attributes}


def _attribute(each: AttributeFields, sent: Sent, at: int) -> dict[str, Any]:
    where = f"/attributes/{at}"
    told = {
        "key": each.key,
        "name": sent.texts(each.name, f"{where}/name"),
        "type": each.type,
        "mandatory": each.metadata.mandatory,
        "variant": each.metadata.variantAttribute,
        "default": each.metadata.defaultValue,
        "values": None if each.values is None else [value.key for value in each.values],
    }
    names = [
        None if value.name is None else sent.texts(value.name, f"{where}/values/{index}/name")
        for index, value in enumerate(each.values or ())
    ]
    return {**told, "value_names": names} if any(names) else told
