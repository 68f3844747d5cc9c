"""Orders say of which cart of a player they were made, and where they go."""

from typing import Any


def up(_migrator: Any, db: Any) -> None:
    """Add the columns; orders from before were of no such cart and go nowhere."""
    db.execute_sql("alter table contract add column basket varchar(32)")
    db.execute_sql("create index contract_basket on contract (basket)")
    db.execute_sql("alter table contract_buyer add column address text")


def down(_migrator: Any, db: Any) -> None:
    """Drop them."""
    db.execute_sql("alter table contract_buyer drop column address")
    db.execute_sql("drop index contract_basket")
    db.execute_sql("alter table contract drop column basket")
