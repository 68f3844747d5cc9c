"""Prices as people and feeds write them: read exactly, or refused."""

from __future__ import annotations

import pytest

from models.money import read_price


@pytest.mark.parametrize(
    ("text", "currency", "locale", "amount"),
    [
        ("19.90 EUR", "EUR", "en", 1990),
        ("19.90EUR", "USD", "en", 1990),
        ("EUR 1,234.50", "EUR", "en", 123450),
        ("19,90 €", "EUR", "de", 1990),
        ("19,90", "EUR", "en", 1990),
        ("19", "EUR", "en", 1900),
        ("19.9", "EUR", "en", 1990),
        ("19.9000", "EUR", "en", 1990),
        ("1.234,56", "EUR", "en", 123456),
        ("1,234,567.89", "EUR", "de", 123456789),
        ("1.234.567", "EUR", "en", 123456700),
        ("1.234", "EUR", "de", 123400),
        ("1,234", "EUR", "en-GB", 123400),
        ("1 234,56", "EUR", "fr", 123456),
        ("1\u202f234,56\u00a0€", "EUR", "fr", 123456),
        ("1'234.50", "CHF", "de-CH", 123450),
        ("CHF 1’234.50", "CHF", "de-CH", 123450),
        ("1990 JPY", "JPY", "ja", 1990),
        ("0.500", "KWD", "de", 500),
        ("$5", "USD", "en", 500),
        ("£5.00", "EUR", "en", 500),
        ("0", "EUR", "en", 0),
    ],
)
def test_prices_are_read_as_they_are_written(
    text: str, currency: str, locale: str, amount: int
) -> None:
    assert read_price(text, currency, locale)[0] == amount


def test_the_currency_is_the_one_named_or_the_feeds() -> None:
    assert read_price("5 USD", "EUR")[1] == "USD"
    assert read_price("5 €", "USD")[1] == "EUR"
    assert read_price("5", "EUR")[1] == "EUR"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "free",
        "-5",
        "+5",
        "1e5",
        "NaN",
        "5.",
        ".5",
        "19.999",
        "1.500",
        "12.34.56",
        "1,23.45",
        "1234,567.00",
        "1,2345,678",
        "1.234'567.00",
        "5 $",
        "5 QQQ",
        "EUR 5 EUR",
        "5 EUR USD",
        "٥",
        "0x10",
        "9" * 41,
        "9" * 20,
        "5\x00",
    ],
)
def test_what_is_not_surely_a_price_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_price(text, "EUR", "en")
