"""Shakes hands (section 5.2): both sides send a version and 1536 bytes, and echo the other's.

This is the plain handshake. Clients that know another, signed one fall back to it when they find
a zero where we have one; nobody's echo is compared, since some of them do not echo.
"""

import asyncio
import os

VERSION = 3
SIZE = 1536


class HandshakeError(ValueError):
    """Say that whoever called speaks something else."""


async def shake_hands(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer a client's handshake; raise HandshakeError, or IncompleteReadError at its end."""
    # 5.2.2: other versions are out of date or reserved; a browser's "G" is neither.
    if (version := (await reader.readexactly(1))[0]) != VERSION:
        raise HandshakeError(f"RTMP version {version}")
    writer.write(bytes([VERSION]) + bytes(8) + os.urandom(SIZE - 8))
    theirs = await reader.readexactly(SIZE)
    # 5.2.4: the echo, with the time we read it in place of four bytes; ours stands still.
    writer.write(theirs[:4] + bytes(4) + theirs[8:])
    await writer.drain()
    await reader.readexactly(SIZE)
