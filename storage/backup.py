"""A backup: every row of one moment as JSON Lines, packed and locked. The same for SQLite and PostgreSQL."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, BinaryIO

from sqlalchemy.ext.asyncio import AsyncConnection

from storage import rows
from storage.chest import Filling, Locked, Why, Writes, emptied
from storage.database import Database, Sealed
from storage.vault import Vault

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Head:
    """What a backup says of itself first."""

    revision: str
    at: datetime


@dataclass(slots=True)
class Held:
    """What a backup holds: rows by table, and the digest of all it says. `strange`: values no key of ours opens."""

    head: Head
    rows: dict[str, int] = field(default_factory=dict)
    digest: str = ""
    strange: int = 0
    ours: int = 0


@dataclass(frozen=True, slots=True)
class Lot:
    """Some rows of a table; `columns` are names and kinds."""

    table: str
    columns: Sequence[tuple[str, str]]
    rows: Sequence[Sequence[Any]]


@asynccontextmanager
async def snapshot(database: Database) -> AsyncIterator[AsyncConnection]:
    """One moment of the whole database, however long one looks; nobody waits for us meanwhile."""
    options: dict[str, Any] = {"reads_only": True}
    if not database.is_sqlite:
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    async with database.engine.connect() as connection:
        connection = await connection.execution_options(**options)
        async with connection.begin():
            yield connection


async def write(database: Database, head: Head, file: Writes) -> Held:
    """Writes everything there is into a new file; gives what it holds."""
    held, words = Held(head), Words(Filling(file, database.vault))
    words.say({"format": FORMAT, "revision": head.revision, "at": head.at.isoformat()})
    async with snapshot(database) as connection:
        for table in rows.tables():
            kinds = [rows.kind_of(column) for column in table.columns]
            sealed = [i for i, column in enumerate(table.columns) if isinstance(column.type, Sealed)]
            words.say(
                {"table": table.name, "columns": [[c.name, k] for c, k in zip(table.columns, kinds, strict=True)]}
            )
            held.rows[table.name] = 0
            async for row in rows.of_table(connection, table, list(table.columns)):
                words.say(rows.said(kinds, row))
                held.rows[table.name] += 1
                for value in (row[i] for i in sealed if row[i] is not None):
                    known = database.vault.knows(value)
                    held.ours, held.strange = held.ours + known, held.strange + (not known)
        words.say({"given": await rows.numbers_given(connection)})
    held.digest = words.digest
    words.end({"rows": held.rows, "digest": held.digest})
    return held


def read_through(file: BinaryIO, vault: Vault) -> Held:
    """Reads a backup from its first to its last piece and gives what it holds. Raises Locked."""
    held = Held(head_of(file, vault))
    for found in contents(file, vault):
        if isinstance(found, Lot):
            held.rows[found.table] = held.rows.get(found.table, 0) + len(found.rows)
        else:
            held.digest = str(found.get("digest", held.digest))
    return held


def head_of(file: BinaryIO, vault: Vault) -> Head:
    """What it says of itself first. Raises Locked."""
    first = json.loads(next(_lines(file, vault)))
    if first["format"] != FORMAT:
        raise Locked(Why.NOT_OURS)
    return Head(str(first["revision"]), datetime.fromisoformat(first["at"]))


def contents(file: BinaryIO, vault: Vault) -> Iterator[Lot | Mapping[str, Any]]:
    """Its rows in lots, a table after the other, none of them missing; then `{"given": …}`, then what it counted.

    Raises Locked, also where counts or digest are not what it says at its end.
    """
    lines, digest = _lines(file, vault), hashlib.sha256()
    table, columns, lot = "", list[tuple[str, str]](), list[list[Any]]()
    counts: dict[str, int] = {}
    digest.update(next(lines) + b"\n")
    for line in lines:
        said = json.loads(line)
        if isinstance(said, dict) and "digest" in said:
            if said != {"rows": counts, "digest": digest.hexdigest()}:
                raise Locked(Why.CHANGED)
            yield said
            return
        digest.update(line + b"\n")
        if isinstance(said, list):
            lot.append(said)
            counts[table] += 1
        if lot and (len(lot) == rows.LOT or isinstance(said, dict)):
            yield Lot(table, columns, lot)
            lot = []
        if isinstance(said, dict) and "given" in said:
            yield said
        elif isinstance(said, dict):
            table, columns = said["table"], [(name, kind) for name, kind in said["columns"]]
            counts[table] = 0
            yield Lot(table, columns, [])
    raise Locked(Why.CHANGED)


class Words:
    """What a backup says on its way into the file, line by line: counted into the digest, packed, locked."""

    def __init__(self, filling: Filling) -> None:
        self._filling, self._pack, self._digest = filling, zlib.compressobj(6), hashlib.sha256()

    def say(self, said: Any) -> None:
        """One line more, of anything JSON takes."""
        line = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        self._digest.update(line)
        self._filling.write(self._pack.compress(line))

    @property
    def digest(self) -> str:
        """Of all that was said so far."""
        return self._digest.hexdigest()

    def end(self, said: Any) -> None:
        """The last line; the file is whole then."""
        self.say(said)
        self._filling.write(self._pack.flush())
        self._filling.close()


def _lines(file: BinaryIO, vault: Vault) -> Iterator[bytes]:
    file.seek(0)
    unpack, rest = zlib.decompressobj(), b""
    for piece in emptied(file, vault):
        while piece:
            *lines, rest = (rest + unpack.decompress(piece, 1 << 20)).split(b"\n")
            yield from lines
            piece = unpack.unconsumed_tail
    *lines, rest = (rest + unpack.flush()).split(b"\n")
    yield from lines
