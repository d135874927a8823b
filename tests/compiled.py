"""Compiled SQL, shared by all engines of a test process.

SQLAlchemy keeps what it compiled for one engine; hundreds of short-lived engines would each put the same
statements together again, a third of the time of a story. Two engines share when they speak the same
dialect with the same keys: the vault rides on the dialect (storage/database.py).
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.default import DefaultDialect

_SHARED: dict[Any, Any] = {}


def share() -> None:
    """From now on, for every engine of this process."""
    DefaultDialect.__hash__ = lambda self: hash(type(self))  # type: ignore[method-assign]
    DefaultDialect.__eq__ = _alike  # type: ignore[assignment,method-assign]
    event.listen(Engine, "engine_connect", _connected)


def _alike(one: DefaultDialect, other: object) -> bool:
    if one is other:
        return True
    mine, theirs = getattr(one, "vault", None), getattr(other, "vault", None)
    if mine is None or theirs is None or type(one) is not type(other):
        return False
    return bool(mine.key_ids == theirs.key_ids)


def _connected(connection: Connection) -> None:
    if "compiled_cache" not in connection.engine.get_execution_options():
        connection.engine.update_execution_options(compiled_cache=_SHARED)
