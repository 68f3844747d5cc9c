"""What may be called: the public internet, whatever a name says the second time."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gateways import webhooks
from gateways.peers import is_public
from gateways.webhooks import NotSentError, check_host, post
from tests.receivers import receiving


@pytest.fixture
def private_allowed() -> Iterator[None]:
    """An installation that may call its own network."""
    webhooks.configure(private=True)
    yield
    webhooks.configure(private=False)


PRIVATE = {
    "loopback": "127.0.0.1",
    "all of loopback": "127.8.9.10",
    "this host": "0.0.0.0",  # noqa: S104
    "private 10": "10.1.2.3",
    "private 172": "172.31.255.255",
    "private 192": "192.168.0.1",
    "link-local, where clouds keep their keys": "169.254.169.254",
    "carrier": "100.64.0.1",
    "multicast": "224.0.0.1",
    "broadcast": "255.255.255.255",
    "documentation": "203.0.113.7",
    "reserved": "240.0.0.1",
    "loopback 6": "::1",
    "this host 6": "::",
    "link-local 6": "fe80::1",
    "link-local 6 with its zone": "fe80::1%eth0",
    "unique local 6": "fd00::1",
    "site-local 6": "fec0::1",
    "multicast 6": "ff02::1",
    "mapped": "::ffff:127.0.0.1",
    "6to4": "2002:7f00:1::",
    "NAT64": "64:ff9b::a00:1",
    "Teredo": "2001:0:4136:e378:8000:63bf:3fff:fdd2",
}
PUBLIC = ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:93.184.216.34"]


@pytest.mark.parametrize("address", PRIVATE.values(), ids=PRIVATE)
def test_a_private_address_is_refused_however_it_hides(address: str) -> None:
    assert not is_public(address)
    with pytest.raises(NotSentError, match="private network"):
        check_host(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_not_refused(address: str) -> None:
    assert is_public(address)
    check_host(address)


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f.1", "017700000001", "[::1]"],
)
def test_loopback_is_refused_in_every_spelling_a_resolver_knows(host: str) -> None:
    with pytest.raises(NotSentError, match="private network"):
        post(f"http://{host}/", b"x", {})


@pytest.mark.parametrize("host", ["nobody.invalid", "a..b", "a" * 80 + ".example"])
def test_a_name_that_leads_nowhere_is_told_in_a_sentence(host: str) -> None:
    with pytest.raises(NotSentError):
        post(f"http://{host}/", b"x", {})


def test_one_private_address_among_public_ones_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    known = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, 443))
        for each in ("93.184.216.34", "10.0.0.1")
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_arguments, **_options: known)
    with pytest.raises(NotSentError, match="private network"):
        post("https://two-faced.example/", b"x", {})


def test_a_connection_goes_to_the_address_that_was_checked_under_the_name(
    private_allowed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    real = socket.getaddrinfo

    def resolver(host: str, *arguments: Any, **options: Any) -> Any:
        asked.append(host)
        known = "127.0.0.1" if host == "shop.example" else host
        return real(known, *arguments, **options)

    monkeypatch.setattr(socket, "getaddrinfo", resolver)
    with receiving() as receiver:
        url = receiver.url.replace("127.0.0.1", "shop.example")
        assert post(url, b"x", {}).status == 204
        assert receiver.came[0].headers["Host"] == url.split("/")[2]
    assert asked == ["shop.example"], "a second look-up could answer differently"


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://shop.example/", "gopher://x/"])
def test_nothing_but_http_is_spoken(url: str) -> None:
    with pytest.raises(NotSentError):
        post(url, b"x", {})


@pytest.mark.skipif(not shutil.which("openssl"), reason="makes its certificate with openssl")
@pytest.mark.parametrize(("host", "good"), [("shop.example", True), ("other.example", False)])
def test_a_pinned_connection_is_held_to_the_certificate_of_the_name(
    private_allowed: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, host: str, good: bool
) -> None:
    key, certificate = str(tmp_path / "key.pem"), str(tmp_path / "certificate.pem")
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    make += ["-keyout", key, "-out", certificate, "-subj", "/CN=shop.example"]
    make += ["-addext", "subjectAltName=DNS:shop.example"]
    subprocess.run(make, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    asked: list[str | None] = []
    context.sni_callback = lambda _socket, name, _context: asked.append(name)
    real = socket.getaddrinfo

    def resolver(name: str, *arguments: Any, **options: Any) -> Any:
        return real("127.0.0.1" if name == host else name, *arguments, **options)

    monkeypatch.setattr(socket, "getaddrinfo", resolver)
    monkeypatch.setattr("requests.adapters.DEFAULT_CA_BUNDLE_PATH", certificate)
    with receiving(tls=context) as receiver:
        url = receiver.url.replace("http://127.0.0.1", f"https://{host}")
        if good:
            assert post(url, b"x", {}).status == 204
        else:
            with pytest.raises(NotSentError, match="certificate"):
                post(url, b"x", {})
    assert asked == [host]
    assert len(receiver.came) == int(good)
