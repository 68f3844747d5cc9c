"""Requests made from an API's description by schemathesis: what the tests of each API share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import chain, count
from typing import Any

import schemathesis
import schemathesis.openapi
from flask import Flask
from schemathesis.core.failures import Failure
from schemathesis.core.transport import Response
from schemathesis.engine import events, from_schema
from schemathesis.generation.case import Case
from schemathesis.schemas import BaseSchema
from werkzeug.datastructures import FileStorage
from werkzeug.test import Client, TestResponse

from api.repeats import HEADER, KEY

# Refusals of what does not fit the description; a query may as well be too long to be read.
REFUSED = [401, 404, 409, 413, 414, 415, 416, 422]
# Tells whether a check asks for more than a description can say.
Beyond = Callable[[Failure, Case, Response], bool]


class InProcess(Client):
    """The client of schemathesis, without some of its habits.

    It takes compressed answers and reads them as they are. It repeats a request without
    credentials with settings that are for networks. It would send one Idempotency-Key with ever
    other requests, to be refused for that alone. And it sends pictures in forms without the name
    by which a file is told from a text.
    """

    numbers = count(1)

    def open(self, *args: Any, **sent: Any) -> TestResponse:
        for name in ("max_redirects", "verify", "cert"):
            sent.pop(name, None)
        headers = sent["headers"]
        headers["Accept-Encoding"] = "identity"
        if KEY.fullmatch(headers.get(HEADER, "")):
            headers[HEADER] = f"{next(self.numbers)}-{headers[HEADER]}"[:255]
        parts = sent["data"].values() if isinstance(sent.get("data"), dict) else ()
        for part in chain.from_iterable(each for each in parts if isinstance(each, list)):
            if isinstance(part, FileStorage) and part.mimetype.startswith("image/"):
                part.filename = part.filename or "picture"
        return super().open(*args, **sent)


def described(
    app: Flask,
    address: str,
    phases: Mapping[str, Any],
    beyond: Beyond,
    *,
    examples: int,
    refused: Sequence[int] = REFUSED,
    known: Mapping[str, str],
    shown: Mapping[str, Mapping[str, str]],
) -> BaseSchema:
    """Read a description from the application at its address, to be tested.

    Seven of ten parameters that are `known` (`path.uid`, `query.id`) are of rows; `examples`
    requests are made at random. What does not fit is `refused` with these statuses. Callers show
    by each scheme what `shown` says.
    """
    named = {each: each.replace(".", "-") for each in known}
    off = {name: {"enabled": False} for name in ("examples", "coverage", "fuzzing", "stateful")}
    config = {
        "seed": 1,
        "continue-on-failure": True,
        "suppress-health-check": ["all"],
        "generation": {
            "deterministic": True,
            "max-examples": examples,
            "database": "none",
            "no-shrink": True,
            "with-security-parameters": False,
        },
        # Our own code has no values that are worth a try and are not in the description.
        "analysis": {"constants": {"enabled": False}},
        "checks": {"negative_data_rejection": {"expected-statuses": list(refused)}},
        "dictionaries": {named[each]: {"values": [value]} for each, value in known.items()},
        "parameters": {each: {"dictionary": named[each], "probability": 0.7} for each in known},
        "phases": {**off, **phases},
        "auth": {"openapi": dict(shown)} if shown else {},
    }
    made = schemathesis.openapi.from_wsgi(
        address, app, config=schemathesis.Config.from_dict(config)
    )

    @made.hook
    def filter_failure(context: Any, failure: Failure, case: Case, response: Response) -> bool:
        return not beyond(failure, case, response)

    return made


def tried(schema: BaseSchema) -> tuple[set[int], list[str]]:
    """Run all phases; tell the statuses seen, and each failed check with request and answer."""
    statuses: set[int] = set()
    told: list[str] = []
    for event in from_schema(schema).execute():
        if isinstance(event, events.NonFatalError):
            told.append(f"{event.label}: {event.value!r}")
        elif isinstance(event, events.ScenarioFinished):
            seen = event.recorder
            answers = {
                case: each.response for case, each in seen.interactions.items() if each.response
            }
            statuses |= {
                each.status_code
                for case, each in answers.items()
                if seen.cases[case].value.method.lower() in seen.cases[case].value.operation.method
            }
            told += [
                f"{each.failure_info.failure}\n{each.failure_info.code_sample}\n"
                f"{answers[case].text[:2000]}"
                for case, checks in seen.checks.items()
                for each in checks
                if each.failure_info
            ]
    return statuses, told
