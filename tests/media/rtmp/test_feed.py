"""From messages to pieces of FLV: nothing lost, headers remembered, key frames to begin at."""

import asyncio

import pytest

from media import flv
from media.amf import EcmaArray, Value, decode
from media.chunks import AGGREGATE, AUDIO, VIDEO, Message
from media.flv import FlvError, tags
from media.rtmp.codecs import UnsupportedCodec
from media.rtmp.feed import Feed
from media.rtmp.publisher import Piece, Stamp
from tests.media.rtmp.cast import AUDIO_HEADER, VIDEO_HEADER, Sink, picture, sound

KEY = picture(key=True)


class Story:
    """A feed into memory."""

    def __init__(self) -> None:
        self.sink = Sink()
        self.feed = Feed(self.sink)

    def video(self, payload: bytes, time: int = 0, arrived: float = 0) -> bool:
        return self.feed.take(Message(VIDEO, 1, time, payload), arrived)

    def audio(self, payload: bytes, time: int = 0, arrived: float = 0) -> bool:
        return self.feed.take(Message(AUDIO, 1, time, payload), arrived)

    def pieces(self) -> list[Piece]:
        asyncio.run(self.feed.flush())
        return self.sink.pieces

    def tags(self) -> list[tuple[int, int, bytes]]:
        self.pieces()
        return read(self.sink.flv)


def read(data: bytes) -> list[tuple[int, int, bytes]]:
    """The tags of a file, whose header is there."""
    assert data[:3] == b"FLV"
    return list(tags(data[13:]))


def test_what_comes_is_handed_on_as_it_is() -> None:
    story = Story()
    story.video(VIDEO_HEADER)
    story.audio(AUDIO_HEADER)
    story.video(KEY, 500)
    story.audio(sound(), 510)
    story.video(picture(), 540)
    assert story.tags() == [
        (VIDEO, 0, VIDEO_HEADER),
        (AUDIO, 0, AUDIO_HEADER),
        (VIDEO, 0, KEY),
        (AUDIO, 10, sound()),
        (VIDEO, 40, picture()),
    ]


def test_each_frame_is_stamped_with_its_place_and_its_arrival() -> None:
    story = Story()
    story.video(VIDEO_HEADER, 500, 7.0)
    story.video(KEY, 500, 7.25)
    story.video(picture(), 540, 7.5)
    stamps = [stamp for piece in story.pieces() for stamp in piece.stamps]
    assert stamps == [Stamp(0, 7.25), Stamp(40, 7.5)]


def test_a_reader_may_begin_at_every_key_frame_with_what_it_must_know() -> None:
    story = Story()
    story.feed.describe({"width": 320.0, "videocodecid": 7.0, "audiocodecid": 10.0})
    story.video(VIDEO_HEADER)
    story.audio(AUDIO_HEADER)
    for time in (0, 40, 80):
        story.video(KEY, time)
        story.video(picture(), time + 20)
    first, *others = story.pieces()
    assert not first.opening
    assert [each.stamps[0].ms for each in others] == [0, 40, 80]
    for each in others:
        begins = read(each.opening + each.flv)
        assert [(kind, ms) for kind, ms, _ in begins[:3]] == [(18, 0), (VIDEO, 0), (AUDIO, 0)]
        assert [body for _, _, body in begins[1:]] == [VIDEO_HEADER, AUDIO_HEADER, KEY, picture()]


def test_new_headers_replace_the_old_ones_for_later_readers() -> None:
    story = Story()
    other = VIDEO_HEADER + b"other"
    story.video(VIDEO_HEADER)
    story.video(KEY)
    story.video(other, 40)
    story.video(KEY, 40)
    *_, last = story.pieces()
    assert [body for _, _, body in read(last.opening)] == [other]
    assert [body for _, _, body in story.tags()] == [VIDEO_HEADER, KEY, other, KEY]


def test_without_pictures_a_reader_may_begin_at_every_sound() -> None:
    story = Story()
    story.audio(AUDIO_HEADER)
    for time in (0, 23, 46):
        story.audio(sound(), time)
    _, *others = story.pieces()
    assert [read(each.opening + each.flv)[0] for each in others] == 3 * [(AUDIO, 0, AUDIO_HEADER)]
    assert others[0].opening[4] == 4


def test_what_nobody_could_decode_is_dropped() -> None:
    story = Story()
    assert not story.video(KEY)
    assert not story.audio(sound())
    assert story.pieces() == []


def test_headers_alone_are_nothing_to_see() -> None:
    story = Story()
    assert not story.video(VIDEO_HEADER)
    assert not story.video(b"")
    assert story.video(KEY)


@pytest.mark.parametrize(
    ("facts", "flags"),
    [
        ({"videocodecid": 7.0}, 1),
        ({"audiocodecid": 10.0}, 4),
        ({"audiocodecid": 10.0, "videocodecid": 7.0}, 5),
        ({"encoder": "one that says nothing"}, 5),
    ],
    ids=["pictures", "sound", "both", "unknown"],
)
def test_the_file_says_what_the_metadata_announce(facts: dict[str, Value], flags: int) -> None:
    story = Story()
    story.feed.describe(facts)
    assert story.pieces()[0].flv[4] == flags


def test_of_the_metadata_plain_facts_are_kept() -> None:
    story = Story()
    story.feed.describe(
        {
            "width": 320.0,
            "stereo": True,
            "encoder": "x",
            "duration": 4.0,
            "filesize": 1.0,
            "keyframes": {"times": [0.0], "filepositions": [13.0]},
            "long": "x" * 257,
            "x" * 257: 1.0,
        }
        | {f"fact {number}": 0.0 for number in range(100)}
    )
    ((kind, _, body),) = story.tags()
    assert kind == flv.SCRIPT
    name, facts = decode(body)
    assert name == "onMetaData"
    assert isinstance(facts, EcmaArray)
    assert len(facts) == 64
    assert list(facts)[:4] == ["width", "stereo", "encoder", "fact 0"]


def test_messages_put_together_are_taken_apart() -> None:
    story = Story()
    story.video(VIDEO_HEADER)
    story.audio(AUDIO_HEADER)
    # 7.1.6: the first one's time is that of the whole message, whatever it says itself.
    inside = flv.tag(VIDEO, 9000, KEY) + flv.tag(AUDIO, 9023, sound()) + flv.tag(18, 0, b"x")
    assert story.feed.take(Message(AGGREGATE, 1, 100, inside), 0)
    story.video(picture(), 140)
    assert story.tags()[2:] == [(VIDEO, 0, KEY), (AUDIO, 23, sound()), (VIDEO, 40, picture())]


def test_messages_put_together_wrongly_are_refused() -> None:
    with pytest.raises(FlvError):
        Story().feed.take(Message(AGGREGATE, 1, 0, flv.tag(VIDEO, 0, KEY)[:-1]), 0)


def test_other_codecs_are_refused_in_messages_put_together_too() -> None:
    with pytest.raises(UnsupportedCodec):
        Story().feed.take(Message(AGGREGATE, 1, 0, flv.tag(VIDEO, 0, b"\x12\0")), 0)
