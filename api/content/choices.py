"""The choices of a product as this API spells them: its options and the variants there are."""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from api.body import Input
from api.fields import Line, Price, Tag
from api.operation import Output
from models.money import text_of

OPTIONS, VALUES, VARIANTS = 5, 100, 250


class Option(Output):
    """An option, such as a size."""

    name: str = Field(examples=["Size"])
    values: list[str] = Field(examples=[["S", "M", "L"]])


class Variant(Output):
    """A combination of values that is sold."""

    ref: str = Field(examples=["SKU-1-M"])
    options: list[str] = Field(examples=[["M"]])
    price: str | None = Field(examples=["129.00"])
    in_stock: bool


class Choices(Output):
    """What a buyer chooses of a product."""

    options: list[Option]
    variants: list[Variant]


class NewOption(Input):
    """An option, such as a size, with its values in the order they are shown in."""

    name: Tag = Field(description="What is chosen.", examples=["Size"])
    values: Annotated[list[Tag], Field(min_length=1, max_length=VALUES)] = Field(
        description="What it can be.", examples=[["S", "M", "L"]]
    )


class NewVariant(Input):
    """A combination of values that is sold, by its own reference."""

    ref: Line = Field(description="Reference (SKU) for the cart.", examples=["SKU-1-M"])
    options: Annotated[list[Tag], Field(min_length=1, max_length=OPTIONS)] = Field(
        description="A value of each option, in the order of the options.", examples=[["M"]]
    )
    price: Price | None = Field(
        None, description="Price, where it is another than the product's.", examples=["129.00"]
    )
    in_stock: bool = Field(True, description="Whether it is in stock.", examples=[True])


class NewChoices(Input):
    """What a buyer chooses of a product. Combinations that are not listed are not sold."""

    options: Annotated[list[NewOption], Field(min_length=1, max_length=OPTIONS)] = Field(
        description="Its options, in the order they are asked in."
    )
    variants: Annotated[list[NewVariant], Field(min_length=1, max_length=VARIANTS)] = Field(
        description="What is sold of it."
    )

    @model_validator(mode="after")
    def together(self) -> Self:
        """Refuse variants of values that no option has, and what stands twice."""
        names = [each.name for each in self.options]
        if len(set(names)) < len(names):
            raise ValueError("each option has a name of its own")
        if any(len(set(each.values)) < len(each.values) for each in self.options):
            raise ValueError("an option has each of its values once")
        for each in self.variants:
            if len(each.options) != len(names):
                raise ValueError(f"variant {each.ref} needs one value for each option")
            for option, value in zip(self.options, each.options, strict=True):
                if value not in option.values:
                    raise ValueError(f"variant {each.ref}: {option.name} has no value {value}")
        for kind in (
            [tuple(each.options) for each in self.variants],
            [each.ref for each in self.variants],
        ):
            if len(set(kind)) < len(kind):
                raise ValueError("each variant has a ref and a combination of its own")
        return self


def as_choices(kept: dict[str, Any] | None) -> dict[str, Any] | None:
    """Spell the choices of a product."""
    if not kept:
        return None
    variants = [
        {
            "ref": each["ref"],
            "options": each["options"],
            "price": text_of(each["amount"], kept["currency"]),
            "in_stock": each["in_stock"],
        }
        for each in kept["variants"]
    ]
    return {"options": kept["options"], "variants": variants}
