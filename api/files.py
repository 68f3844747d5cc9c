"""`/media/…`: published files, for players on any page; nginx may serve them instead.

They never change and are kept for a year, but for manifests of lives: those for a second.
"""

from __future__ import annotations

from pathlib import Path

from flask import Flask, Response, request, send_file

from models.errors import NotFound
from usecases import published

TYPES = {
    ".m3u8": "application/vnd.apple.mpegurl",
    ".m4s": "video/iso.segment",
    ".mp4": "video/mp4",
    ".vtt": "text/vtt",
    ".webp": "image/webp",
    ".jpg": "image/jpeg",
    ".png": "image/png",
}


def mount(app: Flask) -> None:
    """Answer every address below /media/."""
    app.add_url_rule("/media/<path:name>", "files.show", show)


def show(name: str) -> Response:
    """Send a file, or the part of it that is asked for."""
    path = published.find_file(name)
    kind = TYPES.get(path.suffix)
    if kind is None:
        raise NotFound("no file of this kind is published")
    asked = request.range
    if asked is not None and (asked.units != "bytes" or len(asked.ranges) > 1):
        # No player asks for several parts at once; the whole file is a right answer (RFC 9110).
        request.environ.pop("HTTP_RANGE")
    if published.grows(name):
        return _open_to_players(_manifest(path, kind))
    response = send_file(path, kind, conditional=True, etag=True, max_age=31_536_000)
    response.cache_control.immutable = True
    return _open_to_players(response)


def _manifest(path: Path, kind: str) -> Response:
    """Send what changes with each segment; it was packed when it was written."""
    packed = path.with_name(f"{path.name}.gz")
    wanted = request.accept_encodings["gzip"] > 0 and packed.exists()
    request.environ.pop("HTTP_RANGE", None)
    response = send_file(packed if wanted else path, kind, conditional=True, etag=True, max_age=1)
    if wanted:
        response.content_encoding = "gzip"
    response.vary.add("Accept-Encoding")
    return response


def _open_to_players(response: Response) -> Response:
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "Content-Range, Content-Length"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
