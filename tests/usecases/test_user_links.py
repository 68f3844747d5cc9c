"""Links of users: each user's own, however many users are asked about."""

from __future__ import annotations

from models.shop import Shop
from models.user import UserLink
from tests.builders import a_user
from usecases.user_links import links_of


def test_everybody_has_their_own_links_in_the_order_they_were_added(
    alice: Shop, charlie: Shop
) -> None:
    first, between, theirs, last = (a_user(each) for each in (alice, alice, charlie, alice))
    for user, label in ((last, "a"), (first, "b"), (between, "c"), (theirs, "d"), (first, "e")):
        UserLink.create(user=user, label=label, url="https://a.example")
    found = {
        user: [link.label for link in links] for user, links in links_of([first, last]).items()
    }
    assert found == {first.id: ["b", "e"], last.id: ["a"]}
    assert links_of([]) == {}
