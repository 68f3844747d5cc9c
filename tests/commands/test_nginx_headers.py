"""A real nginx passes the headers on that `deploy/nginx.conf` lets through, and no false ones."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.commands.running import free_port, heard, until
from tests.serving import Site, a_site

DEPLOYED = Path(__file__).resolve().parents[2] / "deploy" / "nginx.conf"
FRAME = """
daemon off;
pid {folder}/pid;
error_log {folder}/error.log error;
events {{ worker_connections 64; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{port};
        {headers}
        location / {{ proxy_pass http://127.0.0.1:{behind}; }}
    }}
}}
"""


@pytest.fixture
def behind() -> Iterator[Site]:
    """What nginx stands before; it tells what it was asked."""
    with a_site() as site:
        site.pages["/"] = b"here"
        yield site


@pytest.fixture
def nginx(behind: Site, tmp_path: Path) -> Iterator[str]:
    """The address of nginx, with the lines about headers that are deployed."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    if program is None:
        pytest.skip("needs nginx")
    lines = re.findall(
        r"^ {4}((?:proxy_set_header|underscores_in_headers|proxy_http_version) .*;)$",
        DEPLOYED.read_text(),
        re.MULTILINE,
    )
    port, config = free_port(), tmp_path / "nginx.conf"
    facts = {"folder": tmp_path, "port": port, "behind": behind.port, "headers": "\n".join(lines)}
    config.write_text(FRAME.format(**facts))
    running = subprocess.Popen([program, "-p", str(tmp_path), "-c", str(config)])
    until(lambda: heard(port))
    yield f"http://127.0.0.1:{port}/"
    running.terminate()
    running.wait(20)


def test_a_key_comes_through_and_nobody_pretends_to_be_elsewhere(nginx: str, behind: Site) -> None:
    false = {
        f"X{one}Forwarded{two}{name}": "203.0.113.7"
        for name in ("For", "Proto", "Host")
        for one, two in ("--", "-_", "_-", "__")
    }
    sent = {"api_key": "vtrn_test_x", "mode": "test", **false}
    assert requests.get(nginx, headers=sent, timeout=20).text == "here"
    [(_, came)] = [each for each in behind.asked if each[0] == "/"]
    assert (came["api_key"], came["mode"]) == ("vtrn_test_x", "test")
    forwarded = {name: value for name, value in came.items() if "forwarded" in name}
    assert forwarded == {
        "x-forwarded-for": "127.0.0.1",
        "x-forwarded-proto": "http",
        "x-forwarded-host": "127.0.0.1",
    }
