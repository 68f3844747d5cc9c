"""Coming into a live: by a nickname, by the shop's word, by a link; forged and foreign tokens."""

from __future__ import annotations

import base64
import json
import re
from datetime import datetime, timedelta
from typing import Any

import jwt
import pytest

from models import clock
from models.base import new_uid
from models.content import Content
from models.errors import Invalid, NotFound
from models.message import BadToken, BadUserToken, SpentToken, TokenExpired
from models.shop import Shop
from tests.builders import a_live, a_message, a_share, a_shop, a_video
from tests.conftest import NOON
from usecases import passes, uploads, viewers, vouching
from usecases.passes import Viewer, written


@pytest.fixture
def live(alice: Shop, noon: datetime) -> Content:
    """Alice's live."""
    return a_live(alice)


def user_token(shop: Shop, secret: str | None = None, **claims: Any) -> str:
    """What a shop's server says of its user; a claim of None is left out."""
    plain = {
        "aud": shop.app_id,
        "sub": "customer-7",
        "jti": new_uid(),
        "exp": clock.now() + timedelta(minutes=5),
    }
    said = {name: value for name, value in {**plain, **claims}.items() if value is not None}
    return jwt.encode(said, secret or shop.viewer_secret, algorithm="HS256")


def test_a_nickname_opens_a_live_for_a_day(live: Content) -> None:
    viewer = viewers.come_in(live.uid, nickname=" Noor ")
    assert (viewer.author, viewer.role, viewer.leads) == ("Noor", "viewer", False)
    assert viewer.ends_at == NOON + timedelta(hours=24)
    assert viewers.enter(live.uid, written(viewer)) == (viewer, live)


def test_who_comes_anonymously_has_no_name_but_is_somebody(live: Content) -> None:
    first, second = (viewers.come_in(live.uid, anonymous=True) for _ in range(2))
    assert first.author == second.author == ""
    assert first.uid != second.uid


@pytest.mark.parametrize(
    "ways",
    [{}, {"nickname": "Noor", "anonymous": True}, {"nickname": "Noor", "user_token": "x"}],
    ids=["none", "two", "another two"],
)
def test_exactly_one_way_in_is_asked_for(live: Content, ways: dict[str, Any]) -> None:
    with pytest.raises(Invalid, match="exactly one"):
        viewers.come_in(live.uid, **ways)


@pytest.mark.parametrize("name", ["Noor", "nооr", "N00R", "Alice", "ΑLICE"])
def test_nobody_takes_the_name_of_a_host_or_the_shop(live: Content, name: str) -> None:
    a_message(live, author="Noor", by_host=True)
    with pytest.raises(Invalid, match="looks after the show"):
        viewers.come_in(live.uid, nickname=name)
    assert viewers.come_in(live.uid, nickname="Noora")


def test_a_nickname_says_no_word_of_the_list(alice: Shop, live: Content) -> None:
    Shop.update(chat_words=["cheap"]).execute()
    with pytest.raises(Invalid, match="choose another one"):
        viewers.come_in(live.uid, nickname="Сhеар")


def test_what_nobody_may_watch_has_no_viewers(alice: Shop, live: Content) -> None:
    hidden = a_live(alice, published=False)
    for uid in (hidden.uid, a_video(alice).uid, "0" * 32, "x", "\0"):
        with pytest.raises(NotFound):
            viewers.come_in(uid, anonymous=True)
    viewer = viewers.come_in(live.uid, anonymous=True)
    Shop.update(displaying=False).execute()
    with pytest.raises(NotFound):
        viewers.enter(live.uid, written(viewer))


