"""Reads pages as a browser would: the data block, the head's facts, the content policy."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from typing import Any

from werkzeug.test import TestResponse


class Page(HTMLParser):
    """A page taken apart: its tags with their attributes, its scripts' text, its visible text."""

    def __init__(self, answer: TestResponse) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[tuple[dict[str, str | None], str]] = []
        self.text = ""
        self._script: dict[str, str | None] | None = None
        self.feed(answer.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._script = dict(attrs) if tag == "script" else None

    def handle_endtag(self, tag: str) -> None:
        self._script = None

    def handle_data(self, data: str) -> None:
        if self._script is None:
            self.text += data
        else:
            self.scripts.append((self._script, data))

    def first(self, tag: str, **attributes: str) -> dict[str, str | None]:
        """The first tag of a name with these attributes."""
        return next(
            found
            for name, found in self.tags
            if name == tag and all(found.get(key) == value for key, value in attributes.items())
        )

    def meta(self, name: str) -> str | None:
        """What the head says under a name."""
        for tag, found in self.tags:
            if tag == "meta" and name in (found.get("name"), found.get("property")):
                return found["content"]
        return None

    def block(self, kind: str) -> Any:
        """The data of the script block of a type."""
        return json.loads(next(text for found, text in self.scripts if found.get("type") == kind))


def policy(answer: TestResponse) -> dict[str, str]:
    """The content policy by directive."""
    rules = answer.headers["Content-Security-Policy"].split("; ")
    return dict(each.split(" ", 1) for each in rules)
