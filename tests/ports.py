"""Finds ports that nobody listens on."""

import socket
from contextlib import ExitStack


def free_ports(many: int) -> int:
    """Find so many free ports in a row; give the first."""
    while True:
        with ExitStack() as held:
            first = held.enter_context(socket.socket())
            first.bind(("127.0.0.1", 0))
            port = int(first.getsockname()[1])
            try:
                for following in range(port + 1, port + many):
                    held.enter_context(socket.socket()).bind(("127.0.0.1", following))
            except (OSError, OverflowError):
                continue
            return port
