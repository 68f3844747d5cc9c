"""The small pages shown instead of a video: refused host, nothing here, still being prepared."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import Response, current_app, request

from models.asset import NotReady
from models.errors import (
    DomainError,
    Expired,
    Forbidden,
    Invalid,
    NotFound,
    Unauthorized,
    Unavailable,
)
from models.meter import TooManyRequests
from pages.languages import Language, spoken_here
from pages.policy import page_policy
from pages.rendering import page
from pages.texts import N_

RETRY_SECONDS = "30"
HTML = "text/html"
ASK_FOR_KEY = 'Basic realm="App id and key of the shop", charset="UTF-8"'

# Looked up along the class hierarchy. A video that is being prepared is a passing state, which
# 503 with Retry-After tells to caches and search engines; 409 would tell them nothing.
STATUSES: dict[type[DomainError], int] = {
    NotReady: 503,
    Expired: 410,
    Unauthorized: 401,
    Forbidden: 403,
    Invalid: 422,
    TooManyRequests: 429,
    Unavailable: 503,
    NotFound: 404,
    DomainError: 400,
}


@dataclass(frozen=True)
class Notice:
    """A title and a few lines; `origin` is shown so that it can be copied."""

    title: str
    lines: list[str] = field(default_factory=list)
    origin: str | None = None


def refusal(error: DomainError) -> Response:
    """Answer a refusal of the domain: as a page, or as JSON where JSON was asked for."""
    status = next(STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES)
    if request.path.endswith(".json") or request.path == "/oembed":
        answer = as_errors(status, error.code, error.message)
    else:
        answer = _shown(notice_of(status, spoken_here()), spoken_here(), status)
    if status == 503:
        answer.headers["Retry-After"] = RETRY_SECONDS
    elif isinstance(error, TooManyRequests):
        answer.headers["Retry-After"] = str(error.after_s)
    elif status == 401:
        answer.headers["WWW-Authenticate"] = ASK_FOR_KEY
    answer.headers["Cache-Control"] = "no-store"
    return answer


def spell_error(status: int, _code: str, detail: str, _problems: object = ()) -> Response:
    """Answer a failure at any other address: a page where a browser was lost, else one line."""
    if status == 404 and request.accept_mimetypes.best_match(["text/plain", "text/html"]) == HTML:
        answer = _shown(notice_of(status, spoken_here()), spoken_here(), status)
    else:
        answer = Response(f"{detail}\n", status, mimetype="text/plain")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def as_errors(status: int, code: str, detail: str) -> Response:
    """Spell a refusal as JSON."""
    fault = {"status": str(status), "code": code, "title": code.replace("-", " "), "detail": detail}
    answer = Response(
        current_app.json.dumps({"errors": [fault]}), status, mimetype="application/json"
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def refused_host(origin: str, language: Language) -> Response:
    """Tell the owner of a page that may not frame us what to do; it shows nothing of the shop."""
    notice = Notice(
        language(N_("This video may not be shown on this site.")),
        [
            language(
                N_("Is this your shop? Add the address below to the allowed origins of your shop.")
            ),
            language(N_("Until then the video stays hidden here, and nowhere else.")),
        ],
        origin,
    )
    answer = _shown(notice, language, 403)
    answer.headers["Cache-Control"] = "no-store"
    answer.vary.add("Referer")
    return answer


def notice_of(status: int, language: Language) -> Notice:
    """Word what a status means to who looks at a page."""
    title, line = {
        401: (
            N_("This page is for the shop's people."),
            N_("The name is the app id of the shop, the password one of its keys."),
        ),
        403: (
            N_("This key does not open this page."),
            N_("Another key of the shop may."),
        ),
        422: (
            N_("This is not the address of a page."),
            N_("It begins with https:// and the shop's own name."),
        ),
        429: (
            N_("This was asked too often."),
            N_("A minute from now it can be asked again."),
        ),
        503: (
            N_("This video is being prepared."),
            N_("It will be here in a few minutes."),
        ),
        410: (
            N_("This video cannot be shown."),
            N_("Its file could not be prepared. The shop can send another one."),
        ),
    }.get(
        status,
        (
            N_("There is nothing to watch here."),
            N_("The address may be mistyped, or the video has been removed."),
        ),
    )
    return Notice(language(title), [language(line)])


def _shown(notice: Notice, language: Language, status: int) -> Response:
    answer = page("embeds/notice.html", language, status, notice=notice)
    # Notices show no content of anybody's, so any page may frame them and its owner can read why.
    answer.headers["Content-Security-Policy"] = page_policy(None, ["*"], [], [])
    return answer
