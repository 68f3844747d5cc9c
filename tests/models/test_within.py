"""What takes too long is ended, and the connection is as good as before."""

from __future__ import annotations

from typing import Any

import pytest

from models.database import TookTooLong, database, on_sqlite, within
from models.shop import Shop

ENDLESS = (
    "with recursive numbers(n) as (select 1 union all select n + 1 from numbers)"
    " select count(*) from numbers"
)


def test_what_never_ends_is_ended(app: Any) -> None:
    with pytest.raises(TookTooLong, match=r"more than 0\.05 seconds"), within(0.05):
        database.execute_sql(ENDLESS).fetchall()
    assert Shop.select().count() == 0


def test_what_comes_after_may_take_as_long_as_it_likes(app: Any) -> None:
    with within(0.05):
        Shop.select().count()
    long = ENDLESS.replace("from numbers)", "from numbers where n < 300000)")
    assert database.execute_sql(long).fetchall() == [(300_000,)]


def test_another_fault_is_itself(app: Any) -> None:
    with pytest.raises(Exception, match="nowhere") as fault, within(30):
        database.execute_sql("select * from nowhere")
    assert not isinstance(fault.value, TookTooLong)
    assert on_sqlite() or Shop.select().count() == 0
