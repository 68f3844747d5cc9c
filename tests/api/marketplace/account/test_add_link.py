"""`POST /v1/users/auth/link`."""

from __future__ import annotations

import pytest

from models.shop import Shop
from models.user import User, UserLink
from tests.api.marketplace.conftest import Caller, refusal
from tests.builders import a_user
from usecases.user_links import MOST_LINKS

LINK = {"label": "My shop", "url": "https://larch.example"}


def test_a_link_stands_behind_the_others(noors: Caller, noor: User) -> None:
    noors.told("POST", "/users/auth/link", LINK)
    told = noors.told("POST", "/users/auth/link", {**LINK, "label": "Second"})
    first, second = told["links"]
    assert (first["label"], second["label"]) == ("My shop", "Second")
    assert (first["user_id"], first["url"]) == (f"user_{noor.uid}", "https://larch.example")
    assert first["id"].startswith("link_")
    assert noors.told("GET", "/users/auth")["links"] == [first, second]


@pytest.mark.parametrize(
    "link",
    [{"label": "x"}, {"url": "https://a.example"}, {**LINK, "url": "javascript:alert(1)"}],
    ids=str,
)
def test_what_is_no_link_is_refused(noors: Caller, link: object) -> None:
    assert refusal(noors.ask("POST", "/users/auth/link", link)) == (422, "invalid")


def test_there_are_only_so_many(noors: Caller, noor: User) -> None:
    for each in range(MOST_LINKS):
        UserLink.create(user=noor, label=str(each), url="https://a.example")
    assert refusal(noors.ask("POST", "/users/auth/link", LINK)) == (422, "invalid")


def test_sent_again_under_its_key_it_is_added_once_for_each_user(
    noors: Caller, alice: Shop
) -> None:
    bobs = Caller(noors.client, alice).sees_as(a_user(alice))
    for caller in (noors, bobs):
        headers = {**caller.headers, "Idempotency-Key": "one"}
        answers = [caller.ask("POST", "/users/auth/link", LINK, headers=headers) for _ in "12"]
        assert answers[0].data == answers[1].data
        [link] = caller.told("GET", "/users/auth")["links"]
        assert link == answers[0].get_json()["links"][0]
