"""Money as people read it, in a page's language: `99,00 €`, and what fees are called."""

from decimal import Decimal

from babel import Locale
from babel.numbers import format_currency

from models.contract import ContractFee
from models.money import text_of
from models.settlement import BANK, CARD, OPERATOR, PLATFORM
from pages.languages import Language
from pages.texts import N_

FEES = {
    CARD: N_("Card payment fee"),
    BANK: N_("Bank payment fee"),
    PLATFORM: N_("Platform fee"),
    OPERATOR: N_("Service fee"),
}


def price_text(amount: int | None, currency: str, locale: Locale) -> str | None:
    """Write minor units as a price in a language, with its currency."""
    text = text_of(amount, currency)
    return None if text is None else format_currency(Decimal(text), currency, locale=locale)


def fee_name(fee: ContractFee, language: Language) -> str:
    """Name a fee; one that was added by hand has its own words."""
    return language(FEES.get(fee.kind, fee.description))
