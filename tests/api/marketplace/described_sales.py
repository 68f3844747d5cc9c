"""What the examples of the description name of sales, all of one id."""

from __future__ import annotations

from models import clock
from models.cart import Cart, CartItem
from models.contract import (
    DRAFT,
    OPEN,
    Contract,
    ContractBuyer,
    ContractFee,
    ContractItem,
    ContractSeller,
)
from models.season import SeasonalPrice
from models.settlement import CUSTOM
from models.shop import Shop
from models.user import User
from tests.api.marketplace.conftest import ID
from tests.builders import a_product
from usecases.market import sums

KINDS = {
    "product_id": "prod",
    "price_id": "price",
    "cart_id": "cart",
    "cart_item_id": "citem",
    "contract_id": "inv",
    "item_id": "item",
    "buyer_id": "buyer",
    "seller_id": "seller",
    "fee_id": "fee",
}
KNOWN = {f"path.{name}": f"{kind}_{ID}" for name, kind in KINDS.items()}


def sells(shop: Shop, user: User, *, payable: bool) -> None:
    """Make a product with a season, a cart, and a contract with one of everything.

    It is a draft, or else everything in it can be paid, and it is open.
    """
    product = a_product(shop, uid=ID)
    season = {"begins_at": clock.now(), "ends_at": clock.now(), "amount": 1}
    SeasonalPrice.create(product=product, uid=ID, **season)
    cart = Cart.create(shop=shop, user=user, uid=ID)
    CartItem.create(cart=cart, product=product, quantity=1, uid=ID)
    status = OPEN if payable else DRAFT
    contract = Contract.create(
        shop=shop, user=user, currency="EUR", status=status, subtotal_amount=5000, uid=ID
    )
    line = {"description": "Lamp", "quantity": 1, "price_amount": 5000, "total_amount": 5000}
    # What is settled is written down by the ids of rows, which are no two rows' then.
    same = {} if payable else {"uid": ID}
    ContractItem.create(contract=contract, product=product, **line, **same)
    ContractBuyer.create(contract=contract, user=user, email=user.email, **same)
    ContractFee.create(contract=contract, kind=CUSTOM, amount=5, description="x", **same)
    if payable:
        sums.sync(contract)
    else:
        ContractSeller.create(contract=contract, email="larch@shop.example", by_hand=True, uid=ID)
