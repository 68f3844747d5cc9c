"""Words of a shop's list, found in disguise and not in innocent words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usecases.words import alike, found, is_sayable

LIST = ("cheap", "shit", "ass", "пидор", "дурак", "spam shop", "死ね", "💩", "wanker", "كلب")

DISGUISES = {
    "as it is": "so cheap here",
    "capitals": "CHEAP",
    "cyrillic letters": "сhеар",
    "cyrillic capitals": "сНЕАР",
    "greek letters": "ςнεαρ",
    "greek capitals": "cΗΕΑΡ",
    "cherokee": "Sꮋit",
    "armenian": "Տhit",
    "full width": "ｃｈｅａｐ",
    "rings": "ⓒⓗⓔⓐⓟ",
    "squares": "🅲🅷🅴🅰🅿",
    "flags' letters": "🇨🇭🇪🇦🇵",
    "mathematical bold": "𝒄𝒉𝒆𝒂𝒑",
    "mathematical script": "𝓬𝓱𝓮𝓪𝓹",
    "double struck": "𝕤𝕙𝕚𝕥",
    "small capitals": "ᴄʜᴇᴀᴘ",
    "hooks and tails": "ƈɦҽąρ",
    "accents": "çhéàp",
    "struck through": "c̶h̶e̶a̶p̶",
    "nobody sees": "c\u200bh\u200de\u2060a\ufeffp",
    "a soft hyphen": "c\u00adheap",
    "digits": "ch3ap",
    "a one": "sh1t",
    "a dollar": "$hit",
    "a euro": "ch€ap",
    "signs alone": "@$$",
    "an exclamation mark inside": "sh!t!!!",
    "digits and signs": "5h!+",
    "two v": "vvanker",
    "repeated letters": "cheeeeap",
    "repeated at the end": "WANKERRR",
    "spaces": "c h e a p",
    "spaces here and there": "sh it",
    "cyrillic in spaces": "п и д о р",
    "spaces in capitals": "П И Д О Р",
    "stops": "s.h.i.t",
    "hyphens": "you sh-it",
    "low lines": "s_h_i_t",
    "stars between": "s*h*i*t",
    "a star for a letter": "sh*t",
    "stars for letters": "ch**p",
    "stars around": "**shit**",
    "brackets": "so (shit)",
    "a hash": "#shit",
    "an exclamation mark behind": "shit!",
    "two words": "the SPAM   shop",
    "two words with a stop": "spam.shop",
    "two words in one": "spamshop",
    "another language": "ну ты дурак",
    "capitals of another language": "ДУРАК",
    "no spaces between words": "おまえ死ねよ",
    "a space where there is none": "死 ね",
    "an emoji": "look 💩💩",
    "lengthened arabic": "كـــلب",
    "vowelled arabic": "كَلْب",
}
INNOCENT = {
    "nothing": "",
    "signs": "!!! … ???",
    "stars": "I ***** it **",
    "a shorter word": "as",
    "inside a word": "passing the class in Massachusetts",
    "inside another": "kitchen cheaper assess",
    "a number": "455",
    "prices": "$55 455 €",
    "one letter more": "shirt sheet schitt",
    "one letter less": "hit chip",
    "half of a pair": "a shop and spam",
    "words that meet": "the cheapest is it",
    "letters in a row": "a b c d",
    "the same script": "привет мир",
    "no spaces": "日本語",
    "a longer arabic word": "كلبي",
    "an emoji": "😀",
    "first and last alone": "s**t a*s*f".replace("s**t", "s***n"),
}


@pytest.mark.parametrize("text", DISGUISES.values(), ids=DISGUISES)
def test_a_word_is_found_in_disguise(text: str) -> None:
    assert found(text, LIST) is not None


@pytest.mark.parametrize("text", INNOCENT.values(), ids=INNOCENT)
def test_innocent_words_stay(text: str) -> None:
    assert found(text, LIST) is None


@pytest.mark.parametrize(
    ("text", "word"), [("so сhеар", "cheap"), ("ПИДОР", "пидор"), ("Spam shop", "spam shop")]
)
def test_the_word_is_told_as_the_list_spells_it(text: str, word: str) -> None:
    assert found(text, LIST) == word


def test_the_list_may_be_in_disguise_too() -> None:
    assert found("cheap", ["ⓒⓗ€ap"]) == "ⓒⓗ€ap"


def test_a_letter_written_twice_in_the_list_is_asked_for_twice() -> None:
    assert found("asss", ["ass"])
    assert not found("as", ["ass"])


def test_an_empty_list_finds_nothing() -> None:
    assert found("cheap", []) is None


@pytest.mark.parametrize(
    ("word", "sayable"), [("cheap", True), ("💩", True), ("\u200b", False), (" ", False)], ids=ascii
)
def test_a_word_of_a_list_has_something_by_which_it_is_known(word: str, sayable: bool) -> None:
    assert is_sayable(word) is sayable


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Anna", "Аnnа", True),
        ("Anna", "ANNA", True),
        ("Larch&Co", "larch co", True),
        ("L4rch", "Larch", True),
        ("Anna", "Hanna", False),
        ("…", "!", False),
    ],
)
def test_names_pass_for_one_another(one: str, other: str, same: bool) -> None:
    assert alike(one, other) is same


@given(st.text(max_size=300))
def test_any_text_can_be_looked_at(text: str) -> None:
    found(text, LIST)
    alike(text, "Anna")


@given(st.lists(st.text(max_size=20), max_size=5), st.text(max_size=60))
def test_any_list_can_be_made_of(words: list[str], text: str) -> None:
    found(text, words)


def test_a_word_is_found_wherever_it_stands_in_a_long_text() -> None:
    assert found("a " * 400 + "cheap", LIST) == "cheap"
