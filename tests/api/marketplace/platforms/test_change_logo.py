"""`POST /v1/platforms/<id>/image`."""

from __future__ import annotations

from models.shop import Shop
from tests.api.marketplace.conftest import GREEN, RED, Caller, a_picture, refusal, shown


def test_an_uploaded_picture_becomes_the_logo(server: Caller, alice: Shop) -> None:
    path = f"/platforms/plat_{alice.uid}/image"
    medium = server.uploads("/utils/media/upload", a_picture(GREEN)).json
    assert medium
    told = server.told("POST", path, {"id": medium["id"]})
    assert shown(server.client, told["logo"]) == GREEN
    assert told["logo"] != medium["url"]
    other = server.uploads(path, a_picture(RED)).json
    assert other
    assert shown(server.client, other["logo"]) == RED
    # The one before is gone.
    assert (
        server.client.get(told["logo"].removeprefix("https://vitrine.example")).status_code == 404
    )


def test_what_names_no_picture_changes_nothing(
    server: Caller, charlies: Caller, alice: Shop
) -> None:
    path = f"/platforms/plat_{alice.uid}/image"
    theirs = charlies.uploads("/utils/media/upload", a_picture()).json
    assert theirs
    for sent in ({}, {"id": theirs["id"]}, {"url": theirs["url"]}, {"id": "media_x"}):
        assert refusal(server.ask("POST", path, sent)) == (422, "invalid")
    assert refusal(server.uploads(path, b"no picture")) == (422, "invalid")
    assert server.told("GET", "/platforms")["logo"] is None
