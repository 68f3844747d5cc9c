"""The page of a live's host: the same for everybody, and allowed what no other page is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from models.shop import Shop
from pages.studio_texts import STUDIO
from tests import builders
from tests.pages.reading import Page, policy

HOME = Path(__file__).resolve().parents[2]
UNKNOWN = "5d1c0f2ab6f84f0e9d3f7c1a2b3c4d5e"


def test_the_page_tells_nothing_of_any_live(client: FlaskClient, alice: Shop) -> None:
    live = builders.a_live(alice, name="Secret show")
    known, unknown = (client.get(f"/studio/lives/{uid}") for uid in (live.uid, UNKNOWN))
    assert known.status_code == unknown.status_code == 200
    nonces = r'nonce="[^"]*"'
    read = [re.sub(nonces, "", each.text) for each in (known, unknown)]
    assert read[0].replace(live.uid, UNKNOWN) == read[1]
    assert Page(known).block("application/json")["live"] == live.uid


@pytest.mark.parametrize(
    "path", ["/studio/lives/x", f"/studio/lives/{UNKNOWN}x", "/studio/lives/", "/studio"]
)
def test_other_addresses_are_none(client: FlaskClient, path: str) -> None:
    assert client.get(path, headers={"Accept": "text/html"}).status_code == 404


def test_camera_and_screen_are_for_this_page_alone(client: FlaskClient, alice: Shop) -> None:
    allowed = client.get(f"/studio/lives/{UNKNOWN}").headers["Permissions-Policy"]
    for each in ("camera", "microphone", "display-capture"):
        assert f"{each}=(self)" in allowed
    for path in ("/", f"/embed/videos/{builders.a_video(alice).uid}", "/studio/lives/x"):
        assert "camera=()" in client.get(path).headers["Permissions-Policy"]


def test_nobody_may_frame_it_and_it_reaches_us_alone(client: FlaskClient) -> None:
    answer = client.get(f"/studio/lives/{UNKNOWN}")
    rules = policy(answer)
    assert rules["frame-ancestors"] == "'none'"
    assert rules["connect-src"] == "'self'"
    assert rules["default-src"] == "'none'"
    assert rules["trusted-types"] == "'none'"
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"


def test_it_speaks_the_hosts_language(client: FlaskClient) -> None:
    answer = client.get(f"/studio/lives/{UNKNOWN}", headers={"Accept-Language": "fr"})
    assert "Allumer la caméra" in Page(answer).text
    assert Page(answer).block("application/json")["texts"]["go"] == "Passer à l’antenne"


def test_its_sentences_are_those_its_scripts_say() -> None:
    scripts = "\n".join(each.read_text() for each in (HOME / "widget" / "studio").glob("*.js"))
    said = set(re.findall(r"\btexts\.(\w+)", scripts))
    # Named by what they are about: how the show stands, what the big button does, bans, cameras.
    said |= {f"phase_{each}" for each in re.findall(r'phase: "(\w+)"', scripts)} | {"phase_live"}
    said |= {f"phase_{each}" for each in re.findall(r'\? "(waiting)" : "live"', scripts)}
    said |= {f"line_{each}" for each in ("off", "good", "slow", "lost")}
    said |= set(re.findall(r'"(camera_\w+)"', scripts)) | {"rehearse", "resume"}
    said |= {f"ban_{kind}{rest}" for kind in ("soft", "hard") for rest in ("_title", "_text")}
    assert said == set(STUDIO)


def test_every_part_its_scripts_look_for_is_in_the_page(client: FlaskClient) -> None:
    page = Page(client.get(f"/studio/lives/{UNKNOWN}"))
    there = {found.get("data-part") for _, found in page.tags}
    scripts = "\n".join(each.read_text() for each in (HOME / "widget" / "studio").glob("*.js"))
    asked = set(re.findall(r'\bpart\("([\w-]+)"\)', scripts))
    assert len(asked) > 40
    assert asked - there == set()
