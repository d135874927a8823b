"""What a command says and leaves where there is no room, no right, or something that must not be lost."""

from __future__ import annotations

import os
import resource
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from services.clock import Clock
from storage.database import Database
from storage.erasures import Erasures
from tests.bot.house import address, free_port, holds, stamp, treem
from tests.bot.test_restore import a_little, refused, written
from tests.databases import SECRET

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@contextmanager
def no_room_beyond(size: int) -> Iterator[None]:
    """No file of this process grows beyond so many bytes, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    compiled, sys.dont_write_bytecode = sys.dont_write_bytecode, True  # half of a module would be kept
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        sys.dont_write_bytecode = compiled


def onto(folder: Path) -> dict[str, str]:
    """A new database in this folder."""
    return {
        "database_url": f"sqlite+aiosqlite:///{folder}/n.db",
        "data_keys": SECRET,
        "listen": f"127.0.0.1:{free_port()}",
        "erased_file": f"{folder}/erased",
    }


@pytest.mark.parametrize("room", [40, 9000], ids=["at the end", "in the middle"])
async def test_a_backup_that_finds_no_room_says_so_and_leaves_nothing(
    database: Database, tmp_path: Path, room: int
) -> None:
    await stamp(database)
    await a_little(database, lines=9000)
    with no_room_beyond(room):
        said = await treem(tmp_path, "backup", "--to", "b.treem", database_url=address(database), data_keys=SECRET)
    refused(said, "b.treem cannot be written", "its room")
    assert holds(tmp_path) == []


@pytest.mark.parametrize("room", [40, 20_000], ids=["at the end", "in the middle"])
async def test_an_export_that_finds_no_room_says_so_and_can_be_done_again(
    database: Database, tmp_path: Path, room: int
) -> None:
    await stamp(database)
    await a_little(database, lines=2000)
    on = {"database_url": address(database), "data_keys": SECRET}
    with no_room_beyond(room):
        refused(await treem(tmp_path, "export", "--to", "out", **on), "out cannot be written")
    assert holds(tmp_path) == []
    assert (await treem(tmp_path, "export", "--to", "out", **on)).code == 0


async def test_a_restore_that_finds_no_room_says_so_and_leaves_nothing(database: Database, tmp_path: Path) -> None:
    await a_little(database, lines=2000)
    await written(database, tmp_path)
    with no_room_beyond(300_000):
        said = await treem(tmp_path, "restore", "b.treem", **onto(tmp_path))
    assert (said.code, said.out) == (69, "")
    assert "its disk is full or broken. Make room" in said.err
    assert holds(tmp_path) == ["b.treem"]
    assert (await treem(tmp_path, "restore", "b.treem", **onto(tmp_path))).code == 0


async def test_the_log_of_a_database_that_was_moved_away_without_it_is_not_deleted(
    database: Database, tmp_path: Path
) -> None:
    await a_little(database)
    await written(database, tmp_path)
    (tmp_path / "n.db-wal").write_bytes(b"the last cries")
    (tmp_path / "n.db-shm").write_bytes(bytes(32))
    for _ in ("no file", "an empty one"):
        refused(await treem(tmp_path, "restore", "b.treem", **onto(tmp_path)), "n.db-wal is left", "move it")
        assert (tmp_path / "n.db-wal").read_bytes() == b"the last cries"
        (tmp_path / "n.db").touch()
    (tmp_path / "n.db-wal").unlink()
    assert (await treem(tmp_path, "restore", "b.treem", **onto(tmp_path))).code == 0


async def test_a_restored_database_belongs_to_whoever_has_its_folder_and_a_second_restore_is_refused_rightly(
    database: Database, tmp_path: Path
) -> None:
    await a_little(database)
    await written(database, tmp_path)
    (home := tmp_path / "var").mkdir()
    if os.geteuid() == 0:
        os.chown(home, 4242, 4243)
    Erasures(home / "erased").begin(Clock().now())
    assert (await treem(tmp_path, "restore", "b.treem", **onto(home))).code == 0
    file, folder = (home / "n.db").stat(), home.stat()
    assert (file.st_uid, file.st_gid, file.st_mode & 0o777) == (folder.st_uid, folder.st_gid, 0o600)
    refused(await treem(tmp_path, "restore", "b.treem", **onto(home)), "is not empty", "move the file away")
