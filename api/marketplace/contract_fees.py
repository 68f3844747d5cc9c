"""`/v1/contracts/<id>/fee`: the custom fees of a contract."""

from __future__ import annotations

from flask import Blueprint

from api.auth import shop
from api.marketplace.contract_fields import FeeChange, NewFee
from api.marketplace.contract_shapes import MarketContract, as_contract
from api.marketplace.entering import guarded
from api.marketplace.envelope import answer
from api.marketplace.ids import CONTRACT, FEE, uid_of
from api.operation import Answer
from models.contract import Contract, WrongStatus
from models.errors import NotFound
from usecases.market import parties

WORDS = {"buyer": "buyer_id", "buyer_user": "buyer_user_id"}

routes = Blueprint("contract_fees", __name__)


@routes.post("")
@guarded(
    "Add a custom fee to a contract",
    body=NewFee,
    answer=MarketContract,
    errors=(NotFound, WrongStatus),
    words=WORDS,
)
def create(contract_id: str, body: NewFee) -> Answer:
    """Add a fee that buyers pay: one of them, or all."""
    return _told(parties.add_fee(shop(), uid_of(CONTRACT, contract_id), **body.facts()))


@routes.put("/<fee_id>")
@guarded(
    "Change a custom fee of a contract",
    body=FeeChange,
    answer=MarketContract,
    errors=(NotFound, WrongStatus),
    words=WORDS,
)
def change(contract_id: str, fee_id: str, body: FeeChange) -> Answer:
    """Change what is sent of a custom fee."""
    contract, fee = uid_of(CONTRACT, contract_id), uid_of(FEE, fee_id)
    return _told(parties.change_fee(shop(), contract, fee, **body.facts()))


@routes.delete("/<fee_id>")
@guarded(
    "Remove a custom fee from a contract", answer=MarketContract, errors=(NotFound, WrongStatus)
)
def remove(contract_id: str, fee_id: str) -> Answer:
    """Take a custom fee off; the others follow from the sums."""
    return _told(parties.remove_fee(shop(), uid_of(CONTRACT, contract_id), uid_of(FEE, fee_id)))


def _told(contract: Contract) -> Answer:
    return answer(as_contract(contract))
