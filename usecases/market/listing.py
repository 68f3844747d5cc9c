"""Lists of contracts, newest first: all of a shop's, or those that a user is on.

By hand: what a user is on is read in the order of an index, no further than the list goes, however
many contracts there are (of 83,000 that somebody sells by, 100 took half a second by a plain `in`).
"""

from __future__ import annotations

from models.contract import Contract
from models.database import read_rows
from models.errors import Invalid, Problem
from models.loading import Loader
from models.shop import Shop
from models.user import User
from usecases.rows import owned

MOST = 10_000
# No id is above it.
LAST = (1 << 31) - 1
BUYS, SELLS = (
    (
        f"select contract_id from (select contract_id from {table}"  # noqa: S608
        f" where user_id = ? and contract_id <= ? order by contract_id desc limit ?) {table}",
    )
    for table in ("contract_buyer", "contract_seller")
)
MADE = (
    "select id from (select id from contract"
    " where user_id = ? and id <= ? order by id desc limit ?) made"
)
IS_ON = (*BUYS, *SELLS, MADE)
CONTRACTS: Loader[Contract] = Loader(Contract)
LISTED = f"select {CONTRACTS.columns('c')} from contract c where c.shop_id = ? and c.id <= ?"  # noqa: S608


def listed(
    shop: Shop,
    user: User | None = None,
    parts: tuple[str, ...] = IS_ON,
    *,
    after: str | None = None,
    most: int = MOST,
) -> list[Contract]:
    """List contracts, newest first, at most so many; those older than the one of this uid, if any.

    Of a user those that they are on as `parts` say: BUYS, SELLS or IS_ON. Raises `Invalid`.
    """
    last = LAST if after is None else _older_than(shop, after)
    if shop.only_seller_id is not None:
        return []
    sql, values = LISTED, [shop.id, last]
    if user is not None:
        sql += f" and c.id in ({' union '.join(parts)})"
        values += [user.id, last, most] * len(parts)
    found = [
        CONTRACTS.load(each)
        for each in read_rows(f"{sql} order by c.id desc limit ?", [*values, most])
    ]
    for each in found:
        # It is at hand: telling about many asks for it no more.
        each.shop = shop
    return found


def _older_than(shop: Shop, uid: str) -> int:
    last = Contract.get_or_none(Contract.uid == uid, owned(Contract, shop))
    if last is None:
        raise Invalid(Problem("after", "this shop has no contract with this id"))
    return int(last.id) - 1
