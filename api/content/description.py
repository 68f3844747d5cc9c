"""`/api/v1/openapi.json`: this API described in OpenAPI 3.1, made from the operations themselves.

What an operation guards, parses and answers is what stands here (`api/operation.py`), so the
description cannot fall behind; `tests/house/test_description.py` holds both against each other.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Flask, current_app
from pydantic import BaseModel, Field

from api import limits
from api.auth import NoCredentials, OutOfScope
from api.content import schemas
from api.content.envelope import Faults, answer
from api.content.samples import sample
from api.errors import MESSAGES, status_of
from api.operation import Answer, Operation, operation
from api.paging import HEADERS
from api.repeats import WORDS as REPEAT_WORDS
from models.api_key import BadKey
from models.errors import DomainError, Invalid
from models.message import BadToken, TokenExpired
from models.meter import TooManyRequests
from models.replay import InFlight, KeyReused
from usecases import captions
from usecases.replays import HEADER

routes = Blueprint("description", __name__)

PREFIX = "/api/v1"
BOTH: dict[str, list[str]] = {"AppId": [], "ApiKey": []}
# Order and words of the groups; a group is a blueprint, or joins another one.
GROUPS = {
    "lives": "Lives, with their chat, their events and their replay.",
    "videos": "Videos, and the links their films are sent to.",
    "products": "What the shop sells and shows in its videos.",
    "approvals": "What moderated sellers add, let in by the shop.",
    "shares": "Contents lent to other shops of this server.",
    "feeds": "Outside catalogues that products are taken from.",
    "sellers": "Brands or shops-in-shop that products and videos belong to.",
    "collections": "Contents put in an order, to be shown together.",
    "placements": "What is shown where.",
    "displayed_data": "What a page of the shop displays.",
    "check": "A page of the shop, and what is wrong with it.",
    "purchases": "What was bought, told by the shop's pages or its server.",
    "numbers": "What contents came to on the shop's pages.",
    "webhooks": "Where the shop's server is told what changes, and the log of it.",
    "shop": "The shop itself and how it shows.",
    "description": "This description.",
}
JOINS = {
    "live_events": "lives",
    "live_timecodes": "lives",
    "live_numbers": "lives",
    "auctions": "lives",
    "bids": "lives",
    "messages": "lives",
    "chat": "lives",
    "bans": "lives",
    "host_links": "lives",
    "uploads": "videos",
    "timecodes": "videos",
    "captions": "videos",
    "previews": "placements",
    "deliveries": "webhooks",
}
ABOUT = """\
Lives and videos that sell, and where they are shown. Send the headers `App-Id` and `Api-Key`,
both; keys are made by the operator of this server. Bodies are JSON, or multipart/form-data where
pictures are sent.
Answers are `{"data": …}`, refusals `{"errors": […]}` with one entry for each fault. Fields and
operations marked as extensions are ours; the others follow a published contract.
"""
PATH_PARTS = {
    "uid": ("The id.", "5d1c0f2ab6f84f0e9d3f7c1a2b3c4d5e"),
    "token": ("What the upload link ends with.", "WyI1ZDFjIiwxNzUwXQ.signature"),
    "auction": ("The id of the auction.", "9b8a7c6d5e4f30213243546576879809"),
    "message": ("The id of the message.", "1f2e3d4c5b6a79880716253443526170"),
    "ban": ("The id of the ban.", "7a8b9c0d1e2f30415263748596a7b8c9"),
    "delivery": ("The id of the delivery.", "3c4d5e6f708192a3b4c5d6e7f809102b"),
    "event": ("The id of the event, or of a product.", "7e8f90a1b2c3d4e5f60718293a4b5c6d"),
    "language": ("Language tag (BCP 47), such as en, pt-BR or zh-Hant.", "fr"),
}
PATH_SCHEMAS = {"language": {"pattern": captions.LANGUAGE, "maxLength": 20}}
REPEATS = {
    "name": HEADER,
    "in": "header",
    "description": REPEAT_WORDS,
    "schema": {"type": "string", "pattern": "^[\\x21-\\x7e]{1,255}$"},
    "example": "0b6f2c9e-6c1e-4a52-9d0e-3f1a7b5c8d20",
}
ORIGIN = {
    "name": "Origin",
    "in": "header",
    "description": "The page's origin, one of the shop's allowed origins; browsers send it.",
    "schema": {"type": "string"},
    "example": "https://shop.example",
}
SECURITY = {
    "AppId": {"type": "apiKey", "in": "header", "name": "App-Id", "description": "Public."},
    "ApiKey": {"type": "apiKey", "in": "header", "name": "Api-Key", "description": "Secret."},
    "HostLink": {"type": "http", "scheme": "bearer", "description": "A token for one live."},
}


class Document(BaseModel):
    """An OpenAPI document."""

    openapi: str = Field(examples=["3.1.0"])
    info: dict[str, Any] = Field(examples=[{"title": "Vitrine content API", "version": "1"}])
    paths: dict[str, Any] = Field(examples=[{"/videos": {"get": {"summary": "List videos"}}}])


@routes.get("")
@operation("Get this description", answer=Document, scope=None, extension=True)
def show() -> Answer:
    """Describe this API in OpenAPI 3.1."""
    return answer(description())


def description() -> dict[str, Any]:
    """Give the description of the running application, made once."""
    kept: dict[str, Any] = current_app.extensions
    if "vitrine.description" not in kept:
        kept["vitrine.description"] = describe(current_app, current_app.config["PUBLIC_URL"])
    made: dict[str, Any] = kept["vitrine.description"]
    return made


def operations(app: Flask) -> Iterator[tuple[str, str, str, Operation, str]]:
    """List the API's operations: method, path, endpoint, what is said of it, its sentence."""
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        said: Operation | None = getattr(view, "operation", None)
        if rule.rule.startswith(PREFIX) and said and not said.hidden:
            path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule.removeprefix(PREFIX))
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield method.lower(), path, rule.endpoint, said, view.__doc__ or ""


