"""The cart: what a user means to buy."""

from peewee import ForeignKeyField

from models.base import MomentField, Table
from models.product import Product
from models.quantity import QuantityField
from models.shop import Shop
from models.user import User

# More of one thing, or of things, than anybody buys at once.
MOST_ITEMS = 100


class Cart(Table):
    """A user's cart; everybody has one."""

    shop_id: int
    user_id: int
    shop = ForeignKeyField(Shop, on_delete="CASCADE")
    user = ForeignKeyField(User, unique=True, backref="carts", on_delete="CASCADE")


class CartItem(Table):
    """A product in a cart, for a time or for good; its price is always today's.

    `quantity` of a product that is paid by the hour is hours.
    """

    cart_id: int
    product_id: int
    cart = ForeignKeyField(Cart, backref="items", on_delete="CASCADE")
    product = ForeignKeyField(Product, on_delete="CASCADE")
    quantity = QuantityField()
    starts_at = MomentField(null=True)
    ends_at = MomentField(null=True)
