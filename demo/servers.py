"""The demo's two servers: Vitrine as a child on a leash, the shop in a thread of this process."""

import errno
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests
from flask import Flask
from waitress.server import create_server

from demo.trouble import Trouble

HOST = "127.0.0.1"
HOME = Path(__file__).resolve().parent.parent
APP = HOME / "app.py"
START_SECONDS = 90
END_SECONDS = 25


def listen(port: int) -> socket.socket:
    """Take a port and keep it; raises Trouble when that cannot be."""
    if not 0 < port < 65536:
        raise Trouble(f"{port} is no port. The demo takes PORT and the three after it.")
    taken = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((HOST, port))
        taken.listen(128)
    except OSError as error:
        taken.close()
        another = "taken by another program" if error.errno == errno.EADDRINUSE else error.strerror
        raise Trouble(
            f"Port {port}: {another}. Choose four free ports in a row by naming the first: "
            "make demo PORT=9000"
        ) from error
    return taken


def own_ports(port: int) -> tuple[int, int]:
    """Tell where Vitrine hears viewers of lives and takes streams in; the shop is before them."""
    return port + 2, port + 3


def environment(data: Path, port: int) -> dict[str, str]:
    """Give Vitrine's settings for this demo; settings of the person's own shell do not leak in."""
    push, rtmp = own_ports(port)
    inherited = {name: value for name, value in os.environ.items() if not _is_setting(name)}
    return inherited | {
        "VITRINE_DATA": str(data / "vitrine"),
        "VITRINE_HOST": HOST,
        "VITRINE_PORT": str(port),
        "VITRINE_PUBLIC_URL": f"http://{HOST}:{port}",
        "VITRINE_PUSH_PORT": str(push),
        "VITRINE_RTMP_PORT": str(rtmp),
        "PYTHONUNBUFFERED": "1",
    }


def _is_setting(name: str) -> bool:
    return name.startswith("VITRINE_") and name != "VITRINE_FFMPEG"


def command(words: list[str], env: dict[str, str]) -> str:
    """Run one of Vitrine's commands and give what it prints; raises Trouble with its complaint."""
    done = subprocess.run(
        [sys.executable, str(APP), *words],
        env=env, cwd=HOME, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip()).splitlines()
        raise Trouble(f"`python app.py {' '.join(words)}`: {said[-1] if said else 'failed'}")
    return done.stdout


def command_json(words: list[str], env: dict[str, str]) -> dict[str, Any]:
    """Run one of Vitrine's commands that prints JSON."""
    found = json.loads(command(words, env))
    if not isinstance(found, dict):
        raise Trouble(f"`python app.py {' '.join(words)}` printed something unexpected.")
    return found


@contextmanager
def vitrine(env: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Start Vitrine, wait until it is ready, and end it with all its processes afterwards."""
    with log.open("ab") as file:
        leash = subprocess.Popen(
            [sys.executable, "-m", "demo.leash", sys.executable, str(APP), "serve"],
            env=env, cwd=HOME, stdin=subprocess.PIPE, stdout=file, stderr=file,
            start_new_session=True,
        )  # fmt: skip
    try:
        _wait_until_ready(leash, env["VITRINE_PUBLIC_URL"], log)
        yield leash
    finally:
        if leash.stdin:
            leash.stdin.close()
        try:
            leash.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            leash.kill()
            leash.wait()


def _wait_until_ready(leash: "subprocess.Popen[bytes]", url: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        alive(leash, log)
        try:
            if requests.get(f"{url}/readyz", timeout=5).status_code == 200:
                return
        except requests.RequestException:
            pass
        time.sleep(0.1)
    raise Trouble(f"Vitrine did not get ready within {START_SECONDS} s; {log} says why.")


def alive(leash: "subprocess.Popen[bytes]", log: Path) -> None:
    """Raise Trouble with the last line of its log when Vitrine has ended."""
    if leash.poll() is not None:
        said = log.read_text(errors="replace").strip().splitlines()
        raise Trouble(f"Vitrine ended by itself ({log}): {said[-1] if said else 'no word'}")


@contextmanager
def shop(app: Flask, taken: socket.socket) -> Iterator[None]:
    """Serve the shop on a port that was taken before, until the block is left."""
    server = create_server(app, sockets=[taken], threads=8, ident=None)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.close()
        thread.join(5)
