"""Feed files: a catalogue's rows read one by one, whatever its format, encoding and packing.

No more than a few rows are in memory at a time, however large the file is.
"""

from __future__ import annotations

import gzip
import io
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from gateways import feed_json, feed_tables, feed_xml
from gateways.feed_rows import Row, Unreadable

XML, TABLE, JSON, SHOPIFY = "google_xml", "csv", "json", "shopify"
FORMATS = (XML, TABLE, JSON, SHOPIFY)
# The largest file, packed or not; what is looked at to know the format.
MOST_BYTES = 1 << 30
HEAD = 4096
_PACKED = b"\x1f\x8b"
_BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


class FeedFile:
    """A file with a feed. `done` is the share of it that was read."""

    def __init__(self, path: Path, kind: str | None = None) -> None:
        self._path = path
        self._size = max(1, path.stat().st_size)
        self._raw: IO[bytes] | None = None
        self.kind = kind or self._sniffed()

    @property
    def done(self) -> float:
        """Tell how much has been read, 0 to 1."""
        return min(1.0, self._raw.tell() / self._size) if self._raw else 0.0

    def rows(self) -> Iterator[Row]:
        """Read the rows in order; raises `Unreadable`, also in the middle."""
        with self._path.open("rb") as self._raw:
            content = self._unpacked(self._raw)
            try:
                if self.kind == XML:
                    yield from feed_xml.rows(content)
                elif self.kind == TABLE:
                    yield from feed_tables.rows(self._text(content))
                else:
                    yield from feed_json.rows(self._text(content))
            except UnicodeError:
                raise Unreadable("the letters are in no encoding known here; use UTF-8") from None

    def _unpacked(self, raw: IO[bytes]) -> io.BufferedReader:
        packed = raw.read(2) == _PACKED
        raw.seek(0)
        plain: Any = gzip.GzipFile(fileobj=raw) if packed else raw
        return io.BufferedReader(_Bounded(plain), 1 << 16)

    def _text(self, content: io.BufferedReader) -> io.TextIOWrapper:
        return io.TextIOWrapper(content, encoding=self._encoding(), newline="")

    def _encoding(self) -> str:
        with self._path.open("rb") as raw:
            content = self._unpacked(raw)
            head = content.peek(3)[:3]
            for bom, name in _BOMS.items():
                if head.startswith(bom):
                    return name
            # Old exports are in Windows letters and say so nowhere; UTF-8 is never met by chance.
            reader = io.TextIOWrapper(content, encoding="utf-8")
            try:
                while reader.read(1 << 16):
                    pass
            except UnicodeDecodeError:
                return "cp1252"
            return "utf-8"

    def _sniffed(self) -> str:
        with self._path.open("rb") as raw:
            head = self._unpacked(raw).read(HEAD)
        code = next((name for bom, name in _BOMS.items() if head.startswith(bom)), "utf-8")
        text = head.decode(code, "ignore").strip().lower()
        if not text:
            raise Unreadable("the file is empty")
        if re.match(r"(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype )?html", text, re.DOTALL):
            raise Unreadable("this is a web page, not a feed")
        if text.startswith("<"):
            return XML
        return JSON if text[0] in "[{" else TABLE


class _Bounded(io.RawIOBase):
    """Bytes that end in a refusal when there are more than a feed may have unpacked."""

    def __init__(self, content: Any) -> None:
        self._content = content
        self._left = MOST_BYTES

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int:
        try:
            piece = self._content.read(len(into))
        except (EOFError, gzip.BadGzipFile, zlib.error):
            raise Unreadable("the packed file is damaged or cut off") from None
        self._left -= len(piece)
        if self._left < 0:
            raise Unreadable(f"a feed has at most {MOST_BYTES // 1_000_000:,} MB unpacked")
        into[: len(piece)] = piece
        return len(piece)
