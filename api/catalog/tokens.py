"""`/oauth/token`: an access token for a key, by RFC 6749 (4.4)."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from urllib.parse import unquote_plus

from flask import Blueprint, request
from pydantic import Field

from api.catalog.envelope import answer, token_refused
from api.limits import count_address
from api.operation import Answer, Door, Output, operation
from models.api_key import BadKey
from models.errors import DomainError, Invalid, Problem
from models.meter import TooManyRequests
from usecases.catalog import granting
from usecases.catalog.scopes import InvalidScope

routes = Blueprint("tokens", __name__)

MOST_BYTES = 16_384
GRANT = "client_credentials"
KNOWN = ("grant_type", "client_id", "client_secret", "scope")


class UnsupportedGrantType(DomainError):
    """Tokens are given for client credentials alone."""

    code = "unsupported-grant-type"


class Token(Output):
    """An access token. There are no refresh tokens: ask again."""

    access_token: str = Field(description="Send it as `Authorization: Bearer …`.")
    token_type: str = Field(examples=["Bearer"])
    expires_in: int = Field(description="Seconds it is good for.", examples=[14400])
    session_idle_time: int = Field(
        description="Minutes without a request until it ends; as long as it is good.",
        examples=[240],
    )
    refresh_token: str = Field(description="Empty: there is none.", examples=[""])
    refresh_token_expires_in: int = Field(examples=[0])
    scope: str = Field(examples=["tenant=myshop product.product_create"])


BODY = {
    "type": "object",
    "properties": {
        "grant_type": {"type": "string", "enum": [GRANT]},
        "client_id": {"type": "string", "description": "The key's id, or the shop's app id."},
        "client_secret": {"type": "string", "description": "A key of the shop."},
        "scope": {"type": "string", "description": "Scopes, parted by spaces; all unless sent."},
    },
    "required": ["grant_type", "client_id", "client_secret"],
}


def _enter(_scope: str | None) -> None:
    count_address()
    request.max_content_length = MOST_BYTES


DOOR = Door(_enter, (BadKey, TooManyRequests))


@routes.post("")
@operation(
    "Get an access token",
    answer=Token,
    scope=None,
    door=DOOR,
    raw_body="application/x-www-form-urlencoded",
    raw_schema=BODY,
    errors=(Invalid, InvalidScope, UnsupportedGrantType),
    refused=token_refused,
)
def create() -> Answer:
    """Give a token for client credentials, sent in the form or by HTTP Basic authentication.

    `client_id` is the id of the key, or of its shop (the app id), `client_secret` the key, with
    which the token ends.
    """
    form = _form()
    held = granting.grant(*_credentials(form), form.get("scope", ""))
    seconds = int(granting.LIFETIME.total_seconds())
    told = Token(
        access_token=held.token(),
        token_type="Bearer",  # noqa: S106
        expires_in=seconds,
        session_idle_time=seconds // 60,
        refresh_token="",
        refresh_token_expires_in=0,
        scope=held.spelled,
    )
    headers = {"Cache-Control": "no-store", "Pragma": "no-cache"}
    return answer(told.model_dump(), headers=headers)


def _form() -> Mapping[str, str]:
    """Read the form; parameters of one name twice are refused, unknown ones are passed over."""
    sent = request.form
    if twice := [each for each in KNOWN if len(sent.getlist(each)) > 1]:
        raise Invalid(Problem(twice[0], "stands more than once"))
    form = {each: sent[each] for each in KNOWN if sent.get(each)}
    if "grant_type" not in form:
        raise Invalid(Problem("grant_type", f"is required, in a form: {GRANT}"))
    if form["grant_type"] != GRANT:
        raise UnsupportedGrantType(f"grant_type must be {GRANT}")
    return form


def _credentials(form: Mapping[str, str]) -> tuple[str, str]:
    """Read the client's id and secret, from the form or the header Authorization."""
    scheme, _, text = request.headers.get("Authorization", "").partition(" ")
    sent = form.get("client_id", ""), form.get("client_secret", "")
    if scheme.lower() != "basic":
        return sent
    if sent[1]:
        raise Invalid(Problem("client_secret", "stands in the header Authorization already"))
    return _basic(text.strip())


def _basic(text: str) -> tuple[str, str]:
    try:
        name, _, secret = base64.b64decode(text, validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        raise BadKey("the header Authorization cannot be read") from None
    # As RFC 6749 (2.3.1) says, both are encoded as in a form before they are put together.
    return unquote_plus(name), unquote_plus(secret)
