"""`vitrine brand`, and `vitrine key secret`: what the operator keeps for campaigns."""

from __future__ import annotations

from pathlib import Path

import jwt
import pytest
from flask.testing import FlaskClient

from models import clock
from models.brand import Brand
from models.content import Content
from models.shop import Shop
from tests.api.campaigns.conftest import Server, a_server
from tests.api.content.test_bad_input import picture
from tests.builders import a_live
from tests.commands.test_keys import run
from usecases import shops


def test_a_brand_is_made_listed_and_removed(
    alice: Shop, client: FlaskClient, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "larch.png"
    file.write_bytes(picture("PNG", (1280, 320)))
    words = ["--name", "Larch", "--identifier", "larch", "--picture", str(file)]
    assert run("brand", "create", alice.slug, *words) == 0
    number = capsys.readouterr().out.split()[-1]
    live = a_live(alice)
    server = a_server(client, alice)
    told = server.put(f"/campaign/{live.uid}", {"campaignMeta": {"brand": {"brandId": number}}})
    brand = told["campaignMeta"]["brand"]
    assert (brand["name"], brand["imageWidth"], brand["imageHeight"]) == ("Larch", 640, 160)
    assert run("brand", "list", alice.slug) == 0
    assert capsys.readouterr().out.splitlines()[-1] == f"{number}\tlarch\tLarch"
    assert run("brand", "remove", alice.slug, "larch") == 0
    assert Content.get_by_id(live.id).brand_id is None


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["create", "--name", "Again", "--identifier", "larch"], "another brand has"),
        (["create", "--name", " ", "--identifier", "x"], "must say something"),
        (["create", "--name", "x", "--identifier", "x", "--picture", "no/file"], "cannot be read"),
        (["remove", "pine"], "no brand with the identifier"),
    ],
)
def test_what_cannot_be_is_said_in_one_line(
    alice: Shop, capsys: pytest.CaptureFixture[str], words: list[str], why: str
) -> None:
    assert run("brand", "create", alice.slug, "--name", "Larch", "--identifier", "larch") == 0
    action, *rest = words
    assert run("brand", action, alice.slug, *rest) == 1
    assert why in capsys.readouterr().err
    assert Brand.select().count() == 1


def test_a_keys_secret_signs_tokens(
    alice: Shop, client: FlaskClient, charlie: Shop, capsys: pytest.CaptureFixture[str]
) -> None:
    key, _ = shops.make_key(alice)
    assert run("key", "secret", alice.slug, key.uid) == 0
    secret = capsys.readouterr().out.split()[-1]
    now = round(clock.now().timestamp())
    said = {"accessKey": alice.access_key, "iat": now, "exp": now + 600}
    token = jwt.encode(said, secret, algorithm="HS256")
    assert Server(client, alice, token).get("/campaign")["results"] == []
    assert run("key", "secret", charlie.slug, key.uid) == 1
    assert "no such key" in capsys.readouterr().err
