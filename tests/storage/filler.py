"""Rows in every table and every column, made from the tables themselves: a new table cannot be forgotten."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import rows
from storage.database import Database, Sealed

PLANTED = "bố đánh em ở nhà 🆘"
BEGAN = datetime(2027, 9, 1, 2, 3, 4, 567890, tzinfo=UTC)
EACH = 3  # rows in every table: two that are full, one with nothing where nothing may stand


async def fill(database: Database) -> None:
    """Rows in every table."""
    async with database.engine.begin() as connection:
        for table in rows.tables():
            for nth in range(EACH):
                await connection.execute(sa.insert(table).values(_row(table, nth)))
        await rows.go_on_from(connection, {})


def _row(table: sa.Table, nth: int) -> dict[str, Any]:
    last = nth == EACH - 1
    return {
        column.name: sa.null() if last and column.nullable else _value(column, nth, place)
        for place, column in enumerate(table.columns)
    }


def _value(column: sa.Column[Any], nth: int, place: int) -> Any:
    if isinstance(column.type, Sealed):
        return {"words": f"{PLANTED} {nth}", "of": str(column)}
    if column.foreign_keys or (column.primary_key and rows.kind_of(column) == "int"):
        return nth + 1
    match rows.kind_of(column):
        case "int":
            return ([1 << 62, 7, -(1 << 40)] if isinstance(column.type, sa.BigInteger) else [0, 2**31 - 1, -5])[nth]
        case "text":
            return f"{column} “{nth}” \\ \n\u2028 Bồ Đề" if nth else ""
        case "bool":
            return bool(nth % 2)
        case "float":
            return 21.0285 + nth / 3
        case "moment":
            return BEGAN + timedelta(microseconds=nth, days=place)
        case "date":
            return date(2027, 9, 1 + nth)
        case "bytes":
            return bytes([nth, place]) + b"\x00\xff\n" * nth
        case "json":
            return [sa.JSON.NULL, {"a": [1, 2.5, None, "ả"], "nested": {}}, []][nth]
    raise KeyError(column)


async def everything(connection: AsyncConnection) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables as they rest."""
    found = {}
    for table in rows.tables():
        columns = list(table.columns)
        kinds = [rows.kind_of(column) for column in columns]
        found[table.name] = [
            tuple(_plain(kind, value) for kind, value in zip(kinds, row, strict=True))
            async for row in rows.of_table(connection, table, columns)
        ]
    return found


def _plain(kind: str, value: Any) -> Any:
    """JSON text may be spaced otherwise; that nothing stands there is not `null`."""
    if kind != "json" or value is None:
        return value
    return ("json", json.loads(value))
