"""SQLite's log is moved into its file beside the commits, not in one of them."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import text

from storage.database import Database
from storage.vault import Vault

PAGE, MANY = 4096, 1_500  # bytes; pages: SQLite by itself would begin at 1,000
KEY = "a key for this test only and long enough"


async def test_no_commit_moves_the_log_and_a_checkpoint_does(tmp_path: Path) -> None:
    file = tmp_path / "family.db"
    log = Path(f"{file}-wal")
    database = Database(f"sqlite+aiosqlite:///{file}", Vault([KEY]))
    try:
        await _execute(database, "CREATE TABLE pages (page BLOB)")
        for _ in range(3):
            await _execute(database, f"INSERT INTO pages VALUES (zeroblob({PAGE * MANY // 3}))")
        assert _size(file) < PAGE * MANY * 0.1, "the commits wrote to the log alone"
        await database.checkpoint()
        assert _size(file) > PAGE * MANY * 0.9
        before = _size(log)
        await _execute(database, f"INSERT INTO pages VALUES (zeroblob({PAGE * MANY // 3}))")
        assert _size(log) == before, "the log is written from its beginning again"
    finally:
        await database.close()


async def _execute(database: Database, statement: str) -> None:
    async with database.transaction() as tx:
        await tx.execute(text(statement))


def _size(file: Path) -> int:
    return file.stat().st_size
