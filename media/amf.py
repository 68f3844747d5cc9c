"""Reads and writes AMF0, the notation in which RTMP spells commands and metadata.

After Adobe's "Action Message Format - AMF 0" (2007); the sections named below are its own. What
is read was written by strangers: depth and number of values are bounded, and whatever is wrong
with it is an AmfError. The size is bounded by whoever received the message.
"""

import struct
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from typing import TypeAlias

Value: TypeAlias = "float | bool | str | datetime | list[Value] | dict[str, Value] | None"

MAX_DEPTH = 8
MAX_VALUES = 1024

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DOUBLE = struct.Struct(">d")


class _Mark(IntEnum):
    """The byte before each value says what it is (section 2.1)."""

    NUMBER = 0
    BOOLEAN = 1
    STRING = 2
    OBJECT = 3
    NULL = 5
    UNDEFINED = 6
    ECMA_ARRAY = 8
    OBJECT_END = 9
    STRICT_ARRAY = 10
    DATE = 11
    LONG_STRING = 12
    UNSUPPORTED = 13
    XML = 15
    TYPED_OBJECT = 16


_NOTHING = (_Mark.NULL, _Mark.UNDEFINED, _Mark.UNSUPPORTED)
_CONTAINERS = (_Mark.OBJECT, _Mark.ECMA_ARRAY, _Mark.STRICT_ARRAY, _Mark.TYPED_OBJECT)


class AmfError(ValueError):
    """Say what is wrong with bytes that ought to be AMF0."""


class EcmaArray(dict[str, Value]):
    """An object that is written as an associative array (2.10), as metadata wants to be."""


def decode(data: bytes) -> list[Value]:
    """Return all values in `data`; undefined and unsupported become None. Raise AmfError."""
    reader = _Reader(data)
    values: list[Value] = []
    while reader.at < len(data):
        values.append(reader.value(MAX_DEPTH))
    return values


def encode(*values: Value) -> bytes:
    """Return the values one after the other."""
    return b"".join(map(_encoded, values))


class _Reader:
    """Stands somewhere in the bytes and knows how many values it may still read."""

    def __init__(self, data: bytes) -> None:
        self.at = 0
        self._data = data
        self._left = MAX_VALUES

    def value(self, depth: int) -> Value:
        kind = self._take(1)[0]
        self._left -= 1
        if self._left < 0:
            raise AmfError(f"more than {MAX_VALUES} values")
        if kind in _NOTHING:
            return None
        if kind in _CONTAINERS:
            return self._container(kind, depth)
        return self._scalar(kind)

    def _scalar(self, kind: int) -> Value:
        match kind:
            case _Mark.NUMBER:
                return self._number()
            case _Mark.BOOLEAN:
                return self._take(1) != b"\0"
            case _Mark.STRING:
                return self._text(2)
            case _Mark.DATE:
                return self._date()
            case _Mark.LONG_STRING | _Mark.XML:
                return self._text(4)
        raise AmfError(f"unknown kind of value {kind}")

    def _container(self, kind: int, depth: int) -> Value:
        if not depth:
            raise AmfError(f"nested deeper than {MAX_DEPTH}")
        if kind == _Mark.STRICT_ARRAY:
            count = self._whole(4)
            if count > len(self._data) - self.at:
                raise AmfError("an array longer than the message it is in")
            return [self.value(depth - 1) for _ in range(count)]
        if kind == _Mark.TYPED_OBJECT:
            self._text(2)
        if kind == _Mark.ECMA_ARRAY:
            # Section 2.10: the number of members, which writers get wrong; the end mark counts.
            self._take(4)
            return EcmaArray(self._members(depth - 1))
        return self._members(depth - 1)

    def _members(self, depth: int) -> dict[str, Value]:
        members: dict[str, Value] = {}
        while True:
            name = self._text(2)
            if not name and self._data[self.at : self.at + 1] == bytes([_Mark.OBJECT_END]):
                self.at += 1
                return members
            members[name] = self.value(depth)

    def _date(self) -> datetime:
        milliseconds = self._number()
        self._take(2)  # 2.13: a time zone, reserved and not to be used
        try:
            return _EPOCH + timedelta(milliseconds=milliseconds)
        except (ValueError, OverflowError) as error:
            raise AmfError("a date out of all bounds") from error

    def _number(self) -> float:
        number: float = _DOUBLE.unpack(self._take(8))[0]
        return number

    def _text(self, width: int) -> str:
        return self._take(self._whole(width)).decode(errors="replace")

    def _whole(self, width: int) -> int:
        return int.from_bytes(self._take(width), "big")

    def _take(self, count: int) -> bytes:
        taken = self._data[self.at : self.at + count]
        if len(taken) < count:
            raise AmfError("the message ends within a value")
        self.at += count
        return taken


def _encoded(value: Value) -> bytes:
    match value:
        case None:
            return bytes([_Mark.NULL])
        case bool():
            return bytes([_Mark.BOOLEAN, value])
        case int() | float():
            return bytes([_Mark.NUMBER]) + _DOUBLE.pack(value)
        case str():
            return _encoded_text(value)
        case datetime():
            milliseconds = (value - _EPOCH) / timedelta(milliseconds=1)
            return bytes([_Mark.DATE]) + _DOUBLE.pack(milliseconds) + b"\0\0"
        case list():
            return bytes([_Mark.STRICT_ARRAY]) + len(value).to_bytes(4, "big") + encode(*value)
        case EcmaArray():
            return (
                bytes([_Mark.ECMA_ARRAY]) + len(value).to_bytes(4, "big") + _encoded_members(value)
            )
    return bytes([_Mark.OBJECT]) + _encoded_members(value)


def _counted(values: list[Value] | dict[str, Value]) -> bytes:
    return len(values).to_bytes(4, "big")


def _encoded_members(members: dict[str, Value]) -> bytes:
    pairs = (_name(name) + _encoded(value) for name, value in members.items())
    return b"".join(pairs) + b"\0\0" + bytes([_Mark.OBJECT_END])


def _encoded_text(text: str) -> bytes:
    spelled = text.encode(errors="replace")
    if len(spelled) > 0xFFFF:
        return bytes([_Mark.LONG_STRING]) + len(spelled).to_bytes(4, "big") + spelled
    return bytes([_Mark.STRING]) + len(spelled).to_bytes(2, "big") + spelled


def _name(name: str) -> bytes:
    spelled = name.encode(errors="replace")
    if len(spelled) > 0xFFFF:
        raise AmfError("a member's name is longer than its length can say")
    return len(spelled).to_bytes(2, "big") + spelled
