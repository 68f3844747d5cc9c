"""What other machines tell us: `POST /hooks/rtmp`, `POST /hooks/payments`.

By the first nginx's RTMP module asks who may send a live's stream, and who may go on.
nginx sends no headers of its own, so the secret both know stands in the query, which is in none
of our logs. Without `VITRINE_HOOK_SECRET` there is no such address (decision 0023).
By the second the provider of payments tells what has become of a charge or an account, signed.
"""

from __future__ import annotations

import hmac

from flask import Flask, Response, current_app, request

from gateways.payments import NotTheirs
from models.errors import Invalid, Problem, Unauthorized
from usecases import relaying
from usecases.market import hearing

MOST_BYTES = 262_144


class WrongSecret(Unauthorized):
    """Who asks does not know the secret of the hooks."""

    code = "wrong-hook-secret"


class NotSigned(Unauthorized):
    """The provider of payments has not signed this."""

    code = "not-signed"


def mount(app: Flask, secret: str) -> None:
    """Answer the addresses; that of nginx to who knows the secret; none: nobody is answered."""
    app.add_url_rule("/hooks/payments", "hooks.payments", payments, methods=["POST"])
    if secret:
        app.config["HOOK_SECRET"] = secret
        app.add_url_rule("/hooks/rtmp", "hooks.rtmp", rtmp, methods=["POST"])


def rtmp() -> Response:
    """Answer a publisher who begins by 302 and the relay's name, who goes on by 204.

    nginx lets go of the publisher after any other answer, and after none.
    """
    said, secret = request.args.get("secret", ""), current_app.config["HOOK_SECRET"]
    if not hmac.compare_digest(said.encode(), secret.encode()):
        raise WrongSecret("the query's secret must be VITRINE_HOOK_SECRET")
    asked = request.form
    stream_key = asked.get("key") or asked.get("name", "")
    answer = Response(status=204)
    match asked.get("call"):
        case "publish":
            answer.status_code = 302
            answer.headers["Location"] = relaying.admit(stream_key, asked.get("addr", ""))
        case "update_publish":
            relaying.go_on(stream_key, asked.get("time", 0, type=int))
        case "update_play":
            pass  # nginx asks for its own relay as well
        case _:
            raise Invalid(Problem("call", "must be publish, update_publish or update_play"))
    return answer


def payments() -> Response:
    """Take what the provider of payments tells, once or again."""
    request.max_content_length = MOST_BYTES
    try:
        hearing.hear(request.get_data(), request.headers.get("Stripe-Signature", ""))
    except NotTheirs:
        raise NotSigned("the header Stripe-Signature must sign the body") from None
    return Response(status=204)
