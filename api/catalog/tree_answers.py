"""What is told of trees of products, for the description: callers choose fields inside, too."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from api.operation import Output

Localized = str | dict[str, str]


class OwnValue(Output):
    """The value of a dynamic variant's attribute."""

    type: Literal["STRING", "NUMBER", "DECIMAL", "BOOLEAN"] | None = None
    qualifier: str | int | float | bool | None = Field(None, examples=["BLUE"])
    name: Localized | None = Field(None, examples=["Blue titanium"])
    unit: str | None = Field(None, examples=["MMT"])


class OwnAttribute(Output):
    """An attribute of a dynamic variant."""

    name: Localized | None = Field(None, examples=["Colour"])
    value: OwnValue | None = None


class VariantEntry(Output):
    """A product of a tree; `published` is told to who may read what is not."""

    version: int | None = Field(None, examples=[1])
    code: str | None = Field(None, examples=["FJ-1-BLUE"])
    name: Localized | None = Field(None, examples=["Field jacket, blue"])
    parentVariantId: str | None = Field(None, examples=["field-jacket"])
    sellable: bool | None = Field(None, examples=[True])
    published: bool | None = None
    dynamicVariantType: str | None = Field(None, examples=["H1_L1"])
    variantAttributes: dict[str, OwnAttribute] | None = Field(
        None, description="Its own ones and those of all products above it."
    )


class TreeFaults(Output):
    """What is wrong with the way from a product to its root."""

    missingAncestorId: str | None = Field(
        None, description="The id that leads to no product.", examples=["field-jacket"]
    )
    cycleDetected: bool | None = Field(
        None, description="Whether the way leads back to itself.", examples=[True]
    )
