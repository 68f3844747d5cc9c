"""The real server, its worker and ffmpeg: they start together, survive losses and end together."""

from __future__ import annotations

import os
import resource
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import requests
from flask import Flask

from app import Settings, create_app
from models.asset import PROCESSING, READY, Asset
from models.content import Content
from models.database import database
from models.shop import Shop
from tests import builders
from tests.commands.running import Running, alive, children_of, free_port, until
from tests.films import film
from tests.halting import LADDER, Halting
from usecases import uploads


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data", port=free_port())


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The same installation, opened by the test to look at its records."""
    made = create_app(settings)
    with database.connection_context():
        yield made
    database.close_all()


@pytest.fixture
def halting(tmp_path: Path) -> Iterator[Halting]:
    """An ffmpeg that halts when it is to make the renditions."""
    made = Halting(tmp_path, LADDER)
    yield made
    made.close()


@pytest.fixture
def link(app: Flask, settings: Settings) -> str:
    """Where to send Alice's film to."""
    video: Content = builders.a_video(builders.a_shop(), ready=False)
    return uploads.upload_link(video, settings.url, app.config["SECRET_KEY"])[0]


def slow(settings: Settings, halting: Halting) -> Settings:
    return settings.model_copy(update={"ffmpeg": str(halting.program)})


def answers(url: str, status: int = 200) -> bool:
    try:
        return requests.get(url, timeout=5).status_code == status
    except requests.ConnectionError:
        return False


def send(link: str) -> None:
    response = requests.put(link, data=film(), timeout=30)
    assert (response.status_code, response.json()["data"]["attributes"]["status"]) == (
        200,
        "processing",
    )


def test_a_disk_that_is_full_before_we_are_asked_is_told_in_words(
    link: str, settings: Settings, tmp_path: Path
) -> None:
    with Running(settings, "serve", log=tmp_path / "log") as server:
        until(lambda: answers(f"{settings.url}/healthz"))
        _, hard = resource.prlimit(server.number, resource.RLIMIT_FSIZE)
        resource.prlimit(server.number, resource.RLIMIT_FSIZE, (1_000_000, hard))
        told = requests.put(link, data=bytes(3_000_000), timeout=60)
        assert (told.status_code, told.json()["errors"][0]["code"]) == (503, "no-room")
        assert int(told.headers["Retry-After"]) > 0
        resource.prlimit(server.number, resource.RLIMIT_FSIZE, (hard, hard))
        assert answers(link)
        send(link)


def test_a_film_sent_to_the_server_plays(link: str, settings: Settings, tmp_path: Path) -> None:
    with Running(settings, "serve", log=tmp_path / "log") as server:
        until(lambda: answers(f"{settings.url}/healthz"))
        until(lambda: answers(f"{settings.url}/readyz"))
        send(link)
        until(lambda: Asset.get().state == READY)
        asset = Asset.get()
        address = f"{settings.url}/{asset.folder}/{asset.files['hls']}"
        assert requests.get(address, timeout=5).text.startswith("#EXTM3U")
        part = requests.get(
            f"{settings.url}/{asset.folder}/{asset.files['mp4']}",
            headers={"Range": "bytes=4-7"},
            timeout=5,
        )
        assert (part.status_code, part.content) == (206, b"ftyp")
        server.tell(signal.SIGTERM)
        assert server.ended(20) == 0


def test_a_film_survives_its_worker(
    link: str, settings: Settings, halting: Halting, tmp_path: Path
) -> None:
    asset = uploads.find_upload(link.rpartition("/")[2], _secret(settings))
    with (tmp_path / "film").open("wb+") as file:
        file.write(film())
        file.seek(0)
        uploads.receive(asset, file, uploads.Piece(length=len(film())))
    with Running(slow(settings, halting), "worker", log=tmp_path / "log") as worker:
        halting.reached()
        below = children_of(worker.number)
        assert below
        worker.tell(signal.SIGKILL)
        worker.ended(20)
        until(lambda: not any(alive(each) for each in below))
    lost = Asset.get()
    assert (lost.state, lost.attempts) == (PROCESSING, 1)
    assert lost.claim is not None
    with Running(slow(settings, halting), "worker", log=tmp_path / "log") as worker:
        halting.reached()
        halting.go_on()
        until(lambda: Asset.get().state == READY)
        worker.tell(signal.SIGTERM)
        assert worker.ended(20) == 0
    assert Asset.get().attempts == 2


def test_the_server_starts_a_killed_worker_again(
    link: str, settings: Settings, halting: Halting, tmp_path: Path
) -> None:
    with Running(slow(settings, halting), "serve", log=tmp_path / "log") as server:
        until(lambda: answers(f"{settings.url}/healthz"))
        send(link)
        halting.reached()
        os.kill(_worker_of(server), signal.SIGKILL)
        halting.reached()
        halting.go_on()
        until(lambda: Asset.get().state == READY)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "SIGINT"])
def test_a_signal_ends_server_worker_and_ffmpeg_and_loses_nothing(
    number: int, link: str, settings: Settings, halting: Halting, tmp_path: Path
) -> None:
    with Running(slow(settings, halting), "serve", log=tmp_path / "log") as server:
        until(lambda: answers(f"{settings.url}/healthz"))
        send(link)
        halting.reached()
        below = children_of(server.number)
        assert any("halting-ffmpeg" in each for each in below.values())
        server.tell(number)
        assert server.ended(20) == 0
        assert not [each for each in below if alive(each)]
        assert "Traceback" not in (tmp_path / "log").read_text()
    asset = Asset.get()
    assert (asset.state, asset.claim, asset.attempts) == (PROCESSING, None, 0)
    assert list((settings.data / "files" / "work").iterdir()) == []


