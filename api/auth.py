"""Who is asking: the key of a shop's server, or a host's link, looked up once per request."""

from __future__ import annotations

from flask import g, request

from models.api_key import ApiKey
from models.errors import Forbidden, Unauthorized
from models.shop import Shop
from models.user import User
from usecases import shops, viewers
from usecases.passes import Viewer

APP_ID_HEADERS = ("App-Id", "X-App-Id", "APP_ID")
KEY_HEADERS = ("Api-Key", "X-Api-Key", "App-Key", "APP_KEY")


class NoCredentials(Unauthorized):
    """Nothing was sent by which the caller could be known."""

    code = "no-credentials"


class OutOfScope(Forbidden):
    """The key is good, but not for this."""

    code = "out-of-scope"


def sent_header(names: tuple[str, ...]) -> str:
    """Read the first of several spellings of one header."""
    return next((request.headers[name] for name in names if name in request.headers), "")


def enter_by_key(scope: str) -> None:
    """Let the caller in by the headers App-Id and Api-Key, or raise."""
    app_id, key_text = sent_header(APP_ID_HEADERS), sent_header(KEY_HEADERS)
    if not app_id or not key_text:
        raise NoCredentials("send the headers App-Id and Api-Key")
    key = shops.enter(app_id, key_text)
    if not key.allows(scope):
        raise OutOfScope(f"this key does not carry the scope {scope}")
    g.key = key


def enter_by_link(uid: str, roles: tuple[str, ...]) -> Viewer:
    """Let in who holds a link of this live in one of these roles, or raise."""
    leader, content = viewers.enter(uid, bearer())
    if leader.role not in roles:
        raise OutOfScope(f"this token does not make its holder {' or '.join(roles)}")
    content.shop.only_live_id = content.id
    g.leader, g.shop = leader, content.shop
    return leader


def bearer() -> str:
    """Read the token of the header Authorization; empty without one."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def sends_key() -> bool:
    """Tell whether the caller sends any of a key's two headers."""
    return any(sent_header(names) for names in (APP_ID_HEADERS, KEY_HEADERS))


def leader() -> Viewer | None:
    """Give who came in by a host's link; None for who came in by a key."""
    entered: Viewer | None = g.get("leader")
    return entered


def may(scope: str) -> bool:
    """Tell whether the caller came in by a key that carries `scope`."""
    return "key" in g and key().allows(scope)


def caller() -> str:
    """Tell callers apart: by the uid of their key, of a user, or of who holds the link."""
    held = leader() or user()
    return key().uid if held is None else held.uid


def user() -> User | None:
    """Give the user who came in by a token of theirs; None for whoever did not."""
    entered: User | None = g.get("user")
    return entered


def key() -> ApiKey:
    """Give the key by which the caller came in."""
    entered: ApiKey = g.key
    return entered


def shop() -> Shop:
    """Give the shop the caller came in for."""
    owner: Shop = g.key.shop if "key" in g else g.shop
    return owner
