"""The database: one door for SQLite and PostgreSQL, transactions and migrations."""

from __future__ import annotations

import fcntl
import sqlite3
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from time import monotonic
from typing import Any, TypeVar

import orjson
from peewee import SQL, DatabaseProxy, Model, OperationalError, SqliteDatabase, Value, fn
from playhouse.db_url import connect
from playhouse.migrations import Runner
from playhouse.pool import PooledSqliteDatabase

from models.errors import DomainError
from models.patterns import found_in
from models.turns import Turns

HOME = Path(__file__).parent
Row = TypeVar("Row", bound=Model)

database = DatabaseProxy()

# WAL lets readers go on while one writes; mmap and the page cache keep look-ups in a table of
# a million rules at the cost of one in a small table.
PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": "normal",
    "foreign_keys": 1,
    "cache_size": -32_000,
    "mmap_size": 1 << 30,
}

# https://sqlite.org/rescode.html: FULL, BUSY, IOERR, READONLY, CANTOPEN.
OUT_OF_ORDER = ("is full", "is locked", "disk I/O", "readonly", "unable to open")

# After how many of its steps SQLite asks whether to go on.
STEPS = 10_000
# Who waits for SQLite's write lock asks again at intervals, and among many might never get it.
_writers = Turns()
# SQLite connections that only read, each used by one thread at a time (`read_rows`).
_readers: deque[sqlite3.Connection] = deque()


def open_database(url: str) -> None:
    """Bind the models to the database at `url`: `sqlite:////path/to/file` or `postgresql://…`."""
    while _readers:
        _readers.pop().close()
    if url.startswith("sqlite:"):
        # lock_type: a transaction that will write takes the write lock at its first statement,
        # so that a race has one winner and nobody sees "database is locked".
        database.initialize(
            PooledSqliteDatabase(
                url.removeprefix("sqlite:///"),
                pragmas=PRAGMAS,
                lock_type="IMMEDIATE",
                max_connections=64,
                timeout=15,
                check_same_thread=False,
            )
        )
        # SQLite has no regular expressions of its own.
        database.obj.register_function(found_in, "regexp", 2, deterministic=True)
    else:
        url = url.replace("postgresql://", "psycopg3+pool://", 1)
        database.initialize(connect(url, max_connections=32, timeout=15, stale_timeout=300))


def out_of_order(error: BaseException) -> bool:
    """Tell whether the database's machine is to blame: a full disk, a lock, a lost connection."""
    fault: BaseException | None = error
    while fault is not None:
        # SQLite gives faults of our SQL the same class.
        known = not on_sqlite() or any(each in str(fault) for each in OUT_OF_ORDER)
        if isinstance(fault, OperationalError) and known:
            return True
        # When a commit fails, the rollback after it has nothing left to do and fails as well.
        fault = fault.__context__
    return False


def on_sqlite() -> bool:
    """Tell whether the bound database is SQLite."""
    return isinstance(database.obj, SqliteDatabase)


@contextmanager
def connected() -> Iterator[None]:
    """Hold a pooled connection for the block (a job, a command); nests."""
    opened = database.connect(reuse_if_open=True)
    try:
        yield
    finally:
        if opened and not database.is_closed():
            database.close()


def may_connect() -> bool:
    """Hold a pooled connection from now on, unless one is held; answer whether to give it back.

    On SQLite it is taken when a model first wants it: what is only read by `read_rows` never does.
    """
    if on_sqlite():
        return bool(database.is_closed())
    return bool(database.connect(reuse_if_open=True))


