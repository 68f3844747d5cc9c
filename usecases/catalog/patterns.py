r"""Patterns of a search: the part of regular expressions that means the same in every database.

Letters, `.`, classes such as `[a-z]`, `\d \w \s` (of ASCII) and their opposites, `\b`, `^ $ |` and
repeats; no groups, for the language of `q` keeps brackets to itself, so none can be repeated. Both
machines that run them take a time that grows with the text alone.
"""

from __future__ import annotations

import re
import string
from typing import NamedTuple

from models.errors import Invalid, Problem

LONGEST = 1_000
# PostgreSQL counts no further.
MOST_REPEATS = 255
# A counted repeat is written out by the machines: so many parts in all.
MOST_PARTS = 2_000
SETS = {"d": "0-9", "w": "0-9A-Za-z_", "s": r"\t\n\f\r "}
BLANKS = {"t": "\t", "n": "\n", "r": "\r", "f": "\f"}
SPECIAL = set(string.punctuation) - {"_"}
EDGE = r"\b"
WORD = f"[{SETS['w']}]"
# PostgreSQL has other words' edges, which know more letters.
EDGE_THERE = f"(?:(?<={WORD})(?!{WORD})|(?<!{WORD})(?={WORD}))"
REPEAT = re.compile(r"(?:[*+?]|\{([0-9]{1,4})(,([0-9]{1,4})?)?\})")


class BadPattern(Invalid):
    """The text is no pattern."""

    code = "bad-pattern"


class Pattern(NamedTuple):
    """A pattern as RE2 reads it, and as PostgreSQL does.

    Whatever it is found in holds the text `letters`; `plain`: and the other way round.
    """

    re2: str
    postgres: str
    letters: str
    plain: bool


def read(text: str) -> Pattern:
    """Read a pattern. Raises `BadPattern`."""
    if len(text) > LONGEST:
        raise _bad(f"at most {LONGEST} letters")
    return _Reader(text).pattern()


def _bad(why: str) -> BadPattern:
    return BadPattern(Problem("q", f"a pattern that cannot be read: {why}"))


class _Reader:
    """Reads a pattern from left to right into parts that mean the same everywhere."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._parts: list[str] = []
        self._size = 0
        # Runs of letters that stand for themselves.
        self._runs = [""]

    def pattern(self) -> Pattern:
        while self._at < len(self._text):
            self._part()
        if self._size > MOST_PARTS:
            raise _bad(f"its repeats come to more than {MOST_PARTS} parts")
        whole = "".join(self._parts)
        there = "".join(EDGE_THERE if each == EDGE else each for each in self._parts)
        # Of several branches no letter need be there.
        letters = "" if "|" in self._parts else max(self._runs, key=len)
        return Pattern(whole, there, letters, letters == self._text)

    def _part(self) -> None:
        letter = self._next()
        if letter in "^$|":
            self._parts.append(letter)
            self._runs.append("")
            return
        if letter in "*+?":
            raise _bad(f"nothing stands before {letter}")
        atom = self._atom(letter)
        self._parts.append(atom)
        repeated = REPEAT.match(self._text, self._at)
        if repeated is None:
            self._size += 1
            if atom in (letter, f"\\{letter}"):
                self._runs[-1] += letter
            else:
                self._runs.append("")
        elif atom == EDGE:
            raise _bad(r"\b cannot be repeated")
        else:
            self._repeat(repeated)

    def _atom(self, letter: str) -> str:
        if letter == ".":
            return r"[^\n]"
        if letter == "[":
            return self._class()
        if letter != "\\":
            return _plain(letter)
        letter = self._next()
        if letter == "b":
            return EDGE
        if letter.lower() in SETS:
            return f"[{'^' if letter.isupper() else ''}{SETS[letter.lower()]}]"
        return _plain(_meant(letter))

    def _class(self) -> str:
        opposite = "^" if self._text[self._at : self._at + 1] == "^" else ""
        self._at += len(opposite)
        members: list[str] = []
        while not (members and self._text[self._at : self._at + 1] == "]"):
            members.append(self._member())
        self._at += 1
        return f"[{opposite}{''.join(members)}]"

    def _member(self) -> str:
        first = self._letter()
        if len(first) > 1 or self._text[self._at : self._at + 1] != "-":
            return SETS[first[1]] if len(first) > 1 else _plain(first)
        if self._text[self._at + 1 : self._at + 2] in ("]", ""):
            return _plain(first)
        self._at += 1
        last = self._letter()
        if len(last) > 1 or last < first:
            raise _bad(f"{first}-{last} is no range of letters")
        return f"{_plain(first)}-{_plain(last)}"

    def _letter(self) -> str:
        r"""Give the letter that a class goes on with, or the name of a set, such as `\d`."""
        letter = self._next()
        if letter == "[" and self._text[self._at : self._at + 1] in (":", ".", "="):
            raise _bad("classes have no names here")
        if letter != "\\":
            return letter
        letter = self._next()
        if letter in SETS:
            return f"\\{letter}"
        return _meant(letter)

    def _repeat(self, repeated: re.Match[str]) -> None:
        self._runs.append("")
        least, _, most = repeated.groups()
        last = int(most or least or 1)
        if last > MOST_REPEATS or (most and int(most) < int(least)):
            raise _bad(f"{repeated[0]} is no repeat; at most {MOST_REPEATS} times")
        self._size += last
        self._parts.append(repeated[0])
        self._at = repeated.end()
        # How much is taken first makes no difference to whether anything is found.
        if self._text[self._at : self._at + 1] == "?":
            self._at += 1
        if REPEAT.match(self._text, self._at):
            raise _bad("one repeat follows another")

    def _next(self) -> str:
        if self._at == len(self._text):
            raise _bad("it ends too early")
        self._at += 1
        letter = self._text[self._at - 1]
        if letter == "\0" or "\ud800" <= letter <= "\udfff":
            raise _bad("it holds what is no letter")
        return letter


def _meant(letter: str) -> str:
    """Give the letter that a backslash and this one stand for."""
    if letter in BLANKS:
        return BLANKS[letter]
    if letter.isalnum():
        raise _bad(f"\\{letter} has no meaning here")
    return letter


def _plain(letter: str) -> str:
    """Spell a letter that means only itself, in a class, too."""
    return f"\\{letter}" if letter in SPECIAL else letter
