"""What is told of trees of products, for the description."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from api.operation import Output

Localized = str | dict[str, str]


class OwnValue(Output):
    """The value of a dynamic variant's attribute."""

    type: Literal["STRING", "NUMBER", "DECIMAL", "BOOLEAN"]
    qualifier: str | int | float | bool = Field(examples=["BLUE"])
    name: Localized | None = Field(None, examples=["Blue titanium"])
    unit: str | None = Field(None, examples=["MMT"])


class OwnAttribute(Output):
    """An attribute of a dynamic variant."""

    name: Localized | None = Field(None, examples=["Colour"])
    value: OwnValue


class VariantEntry(Output):
    """A product of a tree; `published` is told to who may read what is not."""

    version: int = Field(examples=[1])
    code: str = Field(examples=["FJ-1-BLUE"])
    name: Localized | None = Field(None, examples=["Field jacket, blue"])
    parentVariantId: str = Field(examples=["field-jacket"])
    sellable: bool = Field(examples=[True])
    published: bool | None = None
    dynamicVariantType: str | None = Field(None, examples=["H1_L1"])
    variantAttributes: dict[str, OwnAttribute] = Field(
        description="Its own ones and those of all products above it."
    )


class TreeFaults(Output):
    """What is wrong with the way from a product to its root."""

    missingAncestorId: str | None = Field(
        None, description="The id that leads to no product.", examples=["field-jacket"]
    )
    cycleDetected: bool | None = Field(
        None, description="Whether the way leads back to itself.", examples=[True]
    )
