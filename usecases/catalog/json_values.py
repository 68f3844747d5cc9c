"""A value in a JSON document, as SQL has it: what kind it is, and itself as a text or a number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from peewee import Case

NUMBER, TEXT, NOTHING = "number", "text", "nothing"


@dataclass(frozen=True)
class Json:
    """A value; `kinds` spells its kinds as the database does, `flags` tells whether it is one."""

    kind: Any
    text: Any
    number: Any
    kinds: dict[str, tuple[str, ...]]
    is_flag: Callable[[bool], Any]

    def is_a(self, kind: str) -> Any:
        """Condition it to be of a kind."""
        return self.kind.in_(self.kinds[kind])

    def when(self, kind: str, condition: Any) -> Any:
        """Condition it to be of a kind, and only then look at it as such."""
        return Case(None, ((self.is_a(kind), condition),), False)
