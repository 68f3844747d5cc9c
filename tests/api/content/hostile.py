"""What may be sent by mistake or in malice, and every place of a schema where it may be put."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]
Path = tuple[str | int, ...]
MEGABYTE = 1_000_000


def nested(levels: int) -> Any:
    """A list in a list in a list."""
    made: Any = []
    for _ in range(levels):
        made = [made]
    return made


# No JSON at all: sent as it stands here.
NO_JSON = {
    "half a surrogate pair": '"a\\ud800b"',
    "not a number": "NaN",
    "nested without end": "[" * 5000 + "]" * 5000,
}
OTHER_TYPES: Json = {
    "null": None,
    "a truth": True,
    "a number": 7,
    "a negative number": -7,
    "a fraction": 1.5,
    "a number beyond 63 bits": 2**63,
    "a number beyond 64 bits": 10**30,
    "a number beyond measure": 1e308,
    "an empty list": [],
    "a list of null": [None],
    "a list of objects": [{"a": 1}],
    "an empty object": {},
    "an object of objects": {"a": {"b": [1]}},
    "an object's prototype": {"__proto__": {"admin": True}, "constructor": {"prototype": 1}},
    "an object with a NUL inside": {"a": ["a\x00b"]},
    "an object with a NUL for a name": {"a\x00b": 1},
    "nested deeply": nested(100),
}
TEXTS = {
    "empty": "",
    "spaces": " \t ",
    "a NUL": "a\x00b",
    "an escape": "a\x1b[31mb",
    "a control character of Latin-1": "a\x9bb",
    "writing turned round": "a\u202egnp.exe",
    "isolated writing": "\u2066left\u2069",
    "nothing to be seen": "\u200b\u2060",
    "no character": "a\uffffb",
    "letters that change their length": "İŉǰΐ",
    "SQL": "' or 1=1; drop table product; --",
    "HTML": '"><script>alert(1)</script><img src=x onerror=alert(1)>',
    "a template": "{{ 7*7 }}${jndi:ldap://127.0.0.1/a}<%= 7*7 %>%s%n{0.__class__}",
    "a path": "../../../../etc/passwd",
    "headers": "a\r\nSet-Cookie: a=b\r\n\r\n",
    "a script's address": "javascript:alert(1)",
    "a file's address": "file:///etc/passwd",
    "an address of many ports": "http://[::1]:99999999/",
    "an emoji": "👩‍👩‍👧‍👦",
    "a prototype": "__proto__",
    "NaN": "NaN",
    "a number as text": "1e400",
    "Arabic digits": "١٩٫٩٠",
    "null as text": "null",
    "a moment out of time": "-999999999-01-01T00:00:00Z",
    "a formula": '=cmd|"/c calc"!A1',
}
# What is taken nowhere, whatever the description says.
NEVER = {
    "a NUL",
    "an escape",
    "an object with a NUL inside",
    "an object with a NUL for a name",
    "nested deeply",
    "a megabyte of text",
}
# Names that the shop itself gives, of things elsewhere; an app's is public.
OWN_NAMES = {"app_id", "external_id", "order_id"}
# What is tried of them where no text may stand.
NO_TEXTS = ("empty", "a NUL", "NaN", "null as text")


@dataclass(frozen=True)
class Place:
    """A place in what is sent: where it is, whether null may stand there, how long a text may be.

    `kinds` are the types that may stand there; nothing says that any may.
    """

    path: Path
    kinds: frozenset[str]
    longest: int | None

    @property
    def pointer(self) -> str:
        """The place as refusals name it."""
        return "".join(f"/{each}" for each in self.path)

    @property
    def names_a_row(self) -> bool:
        """Whether it names something of the shop's."""
        name = next(str(each) for each in reversed(self.path) if isinstance(each, str))
        return name.endswith(("_id", "_ids")) and name not in OWN_NAMES

    def takes(self, value: Any) -> bool:
        """Whether the schema lets a value of this type and length stand here."""
        if isinstance(value, str) and self.longest is not None and len(value) > self.longest:
            return False
        return not self.kinds or bool(self.kinds & kinds_of(value))

    def put(self, body: Json, value: Any) -> Json:
        """Give the body with the value in this place; what is on the way there must be there."""
        return _put(body, self.path, value)

    def of(self, told: Any) -> Any:
        """Find what stands in this place; None where nothing does."""
        for each in self.path:
            try:
                told = told[each]
            except (LookupError, TypeError):
                return None
        return told


def kinds_of(value: Any) -> set[str]:
    """What JSON Schema calls a value."""
    if isinstance(value, bool):
        return {"boolean"}
    if isinstance(value, int | float):
        return {"number", "integer"} if value == int(value) else {"number"}
    names = {str: "string", list: "array", dict: "object", type(None): "null"}
    return {names[type(value)]}


def places(schema: Json) -> Iterator[Place]:
    """Every field of a model's JSON schema, those of objects and items inside it too."""
    yield from _fields(schema, schema.get("$defs", {}), ())


def smallest(schema: Json, path: Path) -> Any:
    """What the schema takes at a place, with nothing that may be left out."""
    named = schema.get("$defs", {})
    for each in path:
        schema = _plain(schema, named)
        schema = schema["items"] if isinstance(each, int) else schema["properties"][each]
    return _smallest(schema, named)


def sent_to(place: Place) -> Json:
    """Everything to be tried in a place, by what it is called."""
    texts = TEXTS if "string" in place.kinds else {name: TEXTS[name] for name in NO_TEXTS}
    tried: Json = {**OTHER_TYPES, **texts, "a megabyte of text": "a" * MEGABYTE}
    if place.longest is not None:
        tried["one letter too many"] = "a" * (place.longest + 1)
    return tried


def _fields(schema: Json, named: Json, path: Path) -> Iterator[Place]:
    for name, field in _plain(schema, named).get("properties", {}).items():
        yield from _place(field, named, (*path, name))


def _place(field: Json, named: Json, path: Path) -> Iterator[Place]:
    variants = [_plain(each, named) for each in field.get("anyOf", [field])]
    kinds = {kind for each in variants for kind in [each.get("type")] if kind}
    longest = next((each["maxLength"] for each in variants if "maxLength" in each), None)
    yield Place(path, frozenset(kinds), longest)
    for each in variants:
        yield from _fields(each, named, path)
        if "items" in each:
            yield from _place(each["items"], named, (*path, 0))


def _plain(schema: Json, named: Json) -> Json:
    """Go through references and the other half of "or null"."""
    while "$ref" in schema or "anyOf" in schema:
        if "anyOf" in schema:
            schema = next(each for each in schema["anyOf"] if each.get("type") != "null")
        else:
            schema = named[schema["$ref"].rpartition("/")[2]]
    return schema


def _smallest(schema: Json, named: Json) -> Any:
    schema = _plain(schema, named)
    if schema.get("examples"):
        return schema["examples"][0]
    if "enum" in schema:
        return schema["enum"][0]
    if schema.get("type") == "object":
        fields = schema.get("properties", {})
        return {name: _smallest(fields[name], named) for name in schema.get("required", ())}
    if schema.get("type") == "array":
        return [_smallest(schema["items"], named)]
    return {"string": "a", "integer": 1, "number": 1, "boolean": True}.get(schema.get("type", ""))


def _put(held: Any, path: Path, value: Any) -> Any:
    if not path:
        return value
    first, rest = path[0], path[1:]
    if isinstance(first, int):
        return [_put(held[first] if held else None, rest, value), *held[1:]]
    return {**held, first: _put(held.get(first), rest, value)}
