"""GET /: a page for the operator who opens the server in a browser; it names no shop."""

from flask import Blueprint, Response

from pages.languages import spoken_here
from pages.policy import page_policy
from pages.rendering import absolute, page

routes = Blueprint("welcome", __name__)


@routes.get("/")
def show() -> Response:
    """Say what runs here and where to go on."""
    answer = page(
        "welcome.html", spoken_here(), script_url=absolute("/vitrine.js"), docs_url="/api/v1/docs"
    )
    answer.headers["Content-Security-Policy"] = page_policy(None, [], [], [])
    answer.headers["X-Frame-Options"] = "DENY"
    return answer
