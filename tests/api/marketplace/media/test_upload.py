"""`POST /v1/utils/media/upload`."""

from __future__ import annotations

import base64

import pytest
from flask.testing import FlaskClient

from models.uploaded_picture import UploadedPicture
from tests.api.marketplace.conftest import GREEN, Caller, a_picture, refusal, shown

PATH = "/utils/media/upload"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF"])
def test_a_picture_has_an_address(server: Caller, kind: str) -> None:
    told = server.uploads(PATH, a_picture(GREEN, kind)).json
    assert told
    assert (told["id"], told["mode"]) == (f"media_{UploadedPicture.get().uid}", "test")
    assert shown(server.client, told["url"]) == GREEN


def test_users_upload_too(noors: Caller) -> None:
    assert noors.uploads(PATH, a_picture()).status_code == 200
    text = base64.b64encode(a_picture()).decode()
    assert noors.told("POST", PATH, {"media": text})["id"] != ""


def test_what_is_no_picture_is_refused(server: Caller) -> None:
    for sent in (b"", b"GIF89a", b"%PDF-1.4"):
        assert refusal(server.uploads(PATH, sent)) == (422, "invalid")
    assert refusal(server.ask("POST", PATH, {})) == (422, "invalid")
    assert not UploadedPicture.select().exists()


def test_strangers_keep_nothing_here(client: FlaskClient) -> None:
    answer = client.post(f"/v1{PATH}", json={"media": base64.b64encode(a_picture()).decode()})
    assert refusal(answer) == (401, "no_credentials")
