"""Asking the provider of payments: its refusals become the house's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from gateways.payments import PaymentError, Unreachable
from models.contract import PaymentRefused, ProviderSilent


@contextmanager
def asked() -> Iterator[None]:
    """Say in the house's words what the provider refuses: `PaymentRefused`, `ProviderSilent`."""
    try:
        yield
    except Unreachable as error:
        raise ProviderSilent(
            "the provider of payments does not answer; what was begun goes on by itself"
        ) from error
    except PaymentError as error:
        raise PaymentRefused(str(error), error.source, error.code, error.decline_code) from error
