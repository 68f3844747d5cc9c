"""Takes in live streams over RTMP: asks who comes, then hands on what they send as FLV.

`listener.py` is the door; `publisher.py` says what is asked of whoever opens it. Sections named
in this folder are those of Adobe's RTMP 1.0 specification.
"""

from media.rtmp.listener import Listener, serve
from media.rtmp.publisher import (
    Asked,
    Authorise,
    Ending,
    Limits,
    Piece,
    Publisher,
    Refusal,
    Stamp,
    Unwanted,
)

__all__ = [
    "Asked",
    "Authorise",
    "Ending",
    "Limits",
    "Listener",
    "Piece",
    "Publisher",
    "Refusal",
    "Stamp",
    "Unwanted",
    "serve",
]
