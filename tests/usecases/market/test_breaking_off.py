"""Settling that breaks off: an answer that is lost, a process that is killed."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest

from app import Settings
from gateways import payments
from gateways.payments import Charge, Unreachable
from gateways.payments.trial import Trial
from models.contract import (
    PAID,
    PROCESSING,
    Contract,
    ProviderSilent,
)
from models.product import Product
from usecases.market.settling import settle, settle_begun

from .conftest import Market
from .sales import an_open_contract, kept


class Lost(Trial):
    """A provider whose answers to some calls are lost, though it does what it was asked."""

    losing: str = "charge"

    def charge(self, *args: Any, **facts: Any) -> Charge:
        made = super().charge(*args, **facts)
        if self.losing == "charge":
            raise Unreachable("no answer", source=self.source)
        return made

    def transfer(self, *args: Any, **facts: Any) -> str:
        made = super().transfer(*args, **facts)
        if self.losing == "transfer":
            raise Unreachable("no answer", source=self.source)
        return made


@pytest.mark.parametrize("losing", ["charge", "transfer"])
def test_a_lost_answer_is_asked_for_again(market: Market, losing: str) -> None:
    lost = Lost(market.provider._file)
    lost.losing = losing
    payments.configure(lost)
    contract = an_open_contract(market, quantity=2)
    with pytest.raises(ProviderSilent):
        settle(market.shop, contract.uid)
    assert Contract.get_by_id(contract.id).status == PROCESSING
    settle_begun()
    lost.losing = ""
    settle_begun()
    assert Contract.get_by_id(contract.id).status == PAID
    assert (kept(lost, "pi"), kept(lost, "tr"), Product.get().quantity) == (1, 1, 0)


DIES = """
import os, sys
from pathlib import Path
from gateways import payments
from gateways.payments.trial import Trial
from models.database import connected, open_database
from models.shop import Shop
from usecases.market.settling import settle

class Dying(Trial):
    def charge(self, *args, **facts):
        super().charge(*args, **facts)
        os._exit(9)

url, file, uid = sys.argv[1:]
open_database(url)
payments.configure(Dying(Path(file)))
with connected():
    settle(Shop.get(), uid)
"""


@pytest.mark.sqlite
def test_a_process_killed_between_charge_and_record_charges_once(
    market: Market, settings: Settings
) -> None:
    contract = an_open_contract(market)
    home = Path(__file__).parents[3]
    sent = [settings.database_url, str(market.provider._file), contract.uid]
    died = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(DIES), *sent],
        cwd=home,
        env={**os.environ, "PYTHONPATH": str(home)},
        capture_output=True,
        check=False,
    )
    assert died.returncode == 9, died.stderr
    assert Contract.get_by_id(contract.id).status == PROCESSING
    assert kept(market.provider, "pi") == 1
    settle_begun()
    assert Contract.get_by_id(contract.id).status == PAID
    assert [kept(market.provider, each) for each in ("pi", "tr")] == [1, 1]
