"""Which language a page speaks, that every sentence has its French, how prices are written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from flask.testing import FlaskClient

from models.shop import Shop
from pages.languages import choose, language_of
from pages.money import price_text
from pages.texts import LIVE, PLAYER
from tests import builders
from tests.pages.reading import Page

HOME = Path(__file__).resolve().parents[2]
HOLE = re.compile(r"\{\w+\}")
LETTERS = "abcdefgh"
MARKS = {"_": None, "N_": None}


def sentences() -> set[str]:
    """Every sentence that pages and templates say."""
    found: set[str] = set()
    for folder, method in (
        ("pages", ("**.py", "python")),
        ("templates", ("**.html", "jinja2.ext:babel_extract")),
        ("templates", ("**.txt", "jinja2.ext:babel_extract")),
    ):
        for _, _, message, _, _ in extract_from_dir(HOME / folder, [method], keywords=MARKS):
            found.add(str(message))
    return found


def french() -> dict[str, str]:
    """The French catalog, fuzzy entries left out."""
    with (HOME / "templates" / "locale" / "fr.po").open("rb") as file:
        catalog = read_po(file, locale="fr")
    return {str(each.id): str(each.string) for each in catalog if each.id and not each.fuzzy}


def test_every_sentence_has_its_french_and_no_french_is_left_over() -> None:
    told = french()
    assert set(told) == sentences()
    assert [english for english, text in told.items() if not text.strip()] == []


def test_a_translation_keeps_the_holes_of_its_sentence() -> None:
    wrong = [
        english
        for english, text in french().items()
        if sorted(HOLE.findall(english)) != sorted(HOLE.findall(text))
    ]
    assert wrong == []


def test_the_players_sentences_are_those_its_scripts_say() -> None:
    scripts = "\n".join(each.read_text() for each in (HOME / "widget" / "player").glob("*.js"))
    said = set(re.findall(r"\btexts\.(\w+)", scripts)) | set(re.findall(r'"(add_\w+)"', scripts))
    # controls.js names the play button's sentences in a table.
    table = re.search(r"const NEXT = \{([^}]*)\}", scripts)
    assert table
    said |= set(re.findall(r'"(\w+)"', table[1])) | {"play"}
    assert said == set(PLAYER)


def test_the_sentences_of_lives_are_those_their_scripts_say() -> None:
    folder = HOME / "widget" / "player" / "live"
    scripts = "\n".join(each.read_text() for each in folder.glob("*.js"))
    said = set(re.findall(r"\btexts\.(\w+)", scripts))
    said |= set(re.findall(r'"((?:refused|remind|bid)_\w+)"', scripts))
    assert said - set(PLAYER) == set(LIVE)


@pytest.mark.parametrize(
    ("asked", "accepted", "default", "texts", "tag"),
    [
        ("fr", [], "en", "fr", "fr"),
        ("fr-CA", [], "en", "fr", "fr-CA"),
        ("FR_be", [], "en", "fr", "fr-BE"),
        ("", ["fr-CH", "en"], "en", "fr", "fr-CH"),
        ("", ["de", "fr"], "en", "fr", "fr"),
        ("", ["de"], "fr", "fr", "fr"),
        ("", ["en-GB", "fr"], "fr", "en", "en-GB"),
        ("ar", ["fr"], "fr", "en", "ar"),
        ("de", ["fr"], "fr", "en", "de"),
        ("../../etc", ["fr"], "en", "fr", "fr"),
        ("x" * 5000, [], "fr", "fr", "fr"),
        ("", [], "nonsense", "en", "en"),
        ("fr-zzzzzzzzz", [], "en", "fr", "fr"),
    ],
    ids=[
        "asked for",
        "asked for with its country",
        "asked for carelessly",
        "accepted",
        "accepted second, the first is not ours",
        "the shop's default",
        "English of a country",
        "without a catalog: English words, own direction",
        "asked for beats what is accepted",
        "a path is no language",
        "a flood is no language",
        "a shop with a broken default",
        "a made-up country is dropped",
    ],
)
def test_a_page_speaks(asked: str, accepted: list[str], default: str, texts: str, tag: str) -> None:
    found = choose(asked, accepted, default)
    assert (found.texts, found.tag) == (texts, tag)


@pytest.mark.parametrize(
    ("query", "accept", "html"),
    [
        ("", "", {"lang": "en", "dir": "ltr"}),
        ("?lang=fr", "", {"lang": "fr", "dir": "ltr"}),
        ("?lang=ar", "", {"lang": "en", "dir": "rtl"}),
        ("?lang=fr&dir=rtl", "", {"lang": "fr", "dir": "rtl"}),
        ("?lang=ar&dir=ltr", "", {"lang": "en", "dir": "ltr"}),
        ("?dir=sideways", "", {"lang": "en", "dir": "ltr"}),
        ("", "de, fr;q=0.8, en;q=0.9", {"lang": "en", "dir": "ltr"}),
        ("", "en;q=0.5, fr;q=0.9", {"lang": "fr", "dir": "ltr"}),
        ("", "fr;q=0, *", {"lang": "en", "dir": "ltr"}),
    ],
)
def test_a_page_is_written_in(
    client: FlaskClient, alice: Shop, query: str, accept: str, html: dict[str, str]
) -> None:
    path = f"/embed/videos/{builders.a_video(alice).uid}{query}"
    answer = client.get(path, headers={"Accept-Language": accept} if accept else {})
    found = Page(answer).first("html")
    assert {name: found[name] for name in html} == html
    assert answer.headers["Content-Language"] == html["lang"]


def test_the_shops_language_is_the_default(client: FlaskClient) -> None:
    shop = builders.a_shop("Alice", locale="fr")
    answer = client.get(f"/embed/videos/{builders.a_video(shop).uid}")
    assert Page(answer).block("application/json")["texts"]["play"] == "Lire"


@pytest.mark.parametrize(
    ("amount", "currency", "tag", "text"),
    [
        (9900, "EUR", "en", "€99.00"),
        (9900, "EUR", "fr", "99,00\xa0€"),
        (123456, "EUR", "de", "1.234,56\xa0€"),
        (1500, "JPY", "en", "¥1,500"),
        (1234, "KWD", "en", "KWD1.234"),
        (0, "USD", "en", "$0.00"),
        (None, "EUR", "en", None),
    ],
)
def test_prices_are_written_in_the_pages_language(
    amount: int | None, currency: str, tag: str, text: str | None
) -> None:
    language = language_of(tag)
    assert language
    assert price_text(amount, currency, language.locale) == text


def test_of_many_languages_a_browser_takes_the_best_are_looked_at(client: FlaskClient) -> None:
    strange = [f"x{first}{second}" for first in LETTERS for second in LETTERS]
    few, many = ",".join([*strange[:10], "fr;q=0.9"]), ",".join([*strange, "fr;q=0.9"])
    answers = [client.get("/", headers={"Accept-Language": each}) for each in (few, many)]
    assert ['lang="fr"' in each.text for each in answers] == [True, False]
