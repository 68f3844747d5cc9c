"""The texts of components: which language wins, and that the script knows the same words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from models.component_texts import CARD_WORDS, PAGE_WORDS, faults_in, spoken

UI = Path(__file__).resolve().parents[2] / "widget" / "ui"
OURS = {
    "fr": {"next": "Suite", "soon": "Bientôt"},
    "fr-BE": {"soon": "Tantôt"},
    "de": {"soon": "Bald"},
}
THEIRS = {"FR": {"soon": "À venir"}}


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("fr", {"next": "Suite", "soon": "À venir"}),
        ("fr_CA", {"next": "Suite", "soon": "À venir"}),
        ("DE-at", {"soon": "Bald"}),
        ("frr", {}),
        ("en", {}),
    ],
)
def test_the_pages_language_is_spoken_and_the_later_layer_wins(
    locale: str, said: dict[str, str]
) -> None:
    assert spoken(locale, OURS, THEIRS) == said


def test_the_closer_tag_wins_in_one_layer() -> None:
    assert spoken("fr-BE", OURS, None) == {"next": "Suite", "soon": "Tantôt"}
    assert spoken("fr-FR", OURS) == {"next": "Suite", "soon": "Bientôt"}


@pytest.mark.parametrize(
    ("word", "text", "fits"),
    [
        ("of", "{2}: {0}/{1}", True),
        ("of", "{0}/{1}", False),
        ("of", "{0} {0} {1} {2}", False),
        ("soon", "Bald", True),
        ("soon", "Bald {0}", False),
        ("title", "{name}", True),
    ],
)
def test_a_text_keeps_what_its_word_fills_in(word: str, text: str, fits: bool) -> None:
    faults = faults_in({"de": {word: text}}, "texts")
    assert [each.where for each in faults] == ([] if fits else [f"texts/de/{word}"])


def words_of(file: str) -> dict[str, str]:
    """The words of a script's file, in English."""
    return dict(re.findall(r'^  (\w+): \["([^"]*)", "', (UI / file).read_text(), re.M))


def test_the_script_says_these_words_and_no_others() -> None:
    assert words_of("texts.js") == PAGE_WORDS
    assert words_of("words.js") == CARD_WORDS
