"""Cuts what one publisher sends into pieces of FLV and hands them on."""

from media import chunks, flv
from media.amf import EcmaArray, Value, encode
from media.chunks import Message
from media.rtmp.codecs import Part, look_at_audio, look_at_video
from media.rtmp.publisher import Piece, Publisher, Stamp
from media.rtmp.timeline import Timeline

_MAX_FACTS = 64
_MAX_TEXT = 256
# A live stream has neither yet; a file sent as a stream tells its own.
_NOT_LIVE = ("duration", "filesize")


class Feed:
    """Collects tags until `flush`; every key frame begins a new piece."""

    def __init__(self, publisher: Publisher) -> None:
        self._publisher = publisher
        self._timeline = Timeline()
        self._begun = False
        self._facts = b""
        self._needed: dict[int, bytes] = {}
        self._pieces: list[Piece] = []
        self._tags: list[bytes] = []
        self._stamps: list[Stamp] = []
        self._opening = b""

    def take(self, message: Message, arrived: float) -> bool:
        """Take a message with sound or pictures; answer whether any can be shown.

        Raise UnsupportedCodec, or FlvError when messages put together are cut wrongly.
        """
        if message.type != chunks.AGGREGATE:
            return self._take(message.type, message.timestamp, message.payload, arrived)
        took = False
        first = None
        for kind, timestamp, payload in flv.tags(message.payload):  # 7.1.6
            first = timestamp if first is None else first
            if kind in (flv.AUDIO, flv.VIDEO):
                moved = (message.timestamp + timestamp - first) & 0xFFFFFFFF
                took |= self._take(kind, moved, payload, arrived)
        return took

    def describe(self, facts: dict[str, Value]) -> None:
        """Take the metadata: what is a number, a truth or a short text, and no more."""
        kept = [
            (name, value)
            for name, value in facts.items()
            if isinstance(value, bool | float | str)
            and len(name) <= _MAX_TEXT
            and not (isinstance(value, str) and len(value) > _MAX_TEXT)
            and name not in _NOT_LIVE
        ]
        self._facts = encode("onMetaData", EcmaArray(kept[:_MAX_FACTS]))
        if not self._begun:
            named = {"audiocodecid", "videocodecid"} & facts.keys()
            self._begin(
                audio="audiocodecid" in named or not named,
                video="videocodecid" in named or not named,
            )
        self._tags.append(flv.tag(flv.SCRIPT, self._timeline.reached(flv.VIDEO), self._facts))

    async def flush(self) -> None:
        """Hand on what was taken."""
        self._cut()
        pieces, self._pieces = self._pieces, []
        for piece in pieces:
            await self._publisher.write(piece)

    def _take(self, kind: int, timestamp: int, payload: bytes, arrived: float) -> bool:
        part = look_at_video(payload) if kind == flv.VIDEO else look_at_audio(payload)
        if part is Part.HEADER:
            if not self._begun:
                self._begin(audio=True, video=True)
            self._needed[kind] = payload
            self._tags.append(flv.tag(kind, self._timeline.reached(kind), payload))
        # Without a header nothing can be decoded, so that nothing before it is of use.
        if part not in (Part.KEY, Part.FRAME) or kind not in self._needed:
            return False
        if part is Part.KEY or flv.VIDEO not in self._needed:
            self._cut()
            self._opening = self._open()
        placed = self._timeline.place(kind, timestamp, arrived)
        self._stamps.append(Stamp(placed, arrived))
        self._tags.append(flv.tag(kind, placed, payload))
        return True

    def _begin(self, *, audio: bool, video: bool) -> None:
        self._begun = True
        self._tags.append(flv.header(audio, video))

    def _open(self) -> bytes:
        """Return what a reader must have read who begins now."""
        head = [flv.header(flv.AUDIO in self._needed, flv.VIDEO in self._needed)]
        if self._facts:
            head.append(flv.tag(flv.SCRIPT, 0, self._facts))
        return b"".join(head + [flv.tag(kind, 0, each) for kind, each in self._needed.items()])

    def _cut(self) -> None:
        if self._tags:
            whole = b"".join(self._tags)
            self._pieces.append(Piece(whole, tuple(self._stamps), self._opening))
        self._tags, self._stamps, self._opening = [], [], b""
