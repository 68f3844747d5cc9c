"""The demo from nothing to a playing shop, and back to nothing."""

import json
import signal
import socket
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests

from demo import servers
from demo.trouble import Trouble
from tests.demo.running import (
    HOME,
    UP,
    demo,
    make_clips,
    processes_of,
    read_until,
)
from tests.ports import free_ports

FACTS = {
    "vitrine_url", "shop_url", "app_id", "api_key", "slug", "access_key",
    "product_ref", "product_url", "video_uid", "collection_uid",
    "live_uid", "live_url", "host_url",
    "maker_url", "maker_app_id", "maker_api_key", "mail_url",
}  # fmt: skip
# What another port changes.
PLACES = (
    "vitrine_url", "shop_url", "product_url", "live_url", "host_url", "maker_url", "mail_url",
)  # fmt: skip


def asked(facts: dict[str, Any], path: str) -> Any:
    """Ask the API with the key of demo.json."""
    headers = {"App-Id": facts["app_id"], "Api-Key": facts["api_key"]}
    answer = requests.get(facts["vitrine_url"] + path, headers=headers, timeout=20)
    assert answer.status_code == 200, answer.text
    return answer.json()


def displayed(facts: dict[str, Any], **where: str) -> Any:
    """Ask as a shopper's browser does what is displayed."""
    answer = requests.get(
        facts["vitrine_url"] + "/api/v1/displayed_data",
        params={"app_id": facts["app_id"], **where},
        headers={"Origin": facts["shop_url"]},
        timeout=20,
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


def shown(facts: dict[str, Any], **where: str) -> list[str]:
    """Name the components that are displayed."""
    return sorted(each["attributes"]["component"] for each in displayed(facts, **where))


def assets(facts: dict[str, Any]) -> dict[str, str]:
    """Give the films by uid, each with the path of the asset that plays."""
    videos = asked(facts, "/api/v1/videos")["data"]
    assert {each["attributes"]["status"] for each in videos} == {"ready"}
    return {each["id"]: urlsplit(each["attributes"]["playback_url"]).path for each in videos}


def touched(facts: dict[str, Any]) -> dict[str, str]:
    """Tell when each thing of the shop was last written."""
    resources = ("sellers", "products", "videos", "lives", "collections", "placements")
    items = [item for name in resources for item in asked(facts, f"/api/v1/{name}")["data"]]
    return {each["id"]: each["attributes"]["updated_at"] for each in [*items, shop(facts)]}


def shop(facts: dict[str, Any]) -> Any:
    return asked(facts, "/api/v1/shop")["data"]


def start(data: Path, process: "subprocess.Popen[str]") -> tuple[dict[str, Any], str]:
    """Wait until the demo is up; give its facts and what it said."""
    said = read_until(process, UP)
    return json.loads((data / "demo.json").read_text()), said


def end(process: "subprocess.Popen[str]", data: Path, number: signal.Signals) -> None:
    """Ask the demo to end and see that nothing of it is left."""
    process.send_signal(number)
    assert process.wait(60) == 0
    assert processes_of(data) == []


def test_the_demo_starts_and_finds_its_work_again_whenever_it_was_ended(tmp_path: Path) -> None:
    data, port = tmp_path / "demo", free_ports(4)
    make_clips(data)
    with demo(data, port) as half_way:
        read_until(half_way, "Preparing videos")
        end(half_way, data, signal.SIGTERM)

    with demo(data, port) as first:
        facts, _ = start(data, first)
        assert set(facts) == FACTS
        assert (data / "demo.json").stat().st_mode & 0o077 == 0
        prepared, written = assets(facts), touched(facts)
        assert len(prepared) >= 4
        assert len(asked(facts, "/api/v1/products")["data"]) >= 12
        check_pages(facts)
        with demo(data, free_ports(4)) as beside:
            refused, _ = beside.communicate()
            assert beside.returncode == 1
            assert "A demo already runs in" in refused
        assert (data / "demo.json").exists()
        end(first, data, signal.SIGINT)

    with demo(data, port) as second:
        again, said = start(data, second)
        assert "Preparing videos" not in said
        assert {**again, "host_url": None} == {**facts, "host_url": None}
        assert touched(again) == written
        end(second, data, signal.SIGTERM)

    moved = free_ports(4)
    with demo(data, moved) as third:
        elsewhere, said = start(data, third)
        assert "Preparing videos" not in said
        assert assets(elsewhere) == prepared
        assert elsewhere["shop_url"] == f"http://127.0.0.1:{moved + 1}"
        assert {**elsewhere, **dict.fromkeys(PLACES)} == {**facts, **dict.fromkeys(PLACES)}
        check_pages(elsewhere)
        end(third, data, signal.SIGINT)


def check_pages(facts: dict[str, Any]) -> None:
    """See that each page of the shop opens and is given what belongs on it."""
    home, about = facts["shop_url"] + "/", facts["shop_url"] + "/about"
    assert shown(facts, url=home) == ["launcher", "shorts_card"]
    assert shown(facts, product_ref=facts["product_ref"]) == ["embed", "floating"]
    assert shown(facts, url=facts["product_url"]) == ["embed", "floating"]
    assert shown(facts, url=about) == []
    check_live(facts)
    check_streams(facts)
    first = displayed(facts, product_ref=facts["product_ref"])[0]["contents"][0]
    assert first["id"] == facts["video_uid"]
    for page in (home, about, facts["product_url"]):
        assert facts["vitrine_url"] in requests.get(page, timeout=20).text


def wait_for_listener(port: int) -> None:
    """Streams are taken in by a process of its own, which may need a moment more."""
    deadline = time.monotonic() + 60
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), 20).close()
        except ConnectionRefusedError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def check_live(facts: dict[str, Any]) -> None:
    """See that the live is still to come, and that the host's link opens it."""
    live = asked(facts, f"/api/v1/lives/{facts['live_uid']}")["data"]["attributes"]
    assert (live["state"], live["published"]) == ("not_started", True)
    assert datetime.fromisoformat(live["start_date"]) > datetime.now(UTC)
    port = urlsplit(live["rtmp_url"]).port
    assert port
    wait_for_listener(port)
    place, _, token = facts["host_url"].partition("#")
    assert requests.get(place, timeout=20).status_code == 200
    desk = f"{facts['vitrine_url']}/audience/v1/lives/{facts['live_uid']}/host"
    told = requests.get(desk, headers={"Authorization": f"Bearer {token}"}, timeout=20)
    assert told.json()["me"]["role"] == "host"


