"""Coming into a live by an address: the shop's signed word about its user, and no other."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import jwt
import pytest

from models import clock
from models.content import Content
from models.errors import NotFound
from models.message import BadUserToken
from models.shop import Shop
from tests.builders import a_live, a_share, a_viewer
from tests.conftest import NOON
from usecases import viewers, vouching
from usecases.passes import HOST, written

NAMES = {"sub": "userId", "can_bid": "canBid"}


@pytest.fixture
def live(alice: Shop, noon: datetime) -> Content:
    """Alice's live."""
    return a_live(alice)


def token(shop: Shop, secret: str | None = None, **claims: Any) -> str:
    """What a shop's server says of its user; a claim of None is left out."""
    plain = {"userId": "customer-7", "name": "Noor", "iat": NOON, "exp": NOON + timedelta(hours=1)}
    said = {name: value for name, value in {**plain, **claims}.items() if value is not None}
    return jwt.encode(said, secret or shop.viewer_secret, algorithm="HS256")


def come(shop: Shop, live: Content, text: str) -> Any:
    """Open the live's page as a shop shows it."""
    return viewers.come_in_addressed(live.uid, shop, text, NAMES)


def test_the_shops_user_comes_under_their_name_until_the_token_ends(
    alice: Shop, live: Content
) -> None:
    viewer = come(alice, live, token(alice, canBid=True))
    assert (viewer.author, viewer.role, viewer.user_ref) == ("Noor", "viewer", "customer-7")
    assert viewer.ends_at == NOON + timedelta(hours=1)
    assert come(alice, live, token(alice, exp=NOON + timedelta(days=90))).ends_at == (
        NOON + viewers.LASTS
    )


def test_the_user_is_the_same_whichever_way_the_shop_speaks_of_them(
    alice: Shop, live: Content
) -> None:
    said = {"aud": alice.app_id, "sub": "customer-7", "jti": "1", "exp": NOON + vouching.FOR}
    house = jwt.encode(said, alice.viewer_secret, algorithm="HS256")
    by_house = viewers.come_in(live.uid, user_token=house)
    assert come(alice, live, token(alice)).uid == by_house.uid
    assert come(alice, live, token(alice)).uid == by_house.uid, "it may come again"
    assert come(alice, live, token(alice, userId="customer-8")).uid != by_house.uid


def test_who_may_not_bid_is_known_all_the_same(alice: Shop, live: Content) -> None:
    for claims in ({}, {"canBid": False}):
        viewer = come(alice, live, token(alice, **claims))
        assert (viewer.author, viewer.may_bid) == ("Noor", False)


def test_a_shop_that_borrows_a_live_lets_nobody_bid(alice: Shop, charlie: Shop, noon: Any) -> None:
    lent = a_live(charlie)
    a_share(lent, alice)
    viewer = come(alice, lent, token(alice, canBid=True))
    assert (viewer.author, viewer.may_bid) == ("Noor", False)


def refused(alice: Shop, charlie: Shop) -> dict[str, str]:
    """Tokens that cannot be believed."""
    said = {"userId": "customer-7", "exp": NOON + timedelta(hours=1)}
    house = {"aud": alice.app_id, "sub": "1", "jti": "1", "exp": NOON + vouching.FOR}
    return {
        "another shop's": token(charlie),
        "with another secret": token(alice, "another secret, as long as it has to be"),
        "unsigned": jwt.encode(said, "", algorithm="none"),
        "by another algorithm": jwt.encode(said, alice.viewer_secret * 2, algorithm="HS512"),
        "expired": token(alice, exp=NOON),
        "not good yet": token(alice, nbf=NOON + timedelta(hours=1)),
        "without an end": token(alice, exp=None),
        "with no such end": token(alice, exp="soon"),
        "of nobody": token(alice, userId=None),
        "of an empty name": token(alice, userId=""),
        "of a number": token(alice, userId=7),
        "of too long a name": token(alice, userId="7" * 256),
        "who may perhaps bid": token(alice, canBid="true"),
        "whose name is no text": token(alice, name=["Noor"]),
        "the house's own kind": jwt.encode(house, alice.viewer_secret, algorithm="HS256"),
        "too long": "a." * 3_000,
        "no token": "x",
        "strange letters": "é\0😀.\ud800.",
    }


def test_what_cannot_be_believed_opens_nothing(alice: Shop, charlie: Shop, live: Content) -> None:
    for name, text in refused(alice, charlie).items():
        with pytest.raises(BadUserToken):
            pytest.fail(f"{name}: {come(alice, live, text)}")


def test_a_secret_that_was_changed_ends_its_tokens(alice: Shop, live: Content) -> None:
    text = token(alice)
    vouching.change_secret(alice)
    with pytest.raises(BadUserToken):
        come(alice, live, text)


def test_nobody_comes_into_a_draft(alice: Shop, noon: Any) -> None:
    with pytest.raises(NotFound):
        come(alice, a_live(alice, published=False), token(alice))


def test_a_viewers_own_pass_says_who_they_are(alice: Shop, live: Content) -> None:
    viewer = come(alice, live, token(alice, canBid=True))
    assert viewers.come_in(live.uid, user_token=written(viewer)) == viewer


def test_a_pass_for_another_live_a_hosts_or_one_that_has_ended_does_not(
    alice: Shop, live: Content
) -> None:
    passes = [a_viewer(a_live(alice)), a_viewer(live, role=HOST), a_viewer(live, ends_at=NOON)]
    for each in [*map(written, passes), "\ud800"]:
        with pytest.raises(BadUserToken):
            viewers.come_in(live.uid, user_token=each)
    assert clock.now() == NOON
