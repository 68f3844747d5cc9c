"""One POST to a stranger: bounded in time and size, whatever the stranger does."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from gateways import webhooks
from gateways.webhooks import EXCERPT, NotSentError, post
from tests.receivers import Receiver, receiving, status

SECOND = 1.0


@pytest.fixture(autouse=True)
def private_allowed() -> Iterator[None]:
    """The receivers are on this machine."""
    webhooks.configure(private=True)
    yield
    webhooks.configure(private=False)


def test_a_message_arrives_as_it_was_given() -> None:
    with receiving(status(200, b"thanks")) as receiver:
        receipt = post(f"{receiver.url}?shop=1", b'{"a": 1}', {"webhook-id": "x"})
    assert (receipt.status, receipt.excerpt) == (200, "thanks")
    [message] = receiver.came
    assert (message.path, message.body) == ("/hook?shop=1", b'{"a": 1}')
    assert message.headers["webhook-id"] == "x"


def test_a_redirect_is_an_answer_and_not_followed() -> None:
    with receiving() as other, receiving(status(307, Location=other.url)) as receiver:
        assert post(receiver.url, b"{}", {}).status == 307
        assert other.came == []


def test_of_a_huge_answer_the_beginning_is_kept_without_what_no_log_can_hold() -> None:
    with receiving(status(500, b"a\x00b\n\x1b[31m" + b"c" * 20_000_000)) as receiver:
        receipt = post(receiver.url, b"{}", {})
    assert receipt.excerpt.startswith("a b [31mccc")
    assert len(receipt.excerpt) == EXCERPT


def test_a_packed_answer_is_not_unpacked() -> None:
    headers = {"Content-Encoding": "gzip"}
    with receiving(status(200, b"not packed at all", **headers)) as receiver:
        assert post(receiver.url, b"{}", {}).excerpt == "not packed at all"


def drip_head(receiver: Receiver, handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    while not receiver.over.wait(0.02):
        handler.wfile.write(b"X-More: and more\r\n")


def drip_body(receiver: Receiver, handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 4000\r\n\r\n")
    while not receiver.over.wait(0.02):
        handler.wfile.write(b".")


def say_nothing(receiver: Receiver, _handler: BaseHTTPRequestHandler) -> None:
    receiver.over.wait()


@pytest.mark.parametrize("slowly", [drip_head, drip_body, say_nothing])
def test_a_slow_receiver_gets_its_time_and_no_more(slowly: Any) -> None:
    with receiving() as receiver:
        receiver.answers = lambda handler: slowly(receiver, handler)
        began = time.monotonic()
        with pytest.raises(NotSentError):
            post(receiver.url, b"{}", {}, within=SECOND)
        assert time.monotonic() - began < 20 * SECOND, "cut, and not waited out"


def garbage(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"\x00\xff no HTTP at all\r\n\r\n")


def hang_up(handler: BaseHTTPRequestHandler) -> None:
    handler.connection.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize("answer", [garbage, hang_up])
def test_what_is_no_answer_is_told_in_a_sentence(answer: Any) -> None:
    with receiving(answer) as receiver, pytest.raises(NotSentError, match="connection broke"):
        post(receiver.url, b"{}", {})


def test_nobody_listening_is_told_in_a_sentence() -> None:
    with receiving() as receiver:
        url = receiver.url
    with pytest.raises(NotSentError, match="cannot be reached"):
        post(url, b"{}", {})


def test_a_server_that_does_not_speak_tls_is_not_spoken_to() -> None:
    with receiving() as receiver, pytest.raises(NotSentError):
        post(receiver.url.replace("http:", "https:"), b"{}", {})
    assert receiver.came == []


def test_the_own_network_is_not_called_unless_the_operator_says_so() -> None:
    webhooks.configure(private=False)
    with receiving() as receiver, pytest.raises(NotSentError, match="private network"):
        post(receiver.url, b"{}", {})
    assert receiver.came == []
