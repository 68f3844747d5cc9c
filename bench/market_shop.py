"""Marketplaces with so many transactions: what a quarter as many contracts came to.

Each contract has two lines, a buyer, a seller and two fees; who buys does so for 25 contracts. One
user in ten sells. The first one sells a third of everything, and its product stands in all of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bench.kept import kept_database
from models.database import connected, database, migrate, open_database
from usecases import shops

# Written once per file name: raise it when the seed changes, old files are then left alone.
VERSION = 2
SLUG, CREATED = "bench", 1_750_000_000_000
# So many transactions has a contract, contracts a user, contracts a product.
PER_CONTRACT, PER_USER, PER_PRODUCT = 4, 25, 250
INSERT = (
    "insert into {table} (id, uid, created_at, updated_at, {columns})"
    " with recursive number(n) as (select 1 union all select n + 1 from number where n < {last})"
    " select n + {first}, printf('%02x%030x', {kind}, n), {at} + n, {at} + n, {values} from number"
)
# Who sells by a contract, and what: the first in every third.
SELLS = "case when n % 3 then n % {sellers} + 1 else 1 end"
SOLD = "case when n % 3 then n % {products} + 1 else 1 end"
# Quantities are hundredths.
LINE = (
    "contract_id, user_id, product_id, kind, description, quantity, price_amount, total_amount,"
    " of_cart"
)
MOVED = "((n + 3) / 4)"
# (table, how many, columns, values of the nth row)
ROWS = (
    (
        "shop_user",
        "users",
        "shop_id, email, username, name, first_name, last_name, bio, time_zone, role, connect_id,"
        " customer_id, charges_enabled, details_submitted",
        "{shop}, 'user' || n || '@shop.example', 'user_' || n, 'User ' || n, 'User', n,"
        " 'Makes jackets for wet woods.', 'Europe/Paris', case when n % 50 then null else 'member'"
        " end, 'acct_' || n, 'cus_' || n, true, true",
    ),
    (
        "user_link",
        "users",
        "user_id, label, url",
        "n, 'My shop', 'https://shop.example/users/' || n",
    ),
    (
        "seller",
        "sellers",
        "shop_id, name, external_id, moderated, user_id",
        "{shop}, 'User ' || n, 'user-' || n, false, n",
    ),
    (
        "product",
        "products",
        "shop_id, seller_id, name, description, price_amount, currency, price_shown, in_stock,"
        " published, extra, version, catalog_id, kind, selling",
        "{shop}, n % {sellers} + 1, 'Lamp ' || n, 'A lamp for wet woods.', 4500, 'EUR', true, true,"
        " true, '{{}}', 1, printf('%024x', n), 'basic', json_object('cycle', 'monthly')",
    ),
    ("cart", "users", "shop_id, user_id", "{shop}, n"),
    (
        "cart_item",
        "things",
        "cart_id, product_id, quantity",
        "n % {users} + 1, n % {products} + 1, 200",
    ),
    (
        "contract",
        "contracts",
        "shop_id, user_id, status, of_cart, currency, subtotal_amount, total_amount,"
        " charges_on_top, operator_on_top, platform_on_top, attempts, paid_at",
        "{shop}, n % {users} + 1, 'paid', true, 'EUR', 9000, 9532, true, true, true, 1, {at} + n",
    ),
    (
        "contract_item",
        "contracts",
        LINE,
        "n, {sells}, {sold}, 'product', 'Lamp', 100, 4500, 4500, true",
    ),
    (
        "contract_item",
        "contracts",
        LINE,
        "n, {sells}, n % {products} + 1, 'product', 'Lamp', 100, 4500, 4500, true",
    ),
    (
        "contract_buyer",
        "contracts",
        "contract_id, user_id, email, name, by_hand, base_amount, due_amount, paid_amount",
        "n, n % {users} + 1, 'user' || (n % {users} + 1) || '@shop.example', 'User', false, 9000,"
        " 9532, 9532",
    ),
    (
        "contract_seller",
        "contracts",
        "contract_id, user_id, email, name, by_hand, base_amount, owed_amount, received_amount",
        "n, {sells}, 'seller@shop.example', 'User', false, 9000, 9000, 9000",
    ),
    (
        "contract_fee",
        "contracts",
        "contract_id, buyer_id, kind, amount, description",
        "n, null, 'platform:base', 225, 'Platform fee'",
    ),
    (
        "contract_fee",
        "contracts",
        "contract_id, buyer_id, kind, amount, description",
        "n, n, 'stripe:cc', 307, 'Card payment fee'",
    ),
    (
        "money_transaction",
        "size",
        "shop_id, contract_id, buyer_id, seller_id, key, kind, status, amount, currency, attempt,"
        " payment_id, charge_id",
        "{shop}, {moved}, case n % 4 when 1 then {moved} % {users} + 1 end,"
        " case when n % 4 <> 2 then null when {moved} % 3 then {moved} % {sellers} + 1 else 1 end,"
        " n, case n % 4 when 1 then 'outgoing' when 2 then 'incoming' when 3 then 'fee:platform'"
        " else 'fee:stripe' end, 'succeeded', 9000 + n % 977, 'EUR', 1, 'pi_' || n, 'ch_' || n",
    ),
    (
        "subscription",
        "goers",
        "shop_id, user_id, product_id, contract_id, amount, currency, cycle, paused, started_at",
        "{shop}, n % {users} + 1, n % {products} + 1, n, 4500, 'EUR', case n % 3 when 0 then"
        " 'yearly' when 1 then 'monthly' else 'weekly' end, false, {at}",
    ),
)
BOUGHT = """insert into product_buyer (product_id, email)
select distinct i.product_id, b.email from contract_item i
  join contract_buyer b on b.contract_id = i.contract_id"""


@dataclass(frozen=True)
class Marketplace:
    """A data folder of Vitrine's with so many transactions, and the key that opens its shop."""

    home: Path
    size: int
    headers: dict[str, str]

    @property
    def users(self) -> int:
        """Tell how many users it has."""
        return self.size // PER_CONTRACT // PER_USER


