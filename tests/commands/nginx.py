"""A real nginx with the configuration of `deploy/`, on ports of its own, until the block ends."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from app import Settings
from tests.commands.running import free_port, heard, until

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
FRAME = """
load_module {module};
daemon off;
worker_processes 2;
pid {folder}/pid;
error_log {folder}/error.log error;
events {{ worker_connections 128; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/nginx-hooks.conf;
}}
include {folder}/nginx-rtmp.conf;
"""


@dataclass(frozen=True)
class Program:
    """nginx and its RTMP module."""

    nginx: str
    module: Path


def found() -> Program | None:
    """Find both on this machine."""
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    if nginx is None:
        return None
    said = subprocess.run([nginx, "-V"], capture_output=True, text=True, check=True).stderr
    folder = re.search(r"--modules-path=(\S+)", said)
    module = Path(folder[1] if folder else "/usr/lib/nginx/modules") / "ngx_rtmp_module.so"
    return Program(nginx, module) if module.exists() else None


class Nginx:
    """nginx before an installation; `port` is where publishers come to."""

    def __init__(self, program: Program, settings: Settings, folder: Path) -> None:
        self.port, hooks = free_port(), free_port()
        self.folder = folder
        self._program = program
        # What an installation may have otherwise than the files in deploy/.
        own = {
            "listen 1935;": f"listen 127.0.0.1:{self.port};",
            "127.0.0.1:1936": f"127.0.0.1:{settings.rtmp_port}",
            "127.0.0.1:8000": f"127.0.0.1:{settings.port}",
            "127.0.0.1:8002": f"127.0.0.1:{hooks}",
            "CHANGE-ME": settings.hook_secret,
        }
        for name in ("nginx-rtmp.conf", "nginx-hooks.conf"):
            text = (DEPLOY / name).read_text()
            for written, meant in own.items():
                text = text.replace(written, meant)
            (folder / name).write_text(text)
        self._file = folder / "nginx.conf"
        self._file.write_text(FRAME.format(module=program.module, folder=folder))

    def __enter__(self) -> Nginx:
        words = [self._program.nginx, "-p", str(self.folder), "-c", str(self._file)]
        self._process = subprocess.Popen(words, stderr=subprocess.DEVNULL)
        until(lambda: heard(self.port))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _error: object, _at: TracebackType | None
    ) -> None:
        self._process.terminate()
        self._process.wait(20)
        if kind is not None:
            print(self.logged())

    def logged(self) -> str:
        """All that nginx wrote down."""
        return (self.folder / "error.log").read_text()
