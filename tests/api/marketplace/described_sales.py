"""What the examples of the description name of sales, all of one id."""

from __future__ import annotations

from models import clock
from models.cart import Cart, CartItem
from models.contract import Contract, ContractBuyer, ContractFee, ContractItem, ContractSeller
from models.season import SeasonalPrice
from models.settlement import CUSTOM
from models.shop import Shop
from models.user import User
from tests.api.marketplace.conftest import ID
from tests.builders import a_product

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


def sells(shop: Shop, user: User) -> None:
    """Make a product with a season, a cart, and a draft with one of everything."""
    product = a_product(shop, uid=ID)
    season = {"begins_at": clock.now(), "ends_at": clock.now(), "amount": 1}
    SeasonalPrice.create(product=product, uid=ID, **season)
    cart = Cart.create(shop=shop, user=user, uid=ID)
    CartItem.create(cart=cart, product=product, quantity=1, uid=ID)
    contract = Contract.create(shop=shop, user=user, currency="EUR", uid=ID)
    line = {"description": "Lamp", "quantity": 1, "price_amount": 500, "total_amount": 500}
    ContractItem.create(contract=contract, product=product, uid=ID, **line)
    ContractBuyer.create(contract=contract, user=user, email=user.email, uid=ID)
    ContractSeller.create(contract=contract, email="larch@shop.example", by_hand=True, uid=ID)
    ContractFee.create(contract=contract, kind=CUSTOM, amount=5, description="x", uid=ID)
