"""`DELETE /v1/contracts/<id>/item/<id>`."""

from __future__ import annotations

from models.user import User
from tests.api.marketplace.conftest import ID, Caller, refusal
from tests.api.marketplace.sales import a_draft, a_lamp, a_sale, ids


def test_with_their_last_line_a_seller_is_gone(server: Caller, noor: User) -> None:
    lamp = a_lamp(server, user_id=f"user_{noor.uid}", price=500)
    draft = a_draft(server, a_lamp(server), lamp, lamp)
    _, second, third = ids(draft["items"])
    path = f"/contracts/{draft['id']}/item"
    told = server.told("DELETE", f"{path}/{second}")
    assert (told["subTotal"], len(told["sellers"])) == (5000, 2)
    told = server.told("DELETE", f"{path}/{third}")
    assert (told["subTotal"], [each["name"] for each in told["sellers"]]) == (4500, ["Alice"])
    assert refusal(server.ask("DELETE", f"{path}/{third}")) == (404, "not_found")


def test_only_this_contracts_are_found(server: Caller, charlies: Caller) -> None:
    draft, other = (a_draft(server, a_lamp(server)) for _ in "12")
    [item] = ids(draft["items"])
    for caller, contract, name in (
        (server, other, item),
        (charlies, draft, item),
        (server, draft, f"item_{ID}"),
        (server, draft, "item_x"),
    ):
        answer = caller.ask("DELETE", f"/contracts/{contract['id']}/item/{name}")
        assert refusal(answer) == (404, "not_found")
    assert server.told("GET", f"/contracts/{draft['id']}") == draft


def test_what_is_paid_changes_no_more(server: Caller, noor: User) -> None:
    sale = a_sale(server, noor)
    path = f"/contracts/{sale['id']}"
    server.told("PUT", f"{path}/settle")
    answer = server.ask("DELETE", f"{path}/item/{sale['items'][0]['id']}")
    assert refusal(answer) == (409, "wrong_status")
