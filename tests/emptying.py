"""A PostgreSQL database that test after test finds empty, since a new one takes long to make.

Rows are deleted and sequences begin anew. A test that changed the schema, or what the migrations
have written, costs the next a new database.
"""

from __future__ import annotations

from typing import Any, LiteralString
from urllib.parse import urlsplit

import psycopg

# Of what is emptied itself. An event trigger counts changes of the schema, even ones rolled back,
# but neither temporary tables nor `if not exists` that finds what it would make.
WATCH: LiteralString = """
create schema emptying;
create sequence emptying.changes;
create function emptying.note() returns event_trigger language plpgsql as $$
begin
  if tg_event = 'sql_drop' and exists (
      select from pg_event_trigger_dropped_objects() where not is_temporary)
    or tg_event = 'ddl_command_end' and exists (
      select from pg_event_trigger_ddl_commands() where schema_name is distinct from 'pg_temp')
  then
    perform nextval('emptying.changes');
  end if;
end $$;
create function emptying.written(out rows text) language plpgsql as $$
begin
  select string_agg(t::text, e'\\n' order by t::text) into rows from public.schema_migration t;
end $$;
create function emptying.empty() returns void language plpgsql as $$
declare
  each regclass;
  filled boolean;
begin
  -- Neither what refers to a row nor a trigger is asked when it goes.
  perform set_config('session_replication_role', 'replica', true);
  for each in select oid from pg_class
      where relkind = 'r' and relnamespace = 'public'::regnamespace
        and oid <> 'public.schema_migration'::regclass loop
    execute format('select exists (select from %s)', each) into filled;
    if filled then
      execute format('delete from %s', each);
    end if;
  end loop;
  for each in select format('public.%I', sequencename) from pg_sequences
      where schemaname = 'public' and sequencename <> 'schema_migration_id_seq'
        and last_value is not null loop
    perform setval(each, 1, false);
  end loop;
end $$;
create event trigger noting on ddl_command_end execute function emptying.note();
create event trigger noting_drops on sql_drop execute function emptying.note();
"""


def at(server: str, name: str) -> str:
    """Tell the address of a server's database."""
    return urlsplit(server)._replace(path=f"/{name}").geturl()


def new_database(server: str, name: str, template: str) -> str:
    """Make a database of this name, whatever had it before; tell its address."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"drop database if exists {name} with (force)")  # type: ignore[arg-type]
        connection.execute(
            f"create database {name} template {template} strategy file_copy"  # type: ignore[arg-type]
        )
    return at(server, name)


class Emptied:
    """A copy of a migrated database, made when it is first asked for."""

    def __init__(self, server: str, template: str) -> None:
        self._server, self._template = server, template
        self._connection: psycopg.Connection[Any] | None = None
        self._written = ""

    def url(self) -> str:
        """Give its address; nobody is connected to it, and nothing is in it."""
        if self._connection is None or not self._emptied(self._connection):
            self.close()
            url = new_database(self._server, "tested", self._template)
            self._connection = psycopg.connect(url, autocommit=True)
            self._connection.execute(WATCH)
            self._written = self._ask("select emptying.written()")
        return at(self._server, "tested")

    def close(self) -> None:
        """Let go of it."""
        if self._connection:
            self._connection.close()
            self._connection = None

    def _emptied(self, connection: psycopg.Connection[Any]) -> bool:
        connection.execute(
            "select pg_terminate_backend(pid, 30000) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid()"
        )
        if self._ask("select pg_sequence_last_value('emptying.changes')") is not None:
            return False
        if self._ask("select emptying.written()") != self._written:
            return False
        connection.execute("select emptying.empty()")
        return True

    def _ask(self, sql: LiteralString) -> Any:
        assert self._connection
        row = self._connection.execute(sql).fetchone()
        return row and row[0]
