"""How callers name products and sellers: by numbers, or products by an id of their own."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from api.body import Input, Rows
from api.fields import Line
from api.told import Told
from usecases.carrying import Outcome
from usecases.goods import Name
from usecases.numerals import numeral_of

# So many rows of one body.
MOST_ROWS = 200


def _numeral(value: object) -> object:
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return str(value)
    return value


_Whole = Annotated[int, Field(ge=0, lt=2**63)]
_Digits = Annotated[str, Field(max_length=32), Told("^([0-9]{1,19}|[0-9a-f]{32})$")]
Numeral = Annotated[
    str,
    BeforeValidator(_numeral, json_schema_input_type=_Whole | _Digits),
    Field(max_length=32, examples=["1001"]),
]


class Named(Input):
    """A product by its number, or else by the id that the shop gave it."""

    productId: Numeral | None = Field(
        None, description="Number of the product, as digits or as a number."
    )
    customerProductId: Line | None = Field(
        None, description="The shop's own id of the product.", examples=["P-1001"]
    )

    @property
    def name_of(self) -> Name:
        """The name in the house's words."""
        return Name(self.productId, self.customerProductId)


class NamedRows(Rows[Named]):
    """Products by their names."""

    root: Annotated[list[Named], Field(max_length=MOST_ROWS)]


def as_named(row: Named, uid: str | None = None) -> dict[str, Any]:
    """Spell which product a row is about: of the house's uid, or as it was named."""
    told: dict[str, Any] = {"productId": numeral_of(uid) if uid else row.productId}
    if row.customerProductId is not None:
        told["customerProductId"] = row.customerProductId
    return told


def uid_of(outcome: Outcome) -> str | None:
    """Give the uid of the product that came of a row, if one did."""
    return outcome.product.uid if outcome.product else None
