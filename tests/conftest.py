"""What every test may ask for: `database`, fresh, once on SQLite and once on PostgreSQL."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from hypothesis import settings

from storage.database import Database
from tests.compiled import share
from tests.databases import CURE, ENGINES, Databases, Server, given_server, quick_folder
from tests.lots import BOTH, LOT, REST, drawn

share()
gc.disable()  # what is loaded to be collected stays: looking through it again and again is a third of that time
# how long an example takes depends on what else the machine does; `timeout` ends what never ends
settings.register_profile("ours", deadline=None)
settings.load_profile("ours")
_SERVER = pytest.StashKey[Server]()
_WHY = pytest.StashKey[str]()


def _server_of(config: pytest.Config) -> tuple[str, str]:
    """The run's PostgreSQL (started on the first call) and, where there is none, why."""
    if (given := given_server()) is not None:
        return given, ""
    if _SERVER not in config.stash and _WHY not in config.stash:
        try:
            config.stash[_SERVER] = Server()
        except Exception as error:  # the reason is told by every test that needed it
            config.stash[_WHY] = f"{type(error).__name__}: {error}"
    if _WHY in config.stash:
        return "", config.stash[_WHY]
    return config.stash[_SERVER].url, ""


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--share`: what `make test` and `make rest` divide between them."""
    told = "every test on both engines; each once, on one by lot, without the long ones; or the rest"
    parser.addoption("--share", choices=(BOTH, LOT, REST), default=BOTH, help=told)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out whatever the other of `make test` and `make rest` runs."""
    long = {item.nodeid for item in items if item.get_closest_marker("long")}
    chosen = drawn({item.nodeid for item in items}, config.getoption("--share"), long)
    left_out = [item for item in items if item.nodeid not in chosen]
    items[:] = [item for item in items if item.nodeid in chosen]
    config.hook.pytest_deselected(items=left_out)


def pytest_collection_finish() -> None:
    """From here on rubbish is collected; what is there now stays to the end and is not looked at."""
    gc.collect()
    gc.freeze()
    gc.enable()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """With xdist the controller starts one server and hands its address to every worker."""
    node.workerinput["postgres"] = _server_of(node.config)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Whoever started the server stops it."""
    if _SERVER in config.stash:
        config.stash[_SERVER].stop()


@pytest.fixture(scope="session")
def postgres(request: pytest.FixtureRequest) -> str:
    """The address of a PostgreSQL server. Fails, and never skips, where none can be had."""
    worker = getattr(request.config, "workerinput", None)
    url, why = _server_of(request.config) if worker is None else worker["postgres"]
    if not url:
        pytest.fail(CURE.format(why=why), pytrace=False)
    return str(url)


@pytest.fixture(scope="session")
def databases() -> Iterator[dict[str, Databases]]:
    """Where fresh databases come from, by engine; PostgreSQL is started only for tests that use it."""
    made: dict[str, Databases] = {}
    yield made
    for each in made.values():
        asyncio.run(each.close())


@pytest.fixture(params=ENGINES)
async def database(
    request: pytest.FixtureRequest,
    databases: dict[str, Databases],
) -> AsyncIterator[Database]:
    """A fresh database: the test runs once on SQLite and once on PostgreSQL."""
    async with _fresh(request, databases, request.param) as fresh:
        yield fresh


@pytest.fixture(params=ENGINES)
async def another(request: pytest.FixtureRequest, databases: dict[str, Databases]) -> AsyncIterator[Database]:
    """A second one: every test that asks for both runs from each engine to each."""
    async with _fresh(request, databases, request.param) as fresh:
        yield fresh


@pytest.fixture
async def elsewhere(
    request: pytest.FixtureRequest, database: Database, databases: dict[str, Databases]
) -> AsyncIterator[Database]:
    """A second one, on the other engine."""
    async with _fresh(request, databases, "postgresql" if database.is_sqlite else "sqlite") as fresh:
        yield fresh


@asynccontextmanager
async def _fresh(
    request: pytest.FixtureRequest, databases: dict[str, Databases], engine: str
) -> AsyncIterator[Database]:
    if engine not in databases:
        server = request.getfixturevalue("postgres") if engine == "postgresql" else None
        databases[engine] = Databases(server, quick_folder())
    async with databases[engine].fresh(engine) as fresh:
        yield fresh