def forged(viewer: Viewer) -> dict[str, str]:
    """Tokens that somebody made who does not know the secret."""
    token = written(viewer)
    body, _, signature = token.rpartition(".")
    said = passes._signer(passes.KIND).load_payload(body.encode())
    said[3] = "host"
    raised = base64.urlsafe_b64encode(json.dumps(said).encode()).rstrip(b"=").decode()
    return {
        "another role under the old signature": f"{raised}.{signature}",
        "no signature": f"{raised}.",
        "no token": "",
        "half of it": token[: len(token) // 2],
        "one letter more": token + "A",
        "of 10,000 letters": "A" * 10_000,
        "strange letters": "é\0😀",
        "a shop's token": jwt.encode({"role": "host"}, "x" * 32, algorithm="HS256"),
        "an upload link's": viewers_signed_for_uploads(said),
    }


def viewers_signed_for_uploads(said: Any) -> str:
    """Signed by us, for something else."""
    return str(uploads._signer(passes._secret.text).dumps(said))


def test_a_forged_token_opens_nothing(live: Content) -> None:
    viewer = viewers.come_in(live.uid, nickname="Noor")
    for name, token in forged(viewer).items():
        with pytest.raises(BadToken):
            assert viewers.enter(live.uid, token), name


def test_a_token_opens_its_own_live_alone(alice: Shop, live: Content) -> None:
    for viewer in (
        viewers.come_in(live.uid, nickname="Noor"),
        viewers.invite(alice, live.uid, role="host", name="Anna", hours=1),
    ):
        with pytest.raises(BadToken, match="another live"):
            viewers.enter(a_live(alice).uid, written(viewer))


def test_a_token_ends(alice: Shop, live: Content) -> None:
    token = written(viewers.invite(alice, live.uid, role="moderator", name="Bob", hours=2))
    with clock.frozen(NOON + timedelta(hours=2) - timedelta(milliseconds=1)):
        assert viewers.enter(live.uid, token)[0].role == "moderator"
    with clock.frozen(NOON + timedelta(hours=2)), pytest.raises(TokenExpired):
        viewers.enter(live.uid, token)


def test_hosts_see_what_viewers_do_not_see_yet(alice: Shop, noon: datetime) -> None:
    hidden = a_live(alice, published=False)
    host = viewers.invite(alice, hidden.uid, role="host", name="Anna", hours=1)
    assert viewers.enter(hidden.uid, written(host)) == (host, hidden)


def test_links_are_revoked_together_and_new_ones_are_good(alice: Shop, live: Content) -> None:
    old = [
        written(viewers.invite(alice, live.uid, role=role, name="Anna", hours=1))
        for role in ("host", "moderator")
    ]
    viewer = written(viewers.come_in(live.uid, anonymous=True))
    viewers.revoke_links(alice, live.uid)
    with clock.frozen(NOON + timedelta(seconds=1)):
        for token in old:
            with pytest.raises(BadToken, match="revoked"):
                viewers.enter(live.uid, token)
        assert viewers.enter(live.uid, viewer)
        new = viewers.invite(alice, live.uid, role="host", name="Anna", hours=1)
        assert viewers.enter(live.uid, written(new))


def test_a_shops_user_is_known_again(alice: Shop, live: Content) -> None:
    first, second, other = (
        viewers.come_in(live.uid, user_token=user_token(alice, sub=sub, name="Noor K."))
        for sub in ("7", "7", "8")
    )
    assert (first.author, first.role) == ("Noor K.", "viewer")
    assert first.uid == second.uid != other.uid


@pytest.mark.parametrize("role", ["host", "moderator"])
def test_the_shops_word_makes_hosts(alice: Shop, live: Content, role: str) -> None:
    viewer = viewers.come_in(live.uid, user_token=user_token(alice, role=role))
    assert (viewer.role, viewer.author) == (role, "Alice")


@pytest.mark.parametrize(
    ("claims", "bids"),
    [({}, False), ({"can_bid": False}, False), ({"can_bid": True}, True)],
    ids=["unless told", "told not to", "told to"],
)
def test_the_shops_word_lets_its_users_bid(
    alice: Shop, live: Content, claims: dict[str, Any], bids: bool
) -> None:
    made = viewers.come_in(live.uid, user_token=user_token(alice, sub="7", **claims))
    viewer, _ = viewers.enter(live.uid, written(made))
    assert (viewer.may_bid, viewer.user_ref) == (bids, "7" if bids else "")


LONG_SUB = "".join(chr(0x4E00 + each) for each in range(255))


@pytest.mark.parametrize("sub", [LONG_SUB, "a\0b"], ids=["the longest", "with NUL"])
def test_a_bidders_pass_holds_whatever_the_shop_calls_them(
    alice: Shop, live: Content, sub: str
) -> None:
    token = user_token(alice, sub=sub, can_bid=True, name="\N{GRINNING FACE}" * 50)
    viewer, _ = viewers.enter(live.uid, written(viewers.come_in(live.uid, user_token=token)))
    assert viewer.user_ref == sub.replace("\0", "?")


def test_a_host_does_not_bid(alice: Shop, live: Content) -> None:
    token = user_token(alice, role="host", can_bid=True)
    assert not viewers.come_in(live.uid, user_token=token).may_bid


WRONG = {
    "no end": {"exp": None},
    "an end long ago": {"exp": NOON - timedelta(minutes=1)},
    "an end far ahead": {"exp": NOON + timedelta(minutes=11)},
    "an end that is no moment": {"exp": "soon"},
    "an end beyond all": {"exp": 1e300},
    "not good yet": {"nbf": NOON + timedelta(minutes=2)},
    "no number": {"jti": None},
    "an empty number": {"jti": ""},
    "a number that is no text": {"jti": 7},
    "nobody": {"sub": None},
    "an endless somebody": {"sub": "x" * 256},
    "no audience": {"aud": None},
    "another audience": {"aud": "somebody-else"},
    "several audiences": {"aud": ["a", "b"]},
    "an unknown role": {"role": "owner"},
    "a role that is no text": {"role": ["host"]},
    "an endless name": {"name": "x" * 51},
    "a name that is no text": {"name": {"first": "Noor"}},
    "bidding that is neither true nor false": {"can_bid": "yes"},
}


@pytest.mark.parametrize("claims", WRONG.values(), ids=WRONG)
def test_a_wrong_user_token_is_refused(alice: Shop, live: Content, claims: dict[str, Any]) -> None:
    sign = unchecked if isinstance(claims.get("jti"), int) else user_token
    token = sign(alice, **claims)
    with pytest.raises(BadUserToken):
        viewers.come_in(live.uid, user_token=token)
    assert SpentToken.select().count() == 0


def unchecked(shop: Shop, **claims: Any) -> str:
    """Sign what the library would not."""
    end = int((NOON + timedelta(minutes=5)).timestamp())
    said = {"aud": shop.app_id, "sub": "7", "jti": "1", "exp": end, **claims}
    return jwt.PyJWS().encode(json.dumps(said).encode(), shop.viewer_secret, algorithm="HS256")


def test_a_user_token_by_another_secret_or_without_any_is_refused(
    alice: Shop, charlie: Shop, live: Content
) -> None:
    end = int((NOON + timedelta(minutes=5)).timestamp())
    said = {"aud": alice.app_id, "sub": "7", "jti": "1", "exp": end, "role": "host"}
    for token in (
        user_token(alice, secret=charlie.viewer_secret),
        user_token(charlie),
        jwt.encode(said, None, algorithm="none"),
        jwt.encode(said, alice.viewer_secret * 2, algorithm="HS512"),
        "a.b.c",
        "",
        "é",
        "x" * 5_000,
    ):
        with pytest.raises(BadUserToken):
            viewers.come_in(live.uid, user_token=token)


def test_a_user_token_opens_once(alice: Shop, live: Content) -> None:
    token = user_token(alice)
    viewers.come_in(live.uid, user_token=token)
    with pytest.raises(BadUserToken, match="used before"):
        viewers.come_in(a_live(alice).uid, user_token=token)


def test_a_spent_token_is_remembered_until_it_would_have_ended(alice: Shop, live: Content) -> None:
    viewers.come_in(live.uid, user_token=user_token(alice))
    with clock.frozen(NOON + timedelta(minutes=5, seconds=29)):
        vouching.forget_spent_tokens()
        assert SpentToken.select().count() == 1
    with clock.frozen(NOON + timedelta(minutes=5, seconds=30)):
        vouching.forget_spent_tokens()
    assert SpentToken.select().count() == 0


def test_a_shop_that_shows_a_shared_live_vouches_for_viewers_alone(
    alice: Shop, live: Content
) -> None:
    dora = a_shop("Dora")
    with pytest.raises(BadUserToken):
        viewers.come_in(live.uid, user_token=user_token(dora))
    a_share(live, dora)
    noor = viewers.come_in(live.uid, user_token=user_token(dora, name="Noor", can_bid=True))
    assert (noor.author, noor.may_bid) == ("Noor", False)
    with pytest.raises(BadUserToken, match="own shop"):
        viewers.come_in(live.uid, user_token=user_token(dora, role="moderator"))


def test_a_new_secret_ends_what_the_old_one_signed(alice: Shop, live: Content) -> None:
    token = user_token(alice)
    vouching.change_secret(alice)
    with pytest.raises(BadUserToken):
        viewers.come_in(live.uid, user_token=token)
    assert viewers.come_in(live.uid, user_token=user_token(alice))


def test_an_address_is_known_again_and_not_to_be_read() -> None:
    one = passes.whereabouts("203.0.113.7")
    assert re.fullmatch("[0-9a-f]{64}", one)
    assert one == passes.whereabouts("::ffff:203.0.113.7")
    assert passes.whereabouts("2001:db8::1") == passes.whereabouts("2001:db8::2")
    assert passes.whereabouts("2001:db8::1") != passes.whereabouts("2001:db8:0:1::1")
    assert one != passes.whereabouts("203.0.113.8")
