"""Money as people read it, in a page's language: `99,00 €`."""

from decimal import Decimal

from babel import Locale
from babel.numbers import format_currency

from models.money import text_of


def price_text(amount: int | None, currency: str, locale: Locale) -> str | None:
    """Write minor units as a price in a language, with its currency."""
    text = text_of(amount, currency)
    return None if text is None else format_currency(Decimal(text), currency, locale=locale)
