"""Rows as they rest, without an engine: every table from its metadata, sealed values as the bytes they are."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Moment, Sealed
from storage.tables import Table

LOT = 500  # rows that are written into a database at once


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of column: its type in a database, and how a value is written down and read again (never None)."""

    type: sa.types.TypeEngine[Any]
    said: Callable[[Any], Any] = lambda value: value
    read: Callable[[Any], Any] = lambda said: said


# JSON travels as the text it is: `null` in it is not the same as nothing there
KINDS: Mapping[str, Kind] = {
    "int": Kind(sa.BigInteger()),
    "text": Kind(sa.String()),
    "bool": Kind(sa.Boolean()),
    "float": Kind(sa.Float()),
    "moment": Kind(Moment(), datetime.isoformat, datetime.fromisoformat),
    "date": Kind(sa.Date(), date.isoformat, date.fromisoformat),
    "bytes": Kind(sa.LargeBinary(), lambda value: b64encode(value).decode(), b64decode),
    "json": Kind(
        sa.JSON(none_as_null=True), read=lambda said: sa.JSON.NULL if said.strip() == "null" else json.loads(said)
    ),
}
_OF_TYPES: Sequence[tuple[type, str]] = (
    (Sealed, "bytes"),
    (Moment, "moment"),
    (sa.Boolean, "bool"),
    (sa.Float, "float"),
    (sa.Integer, "int"),
    (sa.JSON, "json"),
    (sa.LargeBinary, "bytes"),
    (sa.Date, "date"),
    (sa.String, "text"),
)


def tables() -> list[sa.Table]:
    """Every table; whatever another points at comes before it."""
    return Table.metadata.sorted_tables


def kind_of(column: sa.Column[Any]) -> str:
    """The kind of a column, by name. A type nobody has thought of is a mistake of ours: KeyError."""
    for known, kind in _OF_TYPES:
        if isinstance(column.type, known):
            return kind
    raise KeyError(f"{column} has a type that no backup knows: storage/rows.py")


async def of_table(
    connection: AsyncConnection, table: sa.Table, columns: Sequence[sa.Column[Any]]
) -> AsyncIterator[tuple[Any, ...]]:
    """The rows of a table as they rest, in the order of their keys, read as they are asked for."""
    query = sa.select(*[_resting(column) for column in columns]).order_by(*table.primary_key.columns)
    async with connection.stream(query) as found:
        async for row in found:
            yield tuple(row)


def said(kinds: Sequence[str], row: Sequence[Any]) -> list[Any]:
    """A row as JSON takes it."""
    return [None if value is None else KINDS[kind].said(value) for kind, value in zip(kinds, row, strict=True)]


async def put(
    connection: AsyncConnection, table: str, columns: Sequence[tuple[str, str]], lot: Sequence[Sequence[Any]]
) -> None:
    """Writes rows that were `said`; the table may be of an older version than this program."""
    into = sa.table(table, *[sa.column(name, KINDS[kind].type) for name, kind in columns])
    reads = [(name, KINDS[kind].read) for name, kind in columns]
    await connection.execute(
        sa.insert(into),
        [
            {name: None if value is None else read(value) for (name, read), value in zip(reads, row, strict=True)}
            for row in lot
        ],
    )


async def numbers_given(connection: AsyncConnection) -> dict[str, int]:
    """The highest id ever given, by table: somebody who was deleted keeps their number to themselves."""
    if connection.dialect.name == "sqlite":
        if not await connection.scalar(sa.text("SELECT count(*) FROM sqlite_master WHERE name = 'sqlite_sequence'")):
            return {}
        return {row.name: row.seq for row in await connection.execute(sa.text("SELECT name, seq FROM sqlite_sequence"))}
    given = {}
    for table, sequence in await _sequences(connection):
        last, called = (await connection.execute(sa.text(f"SELECT last_value, is_called FROM {sequence}"))).one()  # noqa: S608  # a name PostgreSQL gave
        given[table] = last if called else last - 1
    return given


async def go_on_from(connection: AsyncConnection, given: Mapping[str, int]) -> None:
    """The next ids are above those that were ever given and those that are there."""
    if connection.dialect.name == "sqlite":
        counted = {table.name for table in tables() if table.dialect_options["sqlite"]["autoincrement"]}
        for name in sorted(counted & set(given)):
            values = {"name": name, "seq": given[name]}
            if not (await connection.execute(sa.text(_RAISE), values)).rowcount:
                await connection.execute(
                    sa.text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :seq)"), values
                )
        return
    for table, sequence in await _sequences(connection):
        there = await connection.scalar(sa.select(sa.func.max(sa.column("id"))).select_from(sa.table(table)))
        highest = max(given.get(table, 0), there or 0)
        values = {"sequence": sequence, "last": max(highest, 1), "called": highest > 0}
        await connection.execute(sa.text("SELECT setval(CAST(:sequence AS regclass), :last, :called)"), values)


_RAISE = "UPDATE sqlite_sequence SET seq = max(seq, :seq) WHERE name = :name"
_SEQUENCES = """
SELECT t.relname, CAST(CAST(s.oid AS regclass) AS text) FROM pg_class s
JOIN pg_depend d ON d.objid = s.oid AND d.classid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
JOIN pg_class t ON t.oid = d.refobjid
WHERE s.relkind = 'S' AND t.relnamespace = CAST(current_schema() AS regnamespace) ORDER BY 1
"""


async def _sequences(connection: AsyncConnection) -> list[tuple[str, str]]:
    return [(name, sequence) for name, sequence in await connection.execute(sa.text(_SEQUENCES))]


def _resting(column: sa.Column[Any]) -> sa.ColumnElement[Any]:
    match kind_of(column):
        case "bytes":
            return sa.type_coerce(column, sa.LargeBinary()).label(column.name)
        case "json":
            return sa.cast(column, sa.Text).label(column.name)
        case _:
            return column
