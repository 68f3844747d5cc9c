"""What of the content API's description schemathesis needs to know, and what is beyond it."""

from __future__ import annotations

import io
import re
from typing import Any

import schemathesis.openapi
from flask import Flask
from hypothesis import strategies as st
from PIL import Image
from schemathesis.core.failures import AcceptedNegativeData, Failure
from schemathesis.core.transport import Response
from schemathesis.generation.case import Case
from schemathesis.openapi.checks import IgnoredAuth, RejectedPositiveData
from schemathesis.schemas import BaseSchema

from api.content.description import PREFIX
from tests.api import described
from tests.api.content.exemplary import AUCTION, BAN, CAPTIONS, DELIVERY, MESSAGE, UID, Example

# Requests that fit the description and are refused all the same, rightly, for a rule that no
# schema can say: the field, words of the refusal, and what the rule is about.
BEYOND = (
    (".*_ids?(/[0-9]+)?", "this shop has nothing with this id", "a row that must be there"),
    ("message_id", "this live has no message with this id", "a row that must be there"),
    ("answered", "only a question is answered", "what the message is"),
    ("pinned", "a hidden message cannot be pinned", "goes with another field"),
    ("message|author|name", "must say something|one line of plain text", "letters that are seen"),
    ("chat_words/[0-9]+", "nothing by which it could be known", "letters that are seen"),
    ("(appearance|configuration)/texts/.*", "must keep", "what a word fills in"),
    ("url", "allowed origins|no address of the placement", "a page of the shop"),
    ("emojis/[0-9]+", "must be one emoji", "what Unicode calls a picture"),
    ("events/[0-9]+", "must be \\* or one of", "what the format has"),
    ("product_id", "a product that the live carries", "a row that must be there"),
    (
        "(auction/)?((starting|maximum)_price|increment)",
        "decimals|must be from|above the starting price",
        "bounds in a currency, and of one another",
    ),
    ("last", "this live has no message with this id", "a row that must be there"),
    ("app_id", "no shop of this server has this app id", "a row that must be there"),
    ("product_ids/[0-9]+", "belongs to another seller", "goes with another field"),
    ("name", "is required", "a ref can stand for it, if a feed has it"),
    ("product_ref|url", "send either product_ref or url", "one of two fields"),
    ("url", "send either the url of a feed or a file|send a file with it", "one of two fields"),
    ("collection_id", "shows a collection or one content", "one of two fields"),
    ("every_minutes", "needs a url", "goes with another field"),
    ("currency", "send price and discount_price with a new", "goes with other fields"),
    ("discount_price", "needs a price|must not exceed the price", "goes with another field"),
    ("(.*/)?(discount_)?price|total", "decimals", "as many as the currency has"),
    ("currency", "ISO 4217", "a currency that is in use"),
    ("ends_at", "must be later than starts_at", "goes with another field"),
    ("timecodes/[0-9]+/timestamp_end", "must be later than", "goes with another field"),
    ("timecodes/[0-9]+/(event_id|text)", "event product|product that", "goes with another field"),
    ("timecodes/[0-9]+/text", "is needed for every event but", "goes with another field"),
    ("(.*_)?(date|at)|from|to", "between the years|must be in ISO", "bounds, leap seconds"),
    ("(.*_)?urls?(/[0-9]+)?|page", "is not an address|http or https", "what a host may be called"),
    ("(.*_)?urls?(/[0-9]+)?", "star", "at most four, and in the host only the first"),
    ("url", "only addresses that begin with", "a host must follow"),
    ("allowed_origins", "must look like https://shop.example", "hosts and ports"),
    ("locale", "must be a language", "one that Unicode knows"),
    ("(portrait_)?thumbnail", "send a JPEG, PNG, WebP or GIF picture", "what the bytes show"),
    (
        "choices",
        "of its own|values once|one value for each|has no value|decimals",
        "the whole of it",
    ),
    ("complementary_informations", "control characters", "texts, however deep they stand"),
    ("complementary_informations", "levels deep|bytes of JSON|64 bits", "the whole of it"),
    (".*", "is not UTF-8 text", "the one character that stands for what is no text"),
    (
        "product_ids|title|text|url|thumbnail|(background|text)_color",
        "does not go with the type|needs a title|at least one product|is required|extension_hosts",
        "goes with another field",
    ),
    ("product_ids/[0-9]+", "product that the live carries", "a row that must be there"),
    ("at", "must not be in the future|before it was put on screen", "what has happened"),
    ("", "line [0-9]+:|not a video we know", "the format of a file"),
)
# A form has no types: whatever was meant, a lone text there is a list of one.
LONE_TEXT = re.compile(r"in body - (categories|tags|(excluded_)?urls): Incorrect type")
# What does not fit the second of two alternatives may fit the first.
OTHERWISE = re.compile(r"in query - violates `enum` at /properties/\w+/anyOf/1")
# Parameters may be empty (`allowEmptyValue`), of which schemathesis takes no notice.
EMPTY_DAY = re.compile(r"[?&](from|to)=(&|$)")


def _picture(kind: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (1, 1), (11, 110, 79)).save(out, kind)
    return out.getvalue()


for _kind in ("JPEG", "PNG", "WebP", "GIF"):
    schemathesis.openapi.media_type(f"image/{_kind.lower()}", st.just(_picture(_kind)))
schemathesis.openapi.media_type("text/vtt", st.just(CAPTIONS))


def content(
    app: Flask, example: Example, phases: dict[str, Any], *, examples: int, key: bool = True
) -> BaseSchema:
    """Read the description from the application, to be tested with or without the shop's key."""
    known = {
        "uid": UID,
        "event": UID,
        "delivery": DELIVERY,
        "message": MESSAGE,
        "ban": BAN,
        "auction": AUCTION,
        "language": "fr",
        "token": example.token,
    }
    keys = {"AppId": {"api_key": example.app_id}, "ApiKey": {"api_key": example.key}}
    return described.described(
        app,
        f"{PREFIX}/openapi.json",
        phases,
        is_beyond,
        examples=examples,
        known={f"path.{name}": value for name, value in known.items()},
        shown=keys if key else {},
    )


def is_beyond(failure: Failure, case: Case, response: Response) -> bool:
    """Tell whether the check asks for more than a description can say."""
    if isinstance(failure, AcceptedNegativeData):
        empty = EMPTY_DAY.search(str(response.request.url))
        return bool(empty or LONE_TEXT.search(failure.message) or OTHERWISE.search(failure.message))
    if isinstance(failure, IgnoredAuth):
        # A page has no credentials: the App-Id it sends names the shop, and may name none.
        return "got `404 Not Found` for `POST /purchases`" in failure.message
    if not isinstance(failure, RejectedPositiveData) or response.status_code != 422:
        return False
    if case.media_type == "multipart/form-data" and "" in (
        case.body.get("name"),
        case.body.get("type"),
    ):
        # To show a picture of each kind, schemathesis leaves the rest of a form empty.
        return True
    return all(
        any(
            re.fullmatch(field, "".join(fault["source"].values()).strip("/"))
            and re.search(words, fault["detail"])
            for field, words, _ in BEYOND
        )
        for fault in response.json()["errors"]
    )
