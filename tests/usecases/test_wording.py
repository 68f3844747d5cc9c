"""What people write: plain text, of a length, without what leads elsewhere."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import Invalid
from usecases.wording import has_link, one_word, plain, within

KEPT = {
    "a family": "👨‍👩‍👧‍👦 ok",
    "a heart": "❤️",
    "a key cap": "1️⃣",
    "a skin": "👍🏽",
    "a country": "🇫🇷",
    "a part of a country": "🏴󠁧󠁢󠁥󠁮󠁧󠁿!",
    "persian with its joiner": "می‌خواهم",
    "hindi": "क्षत्रिय",
    "tamil": "நிலை",
    "thai": "สวัสดีครับ",
    "vietnamese": "Tiếng Việt",
    "markup, which is text": "<b>&amp;</b>",
}
MADE = {
    "spaces and lines": ("  a\n\t b\u00a0\u2003c ", "a b c"),
    "controls": ("\x00\x07hi\x1b[31m\x9f", "hi[31m"),
    "directions": ("a\u202eb\u202c\u2066c\u200f", "abc"),
    "letters nobody sees": ("a\u200bb\u2060c\ufeff\u3164d\u2800", "abcd"),
    "loose joiners": ("\u200d\u200dx\u200d y\u200c", "x y"),
    "hidden letters": ("x\U000e0041\U000e0042", "x"),
    "private letters": ("\ue000\U0010ffffk", "k"),
    "half a letter": ("\ud83dk", "k"),
    "two letters for one": ("e\u0301", "é"),
    "a tower": ("z" + "\u0336" * 40, "z" + "\u0336" * 4),
}
LINKS = (
    "buy at example.com now",
    "http://x",
    "HTTPS : // x",
    "www.foo",
    "shop.example/p/1",
    "me@example.org",
    "example[.]com",
    "example (dot) com",
    "t.me/abc",
    "1.2.3.4",
    "ｅｘａｍｐｌｅ．ｃｏｍ",
    "ex。com",
    "a.co.uk",
    "javascript:alert(1)",
    "bit.ly/x",
    "EXAMPLE.COM",
    "mailto:x",
)
NO_LINKS = (
    "ok.thanks",
    "great.Thank you",
    "e.g. this",
    "19.90",
    "3.50 €",
    "version 1.2.3",
    "I love it.me too",
    "so.",
    "1/2",
    "hello...to you",
    "C.O.D.E",
    "St.Ives",
    "wait.to",
    "10:30",
    "data: none",
    "and/or",
    "a:b",
    "@noor",
)
NOTHING = ("", " \n", "\u200b", "\u202e", "\u200d\u200d", "\u0301")


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT)
def test_what_languages_and_emojis_need_stays(text: str) -> None:
    assert plain(text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(("text", "made"), MADE.values(), ids=MADE)
def test_what_disturbs_goes(text: str, made: str) -> None:
    assert plain(text) == made


@given(st.text())
def test_plain_text_is_plain_already(text: str) -> None:
    once = plain(text)
    assert plain(once) == once
    assert not [each for each in once if each < " " or each in "\u202a\u202e\u2066\u200b\u2028"]
    once.encode()


@pytest.mark.parametrize("text", LINKS)
def test_a_link_is_known(text: str) -> None:
    assert has_link(text)


@pytest.mark.parametrize("text", NO_LINKS)
def test_no_link_is_seen_where_there_is_none(text: str) -> None:
    assert not has_link(text)


@pytest.mark.parametrize("length", [201, 10_000, 1_000_000])
def test_a_longer_text_is_refused_with_its_length(length: int) -> None:
    with pytest.raises(Invalid) as refused:
        within("x" * length, 200, "text")
    [problem] = refused.value.problems
    assert problem == ("text", f"at most 200 characters; this has {length:,}")


def test_a_text_of_the_longest_length_is_taken() -> None:
    assert within("x" * 200, 200, "text") == "x" * 200
    assert within(" e\u0301" * 66, 200, "text") == "é " * 65 + "é"


@pytest.mark.parametrize(
    "text", ["", " \n", "\u200b", "\u202e", "\u200d\u200d", "\u0301"], ids=ascii
)
def test_a_text_that_says_nothing_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match="must say something"):
        within(text, 200, "text")


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("Noor K", "without spaces"),
        ("x" * 26, "at most 25"),
        ("", "say something"),
        ("example.com", "address"),
    ],
)
def test_a_nickname_is_one_short_word(name: str, why: str) -> None:
    with pytest.raises(Invalid, match=why):
        one_word(name, "nickname")
    assert one_word(" Noor_" + "x" * 20, "nickname") == "Noor_" + "x" * 20
