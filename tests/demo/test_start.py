"""The demo from nothing to a playing shop, and back to nothing."""

import json
import signal
import socket
from pathlib import Path
from typing import Any

import pytest
import requests

from demo import servers
from demo.trouble import Trouble
from tests.demo.running import (
    UP,
    demo,
    make_clips,
    processes_of,
    read_until,
    two_free_ports,
)

FACTS = {
    "vitrine_url", "shop_url", "app_id", "api_key", "slug", "access_key",
    "product_ref", "product_url", "video_uid", "collection_uid",
}  # fmt: skip


def asked(facts: dict[str, Any], path: str) -> Any:
    """Ask the API with the key of demo.json."""
    headers = {"App-Id": facts["app_id"], "Api-Key": facts["api_key"]}
    answer = requests.get(facts["vitrine_url"] + path, headers=headers, timeout=20)
    assert answer.status_code == 200, answer.text
    return answer.json()


def shown(facts: dict[str, Any], **where: str) -> list[str]:
    """Ask as a shopper's browser does what is displayed, and name the components."""
    answer = requests.get(
        facts["vitrine_url"] + "/api/v1/displayed_data",
        params={"app_id": facts["app_id"], **where},
        headers={"Origin": facts["shop_url"]},
        timeout=20,
    )
    assert answer.status_code == 200, answer.text
    return sorted(each["attributes"]["component"] for each in answer.json())


def films(facts: dict[str, Any]) -> dict[str, str]:
    """Give the films by uid, each with the address of the asset that plays."""
    videos = asked(facts, "/api/v1/videos")["data"]
    assert {each["attributes"]["status"] for each in videos} == {"ready"}
    return {each["id"]: each["attributes"]["playback_url"] for each in videos}


def test_the_demo_starts_survives_being_ended_half_way_and_finds_its_work_again(
    tmp_path: Path,
) -> None:
    data = tmp_path / "demo"
    make_clips(data)
    port = two_free_ports()

    with demo(data, port) as half_way:
        read_until(half_way, "Preparing videos")
        half_way.send_signal(signal.SIGTERM)
        assert half_way.wait(60) == 0
    assert processes_of(data) == []

    with demo(data, port) as first:
        read_until(first, UP)
        facts = json.loads((data / "demo.json").read_text())
        assert set(facts) == FACTS
        assert (data / "demo.json").stat().st_mode & 0o077 == 0
        before = films(facts)
        assert len(before) >= 4
        assert facts["video_uid"] in before
        assert len(asked(facts, "/api/v1/products")["data"]) >= 12
        home, about = facts["shop_url"] + "/", facts["shop_url"] + "/about"
        assert shown(facts, url=home) == ["shorts_card"]
        assert shown(facts, product_ref=facts["product_ref"]) == ["embed", "floating"]
        assert shown(facts, url=facts["product_url"]) == ["embed", "floating"]
        assert shown(facts, url=about) == []
        for page in (home, about, facts["product_url"]):
            assert facts["vitrine_url"] in requests.get(page, timeout=20).text
        assert processes_of(data)
        with demo(data, two_free_ports()) as beside:
            refused, _ = beside.communicate()
            assert beside.returncode == 1
            assert "A demo already runs in" in refused
        assert (data / "demo.json").exists()
        first.send_signal(signal.SIGINT)
        assert first.wait(60) == 0
    assert processes_of(data) == []

    moved = two_free_ports()
    with demo(data, moved) as second:
        said = read_until(second, UP)
        assert "Preparing videos" not in said
        facts_now = json.loads((data / "demo.json").read_text())
        after = films(facts_now)
        strip = len(facts["vitrine_url"])
        assert {uid: url[strip:] for uid, url in after.items()} == {
            uid: url[len(facts["vitrine_url"]) :] for uid, url in before.items()
        }
        kept = ("app_id", "api_key", "slug", "access_key", "video_uid", "collection_uid")
        assert {name: facts_now[name] for name in kept} == {name: facts[name] for name in kept}
        assert facts_now["shop_url"] == f"http://127.0.0.1:{moved + 1}"
        assert shown(facts_now, url=facts_now["shop_url"] + "/") == ["shorts_card"]
    assert processes_of(data) == []


@pytest.mark.parametrize("which", [0, 1], ids=["of vitrine", "of the shop"])
def test_a_taken_port_is_said_in_one_sentence(tmp_path: Path, which: int) -> None:
    port = two_free_ports()
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
        "VITRINE_FFMPEG": "/opt/ffmpeg",
    }
