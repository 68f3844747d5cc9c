"""What an operation takes and answers, said once: it guards, parses and describes from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from flask import Response, current_app, make_response, request
from pydantic import BaseModel, TypeAdapter

from api.auth import KEY_HEADERS, bearer, enter_by_key, enter_by_link, key, sends_key, sent_header
from api.body import Input, read_body, read_query
from api.limits import count_address, count_key, count_page
from api.origins import enter_by_page
from api.repeats import answered_once, sent_key
from models.errors import DomainError, Invalid, Problem

Answer = Any
View = Callable[..., Answer]
# What OpenAPI calls a security requirement: all of these schemes, or any in a list of such.
Schemes = dict[str, list[str]]
# How a refusal is told: from status, code and sentence the name of its kind and its body.
Spelling = Callable[[int, str, str], tuple[str, Any]]
# What browsers' sendBeacon carries; enough for an order, too little to fill a disk with.
PAGES_MOST_BYTES = 65_536


@dataclass(frozen=True)
class Door:
    """How an API lets callers in that does not know them by the two headers of a key.

    `enter` is given the scope that the operation asks for; it sets who came in, counts the request,
    or raises one of `refusals`. `security` is what callers show, any one of it; empty: nothing.
    """

    enter: Callable[[str | None], None]
    refusals: tuple[type[DomainError], ...]
    security: tuple[Schemes, ...] = ()


@dataclass(frozen=True)
class Operation:
    """One operation as its description tells it.

    `answer` is the model of the body of success (None: no body); `scope` what a key must carry
    (None: public), `roles` whose links of the live in the path open it too; `errors` the refusals
    beyond those every operation may give; `words` says how the house's word for a fact is spelled
    in the body; `extension` marks what the published contract does not have; `key_optional` that a
    public operation tells more to a key; `hidden` that the description passes it over; `counted`
    that callers may not ask without end; `pages` that a page of the shop may ask as well, without a
    key, with a small body that may call itself plain text; `exact` that numbers with decimals come
    as `Decimal`, to the letter; `silent` when success is answered by 204 instead; `also` another
    media type of the answer, for who asks for it; `by_page` that a page is known by its origin;
    `raw_schema` what a body of the media type `raw_body` looks like; `door` who lets callers in and
    counts them instead; `refused` spells its refusals where it does otherwise than its API; `asks`
    are headers that callers may send, as OpenAPI describes them, `tells` those of the answer.
    """

    summary: str
    answer: Any = None
    status: int = 200
    body: type[BaseModel] | None = None
    multipart: bool = False
    query: type[Input] | None = None
    scope: str | None = "content.read"
    roles: tuple[str, ...] = ()
    paged: bool = False
    errors: tuple[type[DomainError], ...] = ()
    raw_body: str | None = None
    raw_schema: Mapping[str, Any] = field(default_factory=dict, hash=False)
    example: Any = field(default=None, hash=False)
    words: Mapping[str, str] = field(default_factory=dict, hash=False)
    extension: bool = False
    key_optional: bool = False
    hidden: bool = False
    counted: bool = True
    pages: bool = False
    exact: bool = False
    silent: str | None = None
    also: str | None = None
    by_page: bool = False
    door: Door | None = field(default=None, hash=False)
    refused: Spelling | None = None
    asks: tuple[Mapping[str, Any], ...] = field(default=(), hash=False)
    tells: Mapping[str, str] = field(default_factory=dict, hash=False)


def operation(summary: str, **facts: Any) -> Callable[[View], View]:
    """Declare a view's operation; the view is given `body` and `query` already parsed."""
    said = Operation(summary, **facts)

    def declare(view: View) -> View:
        @wraps(view)
        def answer(**path: str) -> Response:
            if said.counted and not said.door:
                count_address()
            keyed = _enter(said, path)
            if said.body:
                path["body"] = read_body(  # type: ignore[assignment]
                    said.body, multipart=said.multipart, plain=said.pages, exact=said.exact
                )
            if said.query:
                path["query"] = read_query(said.query)  # type: ignore[assignment]
            try:
                response = _answer(view, path, keyed=keyed)
            except Invalid as error:
                raise _placed(said, error) from error
            if said.scope:
                # Caches know the header Authorization, but not ours.
                response.headers.setdefault("Cache-Control", "no-store")
            if current_app.testing:
                _check(said, response)
            return response

        answer.operation = said  # type: ignore[attr-defined]
        return answer

    return declare


def _enter(said: Operation, path: Mapping[str, Any]) -> bool:
    """Let the caller in, or raise; tell whether it came by a key, or by a link of the live."""
    if said.door:
        said.door.enter(said.scope)
        return said.scope is not None
    if said.pages:
        request.max_content_length = PAGES_MOST_BYTES
    if said.scope is None:
        return False
    if said.pages and not sent_header(KEY_HEADERS):
        enter_by_page()
        count_page()
        return False
    if said.roles and bearer() and not sends_key():
        count_key(enter_by_link(path["uid"], said.roles).uid)
        return True
    enter_by_key(said.scope)
    count_key(key().uid)
    return True


def _answer(view: View, path: Mapping[str, Any], *, keyed: bool) -> Response:
    sent = sent_key() if request.method == "POST" else None
    if keyed and sent:
        return answered_once(sent, path.get("body"), lambda: make_response(view(**path)))
    return make_response(view(**path))


def spelled_place(words: Mapping[str, str], where: str) -> str:
    """Spell where a fault is, each part in the words that it was sent with.

    What begins with a slash is spelled so already.
    """
    if where.startswith("/"):
        return where
    return "/".join(words.get(each, each) for each in where.split("/"))


def _placed(said: Operation, error: Invalid) -> Invalid:
    """Say where in what was sent the domain's faults are, in the words it was sent with."""
    placed = []
    for where, why in error.problems:
        spelled = spelled_place(said.words, where)
        word = spelled.partition("/")[0]
        in_body = said.body is not None and word in said.body.model_fields
        in_query = said.query is not None and word in said.query.model_fields
        # What stands nowhere here may stand somewhere inside.
        place = f"/{spelled}" if in_body else word if in_query else spelled
        placed.append(Problem(place, why))
    return type(error)(*placed)


def _check(said: Operation, response: Response) -> None:
    """Hold the answer against its description; only while testing, it costs more than the view."""
    if response.status_code != said.status or said.answer is None or response.content_encoding:
        return
    if said.also and response.mimetype == said.also:
        return
    TypeAdapter(said.answer).validate_json(response.get_data(), strict=False)


class Output(BaseModel):
    """The base of what we answer, for the description and the tests."""

    model_config = {"extra": "forbid"}
