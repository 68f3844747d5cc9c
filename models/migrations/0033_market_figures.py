"""Sums of money that triggers keep, who has bought what, indexes in the order of the lists."""

from typing import Any

from peewee import SqliteDatabase

TALLY = """
create table money_tally (
  shop_id integer not null, kind varchar(24) not null, currency varchar(3) not null,
  user_id integer not null, amount bigint not null,
  primary key (shop_id, kind, currency, user_id)
)"""
BUYERS = """
create table product_buyer (
  product_id integer not null references product (id) on delete cascade,
  email varchar(254) not null,
  primary key (product_id, email)
)"""
FILL_BUYERS = """
insert into product_buyer (product_id, email)
  select distinct contract_item.product_id, contract_buyer.email from contract_item
    join contract on contract.id = contract_item.contract_id and contract.status = 'paid'
    join contract_buyer on contract_buyer.contract_id = contract.id
    where contract_item.product_id is not null"""
# Whose it is, what it counts for and how, of a transaction called {row}.
WHO = """case when {row}.kind in ('outgoing', 'outgoing:refund') then {row}.buyer_id
  else {row}.seller_id end"""
KIND = """case when {row}.kind in ('outgoing', 'outgoing:refund') then 'outgoing'
  else 'incoming' end"""
AMOUNT = """case when {row}.kind in ('outgoing', 'incoming') then {row}.amount
  else -{row}.amount end"""
COUNTS = """{row}.status = 'succeeded'
  and {row}.kind in ('outgoing', 'outgoing:refund', 'incoming', 'incoming:refund')"""
FILL = f"""
insert into money_tally (shop_id, kind, currency, user_id, amount)
  select shop_id, {KIND}, currency, {{user}}, sum({AMOUNT}) from money_transaction
    where {COUNTS} and {{user}} is not null group by 1, 2, 3, 4 having sum({AMOUNT}) <> 0"""  # noqa: S608
# All together first, so that who writes several waits for another who does before holding much.
CHANGE = f"""
insert into money_tally (shop_id, kind, currency, user_id, amount)
  select {{row}}.shop_id, {KIND}, {{row}}.currency, 0, {{sign}} ({AMOUNT})
    where {COUNTS}
  on conflict (shop_id, kind, currency, user_id)
  do update set amount = money_tally.amount + excluded.amount;
insert into money_tally (shop_id, kind, currency, user_id, amount)
  select {{row}}.shop_id, {KIND}, {{row}}.currency, {WHO}, {{sign}} ({AMOUNT})
    where {COUNTS} and {WHO} is not null
  on conflict (shop_id, kind, currency, user_id)
  do update set amount = money_tally.amount + excluded.amount;
delete from money_tally where shop_id = {{row}}.shop_id and kind = {KIND}
  and currency = {{row}}.currency and user_id in (0, {WHO}) and amount = 0;"""  # noqa: S608
FACTS = "shop_id, buyer_id, seller_id, kind, status, amount, currency"
SQLITE = {
    "tallied": ("insert", "new", "+"),
    "untallied": ("delete", "old", "-"),
    "tallied_before": (f"update of {FACTS}", "old", "-"),
    "tallied_now": (f"update of {FACTS}", "new", "+"),
}
POSTGRES = f"""
create function tally_money() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then
    if {COUNTS.format(row="old")} then {CHANGE.format(row="old", sign="-")} end if;
  end if;
  if tg_op <> 'DELETE' then
    if {COUNTS.format(row="new")} then {CHANGE.format(row="new", sign="+")} end if;
  end if;
  return null;
end $$;
create trigger money_transaction_tallied
  after insert or delete or update of {FACTS} on money_transaction
  for each row execute function tally_money();"""
# What sums were added up from, and what the new ones begin with: dropped, and made.
OLD = {
    "transaction_shop_id_kind_status": "money_transaction (shop_id, kind, status)",
    "transaction_seller_id_kind_status_currency_amount": (
        "money_transaction (seller_id, kind, status, currency, amount)"
    ),
    "transaction_buyer_id_kind_status_currency_amount": (
        "money_transaction (buyer_id, kind, status, currency, amount)"
    ),
    "contract_user_id": "contract (user_id)",
    "contractbuyer_user_id": "contract_buyer (user_id)",
    "contractseller_user_id": "contract_seller (user_id)",
    "subscription_shop_id": "subscription (shop_id)",
    "subscription_product_id": "subscription (product_id)",
}
NEW = {
    "transaction_shop_id_id": "money_transaction (shop_id, id)",
    "transaction_seller_id": "money_transaction (seller_id)",
    "transaction_buyer_id": "money_transaction (buyer_id)",
    "contract_user_id_id": "contract (user_id, id)",
    "contractbuyer_user_id_contract_id": "contract_buyer (user_id, contract_id)",
    "contractseller_user_id_contract_id": "contract_seller (user_id, contract_id)",
    "subscription_shop_id_currency_paused_ended_at_cycle_amount": (
        "subscription (shop_id, currency, paused, ended_at, cycle, amount)"
    ),
    "subscription_product_id_ended_at": "subscription (product_id, ended_at)",
    "moneytally_shop_id_kind_currency_amount": "money_tally (shop_id, kind, currency, amount)",
}


def up(migrator: Any, db: Any) -> None:
    """Make the tables, fill them, and keep adding up."""
    sqlite = _on_sqlite(db)
    for table in (TALLY, BUYERS):
        db.execute_sql(table + " without rowid" if sqlite else table)
    db.execute_sql(FILL_BUYERS)
    for user in ("0", WHO):
        row = "money_transaction"
        db.execute_sql(FILL.format(row=row, user=user.format(row=row)))
    if sqlite:
        for name, (event, row, sign) in SQLITE.items():
            db.execute_sql(
                f"create trigger money_transaction_{name} after {event} on money_transaction"
                f" when {COUNTS.format(row=row)} begin {CHANGE.format(row=row, sign=sign)} end"
            )
    else:
        db.execute_sql(POSTGRES)
    _replace(db, OLD, NEW)


def down(migrator: Any, db: Any) -> None:
    """Add up no more."""
    _replace(db, NEW, OLD)
    if _on_sqlite(db):
        for name in SQLITE:
            db.execute_sql(f"drop trigger money_transaction_{name}")
    else:
        db.execute_sql("drop trigger money_transaction_tallied on money_transaction")
        db.execute_sql("drop function tally_money()")
    for table in ("money_tally", "product_buyer"):
        db.execute_sql(f"drop table {table}")


def _replace(db: Any, old: dict[str, str], new: dict[str, str]) -> None:
    for name in old:
        db.execute_sql(f'drop index "{name}"')
    for name, columns in new.items():
        db.execute_sql(f'create index "{name}" on {columns}')


def _on_sqlite(db: Any) -> bool:
    return isinstance(getattr(db, "obj", db), SqliteDatabase)
