"""The words of the catalog API: bare bodies, `{"code", "status", "message"}` for refusals.

Who is not let in is answered as a gateway does, `{"fault": …}`; who gets no token, as RFC 6749
says (`{"error", "error_description"}`).
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import orjson
from flask import Response, current_app, request
from pydantic import Field, RootModel

from api.operation import Output
from models.errors import Problem

# This API knows one status for what was asked wrongly, whatever is wrong with it.
STATUSES = {410: 400, 416: 400, 422: 400}
TOKENS = "/oauth/"
DOCS = "/product/docs.html"
# The fields of conflicts that are about one, by the house's word for the refusal.
FIELDS = {
    "ref-taken": "code",
    "product-id-taken": "code",
    "catalog-id-taken": "id",
    "template-id-taken": "id",
    "template-outdated": "metadata.version",
    "version-outdated": "metadata.version",
    "changed-meanwhile": "metadata.version",
    "variants-remain": "force",
}
EXPIRED = ("Access Token expired", "keymanagement.service.access_token_expired")
INVALID = ("Invalid access token", "oauth.v2.InvalidAccessToken")
# The house's words for failures as RFC 6749 (5.2) has them; all others are invalid_request.
OAUTH = {
    "bad-credentials": "invalid_client",
    "invalid-scope": "invalid_scope",
    "unsupported-grant-type": "unsupported_grant_type",
    "internal-error": "server_error",
    "out-of-order": "temporarily_unavailable",
    "unavailable": "temporarily_unavailable",
    "too-many-requests": "temporarily_unavailable",
}


class Detail(Output):
    """One thing that is wrong with a request, or in its way."""

    field: str = Field(description="Its place in the body, by dots.", examples=["metadata.version"])
    type: str = Field(examples=["validation_violation"])
    message: str = Field(description="What would work.", examples=["is required"])
    moreInfo: str = Field(description="Where this API is described.")


class Failure(Output):
    """A refusal; `productId` names the product that was not found."""

    productId: str | None = None
    code: int = Field(description="The status once more.", examples=[400])
    status: str = Field(examples=["Bad Request"])
    message: str = Field(description="What would work.", examples=["name: is required"])
    details: list[Detail] | None = None


class FaultDetail(Output):
    """The kind of a fault."""

    errorcode: str = Field(examples=[INVALID[1]])


class FaultBody(Output):
    """Why nobody is let in."""

    faultstring: str = Field(examples=[INVALID[0]])
    detail: FaultDetail


class Fault(Output):
    """The refusal of who shows no token, or none that is good."""

    fault: FaultBody


class TokenRefusal(Output):
    """The refusal of who asks for a token."""

    error: str = Field(examples=["invalid_client"])
    error_description: str


class Refusal(RootModel[Failure | Fault | TokenRefusal]):
    """The body of a refusal."""


def answer(content: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """Answer JSON."""
    return Response(orjson.dumps(content), status, headers, mimetype="application/json")


def nothing() -> Response:
    """Answer that it is done, and nothing else."""
    return Response(status=204)


def spell_error(status: int, code: str, detail: str, problems: tuple[Problem, ...]) -> Response:
    """Spell a refusal."""
    if request.path.startswith(TOKENS):
        _, told = token_refused(status, code, line(detail, problems))
    else:
        named = (request.view_args or {}).get("product_id")
        _, told = refused(status, code, detail, problems, product=named)
    response = answer(told, STATUSES.get(status, status))
    if status == 401:
        basic = request.path.startswith(TOKENS) and "Authorization" in request.headers
        asked = 'Basic realm="tokens"' if basic else 'Bearer error="invalid_token"'
        response.headers["WWW-Authenticate"] = asked
    return response


def refused(
    status: int,
    code: str,
    detail: str,
    problems: tuple[Problem, ...] = (),
    product: str | None = None,
) -> tuple[str, dict[str, Any]]:
    """Spell the body of a refusal, below the name of its kind."""
    if status == 401:
        why, kind = EXPIRED if code == "token-expired" else INVALID
        return code, {"fault": {"faultstring": why, "detail": {"errorcode": kind}}}
    named = {"productId": product} if status == 404 and product else {}
    status = STATUSES.get(status, status)
    phrase = HTTPStatus(status).phrase
    told = {**named, "code": status, "status": phrase, "message": line(detail, problems)}
    if details := _details(status, code, detail, problems):
        told["details"] = details
    return code, told


def token_refused(status: int, code: str, detail: str) -> tuple[str, dict[str, Any]]:
    """Spell the body of a refusal to give a token, below the name of its kind."""
    error = OAUTH.get(code, "invalid_request")
    return code, {"error": error, "error_description": detail}


def line(detail: str, problems: tuple[Problem, ...]) -> str:
    """Say in one line why something was refused."""
    placed = ((_dotted(where), why) for where, why in problems)
    named = (f"{where}: {why}" if where else why for where, why in placed)
    return "; ".join(named) or detail


def _details(
    status: int, code: str, detail: str, problems: tuple[Problem, ...]
) -> list[dict[str, str]]:
    if status == 409 and not problems and code in FIELDS:
        problems = (Problem(FIELDS[code], detail),)
    kind = "conflict_resource" if status == 409 else "validation_violation"
    more = current_app.config["PUBLIC_URL"] + DOCS
    return [
        {"field": _dotted(where), "type": kind, "message": why, "moreInfo": more}
        for where, why in problems
    ]


def _dotted(where: str) -> str:
    """Spell a place: `/metadata/version` is `metadata.version`."""
    parts = where.removeprefix("/").split("/")
    return ".".join(each.replace("~1", "/").replace("~0", "~") for each in parts)
