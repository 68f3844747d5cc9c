"""AMF0: spelled as Adobe's paper shows it, and read from strangers within bounds."""

import struct
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.amf import MAX_DEPTH, MAX_VALUES, AmfError, EcmaArray, Value, decode, encode

# What section 2 of the paper says, byte by byte; worked out by hand.
SPELLINGS: dict[str, tuple[Value, str]] = {
    "a number": (1.0, "00 3ff0000000000000"),
    "true": (True, "01 01"),
    "a string": ("live", "02 0004 6c697665"),
    "a string beyond ASCII": ("é", "02 0002 c3a9"),
    "an object": ({"app": "a"}, "03 0003 617070 02 0001 61 0000 09"),
    "null": (None, "05"),
    "an ECMA array": (EcmaArray({"w": 0.0}), "08 00000001 0001 77 00 0000000000000000 0000 09"),
    "a strict array": ([None, False], "0a 00000002 05 01 00"),
    "a date": (datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC), "0b 408f400000000000 0000"),
    "a long string": ("x" * 65536, "0c 00010000" + "78" * 65536),
}
READ_ONLY: dict[str, tuple[Value, str]] = {
    "undefined": (None, "06"),
    "unsupported": (None, "0d"),
    "XML": ("<a/>", "0f 00000004 3c612f3e"),
    "an object of a class": ({"a": None}, "10 0001 43 0001 61 05 0000 09"),
    "an array that miscounts": (EcmaArray(a=None), "08 00000063 0001 61 05 0000 09"),
    "a string that is not UTF-8": ("\ufffd", "02 0001 ff"),
    "true, as any other byte": (True, "01 07"),
}
WRONG = {
    "a number cut short": "00 3ff0",
    "a string cut short": "02 0004 6c",
    "a string without a length": "02 00",
    "an object without an end": "03 0001 61 05",
    "a kind that does not exist": "63",
    "a film clip": "04",
    "a reference": "07 0000",
    "AMF3": "11 06",
    "an array longer than the message": "0a ffffffff 05",
    "a date at no time": "0b 7ff8000000000000 0000",
    "a date after all time": "0b 7fefffffffffffff 0000",
}

MEMBERS = st.text(max_size=8)
MOMENTS = st.integers(-(10**12), 10**13).map(
    lambda ms: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=ms)
)
SCALARS = st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=20) | MOMENTS
VALUES: st.SearchStrategy[Value] = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(MEMBERS, inner, max_size=4)
        | st.dictionaries(MEMBERS, inner, max_size=4).map(EcmaArray)
    ),
    max_leaves=12,
)


def depth(value: Value) -> int:
    match value:
        case dict():
            return 1 + max(map(depth, value.values()), default=0)
        case list():
            return 1 + max(map(depth, value), default=0)
    return 0


@pytest.mark.parametrize(("value", "spelled"), SPELLINGS.values(), ids=SPELLINGS)
def test_a_value_is_spelled_as_the_paper_says(value: Value, spelled: str) -> None:
    assert encode(value) == bytes.fromhex(spelled)


@pytest.mark.parametrize(
    ("value", "spelled"), (SPELLINGS | READ_ONLY).values(), ids=SPELLINGS | READ_ONLY
)
def test_a_value_is_read_as_the_paper_says(value: Value, spelled: str) -> None:
    (read,) = decode(bytes.fromhex(spelled))
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize("spelled", WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_refused(spelled: str) -> None:
    with pytest.raises(AmfError):
        decode(bytes.fromhex(spelled))


@given(st.lists(VALUES.filter(lambda value: depth(value) <= MAX_DEPTH), max_size=4))
def test_what_was_written_is_read_again(values: list[Value]) -> None:
    assert decode(encode(*values)) == values


@given(st.binary(max_size=400))
def test_any_bytes_are_values_or_refused(data: bytes) -> None:
    with suppress(AmfError):
        assert isinstance(decode(data), list)


@pytest.mark.parametrize(
    "opens",
    [b"\x03\0\1a", b"\x08\0\0\0\0\0\1a", b"\x0a\0\0\0\1", b"\x10\0\0\0\1a"],
    ids=["objects", "ECMA arrays", "strict arrays", "objects of a class"],
)
def test_nesting_has_an_end(opens: bytes) -> None:
    with pytest.raises(AmfError, match="deeper"):
        decode(opens * 50_000)


def test_the_deepest_allowed_is_read() -> None:
    value: Value = "seed"
    for _ in range(MAX_DEPTH):
        value = [value]
    assert decode(encode(value)) == [value]
    with pytest.raises(AmfError):
        decode(encode([value]))


def test_the_number_of_values_has_an_end() -> None:
    assert len(decode(b"\x05" * MAX_VALUES)) == MAX_VALUES
    with pytest.raises(AmfError, match="more than"):
        decode(b"\x05" * (MAX_VALUES + 1))


def test_a_number_keeps_all_its_bits() -> None:
    assert decode(encode(0.1, float("inf"))) == [0.1, float("inf")]
    assert struct.unpack(">d", encode(float("nan"))[1:])[0] != 0
