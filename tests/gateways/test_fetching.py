"""Fetching: nobody is called that only this machine can reach, and nothing comes without bounds."""

from __future__ import annotations

import gzip
import socket
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from gateways import fetching
from gateways.fetching import Fetched, fetch
from gateways.peers import FetchError, is_public
from tests.serving import Site

PUBLIC = "93.184.215.14"


@pytest.fixture
def internet(site: Site, monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """The open internet, made small: public addresses lead to the site; names resolve in turn."""
    fetching.configure(private=False)
    names: dict[str, list[str]] = {"feeds.example": [PUBLIC]}
    connect, resolve = socket.socket.connect, socket.getaddrinfo

    def resolved(host: str, port: int, *more: Any, **options: Any) -> Any:
        answers = names.get(host, [host])
        address = answers.pop(0) if len(answers) > 1 else answers[0]
        return resolve(address, port, *more, **options)

    def connected(self: socket.socket, address: Any) -> None:
        connect(self, ("127.0.0.1", site.port) if address[0] == PUBLIC else address)

    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    monkeypatch.setattr(socket.socket, "connect", connected)
    return names


def taken(url: str, most: int = 1_000_000, seconds: float = 20, **known: Any) -> tuple[Any, bytes]:
    """Fetch into memory."""
    into = BytesIO()
    return fetch(url, into, most=most, seconds=seconds, **known), into.getvalue()


def refusal(url: str, **bounds: Any) -> str:
    """The sentence by which a fetch is refused."""
    with pytest.raises(FetchError) as refused:
        taken(url, **bounds)
    return refused.value.message


@pytest.mark.parametrize(
    ("address", "public"),
    [
        (PUBLIC, True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("127.0.0.1", False),
        ("127.255.255.254", False),
        ("0.0.0.0", False),  # noqa: S104
        ("10.0.0.1", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("192.0.2.1", False),
        ("198.18.0.1", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("fec0::1", False),
        ("ff02::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:10.0.0.1", False),
        (f"::ffff:{PUBLIC}", True),
        ("::127.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::a9fe:a9fe", False),
        ("2002:7f00:1::", False),
        ("2001:db8::1", False),
    ],
)
def test_only_addresses_of_the_open_internet_are_called(address: str, public: bool) -> None:
    assert is_public(address) is public


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://0/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://127.1/",
        "http://169.254.169.254/latest/meta-data/",
    ],
)
def test_private_addresses_are_refused_however_they_are_spelled(url: str) -> None:
    assert "private network" in refusal(url)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://feeds.example/feed",
        "gopher://feeds.example/",
        "//feeds.example/feed",
        "feed.xml",
        "",
        "http://",
        "http://feeds.example:99999/",
        "http://[::1/",
    ],
)
def test_only_addresses_of_the_web_are_fetched(url: str) -> None:
    assert "http://" in refusal(url)


def test_addresses_with_credentials_are_refused() -> None:
    assert "password" in refusal("http://bob:secret@feeds.example/feed")


def test_a_name_that_is_not_known_is_refused() -> None:
    assert "not known" in refusal("http://nobody.invalid/feed")


def test_what_is_public_is_fetched(site: Site, internet: object) -> None:
    site.pages["/feed"] = (200, {"ETag": '"1"', "Content-Type": "text/xml"}, b"<rss/>")
    came, content = taken("http://feeds.example/feed")
    assert content == b"<rss/>"
    assert came == Fetched(True, "http://feeds.example/feed", "text/xml", '"1"', None)
    sent = site.asked[0][1]
    assert sent["host"] == "feeds.example"
    assert not {"cookie", "authorization", "referer"} & set(sent)


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1:{port}/secret",
        "http://localhost:{port}/secret",
        "http://inside.example:{port}/secret",
        "//127.0.0.1:{port}/secret",
    ],
)
def test_a_redirect_to_a_private_address_is_refused(
    site: Site, internet: dict[str, list[str]], target: str
) -> None:
    internet["inside.example"] = ["127.0.0.1"]
    site.pages["/feed"] = (302, {"Location": target.format(port=site.port)}, b"")
    site.pages["/secret"] = b"secret"
    assert "private network" in refusal("http://feeds.example/feed")
    assert [path for path, _ in site.asked] == ["/feed"]


