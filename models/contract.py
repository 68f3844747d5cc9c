"""The contract: who buys what from whom, for how much, and how far that is."""

from peewee import (
    BigIntegerField,
    BooleanField,
    CharField,
    ForeignKeyField,
    IntegerField,
    TextField,
)

from models.base import MomentField, Table
from models.errors import Conflict, DomainError, Unavailable
from models.product import Product
from models.quantity import QuantityField
from models.shop import Shop
from models.user import User

DRAFT, REQUEST, OPEN, PROCESSING = "draft", "request", "open", "processing"
PAID, VOID, UNCOLLECTIBLE = "paid", "void", "uncollectible"
STATUSES = (DRAFT, REQUEST, OPEN, PROCESSING, PAID, VOID, UNCOLLECTIBLE)
# Where items, parties and fees may still change, and where it can be settled.
CHANGING, SETTLING = (DRAFT, REQUEST, OPEN), (REQUEST, OPEN)
# What may follow a status by hand; settling makes the others.
NEXT: dict[str, tuple[str, ...]] = {
    DRAFT: (REQUEST, OPEN),
    REQUEST: (OPEN, VOID),
    OPEN: (VOID, UNCOLLECTIBLE),
}
PRODUCT, SERVICE, SUBSCRIPTION = "product", "service", "subscription"
# What a line, a part or a fee may come to, so that sums stay within 64 bits.
MOST_AMOUNT = 10**12


class WrongStatus(Conflict):
    """A contract of this status does not allow that."""

    code = "wrong-status"


class Unbalanced(Conflict):
    """What buyers owe is not what sellers receive and fees come to, or less than nothing."""

    code = "unbalanced"


class PriceChanged(Conflict):
    """It costs something else now than what the buyer was shown."""

    code = "price-changed"


class PaymentRefused(DomainError):
    """The provider of payments refuses a charge.

    `source` is the provider's name; `provider_code` and `decline_code` are its own words.
    """

    code = "payment-refused"

    def __init__(
        self, message: str, source: str, provider_code: str | None, decline_code: str | None
    ) -> None:
        super().__init__(message)
        self.source, self.provider_code = source, provider_code
        self.decline_code = decline_code


class ProviderSilent(Unavailable):
    """The provider of payments does not answer; what was begun goes on by itself."""

    code = "provider-silent"


class Contract(Table):
    """A contract. Money is whole minor units of `currency` (ISO 4217).

    `user` made it; `charges_on_top` and its sisters: buyers pay such fees beside the items, else
    sellers bear them (`models/settlement.py`). What the operator and the shop take of it, in
    millionths, is that of the day it was sent. `attempts`: how often it was begun to settle.
    `basket`: of an order, the uid of the basket that it was made of.
    """

    shop_id: int
    user_id: int | None
    shop = ForeignKeyField(Shop, backref="contracts", on_delete="CASCADE", index=False)
    user = ForeignKeyField(User, null=True, backref="contracts", on_delete="SET NULL", index=False)
    status = CharField(max_length=16, default=DRAFT)
    of_cart = BooleanField(default=False)
    basket = CharField(max_length=32, null=True, index=True)
    notes = TextField(null=True)
    currency = CharField(max_length=3)
    subtotal_amount = BigIntegerField(default=0)
    total_amount = BigIntegerField(default=0)
    charges_on_top = BooleanField(default=True)
    operator_on_top = BooleanField(default=True)
    platform_on_top = BooleanField(default=True)
    operator_millionths = BigIntegerField(null=True)
    platform_millionths = BigIntegerField(null=True)
    due_at = MomentField(null=True)
    sent_at = MomentField(null=True)
    last_sent_at = MomentField(null=True)
    attempted_at = MomentField(null=True)
    attempts = IntegerField(default=0)
    paid_at = MomentField(null=True)

    class Meta:
        # The lists of a shop's and of a user's are in the order of these.
        indexes = ((("shop", "id"), False), (("user", "id"), False), (("shop", "status"), False))


class ContractItem(Table):
    """A line of a contract; `user` sells it (None: the shop itself). `total` is price times number.

    It keeps the name and the price of the day, whatever becomes of the product. A line `of_cart`
    follows the cart until the contract is sent.
    """

    contract_id: int
    user_id: int | None
    product_id: int | None
    contract = ForeignKeyField(Contract, backref="items", on_delete="CASCADE")
    user = ForeignKeyField(User, null=True, on_delete="SET NULL")
    product = ForeignKeyField(Product, null=True, on_delete="SET NULL")
    of_cart = BooleanField(default=False)
    kind = CharField(max_length=16, default=PRODUCT)
    description = CharField(max_length=500)
    quantity = QuantityField()
    price_amount = BigIntegerField()
    total_amount = BigIntegerField()
    starts_at = MomentField(null=True)
    ends_at = MomentField(null=True)


class ContractBuyer(Table):
    """Who pays: of the items (`base_amount`, set by hand if `by_hand`), with fees, and so far.

    `address`: where what an order has in it goes, in lines; the name is not repeated in it.
    `receipt_due_at`: from when on a receipt is to be mailed; None: none, or it was.
    """

    contract_id: int
    user_id: int | None
    contract = ForeignKeyField(Contract, backref="buyers", on_delete="CASCADE")
    user = ForeignKeyField(User, null=True, backref="purchases", on_delete="SET NULL", index=False)
    email = CharField(max_length=254)
    name = CharField(max_length=200, null=True)
    address = TextField(null=True)
    by_hand = BooleanField(default=False)
    base_amount = BigIntegerField(default=0)
    due_amount = BigIntegerField(default=0)
    paid_amount = BigIntegerField(default=0)
    receipt_due_at = MomentField(null=True, index=True)

    class Meta:
        indexes = ((("user", "contract"), False),)


class ContractSeller(Table):
    """Who is paid; without a `user` the shop itself, which keeps what it gets."""

    contract_id: int
    user_id: int | None
    contract = ForeignKeyField(Contract, backref="sellers", on_delete="CASCADE")
    user = ForeignKeyField(User, null=True, backref="sales", on_delete="SET NULL", index=False)
    email = CharField(max_length=254, null=True)
    name = CharField(max_length=200, null=True)
    by_hand = BooleanField(default=False)
    base_amount = BigIntegerField(default=0)
    owed_amount = BigIntegerField(default=0)
    received_amount = BigIntegerField(default=0)

    class Meta:
        indexes = ((("user", "contract"), False),)


class ContractFee(Table):
    """A fee, of a kind of `models/settlement.py`; custom ones are kept, others worked out."""

    contract_id: int
    buyer_id: int | None
    contract = ForeignKeyField(Contract, backref="fees", on_delete="CASCADE")
    buyer = ForeignKeyField(ContractBuyer, null=True, on_delete="SET NULL")
    kind = CharField(max_length=24)
    amount = BigIntegerField()
    description = CharField(max_length=500)
