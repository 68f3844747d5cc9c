"""FLV: tags as the format's paper lays them out."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.flv import AUDIO, SCRIPT, VIDEO, FlvError, header, tag, tags

KINDS = st.sampled_from([AUDIO, VIDEO, SCRIPT])
TAGS = st.lists(st.tuples(KINDS, st.integers(0, 2**32 - 1), st.binary(max_size=50)), max_size=5)


@pytest.mark.parametrize(
    ("audio", "video", "flags"), [(True, True, 5), (True, False, 4), (False, True, 1)]
)
def test_the_header_says_what_is_in_the_file(audio: bool, video: bool, flags: int) -> None:
    assert header(audio, video) == b"FLV\x01" + bytes([flags]) + b"\0\0\0\x09" + b"\0\0\0\0"


def test_a_tag_is_laid_out_as_the_paper_says() -> None:
    # The highest byte of the time stands after the other three.
    assert tag(VIDEO, 0x12345678, b"abc") == bytes.fromhex(
        "09 000003 345678 12 000000 616263 0000000e"
    )


@given(TAGS)
def test_tags_that_were_written_are_read_again(written: list[tuple[int, int, bytes]]) -> None:
    assert list(tags(b"".join(tag(*each) for each in written))) == written


@given(st.binary(min_size=1, max_size=100))
def test_any_bytes_are_tags_or_refused(data: bytes) -> None:
    with suppress(FlvError):
        assert sum(15 + len(payload) for _, _, payload in tags(data)) == len(data)
