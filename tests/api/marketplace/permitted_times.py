"""Who may do what with times, wallets and money: rows of the table in `test_permissions.py`."""

from __future__ import annotations

from typing import Any

from models.user import User
from tests.api.marketplace.lessons import (
    a_card,
    a_contract,
    a_lesson,
    a_subscription,
    a_teacher,
    an_event,
)
from usecases.market import payees, subscriptions, wallets

EVENT = {
    "title": "Fitting",
    "eventStart": "2026-06-15T09:00:00Z",
    "eventEnd": "2026-06-15T10:00:00Z",
}
BODIES: dict[str, Any] = {
    "subscriptions.pause": {},
    "calendars.set_availability": [],
    "calendars.change_availability": [],
    "calendar_events.create": EVENT,
    "calendar_events.change": {"title": "Second fitting"},
    "estimates.show": {"amount": 9000},
}
QUERIES = {"localtime.show": "?date=2026-06-15T12:00:00Z"}

# In the order of CALLERS: inside by key and roles, then outside.
ADMIN, EDITOR = "200 200 200 403 403 403", "200 200 200 200 403 403"
OWN = "401 200 200 200 200 200 401 401 403 401 200 401"
# It is the plain user's, and nobody else's.
MINE = "401 404 404 404 404 200 401 401 403 401 404 401"
EVERYBODY = "200 200 200 200 200 200 200 403 403 200 200 200"
NONE, SHOPS = "401 403 403 404 404 404", "401 403 403 200 200 404"
TABLE = {
    "wallet.open_account": OWN,
    "wallet.begin": OWN,
    "wallet.index": OWN,
    # The secret is the plain user's.
    "wallet.add": "401 402 402 402 402 200 401 401 403 401 402 401",
    "wallet.remove": MINE,
    "wallet.prefer": MINE,
    "wallets.show_account": f"{ADMIN} {NONE}",
    "wallets.index": f"{ADMIN} {NONE}",
    "wallets.remove": f"{ADMIN} {NONE}",
    "wallets.prefer": f"{ADMIN} {NONE}",
    "subscriptions.create": MINE,
    # Of the plain user, as are `show_revenue` and `show_spend`.
    "subscriptions.index": f"200 200 200 200 403 200 {NONE}",
    "subscriptions.show": f"{EDITOR} {NONE}",
    "subscriptions.pause": f"{EDITOR} {NONE}",
    "subscriptions.resume": MINE,
    "subscriptions.end": MINE,
    "calendars.set_availability": OWN,
    "calendars.change_availability": OWN,
    "calendars.show_own": OWN,
    "calendar_events.create": OWN,
    "calendar_events.show": MINE,
    "calendar_events.change": MINE,
    "calendar_events.remove": MINE,
    "availability.show": f"200 200 200 200 200 200 {NONE}",
    "transactions.index": f"{ADMIN} 401 403 403 200 200 200",
    "transactions.show_revenue": f"200 200 200 403 403 200 {NONE}",
    "transactions.show_spend": f"200 200 200 403 403 200 {NONE}",
    "transactions.index_spenders": f"{ADMIN} {SHOPS}",
    "transactions.index_earners": f"{ADMIN} {SHOPS}",
    "transactions.show_volume": f"{ADMIN} {SHOPS}",
    "transactions.show_cart": f"{ADMIN} {SHOPS}",
    "transactions.show_month": f"{ADMIN} {SHOPS}",
    "transactions.show_year": f"{ADMIN} {SHOPS}",
    "estimates.show": EVERYBODY,
    "localtime.show": EVERYBODY,
}


def bodies_of(path: dict[str, str]) -> dict[str, Any]:
    """What is sent; of one operation it names a thing that it asks about."""
    card = {"number": "4242424242424242", "expMonth": 12, "expYear": 2031}
    return {**BODIES, "wallet.add": {"clientSecret": path.get("clientSecret"), **card}}


def ids_of(name: str, user: User) -> dict[str, str]:
    """Make what an operation asks about, the user's; give its ids by their names in the path."""
    made: dict[str, str] = {}
    resource = name.partition(".")[0]
    if resource == "subscriptions":
        lesson = a_lesson(a_teacher(user.shop, f"Larch{user.id}"))
        begun = a_subscription(user, lesson)
        if name == "subscriptions.resume":
            subscriptions.pause(user.shop, begun.uid)
        made["subscription_id"] = f"subs_{begun.uid}"
        made["contract_id"] = f"inv_{a_contract(user, lesson).uid}"
    elif resource == "calendar_events":
        event = an_event(user, "2026-06-15T07:00", "2026-06-15T08:00")
        made["event_id"] = f"calev_{event.uid}"
    elif resource in ("wallet", "wallets"):
        payees.open_account(user)
        made["payment_method_id"] = a_card(user)
        made["clientSecret"] = wallets.begin(user)
    return made
