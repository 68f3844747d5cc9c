"""Signing in: the code of a mail, and the session that it opens."""

from datetime import timedelta

from peewee import CharField, ForeignKeyField, IntegerField

from models.base import MomentField, Table
from models.errors import Unauthorized
from models.shop import Shop
from models.user import LONGEST_EMAIL, User

# How long a code is good, how often it may be guessed, and how long nobody gets another one.
CODE_LASTS, CODE_TRIES = timedelta(minutes=10), 5
CODE_PAUSE, LONG_CODE_PAUSE = timedelta(seconds=30), timedelta(minutes=15)
# After so many codes that nobody signed in with the pause is a long one, until an hour is quiet.
CODES_BEFORE_LONG_PAUSE, CODES_FORGOTTEN = 10, timedelta(hours=1)
ACCESS_LASTS, REFRESH_LASTS = timedelta(hours=1), timedelta(days=7)


class BadCode(Unauthorized):
    """The code is wrong, used, too old or guessed too often; which of them is not told."""

    code = "bad-code"


class BadSession(Unauthorized):
    """The token opens no session: it is wrong, too old, or its session has ended."""

    code = "bad-session"


class SignInCode(Table):
    """The one live code of an address in a shop. The code itself is kept nowhere.

    It is made of `nonce` and the installation's secret (`usecases/codes.py`). `tries` counts the
    guesses, `unused` the codes since somebody last signed in. `mailed_at` is set once a worker has
    taken the mail, `due_at` says when the next attempt may be made.
    """

    shop_id: int
    shop = ForeignKeyField(Shop, on_delete="CASCADE", index=False)
    email = CharField(max_length=LONGEST_EMAIL)
    nonce = CharField(max_length=32)
    tries = IntegerField(default=0)
    unused = IntegerField(default=1)
    asked_at = MomentField()
    ends_at = MomentField(index=True)
    used_at = MomentField(null=True)
    mailed_at = MomentField(null=True)
    due_at = MomentField()

    class Meta:
        indexes = ((("shop", "email"), True),)


class Session(Table):
    """One signing in of a user, and all tokens that came of it.

    `number` is that of the refresh token which is good now; a lower one was used before.
    """

    user_id: int
    user = ForeignKeyField(User, backref="sessions", on_delete="CASCADE")
    number = IntegerField(default=1)
    ends_at = MomentField(index=True)
    revoked_at = MomentField(null=True)
