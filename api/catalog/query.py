"""Reads the catalog API's `q`: a text becomes criteria, which a use case turns into a condition."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from lark import Lark, Token, Transformer, UnexpectedCharacters, UnexpectedEOF, UnexpectedToken

from models.errors import Invalid, Problem
from usecases.criteria import AllOf, AnyOf, Comparison, Criterion, Operator, Scalar

# A thousand ids and more: clients look up by long lists of them.
MOST_LETTERS = 60_000
MOST_TESTS = 2_000
WORDS = {"exists": Operator.EXISTS, "missing": Operator.MISSING, "null": Operator.MISSING}


class BadQuery(Invalid):
    """The text is no query."""

    code = "bad-query"


def read(text: str) -> Criterion:
    """Read a query; raise `BadQuery`, which says what is wrong with it."""
    if len(text) > MOST_LETTERS:
        raise _bad(f"at most {MOST_LETTERS} letters")
    if text.count(":") + text.count(",") > MOST_TESTS:
        raise _bad(f"at most {MOST_TESTS} values")
    try:
        criterion: Criterion = _Reader().transform(_parser().parse(text))
    except UnexpectedEOF as error:
        raise _bad(_missing(text, text)) from error
    except UnexpectedToken as error:
        rest = text[error.pos_in_stream or 0 :] if error.token.type != "$END" else ""
        raise _bad(_missing(text, rest)) from error
    except UnexpectedCharacters as error:
        raise _bad(_missing(text, text[error.pos_in_stream :])) from error
    return criterion


def _bad(why: str) -> BadQuery:
    return BadQuery(Problem("q", why))


def _missing(text: str, rest: str) -> str:
    """Say what is wrong where reading stopped before `rest`."""
    if text.count("(") > text.count(")") or rest.lstrip().startswith("("):
        return "Missing closing parenthesis in value"
    word = rest.split()[0] if rest.split() else ""
    return f"No value for key {word}" if word else "a condition without its value"


@cache
def _parser() -> Lark:
    return Lark(Path(__file__).with_suffix(".lark").read_text(), parser="lalr")


class _Reader(Transformer[Token, Any]):
    """Builds criteria from the leaves up; a value is a comparison that knows no field yet."""

    def bare(self, inner: list[Token]) -> Criterion:
        operator = WORDS.get(inner[0])
        return Comparison((), operator) if operator else _is(Scalar(str(inner[0])))

    def quoted(self, inner: list[Token]) -> Criterion:
        return _is(Scalar(str(inner[0])[1:-1], quoted=True))

    def compared(self, inner: list[Any]) -> Criterion:
        sign, bound = inner
        return Comparison((), Operator(str(sign)), bound.value)

    def pattern_word(self, inner: list[Token]) -> Criterion:
        return _matches(str(inner[0])[1:])

    def pattern_inside(self, inner: list[Token]) -> Criterion:
        return _matches(str(inner[0]))

    def any_of(self, inner: list[Criterion]) -> Criterion:
        return AnyOf(tuple(inner))

    def all_of(self, inner: list[Criterion]) -> Criterion:
        return AllOf(tuple(inner))

    def conditions(self, inner: list[Criterion]) -> Criterion:
        return AllOf(tuple(inner))

    def test(self, inner: list[Any]) -> Criterion:
        path, value = inner
        return _of(tuple(str(path).split(".")), value)

    def start(self, inner: list[Criterion]) -> Criterion:
        return inner[0]


def _is(value: Scalar) -> Comparison:
    return Comparison((), Operator.IS, value)


def _matches(pattern: str) -> Comparison:
    return Comparison((), Operator.MATCHES, Scalar(pattern.strip(), quoted=True))


def _of(path: tuple[str, ...], value: Criterion) -> Criterion:
    """Say which field a value is compared with."""
    if isinstance(value, Comparison):
        return replace(value, path=path)
    return type(value)(tuple(_of(path, each) for each in value.parts))
