"""`PUT /v1/contracts/<id>`."""

from __future__ import annotations

from typing import Any

import pytest

from models.user import User
from tests.api.marketplace.conftest import Caller, refusal
from tests.api.marketplace.sales import a_cart, a_draft, a_lamp, a_sale


def a_request(server: Caller, noors: Caller) -> Any:
    """A contract from a cart, which sellers are asked to accept."""
    cart = a_cart(noors, a_lamp(server))
    made = noors.told("POST", f"/contracts/cart/{cart['id']}", {})
    return server.told("POST", f"/contracts/{made['id']}/send")


def test_only_what_is_sent_changes(server: Caller) -> None:
    draft = a_draft(server, a_lamp(server), notes="At noon.")
    path = f"/contracts/{draft['id']}"
    sent = {"due": "2026-07-01T00:00:00Z"}
    told = server.told("PUT", path, sent)
    assert told == {**draft, **sent, "updated": told["updated"]}
    told = server.told("PUT", path, {"due": None, "notes": None})
    assert (told["due"], told["notes"]) == (None, None)


def test_the_whole_may_be_sent_back(server: Caller, noor: User) -> None:
    sale = a_sale(server, noor)
    sent = {**sale, "notes": "At noon.", "total": 1, "paid": "2026-01-01T00:00:00Z", "id": "inv_x"}
    told = server.told("PUT", f"/contracts/{sale['id']}", sent)
    assert told == {**sale, "notes": "At noon.", "updated": told["updated"]}


def test_flags_say_who_pays_what(server: Caller, noor: User) -> None:
    server.told("PUT", f"/platforms/plat_{server.shop.uid}", {"platformFee": 10})
    path = f"/contracts/{a_sale(server, noor)['id']}"
    told = server.told("PUT", path, {"includeStripeFees": False})
    assert (told["total"], told["sellers"][0]["amountOwed"]) == (4950, 4500 - 174)
    told = server.told("PUT", path, {"includePlatformFees": False})
    assert (told["total"], told["sellers"][0]["amountOwed"]) == (4500, 4500 - 450 - 161)


@pytest.mark.parametrize("status", ["open", "void"])
def test_sellers_accept_or_refuse(server: Caller, noors: Caller, status: str) -> None:
    asked = a_request(server, noors)
    assert asked["status"] == "request"
    told = server.told("PUT", f"/contracts/{asked['id']}", {"status": status})
    assert told["status"] == status


def test_what_nobody_pays_is_given_up(server: Caller, noor: User) -> None:
    path = f"/contracts/{a_sale(server, noor)['id']}"
    assert server.told("PUT", path, {"status": "uncollectible"})["status"] == "uncollectible"
    for sent in ({"notes": "x"}, {"status": "open"}):
        assert refusal(server.ask("PUT", path, sent)) == (409, "wrong_status")


@pytest.mark.parametrize("status", ["paid", "processing", "draft", "request", "nonsense"])
def test_by_hand_only_what_may_follow_is_said(server: Caller, noor: User, status: str) -> None:
    sale = a_sale(server, noor)
    answer = server.ask("PUT", f"/contracts/{sale['id']}", {"status": status})
    assert refusal(answer) == (409, "wrong_status")
    assert server.told("GET", f"/contracts/{sale['id']}") == sale


def test_a_draft_is_sent_by_sending_it(server: Caller) -> None:
    path = f"/contracts/{a_draft(server, a_lamp(server))['id']}"
    assert refusal(server.ask("PUT", path, {"status": "open"})) == (409, "wrong_status")


@pytest.mark.parametrize("sent", [{"due": "soon"}, {"includeStripeFees": "yes"}], ids=str)
def test_what_cannot_be_kept_is_refused(server: Caller, sent: dict[str, Any]) -> None:
    path = f"/contracts/{a_draft(server)['id']}"
    assert refusal(server.ask("PUT", path, sent)) == (422, "invalid")


def test_another_platforms_is_none(server: Caller, charlies: Caller) -> None:
    answer = charlies.ask("PUT", f"/contracts/{a_draft(server)['id']}", {"notes": "Mine"})
    assert refusal(answer) == (404, "not_found")
