"""Patterns: the same found in every database, nothing that takes its time, no machine's errors."""

from __future__ import annotations

import random
import re
import time
import warnings
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as some
from peewee import Value

from models.database import database
from models.patterns import found_in
from models.shop import Shop
from usecases.catalog.columns import matching
from usecases.catalog.patterns import BadPattern, read

TEXTS = (
    "", "a", "aa", "ab", "a.b", "axb", "a\nb", "A1", "a b", "[x]", "x|y", "^$", "{2}", "é", "été",
    "one two", "a-b", "a_b", "\\", "100%", "it's", "tab\there", "日本語", "😀",
)  # fmt: skip
PATTERNS = (
    "a", "^a$", "^a", "b$", "a.b", r"a\.b", "^a+$", "^a{2}$", "^a{2,}$", "^a{1,2}?$", "ab?$", "^$",
    "[0-9]", "[^a-z]", r"\d", r"\D$", r"\s", r"^\w+$", r"\W", r"\bb\b", r"[\d.]", "[]x]", r"[\]x]",
    "[a-]b", "é", "^.$", "x|y", "a|", r"\|", r"\\", "%", "'", r"\t", "{", r"\{2\}", "日.語", "_",
    "^a[^x]b$", "[_-]", "[a-z]{3} ", "😀", "[é😀]", r"[^\s\d]", "a*?b", r"\b[ab]", "^|$", "$^",
)  # fmt: skip
LETTERS = "ab.[]{}^$|*+?\\-,19dwsbDé\n '%_"
SLIPS = [
    "*a", "+", "?", "a**", "a+*", "a{2}{3}", "a{3,2}", "a{256}", "a{9999}", "^*", "x|*", "[a", "[",
    "[b-a]", "[", "[]", "[^]", "[[:alpha:]]", "[[.a.]]", "\\", r"\p", r"\1", r"\A", r"\x41", r"\b*",
    r"[a-\d]", "a\0", "\ud800", "x" * 1001, "a{255}" * 9, r"[\D]", "[a\\",
]  # fmt: skip


def found(pattern: str, text: str) -> bool:
    asked: Any = matching(Value(text), pattern)
    [(answer,)] = database.execute(database.obj.get_sql_context().literal("select ").sql(asked))
    return bool(answer)


def test_each_pattern_is_found_where_python_finds_it(alice: Shop) -> None:
    expected = {each: [bool(re.search(each, text, re.A)) for text in TEXTS] for each in PATTERNS}
    assert {each: [found(each, text) for text in TEXTS] for each in PATTERNS} == expected


@pytest.mark.parametrize("pattern", SLIPS)
def test_what_is_no_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(BadPattern):
        read(pattern)


def test_what_makes_other_machines_think_for_hours_takes_no_time(alice: Shop) -> None:
    began = time.process_time()
    for pattern in (
        ".*" * 100 + "x$",
        "a?" * 200 + "a{200}$",
        "[ab]*a[ab]{200}$",
        "a*" * 300 + "b",
    ):
        found(pattern, "a" * 5_000)
    assert time.process_time() - began < 60


def test_whatever_is_read_is_a_pattern_to_the_database(alice: Shop) -> None:
    chance = random.Random(7)
    readable = 0
    for _ in range(400):
        pattern = "".join(chance.choices(LETTERS, k=chance.randint(1, 8)))
        with suppress(BadPattern):
            found(pattern, "a b9\n-é")
            readable += 1
    assert readable > 50


@given(some.text(some.sampled_from(LETTERS), max_size=12), some.text(max_size=8))
def test_whatever_is_read_is_found_where_python_finds_it(pattern: str, text: str) -> None:
    try:
        ours = read(pattern).re2
        with warnings.catch_warnings():
            # What may mean something else to it one day.
            warnings.simplefilter("error")
            theirs = re.compile(pattern, re.A)
    except (BadPattern, re.error, FutureWarning):
        return
    # Python's $ stands before a last new line, too.
    assume(not text.endswith("\n"))
    assert found_in(ours, text) == bool(theirs.search(text))
