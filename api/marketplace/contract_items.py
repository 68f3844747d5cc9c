"""`/v1/contracts/<id>/item`: the lines of a contract."""

from __future__ import annotations

from flask import Blueprint

from api.auth import shop
from api.marketplace.contract_fields import WORDS, NewItem
from api.marketplace.contract_shapes import MarketContract, as_contract
from api.marketplace.entering import guarded
from api.marketplace.envelope import answer
from api.marketplace.ids import CONTRACT, CONTRACT_ITEM, uid_of
from api.operation import Answer
from models.contract import Contract, WrongStatus
from models.errors import NotFound
from usecases.market import parties
from usecases.market.prices import NotForSale

routes = Blueprint("contract_items", __name__)


@routes.post("")
@guarded(
    "Add an item to a contract",
    body=NewItem,
    answer=MarketContract,
    errors=(NotFound, WrongStatus, NotForSale),
    words=WORDS,
)
def create(contract_id: str, body: NewItem) -> Answer:
    """Add a line; who sells the product is one of the sellers then."""
    return _told(parties.add_item(shop(), uid_of(CONTRACT, contract_id), **body.facts()))


@routes.delete("/<item_id>")
@guarded("Remove an item from a contract", answer=MarketContract, errors=(NotFound, WrongStatus))
def remove(contract_id: str, item_id: str) -> Answer:
    """Take a line out, and with their last one a seller."""
    contract, item = uid_of(CONTRACT, contract_id), uid_of(CONTRACT_ITEM, item_id)
    return _told(parties.remove_item(shop(), contract, item))


def _told(contract: Contract) -> Answer:
    return answer(as_contract(contract))
