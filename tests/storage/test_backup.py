"""A backup holds every row of one moment, opens for its keys alone, and goes into either engine."""

from __future__ import annotations

import io
import random
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from domain.people import Audience
from storage import backup, export, people, restoring, rows
from storage.chest import PIECE, Filling, Locked, Why, emptied
from storage.database import Database, Sealed
from storage.tables import PersonRow, Table
from storage.vault import Vault
from tests.databases import SECRET, vault
from tests.storage import filler

HEAD = backup.Head("0026", datetime(2027, 9, 1, 2, tzinfo=UTC))
OTHER = Vault(["another key that is long enough for this"])


async def copy_of(database: Database) -> io.BytesIO:
    file = io.BytesIO()
    await backup.write(database, HEAD, file)
    return file


async def test_every_row_of_every_table_comes_back_as_it_was_on_either_engine(
    database: Database, another: Database
) -> None:
    await filler.fill(database)
    async with database.transaction() as tx:
        gone = await people.meet(tx, database.vault, 4242, filler.BEGAN, reachable=True)
        await tx.execute(sa.delete(PersonRow).where(PersonRow.id == gone.id))
    file = await copy_of(database)
    held = backup.read_through(file, vault())
    assert held.head == HEAD and set(held.rows) == set(Table.metadata.tables)
    assert set(held.rows.values()) == {filler.EACH}
    async with another.engine.begin() as connection:
        await restoring.load(connection, backup.contents(file, vault()))
    async with database.engine.connect() as there, another.engine.connect() as here:
        assert await filler.everything(here) == await filler.everything(there)
    async with another.transaction() as tx:
        new = await people.meet(tx, another.vault, 4343, filler.BEGAN, reachable=True)
        assert new.id > gone.id, "nobody gets the number of somebody deleted"
        for column in (c for table in rows.tables() for c in table.columns if isinstance(c.type, Sealed)):
            if column is not PersonRow.__table__.c.chat:
                first = await tx.scalar(sa.select(column).where(column.is_not(None)).limit(1))
                assert first["of"] == str(column), "it opens where it lies now"


async def test_nothing_of_a_backup_can_be_read_without_the_keys(database: Database) -> None:
    await filler.fill(database)
    raw = (await copy_of(database)).getvalue()
    for planted in (filler.PLANTED.encode(), b"people", b"case_entries", SECRET.encode(), b"0026"):
        assert planted not in raw


async def test_what_is_written_meanwhile_is_in_it_whole_or_not_at_all(database: Database) -> None:
    async with database.transaction() as tx:
        lan = await people.meet(tx, database.vault, 1, filler.BEGAN, reachable=True)
    async with backup.snapshot(database) as connection:
        assert await connection.scalar(sa.select(sa.func.count()).select_from(PersonRow)) == 1
        async with database.transaction() as tx:
            await people.meet(tx, database.vault, 2, filler.BEGAN, reachable=True)
            (await people.row(tx, lan.id)).audience = Audience.PARENT
        seen = (await connection.execute(sa.select(PersonRow.id, PersonRow.audience))).all()
        assert [tuple(row) for row in seen] == [(lan.id, None)]


# --- the locked file ---


def locked(plain: bytes) -> bytes:
    file = io.BytesIO()
    filling = Filling(file, vault())
    filling.write(plain)
    filling.close()
    return file.getvalue()


def opened(raw: bytes, keys: Vault | None = None) -> bytes:
    return b"".join(emptied(io.BytesIO(raw), keys or vault()))


@given(st.integers(0, 3 * PIECE + 5) | st.sampled_from([PIECE, 2 * PIECE, PIECE - 1, PIECE + 1, 0]), st.integers(0))
def test_a_locked_file_gives_back_what_was_put_in(size: int, seed: int) -> None:
    plain = random.Random(seed).randbytes(size)
    assert opened(locked(plain)) == plain


WHOLE = locked(random.Random(1).randbytes(2 * PIECE + 100))
BODY = 16 + 36  # where its pieces begin


@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255))
def test_a_byte_that_was_changed_is_noticed(at: int, by: int) -> None:
    changed = bytearray(WHOLE)
    changed[at] ^= by
    with pytest.raises(Locked):
        opened(bytes(changed))


@given(st.integers(0, len(WHOLE) - 1))
def test_a_file_that_was_cut_is_noticed(length: int) -> None:
    with pytest.raises(Locked) as said:
        opened(WHOLE[:length])
    assert said.value.why is (Why.CUT if length else Why.NOT_OURS)


def test_pieces_that_change_places_or_go_missing_are_noticed() -> None:
    first, second = WHOLE[BODY : BODY + PIECE + 16], WHOLE[BODY + PIECE + 16 : BODY + 2 * (PIECE + 16)]
    rest, end = WHOLE[BODY + 2 * (PIECE + 16) :], WHOLE[-11:]
    for body in (second + first + rest, first + rest, first + second + end, first + first + rest, end):
        with pytest.raises(Locked) as said:
            opened(WHOLE[:BODY] + body)
        assert said.value.why is Why.CHANGED


def test_another_key_opens_nothing_and_an_older_key_does() -> None:
    with pytest.raises(Locked) as said:
        opened(WHOLE, OTHER)
    assert said.value.why is Why.NO_KEY
    assert len(opened(WHOLE, Vault(["a newer key that is long enough for it", SECRET]))) == 2 * PIECE + 100
    with pytest.raises(Locked) as strange:
        opened(b"SQLite format 3\x00" + WHOLE)
    assert strange.value.why is Why.NOT_OURS


# --- data out ---


async def test_an_export_holds_every_table_and_no_words_nor_what_opens_something(database: Database) -> None:
    await filler.fill(database)
    said: dict[str, list[str]] = {}
    async for table, line in export.lines(database):
        said.setdefault(table, []).extend([] if line is None else [line])
    assert set(said) == set(Table.metadata.tables)
    assert {len(lines) for lines in said.values()} == {filler.EACH}
    everything = "\n".join(line for lines in said.values() for line in lines)
    assert filler.PLANTED not in everything and "“1”" in everything
    page, left_out = export.page({}), set()
    for table in rows.tables():
        for column in table.columns:
            assert f"    {column.name}: " in page
            if f'"{column.name}": ' not in said[table.name][0]:
                left_out.add(str(column))
    sealed = {str(c) for table in rows.tables() for c in table.columns if isinstance(c.type, Sealed)}
    assert left_out == sealed | {
        *("cases.code", "signups.code", "drill_calls.link", "people.chat_key", "inbox.chat_key", "invites.link"),
        *("signups.link", "quota_links.key", "phrase_marks.phrase", "phrase_marks.who", "phrases.phrase"),
    }
