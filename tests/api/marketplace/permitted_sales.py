"""Who may do what with products, carts and contracts: rows of `test_permissions.py`."""

from __future__ import annotations

from typing import Any

from models.contract import Contract, ContractFee
from models.product import Product
from models.season import SeasonalPrice
from models.settlement import CUSTOM
from models.shop import Shop
from models.user import User
from tests.api.marketplace.lessons import a_card, utc
from tests.builders import a_product, a_user
from usecases.market import carts, contracts, parties

SEASON = {"seasonstart": "2026-06-01T00:00:00Z", "seasonEnd": "2026-08-31T00:00:00Z", "price": 1}
BODIES: dict[str, Any] = {
    "products.create": {"name": "Lamp"},
    "products.change": {"name": "Lantern"},
    "prices.create": SEASON,
    "prices.use": {"useSeasonalPrices": True},
    "carts.add_product": {"quantity": 1},
    "contracts.create": {"notes": "At noon."},
    "contracts.create_from_cart": {"notes": "At noon."},
    "contracts.change": {"notes": "At one."},
    "contracts.include_fees": {"feeInclusion": True},
    "contract_buyers.create": {"email": "larch@shop.example"},
    "contract_buyers.change_due": {"dueAmount": 5},
    "contract_sellers.create": {"email": "larch@shop.example"},
    "contract_sellers.change_owed": {"owedAmount": 5},
    "contract_fees.create": {"amount": 5},
    "contract_fees.change": {"amount": 6},
}

# In the order of CALLERS: inside by key and roles, then outside.
ADMIN, EDITOR = "200 200 200 403 403 403", "200 200 200 200 403 403"
ALL = "200 200 200 200 200 200"
OWN = "401 200 200 200 200 200 401 401 403 401 200 401"
# It is the plain user's, and nobody else's.
MINE = "401 404 404 404 404 200 401 401 403 401 404 401"
NONE, SHOPS, EMPTY = (
    f"401 403 403 {each}" for each in ("404 404 404", "200 200 404", "200 200 200")
)
TABLE = {
    "products.create": f"{EDITOR} {EMPTY}",
    "products.index": f"{ALL} {EMPTY}",
    "products.index_of_user": f"{ALL} {NONE}",
    "products.index_categories": f"{ALL} {EMPTY}",
    "products.show": f"{ALL} {NONE}",
    "prices.index": f"{ALL} {NONE}",
    "carts.show": OWN,
    "carts.clear": OWN,
    # The product is the platform's, for all its users.
    "carts.add_product": "401 200 200 200 200 200 401 401 403 401 404 401",
    "carts.remove_item": MINE,
    "contracts.create": f"{EDITOR} {SHOPS}",
    "contracts.create_from_cart": MINE,
    "contracts.index": f"{EDITOR} {EMPTY}",
    "contracts.index_own": OWN,
    # Of the plain user.
    "contracts.index_of_buyer": f"200 200 200 200 403 200 {NONE}",
    "contracts.index_of_seller": f"200 200 200 200 403 200 {NONE}",
    "contracts.settle": f"{ADMIN} {NONE}",
}
# All others are done by editors, to what is Alice's.
TABLE |= dict.fromkeys(
    (
        *("products.change", "products.remove", "products.enable", "products.disable"),
        *("prices.create", "prices.remove", "prices.use"),
        *(
            "contracts.show",
            "contracts.change",
            "contracts.remove",
            "contracts.include_fees",
            "contracts.send",
        ),
        *("contracts.sync", "contracts.sync_by_get"),
        *("contract_items.create", "contract_items.remove"),
        *("contract_buyers.create", "contract_buyers.remove", "contract_buyers.change_due"),
        *("contract_sellers.create", "contract_sellers.remove", "contract_sellers.change_owed"),
        *("contract_fees.create", "contract_fees.change", "contract_fees.remove"),
    ),
    f"{EDITOR} {NONE}",
)


def ids_of(name: str, user: User) -> dict[str, str]:
    """Make what an operation asks about; give its ids by their names in the path."""
    resource, shop = name.partition(".")[0], user.shop
    if resource in ("products", "prices"):
        product = a_product(shop)
        season = SeasonalPrice.create(
            product=product, begins_at=utc("2026-06-01"), ends_at=utc("2026-08-31"), amount=1
        )
        return {"product_id": f"prod_{product.uid}", "price_id": f"price_{season.uid}"}
    if resource == "carts" or name == "contracts.create_from_cart":
        product = a_product(shop)
        filled = carts.put(shop, user, product.uid, 1)
        return {
            "product_id": f"prod_{product.uid}",
            "cart_id": f"cart_{filled.cart.uid}",
            "cart_item_id": f"citem_{filled.lines[0].item.uid}",
        }
    if resource.startswith("contract"):
        return _ids_of(_a_contract(shop, user, a_product(shop), name == "contracts.settle"))
    return {}


def bodies_of(path: dict[str, str]) -> dict[str, Any]:
    """What is sent; of one operation it names a thing that it asks about."""
    return {**BODIES, "contract_items.create": {"product_id": path.get("product_id")}}


def _a_contract(shop: Shop, buyer: User, product: Product, payable: bool) -> Contract:
    """A contract with one of everything, which can be settled or only be changed."""
    made = contracts.add(shop, None)
    parties.add_item(shop, made.uid, product=product.uid, quantity=1)
    parties.add_buyer(shop, made.uid, user=buyer.uid)
    parties.add_fee(shop, made.uid, amount=5, description="Delivery")
    if payable:
        a_card(buyer)
        return contracts.send(shop, made.uid)
    return parties.add_seller(shop, made.uid, user=a_user(shop).uid)


def _ids_of(contract: Contract) -> dict[str, str]:
    item, buyer = contract.items.get(), contract.buyers.get()
    fee = contract.fees.where(ContractFee.kind == CUSTOM).get()
    # The last one has no item in it, and may be taken off.
    seller = list(contract.sellers.order_by(contract.sellers.model.id))[-1]
    rows = {"item": item, "buyer": buyer, "seller": seller, "fee": fee}
    return {
        "contract_id": f"inv_{contract.uid}",
        "product_id": f"prod_{item.product.uid}",
        **{f"{kind}_id": f"{kind}_{row.uid}" for kind, row in rows.items()},
    }
