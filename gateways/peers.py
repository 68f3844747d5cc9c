"""Whom we call on a stranger's word: addresses checked after DNS, called as they were checked.

Whoever names an address may name one that only this machine can reach. So the check stands where
a connection is opened: each name is resolved once, every address it has must be a public one, and
the connection goes to that very address. A name that changes its mind between the check and the
call, and a redirect to somewhere else, meet the same check.
"""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from functools import partial
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3 import PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection

# IPv6 addresses by which a translator reaches an IPv4 one (RFC 6052).
TRANSLATED = IPv6Network("64:ff9b::/96")
CONNECTS_WITHIN = 10.0


class FetchError(Exception):
    """What was asked for could not be had; the message is for the merchant."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def is_public(text: str) -> bool:
    """Tell whether an IP address is one of the open internet, whatever is wrapped into it."""
    address = ip_address(text.partition("%")[0])
    if isinstance(address, IPv6Address):
        inner = _inside(address)
        if address.is_site_local or (inner and not is_public(str(inner))):
            return False
        if address.ipv4_mapped:
            return True
    return address.is_global and not address.is_multicast and not address.is_reserved


class Line:
    """The way to one answer: its connections are checked, and cut when the time is up."""

    def __init__(self, seconds: float, *, private: bool) -> None:
        self.late = False
        self._private = private
        self._twins: list[socket.socket] = []
        self._guard = threading.Lock()
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> Line:
        self._timer.start()
        return self

    def __exit__(self, *_raised: object) -> None:
        self._timer.cancel()
        with self._guard:
            for each in self._twins:
                each.close()
            self._twins.clear()

    def connect(self, host: str, port: int) -> socket.socket:
        """Open a connection to a name or address; raises `FetchError` for what is not public."""
        for family, address in self._resolved(host.strip("[]"), port):
            connection = socket.socket(family, socket.SOCK_STREAM)
            connection.settimeout(CONNECTS_WITHIN)
            try:
                connection.connect(address)
            except OSError:
                connection.close()
                continue
            self._watch(connection)
            return connection
        raise FetchError(f"{host} cannot be reached")

    def _resolved(self, host: str, port: int) -> list[tuple[socket.AddressFamily, Any]]:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise FetchError(f"the name {host[:100]} is not known") from None
        if not self._private and not all(is_public(str(each[4][0])) for each in found):
            raise FetchError(f"{host[:100]} is an address of a private network")
        return [(each[0], each[4]) for each in found]

    def _watch(self, connection: socket.socket) -> None:
        # A twin: TLS takes the socket over, but cutting the twin cuts the connection of both.
        with self._guard:
            self._twins.append(connection.dup())
            late = self.late
        if late:
            self._cut()

    def _cut(self) -> None:
        with self._guard:
            self.late = True
            for each in self._twins:
                with suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)


class CheckedAdapter(HTTPAdapter):
    """Lets requests connect by a `Line` and by nothing else."""

    def __init__(self, line: Line) -> None:
        self._line = line
        super().__init__(max_retries=0)

    def init_poolmanager(self, *_arguments: Any, **_options: Any) -> None:
        self.poolmanager = _Pools(self._line)


class _Pools(PoolManager):
    def __init__(self, line: Line) -> None:
        super().__init__()
        self._line = line

    def _new_pool(self, scheme: str, *arguments: Any, **options: Any) -> Any:
        pool: Any = super()._new_pool(scheme, *arguments, **options)
        kind: Any = _Secure if scheme == "https" else _Plain
        pool.ConnectionCls = partial(kind, line=self._line)
        return pool


class _ByLine:
    def __init__(self, *arguments: Any, line: Line, **options: Any) -> None:
        self._line = line
        super().__init__(*arguments, **options)

    def _new_conn(self) -> socket.socket:
        mine: Any = self
        connection = self._line.connect(mine._dns_host, mine.port)
        connection.settimeout(mine.timeout)
        return connection


class _Plain(_ByLine, HTTPConnection):
    pass


class _Secure(_ByLine, HTTPSConnection):
    pass


def _inside(address: IPv6Address) -> IPv4Address | None:
    if address in TRANSLATED:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
