"""`treem backup`, `restore`, `export` as an operator types them: what they refuse, in a sentence, and what stands."""

from __future__ import annotations

import asyncio
import io
import os
import signal
import socket
import stat
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command

from bot.migrate import config
from domain.people import Role
from services.clock import Clock
from storage import backup, heartbeat, people, restoring, rows
from storage.chest import Filling
from storage.database import Database
from storage.erasures import Erasures
from storage.health import newest_revision
from storage.tables import JournalRow, PersonRow
from tests.bot.house import Ended, address, begin, ended, free_port, holds, stamp, treem
from tests.databases import SECRET, vault


async def a_little(database: Database, lines: int = 3) -> None:
    """A town of one officer, one parent and some lines in the journal."""
    now = Clock().now()
    async with database.transaction() as tx:
        hanh = await people.meet(tx, database.vault, 11, now, reachable=True)
        await people.keep_staff(tx, hanh.id, "Hạnh", Role.OFFICER, "bo-de", 1, [], now)
        await people.meet(tx, database.vault, 12, now, reachable=True)
        await tx.execute(sa.insert(JournalRow), [{"at": now, "verb": "read", "facts": {"n": n}} for n in range(lines)])


async def written(database: Database, folder: Path, **said: object) -> Path:
    """A backup of this database that says of itself what is `said`."""
    head = backup.Head(str(said.get("revision", newest_revision())), said.get("at", Clock().now()))  # type: ignore[arg-type]
    file = io.BytesIO()
    await backup.write(database, head, file)
    (to := folder / "b.treem").write_bytes(file.getvalue())
    return to


async def rows_in(database: Database) -> dict[str, int]:
    async with database.engine.connect() as connection:
        counted = [PersonRow.__table__, JournalRow.__table__]
        return {t.name: (await connection.execute(sa.select(sa.func.count()).select_from(t))).scalar() for t in counted}  # type: ignore[attr-defined,misc]


def restores(folder: Path, database: Database, *more: str, **settings: str):  # type: ignore[no-untyped-def]
    given = {
        "data_keys": SECRET,
        "listen": f"127.0.0.1:{free_port()}",
        "erased_file": str(folder / "erased"),
        **settings,
    }
    return treem(folder, "restore", "b.treem", *more, database_url=address(database), **given)


def refused(said: Ended, *words: str) -> None:
    assert (said.code, said.out) == (1, ""), said
    assert len(said.err.splitlines()) == 1 and all(word in said.err for word in words), said.err


def cut(raw: bytes) -> bytes:
    return raw[:-200]


def changed(raw: bytes) -> bytes:
    return raw[:200] + bytes([raw[200] ^ 1]) + raw[201:]


@pytest.mark.parametrize(
    ("spoil", "words"),
    [(cut, "cut short"), (changed, "was changed"), (lambda _: b"PK\x03\x04 not ours", "no backup"), (bytes.hex, "no")],
    ids=["cut", "changed", "strange", "text"],
)
async def test_a_file_that_is_not_whole_or_not_ours_is_refused(
    database: Database, elsewhere: Database, tmp_path: Path, spoil: Callable[[bytes], bytes | str], words: str
) -> None:
    await a_little(database)
    file = await written(database, tmp_path)
    raw = spoil(file.read_bytes())
    file.write_bytes(raw if isinstance(raw, bytes) else raw.encode())
    refused(await restores(tmp_path, elsewhere), words)
    assert await rows_in(elsewhere) == {"people": 0, "journal": 0}


async def test_keys_version_age_and_a_missing_file_are_looked_at_first(
    database: Database, elsewhere: Database, tmp_path: Path
) -> None:
    await a_little(database)
    refused(await restores(tmp_path, elsewhere), "b.treem cannot be read")
    await written(database, tmp_path)
    refused(await restores(tmp_path, elsewhere, data_keys="k" * 40), "keys do not open")
    await written(database, tmp_path, revision="9999")
    refused(await restores(tmp_path, elsewhere), "newer version")
    await written(database, tmp_path, at=Clock().now() + timedelta(days=1))
    refused(await restores(tmp_path, elsewhere), "yet to come", "clock")
    await written(database, tmp_path, at=Clock().now() - timedelta(days=31))
    refused(await restores(tmp_path, elsewhere), "30 days", "--old")
    assert await rows_in(elsewhere) == {"people": 0, "journal": 0}
    old = await restores(tmp_path, elsewhere, "--old")
    assert old.code == 0 and "is not there, or empty: whoever pressed /xoa" in old.err


