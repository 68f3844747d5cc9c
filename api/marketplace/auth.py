"""`/v1/auth`: signing in by a code that is mailed, and new tokens for a session."""

from __future__ import annotations

from typing import Annotated

from flask import Blueprint
from pydantic import Field

from api.auth import shop
from api.marketplace.account_shapes import as_account
from api.marketplace.entering import guarded
from api.marketplace.envelope import Sent, answer
from api.marketplace.user_fields import Email
from api.marketplace.user_shapes import PlatformUser
from api.operation import Answer, Output
from models.session import BadCode, BadSession
from usecases import codes, sessions

routes = Blueprint("auth", __name__)
SAMPLE = "WyIxMjNlNDU2N2U4OWIxMmQz.k5Zt"


class Nothing(Output):
    """An empty object."""


class NewCode(Sent):
    """Whom to send a code."""

    email: Email = Field(description="Address the code is sent to.")


class CodeOfMail(Sent):
    """A code that was mailed."""

    email: Email = Field(description="Address the code was sent to.")
    token: Annotated[str, Field(max_length=20)] = Field(
        description="The six digits.", examples=["042137"]
    )


class RefreshToken(Sent):
    """What new tokens are given for."""

    refreshToken: Annotated[str, Field(max_length=2_000)] = Field(
        description="The one that came with the last token.", examples=[SAMPLE]
    )


class Tokens(Output):
    """What a user shows for an hour, and what is given for new ones within seven days, once."""

    token: str = Field(examples=[SAMPLE])
    refreshToken: str = Field(examples=[SAMPLE])


class SignedInUser(PlatformUser, Tokens):
    """A user with the tokens of a new session."""


@routes.post("/otp/email")
@guarded("Send a code", body=NewCode, answer=Nothing)
def ask(body: NewCode) -> Answer:
    """Mail a code to an address, at most one in half a minute; the answer never tells more."""
    codes.ask(shop(), body.email)
    return answer({})


@routes.post("/otp/verify")
@guarded("Sign in", body=CodeOfMail, answer=SignedInUser, errors=(BadCode,))
def verify(body: CodeOfMail) -> Answer:
    """Open a session by a code, which is good for ten minutes, five tries and one session.

    A new address becomes a user; a user who was to be deleted stays.
    """
    signed = sessions.sign_in(shop(), body.email, body.token.strip())
    return answer(
        {**as_account(signed.user), "token": signed.token, "refreshToken": signed.refresh_token}
    )


@routes.post("/session/refresh")
@guarded("Refresh a session", body=RefreshToken, answer=Tokens, errors=(BadSession,))
def refresh(body: RefreshToken) -> Answer:
    """Give new tokens for a refresh token; one that was used before ends the session."""
    signed = sessions.refresh(shop(), body.refreshToken)
    return answer({"token": signed.token, "refreshToken": signed.refresh_token})
