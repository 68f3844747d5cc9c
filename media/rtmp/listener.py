"""Opens the door: listens for RTMP clients, lets no crowd in, and closes in good order."""

import asyncio
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from ipaddress import IPv6Address, ip_address

from media.rtmp.connection import Connection
from media.rtmp.publisher import Authorise, Limits

_BUFFER_BYTES = 64 * 1024
# Seconds before the first question whether somebody is still there, and between questions.
_KEEPALIVE = {"TCP_KEEPIDLE": 10, "TCP_KEEPINTVL": 5, "TCP_KEEPCNT": 3}


class Listener:
    """What `serve` has opened; `port` is where."""

    def __init__(self, authorise: Authorise, limits: Limits, clock: Callable[[], float]) -> None:
        self.port = 0
        self._authorise = authorise
        self._limits = limits
        self._clock = clock
        self._server: asyncio.Server | None = None
        self._here: set[Connection] = set()
        self._closed = False

    async def open(self, host: str | None, port: int) -> None:
        """Begin to listen; raise OSError when the port is taken."""
        self._server = await asyncio.start_server(self._meet, host, port, limit=_BUFFER_BYTES)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Stop listening, send everybody away, and wait until every Publisher has been closed."""
        self._closed = True
        if self._server:
            self._server.close()
        for connection in self._here:
            connection.stop()
        await asyncio.gather(*(each.over.wait() for each in self._here))
        if self._server:
            await self._server.wait_closed()

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        address = plain_address((writer.get_extra_info("peername") or [""])[0])
        if self._closed or not self._has_room_for(address):
            writer.transport.abort()
            return
        stay_alive(writer.get_extra_info("socket"))
        client = Connection(reader, writer, address, self._authorise, self._limits, self._clock)
        self._here.add(client)
        try:
            await client.run()
        finally:
            self._here.remove(client)

    def _has_room_for(self, address: str) -> bool:
        where = neighbourhood(address)
        waiting = sum(each.waiting and neighbourhood(each.address) == where for each in self._here)
        crowded = len(self._here) >= self._limits.connections
        return not crowded and waiting < self._limits.waiting_per_address


async def serve(
    host: str | None,
    port: int,
    authorise: Authorise,
    *,
    limits: Limits | None = None,
    clock: Callable[[], float] = time.time,
) -> Listener:
    """Listen for publishers on `host` (None: everywhere) and `port` (0: any that is free).

    `authorise` decides about each. `clock` tells Unix seconds. Raise OSError when the port is
    taken.
    """
    listener = Listener(authorise, limits or Limits(), clock)
    await listener.open(host, port)
    return listener


def plain_address(peer: str) -> str:
    """Return an IP address as everybody writes it: no zone, IPv4 not dressed up as IPv6."""
    with suppress(ValueError):
        address = ip_address(peer.partition("%")[0])
        mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
        return str(mapped or address)
    return peer


def neighbourhood(address: str) -> str:
    """Return what one customer of a network has: an IPv4 address, 64 bits of an IPv6 address."""
    with suppress(ValueError):
        if isinstance(parsed := ip_address(address), IPv6Address):
            return parsed.exploded[:19]
    return address


def stay_alive(client: socket.socket) -> None:
    """Notice a publisher whose network went away without a word, even if nothing is expected."""
    client.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in _KEEPALIVE.items():
        if option := getattr(socket, name, None):  # not every system has them
            client.setsockopt(socket.IPPROTO_TCP, option, value)
