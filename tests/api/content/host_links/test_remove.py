"""`DELETE /lives/<uid>/host_link`: all links of a live at once."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask.testing import FlaskClient

from models import clock
from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_live
from tests.conftest import NOON


def test_revoked_links_open_nothing(
    client: FlaskClient, alices: Caller, alice: Shop, noon: datetime
) -> None:
    path = f"/lives/{a_live(alice).uid}"

    def link() -> Caller:
        told = alices.post(f"{path}/host_link", {"name": "Anna"}).json["data"]["attributes"]
        return Caller(client, {"Authorization": f"Bearer {told['token']}"})

    old = link()
    assert old.get(path).status_code == 200
    assert alices.delete(f"{path}/host_link").status_code == 204
    with clock.frozen(NOON + timedelta(seconds=1)):
        refused = old.get(path)
        assert (refused.status_code, refused.json["errors"][0]["code"]) == (401, "bad-token")
        assert link().get(path).status_code == 200