def check_streams(facts: dict[str, Any]) -> None:
    """See that the lines of `docs/streams-api.md` work, and what they tell."""
    lines = (HOME / "docs" / "streams-api.md").read_text().splitlines()
    told = []
    for line in lines:
        if line.startswith("curl -G "):
            url, *fields = line.removeprefix("curl -G ").split(" -d ")
            query = "&".join(fields).replace("$SHOP", facts["slug"])
            query = query.replace("$LIVE", facts["live_uid"])
            assert "$" not in query
            path = url.removeprefix("http://127.0.0.1:8000")
            told.append(asked(facts, f"{path}?{query}")["body"])
    listed, state, card, online = told
    [stream] = listed["plannedStreams"]
    assert stream["id"] == state["id"] == card["streamId"] == facts["live_uid"]
    assert (state["status"], online["streamId"]) == ("planned", None)
    assert stream["categories"] == [each["id"] for each in listed["categories"]]
    assert {"picnic", "play"} == set(stream["categories"])
    [streamer] = listed["streamers"]
    assert stream["streamer"] == streamer["id"]
    assert streamer["profile"]["nickname"] == "Hollow & Hay"


@pytest.mark.parametrize("which", range(4), ids=["Vitrine", "the shop", "push", "RTMP"])
def test_a_taken_port_is_said_in_one_sentence(tmp_path: Path, which: int) -> None:
    port = free_ports(4)
    with socket.socket() as other:
        other.bind(("127.0.0.1", port + which))
        other.listen()
        with demo(tmp_path / "demo", port) as refused:
            said, _ = refused.communicate()
            assert refused.returncode == 1
    assert said.startswith(f"✗ Port {port + which}: taken by another program.")
    assert "PORT=" in said
    assert "Traceback" not in said
    assert not (tmp_path / "demo" / "demo.json").exists()


@pytest.mark.parametrize("port", [0, 65536, -1])
def test_what_is_no_port_is_refused(port: int) -> None:
    with pytest.raises(Trouble, match="is no port"):
        servers.listen(port)


def test_settings_of_the_persons_own_shell_do_not_reach_the_demo(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("VITRINE_DATABASE_URL", "postgresql://shop.example/real")
    monkeypatch.setenv("VITRINE_FFMPEG", "/opt/ffmpeg")
    env = servers.environment(tmp_path, 9000)
    assert {name: value for name, value in env.items() if name.startswith("VITRINE_")} == {
        "VITRINE_DATA": str(tmp_path / "vitrine"),
        "VITRINE_HOST": "127.0.0.1",
        "VITRINE_PORT": "9000",
        "VITRINE_PUBLIC_URL": "http://127.0.0.1:9000",
        "VITRINE_PUSH_PORT": "9002",
        "VITRINE_RTMP_PORT": "9003",
        "VITRINE_FFMPEG": "/opt/ffmpeg",
    }
