"""How callers name products: by their numbers, or by ids of their own."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from api.body import Input, Rows
from api.campaigns.kinds import Id
from api.fields import Line
from usecases.carrying import Outcome
from usecases.goods import Name
from usecases.numerals import numeral_of

# So many rows of one body.
MOST_ROWS = 200


class NamedProduct(Input):
    """A product by its number, or else by the id that the shop gave it."""

    productId: Id | None = Field(
        None, description="Number of the product, as digits or as a number."
    )
    customerProductId: Line | None = Field(
        None, description="The shop's own id of the product.", examples=["P-1001"]
    )

    @property
    def name_of(self) -> Name:
        """The name in the house's words."""
        return Name(self.productId, self.customerProductId)


class NamedProducts(Rows[NamedProduct]):
    """Products by their names."""

    root: Annotated[list[NamedProduct], Field(max_length=MOST_ROWS)]


def as_named(row: NamedProduct, uid: str | None = None) -> dict[str, Any]:
    """Spell which product a row is about: of the house's uid, or as it was named."""
    told: dict[str, Any] = {"productId": numeral_of(uid) if uid else row.productId}
    if row.customerProductId is not None:
        told["customerProductId"] = row.customerProductId
    return told


def uid_of(outcome: Outcome) -> str | None:
    """Give the uid of the product that came of a row, if one did."""
    return outcome.product.uid if outcome.product else None