def test_a_worker_ends_when_its_server_was_killed(
    link: str, settings: Settings, halting: Halting, tmp_path: Path
) -> None:
    with Running(slow(settings, halting), "serve", log=tmp_path / "log") as server:
        until(lambda: answers(f"{settings.url}/healthz"))
        send(link)
        halting.reached()
        below = children_of(server.number)
        server.tell(signal.SIGKILL)
        server.ended(20)
        until(lambda: not any(alive(each) for each in below))


@pytest.mark.parametrize("command", ["worker", "stage"])
def test_a_child_whose_parent_was_gone_before_it_began_ends(
    command: str, settings: Settings, tmp_path: Path
) -> None:
    parent = subprocess.Popen([sys.executable, "-c", ""])
    parent.wait()
    words = (command, "--child-of", str(parent.pid))
    with Running(settings, *words, log=tmp_path / "log") as child:
        child.ended(60)


@pytest.mark.parametrize(
    ("address", "limit"),
    [
        pytest.param("/api/v1/videos", "body_limit", id="an ordinary address"),
        pytest.param("{link}", "upload_limit", id="an upload link"),
    ],
)
def test_a_body_past_its_limit_is_refused_before_it_is_sent(
    address: str, limit: str, link: str, settings: Settings, tmp_path: Path
) -> None:
    path = address.format(link=link.removeprefix(settings.url))
    key = "".join(f"{each}: {text}\r\n" for each, text in builders.a_key(Shop.get()).items())
    with Running(settings, "serve", log=tmp_path / "log"):
        until(lambda: answers(f"{settings.url}/healthz"))
        for beyond, told in ((1 << 20, b"HTTP/1.1 413"), (-1, b"HTTP/1.1 100")):
            length = getattr(settings, limit) + beyond
            method = "PUT" if "uploads" in path else "POST"
            head = f"{method} {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n{key}"
            head += "Content-Type: application/json\r\nExpect: 100-continue\r\n\r\n"
            with socket.create_connection(("127.0.0.1", settings.port), 20) as line:
                line.sendall(head.encode())
                answer = line.recv(4096)
                if told.endswith(b"413"):
                    while more := line.recv(4096):
                        answer += more
                    assert b'"code":"too-large"' in answer or b'"status":"413"' in answer
            assert answer.startswith(told)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/api/v1/videos", b'"status":"413"'),
        ("/oauth/token", b'{"error":"invalid_request"'),
    ],
)
def test_a_body_that_does_not_tell_its_length_is_refused_in_the_callers_words_too(
    path: str, said: bytes, app: Flask, settings: Settings, tmp_path: Path
) -> None:
    few = settings.model_copy(update={"body_limit": 100_000})
    key = "".join(f"{a}: {b}\r\n" for a, b in builders.a_key(builders.a_shop()).items())
    kind = "application/x-www-form-urlencoded" if "token" in path else "application/json"
    head = f"POST {path} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n{key}"
    head += f"Content-Type: {kind}\r\n\r\n"
    with Running(few, "serve", log=tmp_path / "log"):
        until(lambda: answers(f"{settings.url}/healthz"))
        with socket.create_connection(("127.0.0.1", settings.port), 20) as line:
            line.sendall(head.encode() + (b"10000\r\n" + bytes(0x10000) + b"\r\n") * 8)
            line.sendall(b"0\r\n\r\n")
            answer = b""
            while more := line.recv(4096):
                answer += more
    assert answer.startswith(b"HTTP/1.1 413")
    assert said in answer


def test_a_large_body_is_taken_in_on_no_link_but_ours(
    link: str, settings: Settings, tmp_path: Path
) -> None:
    forged = link.removeprefix(settings.url)[:-1] + "!"
    head = f"PUT {forged} HTTP/1.1\r\nHost: x\r\nContent-Length: {settings.upload_limit}\r\n\r\n"
    with Running(settings, "serve", log=tmp_path / "log"):
        until(lambda: answers(f"{settings.url}/healthz"))
        with socket.create_connection(("127.0.0.1", settings.port), 20) as line:
            line.sendall(head.encode())
            assert line.recv(4096).startswith(b"HTTP/1.1 404")


def test_connections_that_say_nothing_shut_nobody_out(settings: Settings, tmp_path: Path) -> None:
    with Running(settings, "serve", log=tmp_path / "log"), ExitStack() as silent:
        until(lambda: answers(f"{settings.url}/healthz"))
        for _ in range(200):
            line = socket.create_connection(("127.0.0.1", settings.port), 20)
            silent.enter_context(line).sendall(b"POST /api/v1/videos HTTP/1.1\r\nHost: x\r\n")
        assert answers(f"{settings.url}/healthz")


def test_a_head_past_its_limit_is_refused(settings: Settings, tmp_path: Path) -> None:
    with Running(settings, "serve", log=tmp_path / "log"):
        until(lambda: answers(f"{settings.url}/healthz"))
        for length, status in ((20_000, 200), (40_000, 431)):
            told = {"Accept-Language": "a," * (length // 2)}
            answer = requests.get(f"{settings.url}/healthz", headers=told, timeout=20)
            assert answer.status_code == status


def test_a_port_in_use_is_told_in_a_sentence(
    app: Flask, settings: Settings, tmp_path: Path
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", settings.port))
        taken.listen()
        with Running(settings, "serve", log=tmp_path / "log") as server:
            assert server.ended(30) == 1
    assert f"cannot listen on 127.0.0.1:{settings.port}" in (tmp_path / "log").read_text()


def _secret(settings: Settings) -> str:
    return (settings.data / "secret").read_text()


def _worker_of(server: Running) -> int:
    return next(pid for pid, args in children_of(server.number).items() if "worker" in args)