def describe(app: Flask, server: str) -> dict[str, Any]:
    """Describe every operation of the application."""
    found = list(operations(app))
    used = schemas.collect([said for *_, said, _ in found], Faults)
    paths: dict[str, dict[str, Any]] = defaultdict(dict)
    for method, path, endpoint, said, sentence in sorted(found, key=_order):
        told = _operation(endpoint, path, said, sentence, used, repeats=method == "post")
        paths[path][method] = told
    return {
        "openapi": "3.1.0",
        "info": {"title": "Vitrine content API", "version": "1", "description": ABOUT},
        "servers": [{"url": server + PREFIX}],
        "security": [BOTH],
        "tags": [{"name": name, "description": words} for name, words in GROUPS.items()],
        "paths": dict(paths),
        "components": {"schemas": used.named, "securitySchemes": SECURITY},
    }


def _order(found: tuple[str, str, str, Operation, str]) -> tuple[int, int, str, int]:
    method, path, endpoint, *_ = found
    methods = ["get", "post", "put", "patch", "delete"]
    resources = [*GROUPS, *JOINS]
    place = list(GROUPS).index(_group(endpoint)), resources.index(_resource(endpoint))
    return *place, path, methods.index(method)


def _resource(endpoint: str) -> str:
    return endpoint.split(".")[1]


def _group(endpoint: str) -> str:
    return JOINS.get(_resource(endpoint), _resource(endpoint))


def _operation(
    endpoint: str, path: str, said: Operation, sentence: str, used: schemas.Used, *, repeats: bool
) -> dict[str, Any]:
    told: dict[str, Any] = {
        "operationId": endpoint.removeprefix("content."),
        "summary": said.summary,
        "description": re.sub(r"\s+", " ", sentence).strip(),
        "tags": [_group(endpoint)],
        "parameters": _parameters(path, said),
        "responses": _responses(said, used, repeats=repeats and said.scope is not None),
    }
    if repeats and said.scope:
        told["parameters"].append(REPEATS)
    if said.body or said.raw_body:
        told["requestBody"] = _body(said, used)
    if said.scope is None:
        told["security"] = [{}, BOTH] if said.key_optional else []
    if said.pages:
        told["security"] = [{"AppId": []}, BOTH]
    if said.roles:
        told["security"] = [BOTH, {"HostLink": []}]
    if said.extension:
        told["x-extension"] = True
    return told


