"""Brings the database to this version with Alembic."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection
from sqlalchemy.engine import make_url

from bot.settings import Settings

MIGRATIONS = Path(__file__).parent.parent / "storage" / "migrations"


def config(database_url: str) -> Config:
    """Alembic's configuration for one database."""
    made = Config()
    made.set_main_option("script_location", str(MIGRATIONS))
    made.attributes["url"] = database_url
    return made


def migrate_within(connection: Connection, revision: str) -> None:
    """Upgrades inside a transaction that somebody else has begun and will end."""
    made = config("")
    made.attributes["connection"] = connection
    command.upgrade(made, revision)


def migrate(settings: Settings) -> None:
    """Upgrades to the newest revision; makes the folder of a SQLite file."""
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite" and url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    command.upgrade(config(settings.database_url), "head")
