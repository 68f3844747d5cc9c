"""Words: which word of a shop's own list a message says, however its letters are disguised.

Message and list are brought to one skeleton (decision 0022): look-alike letters, digits and signs
that stand for letters, accents and letters that nobody sees become the plain letter they pass
for. A word then matches whole words alone, so that innocent words that hold it stay; its letters
may be repeated, hidden by stars, parted by signs or written one by one.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby

from disarm import canonicalize

# Digits and signs that pass for letters, and a letter that passes for another one.
DIGITS = str.maketrans("0123456789i", "olzeasgtbgl")
SIGNS = str.maketrans("@$!|+#(<{¥£¢€", "asllthcccylce")
HIDING = "*"
# "LATIN SMALL LETTER H WITH HOOK" passes for an h, though Unicode's table does not say so.
NAMED = re.compile(r"LATIN (?:SMALL|CAPITAL) LETTER ([A-Z]) WITH ")
# The letters that flags are made of.
FLAGS = {0x1F1E6 + number: chr(ord("a") + number) for number in range(26)}
# Scripts that put no space between words, by how Unicode names their letters.
UNSPACED = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN")
SENTENCE_ENDS = ".,!?;:…"
NOT_LETTERS = re.compile(r"[^\w*]|_")
# Pieces so short are letters written one by one.
SHORT = 2

# Each letter with how often it stands there in a row.
Runs = tuple[tuple[str, int], ...]


@dataclass
class _List:
    """A list made ready: its words by their letters, repeated ones counting once.

    A word of several parts has one key for all of them; `parts` are the numbers of parts there
    are, `longest` how long the longest key is. `hidden` knows words by their first and last letter,
    `inside` those of unspaced scripts.
    """

    known: dict[str, list[tuple[Runs, str]]] = field(default_factory=lambda: defaultdict(list))
    joined: dict[str, list[tuple[Runs, str]]] = field(default_factory=lambda: defaultdict(list))
    hidden: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    inside: list[tuple[str, str]] = field(default_factory=list)
    parts: set[int] = field(default_factory=set)
    longest: int = 0


def found(text: str, words: Sequence[str]) -> str | None:
    """Tell which word of the list a text says, as the list spells it; None: none of them."""
    if not words:
        return None
    ready = _ready(tuple(words))
    return next((hit for plain in _shapes(text) for hit in _hits(ready, plain)), None)


def is_sayable(word: str) -> bool:
    """Tell whether a word of a list has anything by which it can be known."""
    return any(plain.strip() for plain in _shapes(word))


def alike(one: str, other: str) -> bool:
    """Tell whether two names pass for one another, whatever their spaces and signs."""
    first, second = ({_bare(plain) for plain in _shapes(each)} - {""} for each in (one, other))
    return bool(first & second)


def _hits(ready: _List, plain: str) -> Iterator[str]:
    chunks = plain.split()
    line = "".join(chunks)
    yield from (word for shape, word in ready.inside if shape in line)
    apart = [_folded(part) for chunk in chunks for part in NOT_LETTERS.split(chunk) if part]
    together = [_folded(NOT_LETTERS.sub("", chunk)) for chunk in chunks]
    signs = [_folded(chunk.strip(SENTENCE_ENDS), signs=True) for chunk in chunks]
    bare = [each.replace(HIDING, "") for each in together]
    for tokens in (apart, together, signs, bare):
        kept = [token for each in tokens if (token := each.strip(HIDING))]
        yield from _said(ready, kept)
    yield from _spread(ready, [each for each in bare if each])


def _said(ready: _List, tokens: list[str]) -> Iterator[str]:
    for many in ready.parts:
        for start in range(len(tokens) - many + 1):
            yield from _same(ready.known, " ".join(tokens[start : start + many]))
    for token in tokens:
        if HIDING in token:
            for shape, word in ready.hidden[token[0] + token[-1]]:
                if re.fullmatch(_may_hide(shape), token):
                    yield word


def _spread(ready: _List, tokens: list[str]) -> Iterator[str]:
    """Find words written in single letters, or two at a time."""
    for short, run in groupby(tokens, lambda each: len(each) <= SHORT):
        pieces = list(run) if short else []
        for start in range(len(pieces)):
            yield from _begun(ready, pieces[start:])


def _begun(ready: _List, pieces: list[str]) -> Iterator[str]:
    key = ""
    for end, piece in enumerate(pieces, 1):
        key += _key(_runs(piece)).removeprefix(key[-1:])
        if len(key) > ready.longest:
            return
        if end > 1 and key in ready.joined:
            yield from _same(ready.joined, "".join(pieces[:end]))


def _same(known: dict[str, list[tuple[Runs, str]]], text: str) -> Iterator[str]:
    runs = _runs(text)
    for theirs, word in known.get(_key(runs), ()):
        if all(mine[1] >= each[1] for mine, each in zip(runs, theirs, strict=True)):
            yield word


def _runs(text: str) -> Runs:
    return tuple((letter, len(list(run))) for letter, run in groupby(text))


def _key(runs: Runs) -> str:
    return "".join(letter for letter, _ in runs)


def _may_hide(shape: str) -> str:
    """Match a word of which stars hide any letters but the first and the last."""
    first, *between, last = (re.escape(each) for each in shape)
    return "".join([f"{first}+", *(f"(?:{each}+|\\*)" for each in between), f"{last}+"])


def _folded(token: str, *, signs: bool = False) -> str:
    # "455" is a number and "$5" a price.
    if any(each.isdigit() for each in token) and not any(each.isalpha() for each in token):
        return token
    return NOT_LETTERS.sub("", _lettered(token.translate(SIGNS) if signs else token))


def _bare(plain: str) -> str:
    return re.sub(r"[\W_]", "", _lettered(plain))


def _lettered(token: str) -> str:
    return token.translate(DIGITS).replace("vv", "w")


def _shapes(text: str) -> tuple[str, ...]:
    """Bring each letter to the plain one it passes for: as it stands, and as a small letter.

    A Greek capital passes for another letter than its small one does.
    """
    return tuple({_shape(text): None, _shape(text.casefold()): None})


def _shape(text: str) -> str:
    plain = canonicalize(text.translate(FLAGS)).casefold()
    kept = (each for each in unicodedata.normalize("NFD", plain) if not _is_dressing(each))
    return unicodedata.normalize("NFC", "".join(map(_base, kept)))


def _is_dressing(letter: str) -> bool:
    """Tell accents and strokes from the vowel signs without which a word is another one."""
    kind, place = unicodedata.category(letter), unicodedata.combining(letter)
    over = place == 1 or 10 <= place <= 36 or place >= 200
    return kind in ("Me", "Cf") or (kind == "Mn" and over) or letter == "\u0640"


def _base(letter: str) -> str:
    if letter.isascii():
        return letter
    named = NAMED.match(unicodedata.name(letter, ""))
    return named[1].lower() if named else letter


@lru_cache(maxsize=64)
def _ready(words: tuple[str, ...]) -> _List:
    ready = _List()
    for word in words:
        for plain in _shapes(word):
            _add(ready, plain, word)
    return ready


def _add(ready: _List, plain: str, word: str) -> None:
    line = "".join(plain.split())
    parts = [part for each in plain.split() if (part := _folded(each, signs=True))]
    if not parts or any(_is_unspaced(each) for each in line):
        ready.inside += [(line, word)] if line else []
        return
    ready.parts |= {1, len(parts)}
    whole, joined = _runs(" ".join(parts)), _runs("".join(parts))
    for runs in {whole, joined}:
        ready.known[_key(runs)].append((runs, word))
    ready.joined[_key(joined)].append((joined, word))
    ready.longest = max(ready.longest, len(_key(joined)))
    if len(parts) == 1 and len(joined) > 1:
        ready.hidden[parts[0][0] + parts[0][-1]].append((parts[0], word))


def _is_unspaced(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith(UNSPACED)