def read_rows(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Answer a hand-made read; `?` stands for a value in either database.

    A thread that holds a connection reads on it and sees what its own transaction wrote. Without
    one, SQLite is read on a connection kept open for this: taking one from the pool and
    giving it back costs as much as a look-up does.
    """
    if on_sqlite() and database.is_closed():
        try:
            reader = _readers.pop()
        except IndexError:
            reader = _reader()
        try:
            rows = reader.execute(sql, values).fetchall()
        except sqlite3.Error:
            reader.close()  # and ask the ordinary way, which tells what is wrong
        else:
            _readers.append(reader)
            return rows
    with connected():
        marked = sql if on_sqlite() else sql.replace("?", "%s")
        found: list[tuple[Any, ...]] = database.execute_sql(marked, values).fetchall()
        return found


def named(column: str, ids: Sequence[int]) -> tuple[str, Any]:
    """Spell that a column has one of so many numbers, with the value in it for `read_rows`.

    One value however many there are: databases take only so many, and take long over thousands.
    """
    if on_sqlite():
        return f"{column} in (select value from json_each(?))", orjson.dumps(ids).decode()  # noqa: S608
    return f"{column} = any(?)", list(ids)


def one_of(field: Any, ids: Sequence[int]) -> Any:
    """Make the condition of a model's query that a field has one of so many numbers; as `named`."""
    if on_sqlite():
        return field.in_(SQL("(select value from json_each(?))", [orjson.dumps(ids).decode()]))
    return field == fn.ANY(Value(list(ids), unpack=False))


def _reader() -> sqlite3.Connection:
    reader = sqlite3.connect(
        database.obj.database, timeout=5, isolation_level=None, check_same_thread=False
    )
    for name, value in (*PRAGMAS.items(), ("query_only", 1)):
        reader.execute(f"pragma {name} = {value}")
    return reader


class TookTooLong(DomainError):
    """What was asked takes longer than it may; ask for less, or by a field that has an index."""

    code = "took-too-long"


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """End what the block reads by models once it has taken so long; raises `TookTooLong`."""
    with connected():
        bounded = _progressing(seconds) if on_sqlite() else _each_statement(seconds)
        try:
            with bounded:
                yield
        except OperationalError as error:
            if "interrupted" not in str(error) and "statement timeout" not in str(error):
                raise
            raise TookTooLong(
                f"this takes more than {seconds:g} seconds; ask by an id, a code, a type, a parent,"
                " a template or a moment as well"
            ) from None


@contextmanager
def _progressing(seconds: float) -> Iterator[None]:
    connection: sqlite3.Connection = database.obj.connection()
    ends = monotonic() + seconds
    connection.set_progress_handler(lambda: monotonic() > ends, STEPS)
    try:
        yield
    finally:
        connection.set_progress_handler(None, 0)


@contextmanager
def _each_statement(seconds: float) -> Iterator[None]:
    with database.atomic():
        database.execute_sql(f"set local statement_timeout = {max(1, round(seconds * 1000))}")
        yield


@contextmanager
def frugal() -> Iterator[None]:
    """Keep memory small inside the block, which passes much of the database by: no mapped pages."""
    if not on_sqlite():
        yield
        return
    names = ("mmap_size", "cache_size")
    try:
        for name, value in zip(names, (0, -8_000), strict=True):
            database.execute_sql(f"pragma {name} = {value}")
        yield
    finally:
        for name in names:
            database.execute_sql(f"pragma {name} = {PRAGMAS[name]}")


@contextmanager
def exclusive(*rows: Any) -> Iterator[None]:
    """Run the block in a transaction that holds the write lock from the start.

    SQLite has one write lock, taken by `BEGIN IMMEDIATE`, by threads of one process in the order
    in which they came; on PostgreSQL the given rows are locked, so name the row the race is
    about. Who takes several goes through them in this order, or two would wait for one another:
    shops (by id), a live's broadcast, its content, what belongs to them, webhooks. Saving a row
    locks it, too.
    """
    alone = not on_sqlite() or database.in_transaction()
    with nullcontext() if alone else _writers.turn(), database.atomic():
        if not on_sqlite():
            for row in rows:
                kind: Any = type(row)
                # Not plain `for update`: whoever writes a row that names this one need not wait.
                held = kind.select(kind.id).where(kind.id == row.id)
                held.for_update("for no key update").execute()
        yield


def migrate(lock: Path | None = None) -> list[str]:
    """Bring the schema up to date and answer the names of the migrations that were applied.

    Two processes starting together must not both migrate: on PostgreSQL an advisory lock keeps
    the second one waiting, on SQLite the file `lock`.
    """
    if on_sqlite():
        # Before the first connection: making the file a WAL database cannot wait for another's.
        with _locked(lock), connected():
            return list(Runner(database.obj, str(HOME / "migrations")).up())
    with connected(), database.atomic():
        database.execute_sql("select pg_advisory_xact_lock(hashtext('vitrine.migrate'))")
        return list(Runner(database.obj, str(HOME / "migrations")).up())


@contextmanager
def _locked(file: Path | None) -> Iterator[None]:
    if file is None:
        yield
        return
    with file.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
