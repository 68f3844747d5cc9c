"""What is looked for in a list: tests of fields, joined by and, or."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Operator(Enum):
    """How a field is compared."""

    IS = "="
    ABOVE = ">"
    BELOW = "<"
    LEAST = ">="
    MOST = "<="
    MATCHES = "~"
    EXISTS = "exists"
    MISSING = "missing"


@dataclass(frozen=True)
class Scalar:
    """A value as written; what it means depends on the field. Quoted, it is text or a date."""

    text: str
    quoted: bool = False


# The value of EXISTS and MISSING.
NONE = Scalar("")


@dataclass(frozen=True)
class Comparison:
    """One field, by the levels of its name, compared with a value unless asked for none."""

    path: tuple[str, ...]
    operator: Operator
    value: Scalar = NONE


@dataclass(frozen=True)
class AllOf:
    """Every part holds."""

    parts: tuple[Criterion, ...]


@dataclass(frozen=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple[Criterion, ...]


Criterion = Comparison | AllOf | AnyOf