async def test_nothing_is_overwritten_and_no_bot_may_run(database: Database, another: Database, tmp_path: Path) -> None:
    await a_little(database)
    await written(database, tmp_path)
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen()
        listen = f"127.0.0.1:{door.getsockname()[1]}"
        refused(await restores(tmp_path, another, listen=listen), "most likely the bot", "systemctl stop")
    now = Clock().now()
    async with another.transaction() as tx:
        await heartbeat.beat(tx, now, timedelta(days=1))
    refused(await restores(tmp_path, another), "A bot runs on it")
    async with another.transaction() as tx:  # as after a restore: nobody runs there
        await people.meet(tx, another.vault, 99, now, reachable=True)
    refused(await restores(tmp_path, another), "is not empty (people", "overwritten")
    assert await rows_in(another) == {"people": 1, "journal": 0}


async def test_a_backup_is_for_nobody_else_overwrites_nothing_and_says_what_it_holds(
    database: Database, tmp_path: Path
) -> None:
    on = {"database_url": address(database), "data_keys": SECRET}
    await stamp(database)
    await a_little(database)
    said = await treem(tmp_path, "backup", "--to", "b.treem", **on)
    assert (said.code, said.err) == (0, "")
    assert "b.treem holds 6 rows (most: journal 3, people 2, staff 1), at revision" in said.out
    assert "Keep the data keys" in said.out
    assert stat.S_IMODE((tmp_path / "b.treem").stat().st_mode) == 0o600
    raw = (tmp_path / "b.treem").read_bytes()
    refused(await treem(tmp_path, "backup", "--to", "b.treem", **on), "is there already")
    assert (tmp_path / "b.treem").read_bytes() == raw
    refused(await treem(tmp_path, "backup", "--to", "no/b.treem", **on), "cannot be written")
    refused(await treem(tmp_path, "backup", "--to", "c", **{**on, "data_keys": "k" * 40}), "do not open")
    assert holds(tmp_path) == ["b.treem"], "nothing half-written stays"
    assert (await treem(tmp_path, "backup", **on)).code == 2
    nowhere = "sqlite+aiosqlite:///none.db"
    refused(await treem(tmp_path, "backup", "--to", "c", database_url=nowhere), "nothing to copy")
    assert holds(tmp_path) == ["b.treem"]
    away = f"postgresql+asyncpg://a:b@127.0.0.1:{free_port()}/treem"
    assert (await treem(tmp_path, "backup", "--to", "c", database_url=away, data_keys=SECRET)).code == 69


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_a_backup_that_a_disk_has_spoilt_is_not_called_one(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stamp(database)
    await a_little(database)

    def spoilt(handle: int, flushed: Callable[[int], None] = os.fsync) -> None:
        if Path(f"/proc/self/fd/{handle}").readlink().suffix == ".part":
            os.pwrite(handle, b"\x00\x00", 200)
        flushed(handle)

    monkeypatch.setattr(os, "fsync", spoilt)
    on = {"database_url": address(database), "data_keys": SECRET}
    refused(await treem(tmp_path, "backup", "--to", "b.treem", **on), "did not read back")
    assert holds(tmp_path) == []


async def test_without_its_key_nothing_is_restored_and_none_is_made(database: Database, tmp_path: Path) -> None:
    await a_little(database)
    await written(database, tmp_path)
    said = await treem(tmp_path, "restore", "b.treem", database_url="sqlite+aiosqlite:///new.db")
    refused(said, "There is no data key", "new.db.key")
    assert holds(tmp_path) == ["b.treem"]


async def test_an_export_is_a_new_folder_that_says_what_it_holds(database: Database, tmp_path: Path) -> None:
    on = {"database_url": address(database), "data_keys": SECRET}
    await stamp(database)
    await a_little(database)
    said = await treem(tmp_path, "export", "--to", "out", **on)
    assert (said.code, said.err) == (0, "")
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o700
    assert {stat.S_IMODE(each.stat().st_mode) for each in (tmp_path / "out").iterdir()} == {0o600}
    assert len((tmp_path / "out" / "journal.jsonl").read_text().splitlines()) == 3
    page = (tmp_path / "out" / "README.txt").read_text()
    assert "journal.jsonl: 3 rows" in page and "name: left out" in page and "Hạnh" not in page
    refused(await treem(tmp_path, "export", "--to", "out", **on), "is there already")


async def test_a_backup_of_an_older_version_is_brought_to_this_one(
    database: Database, elsewhere: Database, tmp_path: Path
) -> None:
    old = "0025"
    await stamp(database)
    await a_little(database)
    await asyncio.to_thread(command.downgrade, config(address(database)), old)
    async with database.engine.connect() as connection:
        there = sa.MetaData()
        await connection.run_sync(there.reflect)
    file = io.BytesIO()
    words = backup.Words(Filling(file, vault()))
    words.say({"format": backup.FORMAT, "revision": old, "at": Clock().now().isoformat()})
    counts = {}
    async with database.engine.connect() as connection:
        for table in (each for each in rows.tables() if each.name in there.tables):
            columns = [c for c in table.columns if c.name in there.tables[table.name].columns]
            kinds = [rows.kind_of(c) for c in columns]
            words.say({"table": table.name, "columns": [[c.name, k] for c, k in zip(columns, kinds, strict=True)]})
            counts[table.name] = 0
            async for row in rows.of_table(connection, table, columns):
                words.say(rows.said(kinds, row))
                counts[table.name] += 1
    words.end({"rows": counts, "digest": words.digest})
    (tmp_path / "b.treem").write_bytes(file.getvalue())
    assert "event_pictures" not in counts and counts["journal"] == 3
    said = await restores(tmp_path, elsewhere)
    assert said.code == 0, said
    assert await rows_in(elsewhere) == {"people": 2, "journal": 4}
    async with elsewhere.engine.connect() as connection:
        assert await restoring.is_of(connection) == newest_revision()
        names = await connection.run_sync(lambda sync: sa.inspect(sync).get_table_names())
        assert "event_pictures" in names


# --- killed in the middle ---


def until(holds_true: Callable[[], object]) -> None:
    """Looks again and again, for half a minute."""
    begun = time.monotonic()
    while not holds_true():
        assert time.monotonic() - begun < 30


@pytest.mark.long
async def test_a_restore_that_is_killed_leaves_nothing_and_can_be_done_again(
    database: Database, elsewhere: Database, tmp_path: Path
) -> None:
    await a_little(database, lines=20_000)
    await written(database, tmp_path)
    Erasures(tmp_path / "erased").begin(Clock().now() - timedelta(hours=1))
    Erasures(tmp_path / "erased").vouch(Clock().now() + timedelta(hours=1))
    on = {"data_keys": SECRET, "listen": f"127.0.0.1:{free_port()}", "erased_file": str(tmp_path / "erased")}
    process = await begin(
        tmp_path, "restore", "b.treem", database_url=address(elsewhere), fresh=elsewhere.is_sqlite, **on
    )
    if elsewhere.is_sqlite:
        aside = Path(f"{elsewhere.url.database}.restoring")
        await asyncio.to_thread(until, lambda: aside.exists() and aside.stat().st_size > 300_000)
    else:
        await _is_writing(elsewhere)
    process.send_signal(signal.SIGKILL)
    assert (await ended(process)).code == -signal.SIGKILL
    await _is_left_alone(elsewhere)
    assert await rows_in(elsewhere) == {"people": 0, "journal": 0}
    await elsewhere.engine.dispose()
    again = await restores(tmp_path, elsewhere)
    assert (again.code, again.err) == (0, ""), again
    assert await rows_in(elsewhere) == {"people": 2, "journal": 20_001}
    assert not list(Path(str(elsewhere.url.database)).parent.glob("*.restoring*")) or not elsewhere.is_sqlite
    async with elsewhere.engine.connect() as connection:
        assert await restoring.is_of(connection) == newest_revision()


_WRITING = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'INSERT INTO journal%'"
)
_THERE = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


async def _is_writing(database: Database) -> None:
    await _asked(database, _WRITING, lambda count: count > 0)


async def _is_left_alone(database: Database) -> None:
    """The server has noticed that nobody is there any more, and rolled back."""
    if not database.is_sqlite:
        await _asked(database, _THERE, lambda count: count == 0)


async def _asked(database: Database, question: str, answers: Callable[[int], bool]) -> None:
    async with asyncio.timeout(30):
        while True:
            async with database.engine.connect() as connection:
                if answers(int(await connection.scalar(sa.text(question)) or 0)):
                    return
            await database.engine.dispose()
