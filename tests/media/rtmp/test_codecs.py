"""What is taken in, and the sentence for what is not."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.rtmp.codecs import Part, UnsupportedCodec, look_at_audio, look_at_video

VIDEO = {
    "what H.264 decoders must know": ("17 00 000000 01", Part.HEADER),
    "an H.264 key frame": ("17 01 000000 00", Part.KEY),
    "another H.264 frame": ("27 01 000000 00", Part.FRAME),
    "an H.264 frame nobody refers to": ("37 01 000000 00", Part.FRAME),
    "the end of H.264": ("17 02 000000", Part.NOTHING),
    "a word to the player": ("57 00", Part.NOTHING),
    "a frame cut short": ("17 01 00", Part.NOTHING),
    "nothing": ("", Part.NOTHING),
}
AUDIO = {
    "what AAC decoders must know": ("af 00 1210", Part.HEADER),
    "an AAC frame": ("af 01 21", Part.FRAME),
    "a frame cut short": ("af", Part.NOTHING),
    "nothing": ("", Part.NOTHING),
}
REFUSED_VIDEO = {
    "enhanced HEVC": ("90 68766331", "HEVC"),
    "enhanced AV1": ("a1 61763031", "AV1"),
    "enhanced VP9": ("91 76703039", "VP9"),
    "enhanced H.264": ("90 61766331", "H.264 in enhanced RTMP"),
    "enhanced with more tracks": ("96 10", "a codec of enhanced RTMP"),
    "HEVC by an unofficial number": ("1c 00 000000", "HEVC"),
    "Sorenson": ("12 00", "Sorenson H.263"),
    "a number nobody uses": ("1e 00", "codec number 14"),
}
REFUSED_AUDIO = {
    "enhanced Opus": ("90 4f707573", "Opus"),
    "MP3": ("2f 00", "MP3"),
    "Speex": ("bf 00", "Speex"),
    "plain samples": ("3f 00", "PCM"),
}


@pytest.mark.parametrize(("start", "part"), VIDEO.values(), ids=VIDEO)
def test_pictures_are_known_by_their_first_bytes(start: str, part: Part) -> None:
    assert look_at_video(bytes.fromhex(start)) is part


@pytest.mark.parametrize(("start", "part"), AUDIO.values(), ids=AUDIO)
def test_sounds_are_known_by_their_first_bytes(start: str, part: Part) -> None:
    assert look_at_audio(bytes.fromhex(start)) is part


@pytest.mark.parametrize(("start", "name"), REFUSED_VIDEO.values(), ids=REFUSED_VIDEO)
def test_a_picture_we_do_not_take_is_named_with_what_to_do(start: str, name: str) -> None:
    with pytest.raises(UnsupportedCodec) as refused:
        look_at_video(bytes.fromhex(start))
    assert f"is {name}." in str(refused.value)
    assert "H.264" in str(refused.value)


@pytest.mark.parametrize(("start", "name"), REFUSED_AUDIO.values(), ids=REFUSED_AUDIO)
def test_a_sound_we_do_not_take_is_named_with_what_to_do(start: str, name: str) -> None:
    with pytest.raises(UnsupportedCodec) as refused:
        look_at_audio(bytes.fromhex(start))
    assert f"is {name}." in str(refused.value)
    assert "to AAC" in str(refused.value)


@pytest.mark.parametrize("look", [look_at_audio, look_at_video])
@given(start=st.binary(max_size=8))
def test_any_bytes_are_known_or_refused(look: Callable[[bytes], Part], start: bytes) -> None:
    with suppress(UnsupportedCodec):
        assert look(start) in Part
