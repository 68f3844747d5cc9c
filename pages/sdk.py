"""GET /sdk/?x-force-appid=APPLICATION#/translation/STREAM: the player's address in apps.

What follows the `#` never reaches a server, so a small script leads on to the live's own page,
whose player hands what is added to the app's bridge (`widget/player/bridge.js`).
"""

from __future__ import annotations

from flask import Blueprint, Response, request

from pages.languages import spoken_here
from pages.notices import notice_of
from pages.policy import new_nonce, page_policy
from pages.rendering import page
from usecases import shops

routes = Blueprint("sdk", __name__, url_prefix="/sdk")


@routes.get("/")
def show() -> Response:
    """Lead on to the stream that the address names; where it names none, there is nothing."""
    shop = shops.find_application(request.args.get("x-force-appid", ""))
    language, nonce = spoken_here(shop.locale), new_nonce()
    notice = notice_of(404, language)
    answer = page("sdk.html", language, notice=notice, app_id=shop.app_id, nonce=nonce)
    answer.headers["Content-Security-Policy"] = page_policy(nonce, [], [], [])
    return answer
