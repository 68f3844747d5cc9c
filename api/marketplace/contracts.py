"""`/v1/contracts`: who buys what from whom, for how much, and how far that is."""

from __future__ import annotations

from flask import Blueprint

from api.auth import shop
from api.marketplace.contract_fields import (
    WORDS,
    ContractsQuery,
    ContractUpdate,
    FromCart,
    Inclusion,
    NewContract,
)
from api.marketplace.contract_shapes import MarketContract, as_contract, as_contracts
from api.marketplace.entering import guarded, own_user, user_beside
from api.marketplace.envelope import answer
from api.marketplace.ids import CART, CONTRACT, USER, uid_of
from api.operation import Answer
from models.contract import PaymentRefused, ProviderSilent, Unbalanced, WrongStatus
from models.errors import NotFound
from models.subscription import LimitReached
from models.user import User
from usecases import people
from usecases.market import contracts, listing, parties, settling
from usecases.market.contracts import FLAGS
from usecases.market.listing import BUYS, IS_ON, SELLS
from usecases.market.payees import CannotBePaid
from usecases.market.prices import NotForSale
from usecases.market.settling import NoWayToPay
from usecases.market.stock import Short

routes = Blueprint("contracts", __name__)


@routes.post("")
@guarded(
    "Create a contract",
    body=NewContract,
    answer=MarketContract,
    errors=(NotFound, NotForSale),
    words=WORDS,
)
def create(body: NewContract) -> Answer:
    """Make a draft, with its first items if they are sent."""
    named = body.user_id
    user = people.find(shop(), uid_of(USER, named)) if named is not None else user_beside()
    items = [each.facts() for each in body.items]
    return answer(as_contract(parties.make(shop(), user, items, **body.facts())))


@routes.post("/cart/<cart_id>")
@guarded(
    "Create a contract from a cart",
    body=FromCart,
    answer=MarketContract,
    errors=(NotFound, NotForSale, LimitReached),
)
def create_from_cart(cart_id: str, body: FromCart) -> Answer:
    """Make a draft of what is in the user's cart; again, the same draft follows the cart."""
    made = contracts.from_cart(shop(), own_user(), uid_of(CART, cart_id), body.notes)
    return answer(as_contract(made))


@routes.get("")
@guarded("List contracts", query=ContractsQuery, answer=list[MarketContract])
def index(query: ContractsQuery) -> Answer:
    """List the platform's contracts, newest first."""
    return _told(query)


@routes.get("/user/<user_id>/buyer")
@guarded(
    "List what a user buys",
    query=ContractsQuery,
    answer=list[MarketContract],
    errors=(NotFound,),
)
def index_of_buyer(user_id: str, query: ContractsQuery) -> Answer:
    """List the contracts by which a user buys, newest first."""
    return _told(query, people.find(shop(), uid_of(USER, user_id)), BUYS)


@routes.get("/user/<user_id>/seller")
@guarded(
    "List what a user sells",
    query=ContractsQuery,
    answer=list[MarketContract],
    errors=(NotFound,),
)
def index_of_seller(user_id: str, query: ContractsQuery) -> Answer:
    """List the contracts by which a user sells, newest first."""
    return _told(query, people.find(shop(), uid_of(USER, user_id)), SELLS)


@routes.get("/auth")
@guarded("List one's own contracts", query=ContractsQuery, answer=list[MarketContract])
def index_own(query: ContractsQuery) -> Answer:
    """List the contracts that the user is on, newest first."""
    return _told(query, own_user())


@routes.get("/<id:contract_id>")
@guarded("Retrieve a contract", answer=MarketContract, errors=(NotFound,))
def show(contract_id: str) -> Answer:
    """Show one contract."""
    return answer(as_contract(contracts.find(shop(), uid_of(CONTRACT, contract_id))))


@routes.put("/<id:contract_id>")
@guarded(
    "Change a contract",
    body=ContractUpdate,
    answer=MarketContract,
    errors=(NotFound, WrongStatus),
    words=WORDS,
)
def change(contract_id: str, body: ContractUpdate) -> Answer:
    """Change what is sent; sellers accept by `open` and refuse by `void`."""
    facts = body.facts() | ({"status": body.status} if body.status is not None else {})
    return answer(as_contract(contracts.change(shop(), uid_of(CONTRACT, contract_id), **facts)))


@routes.delete("/<id:contract_id>")
@guarded("Delete a contract", answer=MarketContract, errors=(NotFound, WrongStatus))
def remove(contract_id: str) -> Answer:
    """Remove a draft; what was sent is called off."""
    found = contracts.find(shop(), uid_of(CONTRACT, contract_id))
    told = as_contract(found)
    removed = contracts.remove(shop(), found.uid)
    return answer({**told, "status": removed.status})


@routes.put("/<id:contract_id>/fee_inclusion")
@guarded(
    "Set fee inclusion",
    body=Inclusion,
    answer=MarketContract,
    errors=(NotFound, WrongStatus),
)
def include_fees(contract_id: str, body: Inclusion) -> Answer:
    """Let buyers pay all fees on top, or sellers bear all."""
    facts = dict.fromkeys(FLAGS, body.feeInclusion)
    return answer(as_contract(contracts.change(shop(), uid_of(CONTRACT, contract_id), **facts)))


@routes.post("/<id:contract_id>/send")
@guarded(
    "Send a contract",
    answer=MarketContract,
    errors=(NotFound, WrongStatus, NotForSale, LimitReached),
)
def send(contract_id: str) -> Answer:
    """Send it to whoever is on it; one of a cart asks the sellers first."""
    return answer(as_contract(contracts.send(shop(), uid_of(CONTRACT, contract_id))))


@routes.put("/<id:contract_id>/settle")
@guarded(
    "Settle a contract",
    answer=MarketContract,
    errors=(
        NotFound,
        WrongStatus,
        Unbalanced,
        Short,
        LimitReached,
        NoWayToPay,
        CannotBePaid,
        PaymentRefused,
        ProviderSilent,
    ),
)
def settle(contract_id: str) -> Answer:
    """Charge the buyers and pay the sellers, once however often it is asked."""
    return answer(as_contract(settling.settle(shop(), uid_of(CONTRACT, contract_id))))


@routes.put("/<id:contract_id>/sync")
@guarded("Sync a contract", answer=MarketContract, errors=(NotFound, WrongStatus))
def sync(contract_id: str) -> Answer:
    """Work its sums out anew; again, they stay."""
    return _synced(contract_id)


@routes.get("/<id:contract_id>/sync")
@guarded("Sync a contract, as documented", answer=MarketContract, errors=(NotFound, WrongStatus))
def sync_by_get(contract_id: str) -> Answer:
    """Work its sums out anew; again, they stay."""
    return _synced(contract_id)


def _synced(contract_id: str) -> Answer:
    return answer(as_contract(contracts.work_out(shop(), uid_of(CONTRACT, contract_id))))


def _told(
    query: ContractsQuery, user: User | None = None, parts: tuple[str, ...] = IS_ON
) -> Answer:
    after = uid_of(CONTRACT, query.after) if query.after is not None else None
    return answer(as_contracts(listing.listed(shop(), user, parts, after=after, most=query.limit)))
