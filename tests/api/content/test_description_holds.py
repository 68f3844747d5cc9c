"""The API does what its description says, for requests that are made from the description.

schemathesis makes them: the examples, the boundaries of every field, and some at random, the same
ones in every run. All its checks are on; what no description can say is tabled in `described.py`.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from datetime import datetime

import pytest
import schemathesis.python.wsgi
from flask import Flask

import api.content
from api.content.description import CONTENT
from api.description import operations
from app import Settings
from tests.api.content.described import content
from tests.api.content.exemplary import LIVE, REPLAY, VIDEO, an_exemplary_shop
from tests.api.described import InProcess, tried

pytestmark = [
    # What is asked and answered, not how it is kept.
    pytest.mark.sqlite,
    # schemathesis names a request by the whole of it.
    pytest.mark.filterwarnings("ignore:Generating overly large repr"),
    # Its client leaves the temporary files of large forms to the garbage collector.
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
SECRET = "what signs links"
ON = {"enabled": True}
OF_LIVES = ("live", "messages", "chat", "bans", "host_links", "auctions", "bids")
# What no request from a description alone brings about.
REFUSED_ALWAYS = {
    "feeds.accept": "takes a feed that has shrunk",
    "auctions.start": "takes one that is ready",
    "auctions.end": "takes one that is on",
    "uploads.change": "takes a film",
}


def found(*, guarded: bool = False) -> list[str]:
    """Name the operations, or those that ask for a key; no database is needed for that."""
    bare = Flask("vitrine")
    api.content.mount(bare)
    return [
        endpoint.removeprefix("content.")
        for _, _, endpoint, said, _ in operations(bare, CONTENT)
        if said.scope or not guarded
    ]


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Callers may ask without end, and links are the same in every run."""
    changes = {"key_rate": 0, "address_rate": 0, "secret_key": SECRET}
    return settings.model_copy(update=changes)


@pytest.fixture
def app(app: Flask, monkeypatch: pytest.MonkeyPatch, noon: datetime) -> Iterator[Flask]:
    """The application as in life: its own check of answers is off."""
    app.testing = False
    monkeypatch.setattr(schemathesis.python.wsgi, "get_client", InProcess)
    gc.freeze()  # so that only what the test makes is looked through
    yield app
    gc.collect()
    gc.unfreeze()


@pytest.mark.parametrize("name", found())
def test_the_description_holds_for(app: Flask, name: str) -> None:
    of_live = any(each in name for each in OF_LIVES)
    kind = REPLAY if "live_timecodes" in name else LIVE if of_live else VIDEO
    example = an_exemplary_shop(kind, SECRET)
    phases = {"examples": ON, "coverage": ON, "fuzzing": ON}
    schema = content(app, example, phases, examples=5).include(operation_id=name)
    statuses, failures = tried(schema)
    assert not failures, "\n\n".join(failures[:5])
    assert (min(statuses) < 300) is (name not in REFUSED_ALWAYS)


def test_the_description_holds_for_callers_without_a_key(app: Flask) -> None:
    example = an_exemplary_shop(VIDEO, SECRET)
    schema = content(
        app, example, {"examples": {**ON, "fill-missing": True}}, examples=1, key=False
    )
    statuses, failures = tried(schema.include(operation_id=found(guarded=True)))
    assert not failures, "\n\n".join(failures[:5])
    assert statuses <= {401, 414}


def test_the_description_holds_for_one_call_after_another(app: Flask) -> None:
    example = an_exemplary_shop(VIDEO, SECRET)
    phases = {"stateful": {**ON, "max-steps": 6}}
    statuses, failures = tried(content(app, example, phases, examples=30))
    assert not failures, "\n\n".join(failures[:5])
    # Which calls follow one another is chance; some of them must have changed something.
    assert statuses & {201, 202, 204}
