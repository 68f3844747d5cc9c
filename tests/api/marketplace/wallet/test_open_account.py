"""`POST /v1/users/auth/bank_account`."""

from __future__ import annotations

from models.shop import Shop
from models.user import User
from tests.api.marketplace.conftest import Caller
from tests.api.marketplace.lessons import a_card

PATH = "/users/auth/bank_account"


def test_the_account_is_complete_at_once_where_no_money_moves(noors: Caller, noor: User) -> None:
    told = noors.told("POST", PATH)
    assert told["stripeConnectId"].startswith("acct_")
    assert [told[each] for each in ("chargesEnabled", "detailsSubmitted", "url")] == [
        True,
        True,
        None,
    ]
    assert noors.told("POST", PATH) == told
    assert noors.told("GET", "/users/auth") == {
        name: value for name, value in told.items() if name != "url"
    }


def test_what_the_user_pays_with_is_told_too(noors: Caller, noor: User) -> None:
    method = a_card(noor)
    [told] = noors.told("POST", PATH)["paymentMethods"]
    assert told["id"] == method


def test_a_platform_without_pages_needs_none(noors: Caller, alice: Shop) -> None:
    alice.allowed_origins = []
    alice.save()
    assert noors.told("POST", PATH)["url"] is None