def test_a_redirect_to_a_file_is_refused(site: Site) -> None:
    site.pages["/feed"] = (302, {"Location": "file:///etc/passwd"}, b"")
    assert "http://" in refusal(site.url("/feed"))


def test_a_name_that_changes_its_mind_gains_nothing(
    site: Site, internet: dict[str, list[str]]
) -> None:
    site.pages["/feed"] = b"public"
    internet["feeds.example"] = [PUBLIC, "127.0.0.1"]
    assert taken("http://feeds.example/feed")[1] == b"public"
    assert internet["feeds.example"] == ["127.0.0.1"], "it was resolved once"
    assert "private network" in refusal("http://feeds.example/feed")


def test_redirects_lead_on_without_cookies_and_come_to_an_end(site: Site) -> None:
    cookie = {"Location": "/b", "Set-Cookie": "session=1"}
    site.pages |= {
        "/a": (302, cookie, b""),
        "/b": b"here",
        "/loop": (302, {"Location": "/loop"}, b""),
    }
    assert taken(site.url("/a"))[1] == b"here"
    assert all("cookie" not in headers for _, headers in site.asked)
    assert "redirected" in refusal(site.url("/loop"))


@pytest.mark.parametrize("status", [204, 401, 404, 500])
def test_another_status_is_no_feed(site: Site, status: int) -> None:
    site.pages["/feed"] = (status, {}, b"")
    assert str(status) in refusal(site.url("/feed"))


def test_what_has_not_changed_is_not_sent_again(site: Site) -> None:
    site.pages["/feed"] = (304, {}, b"")
    came, content = taken(site.url("/feed"), etag='"1"', modified="Mon, 15 Jun 2026 12:00:00 GMT")
    assert (came.changed, content) == (False, b"")
    sent = site.asked[0][1]
    assert sent["if-none-match"] == '"1"'
    assert sent["if-modified-since"] == "Mon, 15 Jun 2026 12:00:00 GMT"


def test_more_bytes_than_allowed_are_refused(site: Site) -> None:
    site.pages["/feed"] = b"a" * 100_001
    assert len(taken(site.url("/feed"), most=100_001)[1]) == 100_001
    assert "more than" in refusal(site.url("/feed"), most=100_000)


def test_a_bomb_of_gzip_is_refused_before_it_is_large(site: Site) -> None:
    packed = gzip.compress(b"\0" * 200_000_000)
    site.pages["/feed"] = (200, {"Content-Encoding": "gzip"}, packed)
    into = BytesIO()
    with pytest.raises(FetchError, match="more than"):
        fetch(site.url("/feed"), into, most=1_000_000, seconds=60)
    assert len(into.getvalue()) <= 1_000_000


@pytest.mark.parametrize("length", [{"Content-Length": "1000"}, {}], ids=["with", "without"])
def test_a_body_that_never_ends_is_cut(site: Site, length: dict[str, str]) -> None:
    def trickle(handler: Any) -> None:
        handler.send_response(200)
        for name, value in length.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(b"a")
        site.over.wait()

    site.pages["/feed"] = trickle
    assert "more than 0.3 seconds" in refusal(site.url("/feed"), seconds=0.3)


def test_a_server_that_says_nothing_is_cut(site: Site) -> None:
    site.pages["/feed"] = lambda _handler: site.over.wait() and None
    assert "more than 0.3 seconds" in refusal(site.url("/feed"), seconds=0.3)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk always full")
def test_a_full_disk_is_not_blamed_on_the_server(site: Site) -> None:
    site.pages["/feed"] = b"a" * 1_000_000
    with (
        Path("/dev/full").open("wb", buffering=0) as full,
        pytest.raises(OSError, match="No space"),
    ):
        fetch(site.url("/feed"), full, most=1_000_000, seconds=20)


def test_half_an_answer_is_none(site: Site) -> None:
    site.pages["/feed"] = (200, {"Content-Length": "100"}, b"half")
    site.pages["/packed"] = (200, {"Content-Encoding": "gzip"}, b"not packed")
    assert "broke off" in refusal(site.url("/feed"))
    assert "cannot be read" in refusal(site.url("/packed"))


def test_a_port_where_nobody_listens_cannot_be_reached(site: Site) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert "cannot be reached" in refusal(f"http://127.0.0.1:{port}/")
