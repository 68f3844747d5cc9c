"""Wording: what people write in a chat, made plain text that disturbs nothing around it."""

from __future__ import annotations

import re
import unicodedata

from models.errors import Invalid, Problem

LONGEST_NICKNAME, LONGEST_NAME = 25, 50
# Letters that nobody sees, though Unicode does not call all of them so.
UNSEEN = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180e\u180f\u2800\u3164\uffa0\ufffc"
JOINERS = "\u200c\u200d"
BLACK_FLAG = "\U0001f3f4"
TAG = "[\U000e0020-\U000e007f]"
TAGS = re.compile(f"({BLACK_FLAG}{TAG}+)|{TAG}+")
# Joiners stand between letters or between pictures, each alone.
LOOSE_JOINERS = re.compile(
    f"(?:^|(?<=[\\s{JOINERS}]))[{JOINERS}]+|[{JOINERS}]+(?=[\\s{JOINERS}]|$)"
)
# More marks on one letter than any language has are a tower.
MOST_MARKS = 4
DOT = r"(?:[.\u3002\uff0e\uff61]|\s*[\[({]\s*(?:[.]|dot|point|punkt|punto)\s*[\])}]\s*)"
ENDINGS = (
    "com|net|org|info|biz|shop|store|online|site|live|link|club|click|xyz|top|vip|app|dev|page|"
    "tv|io|co|ai|gg|ly|cc|eu|de|fr|uk|es|nl|ch|pl|pt|se|dk|fi|cz|ie|ru|ua|ca|mx|br|ar|cn|jp|kr|"
    "au|nz|tr|za"
)
# Endings that are words too (to, me, it) count with a path behind them.
LINK = re.compile(
    r":\s*//|\b(?:mailto|tel|sms|javascript|data):\S|\b\d{1,3}(?:\.\d{1,3}){3}\b"
    rf"|\bwww{DOT}|\w@[\w-]+{DOT}\w|\w{DOT}(?:{ENDINGS})(?!\w)|\w{DOT}[a-z]{{2,}}/\S",
    re.IGNORECASE,
)


def plain(text: str) -> str:
    """Make one line of plain text: composed, without controls, without letters nobody sees."""
    whole = unicodedata.normalize("NFC", text)
    lined = " ".join(_visible(whole).split())
    joined = LOOSE_JOINERS.sub("", lined)
    return _without_towers(TAGS.sub(r"\1", joined)).strip()


def within(text: str, longest: int, where: str) -> str:
    """Make plain text of at most so many characters and at least one; raises `Invalid`."""
    # Composing makes a text shorter, but never to a quarter.
    made = plain(text) if len(text) <= longest * 4 else text
    if len(made) > longest:
        raise Invalid(Problem(where, f"at most {longest:,} characters; this has {len(made):,}"))
    if not _says_something(made):
        raise Invalid(Problem(where, "must say something"))
    return made


def name_of_host(text: str, where: str) -> str:
    """Take a host's name as it is, if it is plain text; raises `Invalid`."""
    made = within(text, LONGEST_NAME, where)
    if made != text.strip():
        raise Invalid(Problem(where, "must be one line of plain text, composed (NFC)"))
    return made


def one_word(text: str, where: str) -> str:
    """Make a visitor's own name: without spaces, at most 25 characters. Raises `Invalid`."""
    made = within(text, LONGEST_NICKNAME, where)
    if " " in made:
        raise Invalid(Problem(where, "must be one word without spaces"))
    if has_link(made):
        raise Invalid(Problem(where, "must not be an address"))
    return made


def has_link(text: str) -> bool:
    """Tell whether a text holds what leads elsewhere: an address, a mail address, a host's name."""
    return LINK.search(unicodedata.normalize("NFKC", text)) is not None


def _visible(text: str) -> str:
    return "".join(each for each in text if each.isspace() or _is_kept(each))


def _is_kept(letter: str) -> bool:
    if letter in UNSEEN:
        return False
    if letter in JOINERS or 0xE0020 <= ord(letter) <= 0xE007F:
        return True
    # Controls, directions, lone surrogates, private letters; pictures may be newer than we are.
    kind = unicodedata.category(letter)
    return kind[0] != "C" or (kind == "Cn" and 0x1F000 <= ord(letter) <= 0x1FFFD)


def _without_towers(text: str) -> str:
    kept, height = [], 0
    for letter in text:
        height = height + 1 if unicodedata.category(letter) in ("Mn", "Me") else 0
        if height <= MOST_MARKS:
            kept.append(letter)
    return "".join(kept)


def _says_something(text: str) -> bool:
    return any(unicodedata.category(each)[0] not in "MZ" and each not in JOINERS for each in text)
