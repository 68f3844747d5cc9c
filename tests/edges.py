"""Applications made once: their addresses, which take long to make, are lent to test after test.

What a test finds is as good as new: its settings, meters, layers and whatever is remembered are
its own. What one has changed beyond these costs the next a new application.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask

import app as root
from app import Settings
from gateways.static import serve_widget

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

# What `furnish` gives, and what Flask notes at the first request.
OWN = {"config", "extensions", "wsgi_app", "_got_first_request"}
RULES = "how many rules"


class Edges:
    """The applications of this test process, by the one setting on which addresses depend."""

    def __init__(self) -> None:
        self._made: dict[str, _Made] = {}

    def furnished(self, settings: Settings) -> Flask:
        """Give an application that knows these settings and nothing of tests before."""
        made = self._made.get(settings.hook_secret)
        if made is None or made.changed:
            made = self._made[settings.hook_secret] = _made(settings.hook_secret)
        made.app.config.clear()
        made.app.config.update(made.config)
        made.app.extensions.clear()
        # Flask's own again, for the layers are laid around it.
        vars(made.app).pop("wsgi_app", None)
        made.app._got_first_request = False
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(root, "serve_widget", self._serve_widget)
            furnished = root.furnish(made.app, settings)
        # They are made from the addresses and this one setting.
        kept = made.descriptions.setdefault(settings.url, {})
        furnished.extensions["vitrine.descriptions"] = kept
        return furnished

    @cached_property
    def _widget(self) -> Any:
        return serve_widget(_nobody, root.HOME / "widget")

    def _serve_widget(self, application: WSGIApplication, _folder: object) -> WSGIApplication:
        # The same files, looked through once.
        served: Any = copy.copy(self._widget)
        served.application = application
        answered: WSGIApplication = served
        return answered


@dataclass(frozen=True)
class _Made:
    app: Flask
    config: dict[str, Any]
    parts: dict[str, Any]
    descriptions: dict[str, Any] = field(default_factory=dict)

    @property
    def changed(self) -> bool:
        return _parts(self.app, self.parts) != self.parts


def _made(hook_secret: str) -> _Made:
    app = root.mount_edges(hook_secret)
    return _Made(app, dict(app.config), _parts(app, vars(app)))


def _parts(app: Flask, names: Iterable[str]) -> dict[str, Any]:
    kept = {name: _still(vars(app)[name]) for name in names if name not in {*OWN, RULES}}
    return {**kept, RULES: len(list(app.url_map.iter_rules()))}


def _still(part: Any) -> Any:
    """Copy what can grow, however deep it lies, without places where nothing is kept yet."""
    if isinstance(part, dict):
        kept = {name: _still(each) for name, each in part.items()}
        return {name: each for name, each in kept.items() if each not in ({}, [])}
    return [_still(each) for each in part] if isinstance(part, list) else part


def _nobody(_environ: object, _start: object) -> list[bytes]:
    raise AssertionError("what is behind is told for each application")
