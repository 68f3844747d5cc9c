"""Buyers of contracts are mailed a receipt; when one is due stands beside what they paid."""

from typing import Any


def up(_migrator: Any, db: Any) -> None:
    """Add the column; what was paid before has none due."""
    db.execute_sql("alter table contract_buyer add column receipt_due_at bigint")
    db.execute_sql("create index contract_buyer_receipt_due_at on contract_buyer (receipt_due_at)")


def down(_migrator: Any, db: Any) -> None:
    """Drop it."""
    db.execute_sql("drop index contract_buyer_receipt_due_at")
    db.execute_sql("alter table contract_buyer drop column receipt_due_at")
