"""JSON Schemas read and held against values, of drafts 4, 6, 7, 2019-09 and 2020-12.

Nothing outside is ever fetched by a schema, its patterns are matched in linear time, and how long
it takes is known beforehand (`usecases/catalog/weighing.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import islice
from typing import Any

import jsonschema_rs
import orjson

from models.errors import Problem
from usecases.catalog.misfits import problem_of
from usecases.catalog.pointers import Unreadable, untangled
from usecases.catalog.weighing import MOST_LEVELS, weigh

DRAFTS: dict[str, Any] = {
    "json-schema.org/draft-04/schema": jsonschema_rs.Draft4Validator,
    "json-schema.org/draft-06/schema": jsonschema_rs.Draft6Validator,
    "json-schema.org/draft-07/schema": jsonschema_rs.Draft7Validator,
    "json-schema.org/draft/2019-09/schema": jsonschema_rs.Draft201909Validator,
    "json-schema.org/draft/2020-12/schema": jsonschema_rs.Draft202012Validator,
}
# Who names no draft means one that the schema is right in, the newest first.
GUESSES = tuple(reversed(DRAFTS.values()))
MOST_BYTES = 1_000_000
# What all patterns of one schema may take of memory, and how many schemas are kept at hand.
PATTERN_BYTES, AT_HAND = 16_000_000, 32
# Of a value that is no more work than this, all faults are told, else the first.
SMALL, MOST_FAULTS = 2_000, 20
# A text takes as many steps as it has such parts.
STEP_CHARACTERS = 100
MOMENT = "iso-8601"


@dataclass(frozen=True)
class Schema:
    """A schema that values can be held against; one value in it takes `weight` steps at most."""

    validator: Any
    weight: int

    def faults(self, value: Any, where: str) -> list[Problem]:
        """List what is wrong with a value (of `steps` steps), each with its JSON pointer."""
        try:
            if self.validator.is_valid(value):
                return []
            # What is reached in two ways is told once.
            return list(dict.fromkeys(problem_of(each, where) for each in self._errors(value)))
        except ValueError as error:
            # Text that is no Unicode, or what is nested too deeply to be told of.
            return [Problem(where, f"cannot be held against its schema: {str(error)[:100]}")]

    def _errors(self, value: Any) -> Iterator[Any]:
        if steps(value) * self.weight <= SMALL:
            return islice(self.validator.iter_errors(value), MOST_FAULTS)
        try:
            self.validator.validate(value)
        except jsonschema_rs.ValidationError as error:
            return iter([error])
        return iter(())


def read(text: str) -> Schema:
    """Read a schema; raises `Unreadable`."""
    kept = _read(text)
    if isinstance(kept, str):
        raise Unreadable(kept)
    return kept


def steps(value: Any) -> int:
    """Count the values in a value, long texts several times.

    Raises `ValueError` for what is too deep, and for the character NUL, which no database keeps.
    """
    count, level, depth = 0, [value], 0
    while level:
        if depth > MOST_LEVELS:
            raise ValueError(f"it is more than {MOST_LEVELS} levels deep")
        inside: list[Any] = []
        for each in level:
            count += 1
            if isinstance(each, str):
                _refuse_nul(each)
                count += len(each) // STEP_CHARACTERS
            elif isinstance(each, dict):
                names = "".join(each)
                _refuse_nul(names)
                count += len(names) // STEP_CHARACTERS
                inside += each.values()
            elif isinstance(each, list):
                inside += each
        level, depth = inside, depth + 1
    return count


@lru_cache(maxsize=AT_HAND)
def _read(text: str) -> Schema | str:
    """Read a schema, or tell why it cannot be read; both are kept for the next product."""
    try:
        return _compiled(text)
    except Unreadable as error:
        return error.message


def _compiled(text: str) -> Schema:
    try:
        document = orjson.loads(text)
    except orjson.JSONDecodeError:
        raise Unreadable("it is not JSON") from None
    if isinstance(document, bool):
        return Schema(jsonschema_rs.Draft202012Validator(document), 1)
    if not isinstance(document, dict):
        raise Unreadable("it is not a JSON object")
    drafts = _drafts(document.get("$schema"))
    places = untangled(document)
    weight = weigh(places)
    share = PATTERN_BYTES // max(1, sum(_patterns(each) for each in places.values()))
    return Schema(_first(drafts, document, share), weight)


def _refuse_nul(text: str) -> None:
    if "\0" in text:
        raise ValueError("the character NUL is not allowed")


def _drafts(named: Any) -> tuple[Any, ...]:
    if named is None:
        return GUESSES
    plain = str(named).partition("://")[2].rstrip("#")
    if plain not in DRAFTS:
        raise Unreadable(f"it is in {str(named)[:100]!r}, not in one of the drafts 4 to 2020-12")
    return (DRAFTS[plain],)


def _first(drafts: tuple[Any, ...], document: dict[str, Any], pattern_bytes: int) -> Any:
    why = ""
    for each in drafts:
        try:
            return each(
                document,
                offline=True,
                formats={MOMENT: is_moment},
                pattern_options=jsonschema_rs.RegexOptions(
                    size_limit=pattern_bytes, dfa_size_limit=pattern_bytes
                ),
            )
        except (ValueError, jsonschema_rs.ReferencingError) as error:
            why = why or getattr(error, "message", str(error))[:150]
    if why.endswith('is not a "regex"'):
        why += ", or too large a one: none may look around or refer back"
    raise Unreadable(f"it is no JSON Schema that can be used: {why}")


def _patterns(schema: dict[str, Any]) -> int:
    named = schema.get("patternProperties")
    return isinstance(schema.get("pattern"), str) + (len(named) if isinstance(named, dict) else 0)


def is_moment(text: str) -> bool:
    """Tell whether a text is a date, or a date and a time, in ISO 8601."""
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
