"""Other people's servers with the same products, in an environment of their own.

Nothing of them is needed to run or to test Vitrine: `ready()` makes the environment when the bench
first wants it, from `requirements.txt`, among the databases it keeps, and says so where it cannot.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from bench import goods
from bench.servers import Server, free_port, running

HERE = Path(__file__).parent
SHOP, TABLE = HERE / "oscar_shop", HERE / "plain_table"
# Oscar's session of a member of staff, and the token that stands in cookie and header alike.
TOKEN = "0123456789abcdefghijklmnopqrstuv"


def ready(folder: Path) -> str | None:
    """Install them unless they are; answer why they cannot be, if so."""
    wanted, home = HERE / "requirements.txt", folder / "neighbours"
    mark = home / wanted.name
    if mark.exists() and mark.read_text() == wanted.read_text():
        return None
    uv = shutil.which("uv")
    if uv is None:
        return "uv is not installed"
    for words in (
        ["venv", "--quiet", "--clear", "--python", sys.executable, str(home)],
        ["pip", "install", "--quiet", "--python", _python(folder), "-r", str(wanted)],
    ):
        done = subprocess.run([uv, *words], capture_output=True, text=True, check=False)
        if done.returncode:
            return (done.stderr.strip().splitlines() or ["uv failed"])[-1]
    mark.write_text(wanted.read_text())
    return None


def datasette(folder: Path, size: int) -> AbstractContextManager[Server]:
    """Serve the rows as one indexed table by datasette (`plain_table/`)."""
    file = goods.table_file(folder, size)
    return _granian(folder, "asgi", "served:application", {"BENCH_TABLE": str(file)}, TABLE)


@dataclass(frozen=True)
class Oscar:
    """A filled shop of django-oscar-api: its database, and the session that may write."""

    folder: Path
    file: Path
    session: str

    @property
    def headers(self) -> dict[str, str]:
        """What a member of staff sends."""
        return {
            "Cookie": f"sessionid={self.session}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
        }

    def serve(self) -> AbstractContextManager[Server]:
        """Serve it."""
        return _granian(self.folder, "wsgi", "wsgi:application", _settings(self.file), SHOP)


def oscar(folder: Path, size: int) -> Oscar:
    """Give a shop with so many products; filled at the first call, then kept."""
    file = folder / f"goods-{size}-v{goods.VERSION}-oscar.db"
    told = file.with_suffix(".session")
    if not told.exists():
        folder.mkdir(parents=True, exist_ok=True)
        for each in folder.glob(f"{file.name}*"):
            each.unlink()
        done = subprocess.run(
            [_python(folder), "fill.py"], cwd=SHOP, env=_settings(file),
            input="".join(_lines(size)), capture_output=True, text=True, check=True,
        )  # fmt: skip
        told.write_text(done.stdout.split()[-1])
    return Oscar(folder, file, told.read_text())


def _granian(
    home: Path, interface: str, application: str, settings: Mapping[str, str], folder: Path
) -> AbstractContextManager[Server]:
    """Serve by granian with one worker and no line in a log per request, as Vitrine is served."""
    port = free_port()
    threads = ["--blocking-threads", "1"] if interface == "wsgi" else []
    command = [
        _python(home), "-m", "granian", "--interface", interface, "--workers", "1", *threads,
        "--no-access-log", "--no-ws", "--log-level", "error", "--port", str(port), application,
    ]  # fmt: skip
    return running(command, port, settings, folder)


def _python(folder: Path) -> str:
    return str(folder / "neighbours" / "bin" / "python")


def _lines(size: int) -> Iterator[str]:
    for row in goods.rows(size):
        yield json.dumps(dict(zip(goods.COLUMNS, row, strict=True))) + "\n"


def _settings(file: Path) -> dict[str, str]:
    return {"BENCH_OSCAR": str(file), "DJANGO_SETTINGS_MODULE": "settings"}
