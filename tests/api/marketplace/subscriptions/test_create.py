"""`POST /v1/subscriptions/auth/contract/<id>`."""

from __future__ import annotations

from models import clock
from models.contract import OPEN
from models.shop import Shop
from models.user import User
from tests.api.marketplace.conftest import Caller, refusal
from tests.api.marketplace.lessons import WHEN, a_contract, a_lesson, a_teacher, utc
from tests.builders import a_user

PATH = "/subscriptions/auth/contract/inv_{}"


def test_what_is_paid_and_recurs_begins(server: Caller, noor: User, alice: Shop) -> None:
    lesson = a_lesson(a_teacher(alice))
    contract = a_contract(noor, lesson)
    with clock.frozen(utc("2026-06-15T12:00")):
        told = server.sees_as(noor).told("POST", PATH.format(contract.uid))
    assert told.pop("id").startswith("subs_")
    assert told == {
        "mode": "test",
        "created": "2026-06-15T12:00:00Z",
        "updated": "2026-06-15T12:00:00Z",
        "platform_id": f"plat_{alice.uid}",
        "user_id": f"user_{noor.uid}",
        "service_id": f"serv_{lesson.uid}",
        "price": 4500,
        "isActive": True,
        "isPaused": False,
        "pausedAt": None,
        "pausedUntil": None,
        "cycle": "weekly",
        "startDate": "2026-06-15T12:00:00Z",
        "ended": None,
    }


def test_asked_again_it_is_the_same_one(server: Caller, noors: Caller, noor: User) -> None:
    lessons = [a_lesson(a_teacher(noor.shop, name)) for name in ("Larch", "Elm")]
    path = PATH.format(a_contract(noor, *lessons).uid)
    assert noors.told("POST", path) == noors.told("POST", path)
    listed = server.told("GET", f"/subscriptions/user/user_{noor.uid}")
    assert [each["service_id"] for each in listed] == [f"serv_{each.uid}" for each in lessons[::-1]]


def test_sessions_keep_the_teachers_clock_where_it_is_put_back(noors: Caller, noor: User) -> None:
    contract = a_contract(noor, a_lesson(a_teacher(noor.shop)), **WHEN)
    begun = noors.told("POST", PATH.format(contract.uid))
    first, second = noors.told("GET", "/calendars/auth")["events"][:2]
    spans = [(each["eventStart"], each["eventEnd"]) for each in (first, second)]
    assert spans == [
        ("2026-10-19T08:00:00Z", "2026-10-19T09:00:00Z"),
        ("2026-10-26T09:00:00Z", "2026-10-26T10:00:00Z"),
    ]
    assert first["subscription_id"] == second["subscription_id"] == begun["id"]


def test_what_is_not_paid_does_not_recur_or_is_full_begins_nothing(
    noors: Caller, noor: User
) -> None:
    teacher = a_teacher(noor.shop)
    lesson = a_lesson(teacher, subscription_limit=1)
    unpaid = a_contract(noor, lesson, status=OPEN)
    assert refusal(noors.ask("POST", PATH.format(unpaid.uid))) == (409, "wrong_status")
    once = a_contract(noor, a_lesson(a_teacher(noor.shop, "Elm"), cycle=None))
    assert refusal(noors.ask("POST", PATH.format(once.uid))) == (422, "invalid")
    noors.told("POST", PATH.format(a_contract(noor, lesson).uid))
    second = a_contract(noor, lesson)
    assert refusal(noors.ask("POST", PATH.format(second.uid))) == (409, "limit_reached")


def test_only_its_buyer_begins_it(server: Caller, charlies: Caller, noor: User) -> None:
    contract = a_contract(noor, a_lesson(a_teacher(noor.shop)))
    path = PATH.format(contract.uid)
    for other in (a_user(server.shop), a_user(charlies.shop)):
        caller = Caller(server.client, other.shop).sees_as(other)
        assert refusal(caller.ask("POST", path)) == (404, "not_found")
    assert refusal(server.ask("POST", path)) == (401, "no_credentials")