def _parameters(path: str, said: Operation) -> list[dict[str, Any]]:
    told = []
    for name in re.findall(r"{(\w+)}", path):
        words, example = PATH_PARTS[name]
        schema = {"type": "string", **PATH_SCHEMAS.get(name, {})}
        plain = {"schema": schema, "description": words, "example": example}
        told.append({"name": name, "in": "path", "required": True, **plain})
    if said.by_page or said.pages:
        told.append({**ORIGIN, "required": not (said.key_optional or said.pages)})
    return told + (schemas.parameters(said.query) if said.query else [])


def _body(said: Operation, used: schemas.Used) -> dict[str, Any]:
    if said.raw_body:
        return {"required": True, "content": {said.raw_body: {"schema": dict(said.raw_schema)}}}
    schema = used.body(said.body)
    example = said.example or sample(schema, used.named)
    content = {"application/json": {"schema": schema, "example": example}}
    if said.multipart:
        content["multipart/form-data"] = used.form(said.body)
    return {"required": True, "content": content}


def _responses(said: Operation, used: schemas.Used, *, repeats: bool) -> dict[str, Any]:
    good: dict[str, Any] = {"description": HTTPStatus(said.status).phrase}
    if said.answer is not None:
        schema = used.answer(said.answer)
        example = {"schema": schema, "example": sample(schema, used.named)}
        good["content"] = {"application/json": example}
        if said.also:
            good["content"][said.also] = {"schema": {"type": "string"}}
    if said.paged:
        good["headers"] = _told(HEADERS)
    kinds = _refusals(said, repeats=repeats)
    refused = {str(status): _refusal(status, found) for status, found in kinds.items()}
    if said.counted:
        refused["429"]["headers"] = _told({**limits.HEADERS, "Retry-After": "Seconds to wait."})
    silent = {"204": {"description": said.silent}} if said.silent else {}
    return {str(said.status): good, **silent, **refused}


def _told(headers: dict[str, str]) -> dict[str, Any]:
    return {
        name: {"description": words, "schema": {"type": "string"}}
        for name, words in headers.items()
    }


def _refusals(said: Operation, *, repeats: bool) -> dict[int, list[tuple[str, str]]]:
    """List code and sentence of all refusals by status."""
    kinds: list[type[DomainError]] = [NoCredentials, BadKey, OutOfScope] if said.scope else []
    kinds += [BadToken, TokenExpired] if said.roles else []
    kinds += said.errors
    kinds += [InFlight, KeyReused] if repeats else []
    kinds += [TooManyRequests] if said.counted else []
    if (said.body or said.query) and Invalid not in kinds:
        kinds.append(Invalid)
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for kind in dict.fromkeys(kinds):
        sentence = re.sub(r"\s+", " ", kind.__doc__ or "").strip()
        found[status_of(kind)].append((kind.code, sentence))
    if said.body:
        found[413].append(("request-entity-too-large", MESSAGES[413]))
        found[415].append(("unsupported-media-type", MESSAGES[415]))
    if said.query:
        found[414].append(("request-uri-too-long", MESSAGES[414]))
    return dict(sorted(found.items()))


def _refusal(status: int, kinds: list[tuple[str, str]]) -> dict[str, Any]:
    plain = {"status": str(status), "title": HTTPStatus(status).phrase}
    source = {"source": {"pointer": "/name"}} if status == HTTPStatus.UNPROCESSABLE_ENTITY else {}
    examples = {
        code: {
            "summary": sentence,
            "value": {"errors": [{**plain, "code": code, "detail": sentence, **source}]},
        }
        for code, sentence in kinds
    }
    return {
        "description": " ".join(dict.fromkeys(sentence for _, sentence in kinds)),
        "content": {
            "application/json": {
                "schema": {"$ref": schemas.REF.format(model=Faults.__name__)},
                "examples": examples,
            }
        },
    }
