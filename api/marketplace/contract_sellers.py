"""`/v1/contracts/<id>/seller`: the sellers of a contract."""

from __future__ import annotations

from flask import Blueprint

from api.auth import shop
from api.marketplace.contract_fields import WORDS, Owed, Who
from api.marketplace.contract_shapes import MarketContract, as_contract
from api.marketplace.entering import guarded
from api.marketplace.envelope import answer
from api.marketplace.ids import CONTRACT, SELLER, uid_of
from api.operation import Answer
from models.contract import Contract, WrongStatus
from models.errors import NotFound
from usecases.market import parties
from usecases.market.parties import OnIt

routes = Blueprint("contract_sellers", __name__)


@routes.post("")
@guarded(
    "Add a seller to a contract",
    body=Who,
    answer=MarketContract,
    errors=(NotFound, WrongStatus, OnIt),
    words=WORDS,
)
def create(contract_id: str, body: Who) -> Answer:
    """Add a seller: a user, or anybody by an address."""
    return _told(parties.add_seller(shop(), uid_of(CONTRACT, contract_id), **body.facts()))


@routes.delete("/<seller_id>")
@guarded(
    "Remove a seller from a contract",
    answer=MarketContract,
    errors=(NotFound, WrongStatus, OnIt),
)
def remove(contract_id: str, seller_id: str) -> Answer:
    """Take a seller off who sells none of the items."""
    contract, seller = uid_of(CONTRACT, contract_id), uid_of(SELLER, seller_id)
    return _told(parties.remove_seller(shop(), contract, seller))


@routes.put("/<seller_id>/owed")
@guarded(
    "Change what a seller receives",
    body=Owed,
    answer=MarketContract,
    errors=(NotFound, WrongStatus),
    words={"amount": "owedAmount"},
)
def change_owed(contract_id: str, seller_id: str, body: Owed) -> Answer:
    """Say what a seller receives of the items; the others share the rest."""
    contract, seller = uid_of(CONTRACT, contract_id), uid_of(SELLER, seller_id)
    return _told(parties.change_owed(shop(), contract, seller, body.owedAmount))


def _told(contract: Contract) -> Answer:
    return answer(as_contract(contract))
