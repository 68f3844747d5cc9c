"""Starts servers on free loopback ports, reads what they cost, and surely ends them."""

from __future__ import annotations

import getpass
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
STARTING = 30
TICKS = os.sysconf("SC_CLK_TCK")
NGINX = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log error;
worker_processes 1;
{user}
events {{ worker_connections 256; }}
http {{
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 100000000;
  default_type application/json;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  server {{
    listen 127.0.0.1:{port};
    location = {path} {{ alias {file}; }}
  }}
}}
"""
CACHE = """
daemon off;
pid {folder}/cache.pid;
worker_processes 1;
worker_rlimit_nofile {connections};
{user}
events {{ worker_connections {connections}; }}
http {{
  access_log off;
  keepalive_requests 100000000;
  keepalive_timeout 300s;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  proxy_cache_path {folder}/cache keys_zone=states:1m;
  server {{
    listen 127.0.0.1:{port} backlog=1024;
    location / {{
      proxy_pass http://127.0.0.1:{origin};
      proxy_cache states;
      proxy_cache_key "$request_uri|$http_accept_encoding";
      proxy_cache_lock on;
      proxy_cache_lock_timeout 200ms;
      proxy_cache_use_stale updating;
      proxy_cache_background_update on;
    }}
  }}
}}
"""


class DidNotStart(Exception):
    """A server ended or stayed silent instead of answering."""


class Server:
    """A running server: where it listens and what it has used so far."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.process = process
        self.port = port
        self.url = f"http://127.0.0.1:{port}"

    def cpu(self) -> float | None:
        """Tell the CPU seconds of all its processes so far; None where /proc does not tell."""
        stats = [_stat(pid) for pid in self._pids()]
        used = [int(each[11]) + int(each[12]) for each in stats if each]
        return sum(used) / TICKS if used else None

    def memory(self) -> int | None:
        """Tell the bytes its largest process, the one that serves, holds in memory.

        A file that several connections map into memory counts once.
        """
        return max(filter(None, map(_memory, self._pids())), default=None)

    def allocated(self) -> int | None:
        """Tell the bytes its largest process has allocated, without files mapped into memory."""
        return max((_memory(each, "Anonymous:") or 0 for each in self._pids()), default=None)

    def _pids(self) -> list[int]:
        if not Path("/proc/self/stat").exists():
            return []
        pids = [self.process.pid]
        for entry in Path("/proc").glob("[0-9]*"):
            stat = _stat(int(entry.name))
            if stat and int(stat[1]) in pids:
                pids.append(int(entry.name))
        return pids


def pinned(core: int) -> list[str]:
    """Give the words that hold a command on one core, where that can be done."""
    cores = os.cpu_count() or 1
    return ["taskset", "-c", str(core)] if shutil.which("taskset") and cores > core else []


def free_port(number: int = 1) -> int:
    """Find a port nobody listens on, the first of so many in a row."""
    while True:
        with ExitStack() as probes:
            first = probes.enter_context(socket.socket())
            first.bind(("127.0.0.1", 0))
            port: int = first.getsockname()[1]
            with suppress(OSError, OverflowError):
                for each in range(port + 1, port + number):
                    probes.enter_context(socket.socket()).bind(("127.0.0.1", each))
                return port


def nginx_binary() -> str | None:
    """Find nginx; Debian keeps it where only root looks."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


@contextmanager
def granian(
    factory: str, settings: Mapping[str, str], core: int = 0, threads: int = 1
) -> Iterator[Server]:
    """Serve an application factory of `bench.apps` by granian with one worker.

    One thread runs the application: what waits for nothing gains nothing by more of them, they
    only hand the interpreter's lock to one another.
    """
    port = int(settings.get("VITRINE_PORT", 0)) or free_port()
    command = [
        *pinned(core), sys.executable, "-m", "granian", "--interface", "wsgi", "--factory",
        "--workers", "1", "--blocking-threads", str(threads), "--no-access-log", "--no-ws",
        "--log-level", "error", "--port", str(port), f"bench.apps:{factory}",
    ]  # fmt: skip
    with _running(command, port, {**os.environ, **settings}) as server:
        yield server


@contextmanager
def nginx(folder: Path, file: Path, path: str, core: int = 0) -> Iterator[Server]:
    """Serve one file at `path` by nginx with one worker and a configuration of its own."""
    port = free_port()
    user = f"user {getpass.getuser()};" if os.geteuid() == 0 else ""
    config = folder / "nginx.conf"
    config.write_text(NGINX.format(folder=folder, file=file, path=path, port=port, user=user))
    for name in ("body", "proxy", "fastcgi", "uwsgi", "scgi"):
        (folder / name).mkdir(exist_ok=True)
    command = [
        *pinned(core),
        nginx_binary() or "nginx",
        "-p",
        str(folder),
        "-c",
        str(config),
        "-e",
        "stderr",
    ]
    with _running(command, port, os.environ) as server:
        yield server


@contextmanager
def running(
    command: list[str],
    port: int,
    settings: Mapping[str, str],
    folder: Path = HOME,
    core: int = 0,
    out: int | None = None,
) -> Iterator[Server]:
    """Run another program that serves, in a folder, with these environment variables added.

    `out` is where it prints, as `subprocess` names it.
    """
    environment = {**os.environ, **settings}
    with _running([*pinned(core), *command], port, environment, folder, out) as server:
        yield server


@contextmanager
def nginx_cache(folder: Path, origin: int, connections: int) -> Iterator[Server]:
    """Keep what a server on this machine answers as `deploy/nginx.conf` does a live's state."""
    port = free_port()
    user = f"user {getpass.getuser()};" if os.geteuid() == 0 else ""
    config = folder / "cache.conf"
    facts = {"folder": folder, "origin": origin, "port": port, "user": user}
    config.write_text(CACHE.format(connections=connections, **facts))
    command = [nginx_binary() or "nginx", "-p", str(folder), "-c", str(config), "-e", "stderr"]
    with _running(command, port, os.environ) as server:
        yield server


@contextmanager
def _running(
    command: list[str],
    port: int,
    settings: Mapping[str, str],
    folder: Path = HOME,
    out: int | None = None,
) -> Iterator[Server]:
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=dict(settings),
        stdin=subprocess.DEVNULL,
        stdout=out,
        start_new_session=True,
    )
    try:
        listening(process, port)
        yield Server(process, port)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def listening(process: subprocess.Popen[bytes], port: int) -> None:
    """Wait until somebody listens on a port; raises `DidNotStart` when the process ends first."""
    deadline = time.monotonic() + STARTING
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise DidNotStart(f"the server ended with status {process.returncode}")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise DidNotStart(f"no answer on port {port} within {STARTING} s")


def _memory(pid: int, kind: str = "Pss:") -> int | None:
    """Read the proportional set size of a process; its pages mapped thrice are still one."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return None
    lines = (line.split() for line in rollup.splitlines())
    return next(int(line[1]) * 1024 for line in lines if line[0] == kind)


def _stat(pid: int) -> list[str] | None:
    """Read the fields after the name of /proc/PID/stat: state, parent, …"""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
