"""Misfits: what a JSON Schema has against a value, told in words of ours."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from models.errors import Problem

# What is told in words of ours: the library's repeat whole values.
WORDS: dict[str, Callable[[Any], str]] = {
    "required": lambda kind: f"{kind.property} is required",
    "additionalProperties": lambda kind: (
        f"has what its schema does not know: {', '.join(kind.unexpected[:5])}"
    ),
    "type": lambda kind: f"must be of the type {' or '.join(kind.types)}",
    "enum": lambda kind: (
        "must be one of "
        + ", ".join(json.dumps(each, ensure_ascii=False) for each in kind.options[:10])
    ),
    "format": lambda kind: f"must be of the format {kind.format}",
    "pattern": lambda kind: f"must match {kind.pattern}",
}


def problem_of(error: Any, where: str) -> Problem:
    """Tell of an error of the library's; `where` is the value's own JSON pointer."""
    within = (str(each).replace("~", "~0").replace("/", "~1") for each in error.instance_path)
    why: Callable[[Any], str] | None = WORDS.get(error.kind.name)
    told = why(error.kind) if why else error.message
    return Problem("/".join((where, *within)), told[:300])
