"""Every sentence that can reach a person has Vietnamese words; only the alert cries KHẨN."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from bot.migrate import config, migrate
from bot.settings import CONTENT, Settings
from channels.texts import Catalogue

ROOT = Path(__file__).parent.parent
SPOKEN = [file for floor in ("handlers", "channels", "services", "domain") for file in (ROOT / floor).rglob("*.py")]


def sources() -> list[str]:
    calls = (node for file in SPOKEN for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Call))
    return sorted(
        {c.args[0].value for c in calls if getattr(c.func, "id", "") == "Text" and isinstance(c.args[0], ast.Constant)}
    )


@pytest.mark.parametrize("source", sources())
def test_every_sentence_is_translated(source: str) -> None:
    assert Catalogue(CONTENT / "LC_MESSAGES" / "bot.po").has(source)


def test_only_the_alert_cries() -> None:
    with (CONTENT / "LC_MESSAGES" / "bot.po").open("rb") as file:
        crying = [m.id for m in read_po(file) if "KHẨN" in str(m.string)]
    assert crying == ["🔴 <b>URGENT</b> · <code>{code}</code> · {ward}"]


def test_the_migrations_make_what_the_tables_say(tmp_path: Path) -> None:
    from alembic import command

    settings = Settings(database_url=f"sqlite+aiosqlite:///{tmp_path}/a.db")
    migrate(settings)
    command.check(config(settings.database_url))
