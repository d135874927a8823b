"""SQLite's log is moved into its file beside the commits, not in one of them."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import text

from storage.database import Database
from storage.vault import Vault

SOME = 1_500  # pages: SQLite by itself would begin at 1,000
KEY = "a key for this test only and long enough"


async def test_no_commit_moves_the_log_and_a_checkpoint_does(tmp_path: Path) -> None:
    file = tmp_path / "family.db"
    database = Database(f"sqlite+aiosqlite:///{file}", Vault([KEY]))
    try:
        async with database.transaction() as tx:
            await tx.execute(text("CREATE TABLE pages (page BLOB)"))
        for _ in range(3):
            async with database.transaction() as tx:
                await tx.execute(text(f"INSERT INTO pages VALUES (zeroblob({4096 * SOME // 3}))"))
        small = file.stat().st_size
        await database.checkpoint()
        assert small < 4096 * SOME / 10, "the commits wrote to the log alone"
        assert file.stat().st_size > 4096 * SOME * 0.9
        log = Path(f"{file}-wal").stat().st_size
        async with database.transaction() as tx:
            await tx.execute(text(f"INSERT INTO pages VALUES (zeroblob({4096 * SOME // 3}))"))
        assert Path(f"{file}-wal").stat().st_size == log, "the log is written from its beginning again"
    finally:
        await database.close()


