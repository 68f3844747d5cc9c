"""The chunk stream: each rule of RTMP 1.0, section 5.3 and 5.4, with bytes laid out by hand."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.chunks import (
    ABORT,
    ACKNOWLEDGEMENT,
    AUDIO,
    COMMAND,
    MAX_CHUNK_STREAMS,
    SET_CHUNK_SIZE,
    VIDEO,
    WINDOW,
    ChunkError,
    ChunkReader,
    Message,
    control,
    in_chunks,
)

LIMIT = 10_000


def read(*pieces: bytes | str, reader: ChunkReader | None = None) -> list[Message]:
    """Read pieces as they come; those in text are hexadecimal."""
    reader = reader or ChunkReader(LIMIT)
    plain = (bytes.fromhex(each) if isinstance(each, str) else each for each in pieces)
    return [message for each in plain for message in reader.feed(each)]


def full(number: int, time: str, length: int, kind: int, stream: int = 1) -> str:
    """A chunk's full header, type 0 (5.3.1.2.1); the stream's number is the odd one out."""
    first = f"{number:02x}" if number < 64 else f"00{number - 64:02x}"
    return f"{first} {time} {length:06x} {kind:02x} {stream.to_bytes(4, 'little').hex()}"


def times(messages: Iterable[Message]) -> list[int]:
    return [each.timestamp for each in messages]


def test_a_message_in_one_chunk() -> None:
    assert read(full(4, "0003e8", 3, AUDIO, 7), b"abc") == [Message(AUDIO, 7, 1000, b"abc")]


@pytest.mark.parametrize(
    "first",
    ["04", "00 00", "00 ff", "01 0000", "01 ff01"],
    ids=["2 to 63", "64", "319", "64 the long way", "575"],
)
def test_the_number_of_a_chunk_stream_takes_one_to_three_bytes(first: str) -> None:
    opens = full(0, "000005", 130, AUDIO)[2:]
    basic = bytes.fromhex(first)
    goes_on = bytes([basic[0] | 0xC0]) + basic[1:]
    message = Message(AUDIO, 1, 5, bytes(130))
    assert read(basic, opens, bytes(128), goes_on, bytes(2)) == [message]


def test_one_number_may_be_spelled_in_two_ways() -> None:
    assert read("0000", full(0, "000005", 2, AUDIO)[2:], b"ab", "c10000", b"cd") == [
        Message(AUDIO, 1, 5, b"ab"),
        Message(AUDIO, 1, 10, b"cd"),
    ]


def test_later_headers_leave_out_what_is_the_same() -> None:
    # The first example of section 5.3.2: 32 bytes every 20 ms, by headers of type 0, 2, 3, 3.
    messages = read(
        full(3, "0003e8", 32, AUDIO, 12345),
        *(bytes(32), "83 000014", bytes(32), "c3", bytes(32), "c3", bytes(32)),
    )
    assert times(messages) == [1000, 1020, 1040, 1060]
    assert {(each.type, each.stream, len(each.payload)) for each in messages} == {
        (AUDIO, 12345, 32)
    }


def test_a_long_message_goes_on_in_chunks_of_type_3() -> None:
    # The second example of section 5.3.2: 307 bytes.
    body = bytes(range(256)) + bytes(51)
    cut = [body[:128], "c4", body[128:256], "c4", body[256:]]
    assert read(full(4, "0003e8", 307, VIDEO, 12346), *cut) == [Message(VIDEO, 12346, 1000, body)]


def test_a_header_of_type_1_brings_another_length_and_kind() -> None:
    messages = read(full(4, "000064", 1, AUDIO, 9), b"a", "44 000005 000002 09", b"bc")
    assert messages[1] == Message(VIDEO, 9, 105, b"bc")


def test_a_message_of_type_3_after_a_full_header_is_later_by_that_headers_time() -> None:
    assert times(read(full(4, "000017", 1, AUDIO), b"a", "c4", b"b", "c4", b"c")) == [23, 46, 69]


def test_a_chunk_stream_may_begin_with_type_1_as_control_messages_of_a_known_library_do() -> None:
    assert read("46 000007 000001 08", b"a") == [Message(AUDIO, 0, 7, b"a")]


@pytest.mark.parametrize("first", ["84 000001", "c4"], ids=["type 2", "type 3"])
def test_a_chunk_stream_cannot_begin_in_the_middle(first: str) -> None:
    with pytest.raises(ChunkError, match="starts in the middle"):
        read(first, b"a")


def test_a_message_may_be_empty() -> None:
    assert read(full(4, "000001", 0, AUDIO), "c4") == [
        Message(AUDIO, 1, 1, b""),
        Message(AUDIO, 1, 2, b""),
    ]


EXTENDED = {
    "the last that needs none": ("fffffe", "", 0xFFFFFE),
    "the first that needs it": ("ffffff", "00ffffff", 0xFFFFFF),
    "a day in": ("ffffff", "05265c00", 86_400_000),
    "the largest": ("ffffff", "ffffffff", 0xFFFFFFFF),
}


@pytest.mark.parametrize(("time", "more", "expected"), EXTENDED.values(), ids=EXTENDED)
def test_times_beyond_three_bytes_are_extended(time: str, more: str, expected: int) -> None:
    assert times(read(full(4, time, 1, AUDIO), more, b"a")) == [expected]


def test_every_chunk_of_type_3_repeats_an_extended_time() -> None:
    body = bytes(range(200))
    cut = ["01000000", body[:128], "c4 01000000", body[128:]]
    assert read(full(4, "ffffff", 200, VIDEO), *cut) == [Message(VIDEO, 1, 1 << 24, body)]


def test_a_message_of_type_3_repeats_an_extended_difference() -> None:
    messages = read(
        *(full(4, "000000", 1, AUDIO), b"a", "84 ffffff 01000000", b"b"),
        *("c4 01000000", b"c", "84 000001", b"d", "c4", b"e"),
    )
    assert times(messages) == [0, 1 << 24, 2 << 24, (2 << 24) + 1, (2 << 24) + 2]


def test_time_begins_anew_after_its_largest() -> None:
    messages = read(full(4, "ffffff", 1, AUDIO), "fffffff0", b"a", "84 000020", b"b")
    assert times(messages) == [0xFFFFFFF0, 0x10]


def test_chunks_of_several_messages_are_told_apart() -> None:
    picture, sound = bytes(range(250)), bytes(range(200, 250)) * 3
    messages = read(
        *(full(6, "000010", 250, VIDEO), picture[:128], full(4, "000011", 150, AUDIO), sound[:128]),
        *("c6", picture[128:], "c4", sound[128:]),
    )
    assert messages == [Message(VIDEO, 1, 16, picture), Message(AUDIO, 1, 17, sound)]


def set_size(size: int) -> str:
    return full(2, "000000", 4, SET_CHUNK_SIZE, 0) + f"{size:08x}"


def test_a_new_chunk_size_holds_for_what_follows() -> None:
    assert read(set_size(4096), full(4, "000000", 4000, VIDEO), bytes(4000))[0].payload == bytes(
        4000
    )


@pytest.mark.parametrize("size", [1, 50, 4096], ids=["smaller", "shorter", "larger"])
def test_a_new_chunk_size_holds_in_the_middle_of_a_message(size: int) -> None:
    body = bytes(range(250)) * 2
    cut: list[bytes | str] = [full(4, "000000", 500, VIDEO), body[:128], set_size(size)]
    for at in range(128, 500, size):
        cut += ["c4", body[at : at + size]]
    assert read(*cut) == [Message(VIDEO, 1, 0, body)]


def test_a_message_that_is_given_up_is_forgotten() -> None:
    reader = ChunkReader(LIMIT)
    abort = full(2, "000000", 4, ABORT, 0) + "00000004"
    opens = full(4, "000000", 200, VIDEO)
    messages = read(opens, bytes(128), abort, "c4", b"b" * 128, "c4", b"b" * 72, reader=reader)
    assert [each.payload for each in messages] == [b"b" * 200]
    assert reader.held == 0


def test_who_asks_for_acknowledgements_gets_one_after_each_window() -> None:
    reader = ChunkReader(LIMIT)
    assert read(full(2, "000000", 4, WINDOW, 0) + "00000064", reader=reader) == []
    assert reader.due() is None
    read(full(4, "000000", 100, VIDEO), bytes(100), reader=reader)
    assert reader.due() == 16 + 112
    assert reader.due() is None


def test_the_count_of_an_acknowledgement_begins_anew_after_its_largest() -> None:
    reader = ChunkReader(LIMIT)
    read(full(2, "000000", 4, WINDOW, 0) + "00000001", reader=reader)
    reader.received += 1 << 32
    assert reader.due() == 16


WRONG = {
    "a chunk size of nothing": [set_size(0)],
    "a chunk size with the forbidden bit": [set_size(0x80000000)],
    "a control message cut short": [full(2, "000000", 2, ACKNOWLEDGEMENT, 0), bytes(2)],
    "a message too large": [full(4, "000000", LIMIT + 1, VIDEO)],
    "a message within a message": [
        full(4, "000000", 200, VIDEO),
        bytes(128),
        full(4, "0" * 6, 1, 8),
    ],
    "too many chunk streams": [
        *(full(number, "000000", 0, AUDIO) for number in range(2, MAX_CHUNK_STREAMS + 3)),
    ],
    "too many unfinished messages": [
        set_size(LIMIT - 1),
        *(full(number, "000000", LIMIT, AUDIO) + "00" * (LIMIT - 1) for number in range(3, 6)),
    ],
}


@pytest.mark.parametrize("pieces", WRONG.values(), ids=WRONG)
def test_what_goes_against_the_rules_or_bounds_ends_the_reading(pieces: list[bytes | str]) -> None:
    with pytest.raises(ChunkError):
        read(*pieces)


def test_the_bound_of_messages_can_be_raised_between_two_of_them() -> None:
    reader = ChunkReader(1)
    found = reader.feed(bytes.fromhex(full(4, "000000", 1, AUDIO)) + b"a" + b"\x84\0\0\0" + b"b")
    next(found)
    reader.max_message = LIMIT
    assert next(found).payload == b"b"
    assert read(full(4, "000000", 2, AUDIO), b"ab", reader=reader)[0].payload == b"ab"


MESSAGES = st.builds(
    Message,
    st.sampled_from([AUDIO, VIDEO, COMMAND]),
    st.integers(0, 2**32 - 1),
    st.integers(0, 2**32 - 1),
    st.binary(max_size=400),
)


@given(st.lists(MESSAGES, max_size=5), st.integers(1, 500), st.lists(st.integers(1, 300)))
def test_what_was_cut_is_put_together_however_the_bytes_come(
    messages: list[Message], size: int, lengths: list[int]
) -> None:
    data = in_chunks(control(SET_CHUNK_SIZE, size), 2, 128)
    data += b"".join(in_chunks(each, 3, size) for each in messages)
    assert read(*cut(data, lengths)) == messages


@given(st.binary(max_size=600), st.lists(st.integers(1, 50), max_size=20))
def test_any_bytes_are_messages_or_refused_and_little_is_kept(
    data: bytes, lengths: list[int]
) -> None:
    assert outcome([data]) == outcome(cut(data, lengths))


def cut(data: bytes, lengths: list[int]) -> list[bytes]:
    """The same bytes, as a network may bring them."""
    pieces, at = [], 0
    for length in lengths:
        pieces.append(data[at : at + length])
        at += length
    return [*pieces, data[at:]]


def outcome(pieces: list[bytes]) -> tuple[list[Message], str]:
    """What a reader with little room makes of bytes."""
    reader, messages = ChunkReader(200), []
    try:
        for each in pieces:
            for message in reader.feed(each):
                messages.append(message)
            assert reader.held <= 400
    except ChunkError as error:
        return messages, str(error)
    return messages, ""