def marketplace(folder: Path, size: int) -> Marketplace:
    """Give a marketplace of so many transactions; made at the first call, then kept."""
    home = folder / f"market-{size}-v{VERSION}"
    file = kept_database(home, lambda part: _fill(part, size))
    return Marketplace(home, size, _key(file))


def user_id(number: int) -> str:
    """Spell a user's id."""
    return f"user_00{number:030x}"


def contract_id(number: int) -> str:
    """Spell a contract's id."""
    return f"inv_06{number:030x}"


def _fill(file: Path, size: int) -> None:
    open_database(f"sqlite:///{file.resolve()}")
    migrate()
    contracts = size // PER_CONTRACT
    users = contracts // PER_USER
    numbers = {"size": size, "contracts": contracts, "users": users, "sellers": users // 10}
    numbers |= {"products": contracts // PER_PRODUCT, "things": users * 3, "goers": users * 5}
    with connected():
        shop = shops.open_shop("Bench", slug=SLUG, origins=["https://shop.example"])
        facts = {**numbers, "shop": shop.id, "at": CREATED, "moved": MOVED}
        facts |= {"sells": SELLS.format(**facts), "sold": SOLD.format(**facts)}
        with database.atomic():
            filled: set[str] = set()
            for kind, (table, number, columns, values) in enumerate(ROWS):
                what = {"table": table, "columns": columns, "values": values.format(**facts)}
                first = numbers[number] if table in filled else 0
                place = {"first": first, "last": numbers[number], "kind": kind, "at": CREATED}
                database.execute_sql(INSERT.format(**what, **place))
                filled.add(table)
            database.execute_sql(BOUGHT)
        database.execute_sql("pragma wal_checkpoint(truncate)")
    database.obj.close_all()


def _key(file: Path) -> dict[str, str]:
    """Make a key of the shop, and headers with it; what is kept of a key is only its hash."""
    open_database(f"sqlite:///{file.resolve()}")
    migrate()
    with connected():
        shop = shops.find_shop_by_slug(SLUG)
        _, text = shops.make_key(shop)
    database.obj.close_all()
    return {"api_key": text}
