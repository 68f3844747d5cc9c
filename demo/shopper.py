"""The demo shop's users: who signed in, by name alone, and what Vitrine is told of them."""

import secrets
import time

import jwt
from flask import Flask, Response, jsonify, redirect, request, session
from werkzeug.wrappers import Response as Answer

LONGEST_NAME = 25
# A word on a user is asked for when it is needed and good for as long as that takes.
GOOD_FOR_S = 60


def mount(app: Flask, app_id: str, viewer_secret: str) -> None:
    """Add signing in and out, and the word that the shop's server gives on its user."""

    @app.context_processor
    def _known() -> dict[str, str | None]:
        return {"shopper": session.get("shopper")}

    @app.post("/sign-in")
    def sign_in() -> Answer:
        name = " ".join(request.form.get("name", "").split())[:LONGEST_NAME]
        if name:
            session["shopper"] = name
        return redirect("/live", 303)

    @app.post("/sign-out")
    def sign_out() -> Answer:
        session.pop("shopper", None)
        return redirect("/live", 303)

    @app.get("/user.json")
    def user() -> Response:
        name = session.get("shopper")
        return jsonify(token=name and vouch(name, app_id, viewer_secret))


def vouch(name: str, app_id: str, viewer_secret: str) -> str:
    """Say who a user is, and that they may bid, as docs/protocol.md has it."""
    said = {"aud": app_id, "sub": name.casefold(), "name": name, "can_bid": True}
    once = {"exp": int(time.time()) + GOOD_FOR_S, "jti": secrets.token_hex(16)}
    return jwt.encode({**said, **once}, viewer_secret, algorithm="HS256")
