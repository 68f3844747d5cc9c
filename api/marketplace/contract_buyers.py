"""`/v1/contracts/<id>/buyer`: the buyers of a contract."""

from __future__ import annotations

from flask import Blueprint

from api.auth import shop
from api.marketplace.contract_fields import WORDS, Due, Who
from api.marketplace.contract_shapes import MarketContract, as_contract
from api.marketplace.entering import guarded
from api.marketplace.envelope import answer
from api.marketplace.ids import BUYER, CONTRACT, uid_of
from api.operation import Answer
from models.contract import Contract, WrongStatus
from models.errors import NotFound
from usecases.market import parties
from usecases.market.parties import OnIt

routes = Blueprint("contract_buyers", __name__)


@routes.post("")
@guarded(
    "Add a buyer to a contract",
    body=Who,
    answer=MarketContract,
    errors=(NotFound, WrongStatus, OnIt),
    words=WORDS,
)
def create(contract_id: str, body: Who) -> Answer:
    """Add a buyer: a user, or anybody by an address."""
    return _told(parties.add_buyer(shop(), uid_of(CONTRACT, contract_id), **body.facts()))


@routes.delete("/<buyer_id>")
@guarded(
    "Remove a buyer from a contract",
    answer=MarketContract,
    errors=(NotFound, WrongStatus),
)
def remove(contract_id: str, buyer_id: str) -> Answer:
    """Take a buyer off; the others pay."""
    contract, buyer = uid_of(CONTRACT, contract_id), uid_of(BUYER, buyer_id)
    return _told(parties.remove_buyer(shop(), contract, buyer))


@routes.put("/<buyer_id>/due")
@guarded(
    "Change what a buyer owes",
    body=Due,
    answer=MarketContract,
    errors=(NotFound, WrongStatus),
    words={"amount": "dueAmount"},
)
def change_due(contract_id: str, buyer_id: str, body: Due) -> Answer:
    """Say what a buyer owes of the items; the others share the rest."""
    contract, buyer = uid_of(CONTRACT, contract_id), uid_of(BUYER, buyer_id)
    return _told(parties.change_due(shop(), contract, buyer, body.dueAmount))


def _told(contract: Contract) -> Answer:
    return answer(as_contract(contract))
