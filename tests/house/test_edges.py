"""What a test does to its application is not found by the next."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from api import limits
from app import Settings, open_house
from tests.edges import Edges


def _ask(app: Flask) -> int:
    return app.test_client().get("/api/v1/shop").status_code


def _answer_otherwise(app: Flask) -> None:
    app.view_functions["content.shop.show"] = lambda: "nobody is asked who they are"


def _set(app: Flask) -> None:
    app.config["PUBLIC_URL"] = "https://elsewhere.example"


def _measure(app: Flask) -> None:
    app.extensions["vitrine.meters"] = limits.mount_limits({"address": 0})


def _remember(app: Flask) -> None:
    app.extensions["remembered"] = True


def _ask_first(app: Flask) -> None:
    app.before_request(lambda: "nobody is asked")


def _add(app: Flask) -> None:
    app.add_url_rule("/more", "more", lambda: "more")


def _layer(app: Flask) -> None:
    app.wsgi_app = lambda _environ, start: start("200 OK", []) or []  # type: ignore[assignment, method-assign, misc]


CHANGES: dict[str, Callable[[Flask], None]] = {
    "a view": _answer_otherwise,
    "a setting": _set,
    "a meter": _measure,
    "what is remembered": _remember,
    "what is done before requests": _ask_first,
    "an address": _add,
    "a layer in front": _layer,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_test_finds_an_application_as_good_as_new(
    settings: Settings, change: Callable[[Flask], None]
) -> None:
    edges = Edges()
    open_house(settings)

    def told() -> tuple[object, ...]:
        app = edges.furnished(settings)
        rules = sorted(each.rule for each in app.url_map.iter_rules())
        rates = {name: each.rate for name, each in app.extensions["vitrine.meters"].items()}
        return rules, rates, dict(app.config), sorted(app.extensions), _ask(app)

    fresh = told()
    changed = edges.furnished(settings)
    change(changed)
    assert told() == fresh


def test_addresses_are_made_once(settings: Settings) -> None:
    edges = Edges()
    open_house(settings)
    first = edges.furnished(settings)
    _ask(first)
    assert edges.furnished(settings) is first


def test_settings_are_each_tests_own(settings: Settings) -> None:
    edges = Edges()
    open_house(settings)
    edges.furnished(settings.model_copy(update={"public_url": "https://other.example"}))
    made = edges.furnished(settings.model_copy(update={"hook_secret": "", "body_limit": 7}))
    assert made.config["PUBLIC_URL"] == settings.url
    assert made.config["MAX_CONTENT_LENGTH"] == 7
