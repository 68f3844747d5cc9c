"""`PUT /v2/<access key>/console/<key>/product/show`."""

from __future__ import annotations

import pytest

from models.content import FINISHED, NOT_STARTED, STARTED, Content
from tests.api.campaigns.campaign_products.ways import place_of, rows, statuses
from tests.api.campaigns.conftest import Server, refusal
from tests.builders import a_live, a_product, a_share
from usecases.screens import told_screen


def where(live: Content) -> str:
    return f"/console/{live.uid}/product/show"


def seen(server: Server, live: Content) -> list[str]:
    """What viewers of a live see on screen now."""
    screen = told_screen(server.shop, Content.get_by_id(live.id))
    return [each["name"] for each in screen["products"]]


def test_products_are_put_on_the_screen_and_taken_off(server: Server) -> None:
    mug, cup = a_product(server.shop, name="Mug"), a_product(server.shop, name="Cup")
    live = a_live(server.shop, products=(mug, cup), state=STARTED)
    assert statuses(server, "PUT", where(live), rows(mug, cup), show="true") == ["UPDATE"] * 2
    assert seen(server, live) == ["Mug", "Cup"]
    assert [each["showingNow"] for each in server.get(place_of(live))] == [True, True]
    assert statuses(server, "PUT", where(live), rows(mug), show="false") == ["UPDATE"]
    assert seen(server, live) == ["Cup"]
    assert [each["showingNow"] for each in server.get(place_of(live))] == [False, True]


@pytest.mark.parametrize("show", ["true", "false"])
def test_the_same_again_changes_nothing(server: Server, show: str) -> None:
    mug = a_product(server.shop, name="Mug")
    live = a_live(server.shop, products=(mug,), state=STARTED)
    for _ in range(2):
        assert statuses(server, "PUT", where(live), rows(mug, mug), show=show) == ["UPDATE"] * 2
    assert seen(server, live) == (["Mug"] if show == "true" else [])


def test_before_the_show_nobody_sees_it_yet(server: Server) -> None:
    mug = a_product(server.shop, name="Mug")
    live = a_live(server.shop, products=(mug,), state=NOT_STARTED)
    assert statuses(server, "PUT", where(live), rows(mug)) == ["UPDATE"]
    assert seen(server, live) == []
    assert server.get(place_of(live))[0]["showingNow"] is True


def test_what_cannot_be_shown_fails_for_itself(server: Server, charlies: Server) -> None:
    mug = a_product(server.shop)
    live = a_live(server.shop, products=(mug,), state=STARTED)
    body = rows(a_product(server.shop), a_product(charlies.shop), mug)
    assert statuses(server, "PUT", where(live), body) == ["FAIL", "FAIL", "UPDATE"]
    over = a_live(server.shop, products=(mug,), state=FINISHED)
    assert statuses(server, "PUT", where(over), rows(mug)) == ["FAIL"]
    assert refusal(server.ask("PUT", where(live), [{}])) == (400, -839)
    assert refusal(server.ask("PUT", where(live), rows(mug), show="perhaps")) == (400, -510)


def test_only_its_own_shop_shows(server: Server, charlies: Server) -> None:
    mug = a_product(server.shop)
    live = a_live(server.shop, products=(mug,), state=STARTED)
    assert refusal(charlies.ask("PUT", where(live), rows(mug))) == (404, -710)
    a_share(live, charlies.shop)
    told = charlies.ask("PUT", where(live), rows(mug))
    assert told.status_code == 403 or [each["status"] for each in told.json["results"]] == ["FAIL"]  # type: ignore[index]
    assert seen(server, live) == []
