"""Data out in open formats: JSON Lines a table, and a page that says what each is. No words of people, no names."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from typing import Any

import sqlalchemy as sa

from storage import rows
from storage.backup import snapshot
from storage.database import Database, Sealed
from storage.tables import EventPictureRow, Table

OPENS = {  # who holds one of these opens something with it in the chat
    "cases.code": "it opens the case",
    "signups.code": "it is the ticket",
    "drill_calls.link": "part of a link",
}
PICTURES = EventPictureRow.__table__.c.content  # no family in them
_SHOWN_AS = {"moment": "moment, ISO 8601, UTC", "date": "day, ISO 8601", "bytes": "base64", "json": "JSON"}


def why_left_out(column: sa.Column[Any]) -> str | None:
    """Why a column does not leave; None: it does."""
    if isinstance(column.type, Sealed):
        return "words or identity of people, encrypted"
    if isinstance(column.type, sa.LargeBinary) and column is not PICTURES:
        return "a mark made with the data keys"
    return OPENS.get(str(column))


async def lines(database: Database) -> AsyncIterator[tuple[str, str | None]]:
    """Every table's name, with None before its first row, then with each of its rows as JSON; all of one moment."""
    async with snapshot(database) as connection:
        for table in rows.tables():
            columns = [column for column in table.columns if why_left_out(column) is None]
            kinds = [rows.kind_of(column) for column in columns]
            yield table.name, None
            async for row in rows.of_table(connection, table, columns):
                said = dict(zip((column.name for column in columns), rows.said(kinds, row), strict=True))
                for column, kind in zip(columns, kinds, strict=True):
                    if kind == "json" and said[column.name] is not None:
                        said[column.name] = json.loads(said[column.name])
                yield table.name, json.dumps(said, ensure_ascii=False)


def page(counts: Mapping[str, int]) -> str:
    """What each table and column is, from the tables themselves."""
    said = {str(mapper.local_table.name): mapper.class_.__doc__ or "" for mapper in Table.registry.mappers}  # type: ignore[attr-defined]
    return "\n".join(
        f"{table.name}.jsonl: {counts.get(table.name, 0)} rows\n"
        + "".join(f"  {line.strip()}\n" for line in said[table.name].splitlines() if line.strip())
        + "".join(f"    {_column(column)}\n" for column in table.columns)
        for table in rows.tables()
    )


def _column(column: sa.Column[Any]) -> str:
    if (why := why_left_out(column)) is not None:
        return f"{column.name}: left out ({why})"
    kind = rows.kind_of(column)
    points = "".join(f", points at {key.column}" for key in column.foreign_keys)
    return f"{column.name}: {_SHOWN_AS.get(kind, kind)}{points}{', may be null' if column.nullable else ''}"
