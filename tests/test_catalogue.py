"""Every sentence that can reach a person has Vietnamese words; only the alert cries KHẨN."""

from __future__ import annotations

import ast
import unicodedata
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from bot.migrate import config, migrate
from bot.settings import CONTENT, Settings
from channels import drill_cards
from channels.cards import Card
from channels.texts import Voice
from domain.news_drills import DrillCall, DrillNote, DrillOver, DrillUnheard
from domain.texts import Text
from tests import own

CATALOGUE = own.catalogue()
NOW = datetime(2026, 9, 25, 2, 10, tzinfo=UTC)
ROOT = Path(__file__).parent.parent
SPOKEN = [
    file for floor in ("handlers", "channels", "services", "storage", "domain") for file in (ROOT / floor).rglob("*.py")
]


def sources() -> list[str]:
    calls = (node for file in SPOKEN for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Call))
    return sorted(
        {c.args[0].value for c in calls if getattr(c.func, "id", "") == "Text" and isinstance(c.args[0], ast.Constant)}
    )


def test_every_sentence_is_translated() -> None:
    assert [source for source in sources() if not CATALOGUE.has(source)] == []


def test_only_the_alert_cries() -> None:
    with (CONTENT / "LC_MESSAGES" / "bot.po").open("rb") as file:
        crying = [m.id for m in read_po(file) if "KHẨN" in str(m.string)]
    assert crying == [
        "🔴 <b>KHẨN · URGENT</b> · <code>{code}</code> · {ward}",
        "URGENT · {code}",  # the alert by second road
        "URGENT · {code}: nobody has taken this case yet. Open it in the bot: {link}",
    ]


def test_nothing_else_in_the_content_cries() -> None:
    files = (path for path in CONTENT.rglob("*") if path.is_file())
    files = (path for path in files if path.suffix not in (".png", ".ogg"))  # nobody reads letters there
    said = (path for path in files if "understanding" not in path.parts)  # what lies there is heard, not said
    for file in sorted(path for path in said if path.name != "bot.po"):
        assert "KHẨN" not in unicodedata.normalize("NFC", file.read_text("utf-8")), file


DRILLS = [
    drill_cards.card(news)
    for link in (False, True)
    for news in (
        DrillCall(1, "bo-de", NOW, NOW, link=link),
        DrillOver(1, NOW, link=link),
        *(DrillNote(what, "bo-de", "Hạnh", 2) for what in ("silent", "unreachable", "untapped", "nobody")),
        DrillUnheard(2),
    )
] + [drill_cards.answered_card(timedelta(seconds=5), late=late) for late in (False, True)]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("card", DRILLS, ids=range(len(DRILLS)))
def test_a_drill_says_so_and_never_cries(card: Card, language: str) -> None:
    catalogue, voice = CATALOGUE, Voice(language)
    said = [catalogue.say(text, voice) for text in card.paragraphs if isinstance(text, Text)]
    labels = [catalogue.say(cell.label, voice) for row in card.rows for cell in row]
    assert "DIỄN TẬP" in said[0]
    assert not [words for words in (*said, *labels) if "KHẨN" in words or "URGENT" in words or "Tôi nhận" in words]


def test_the_migrations_make_what_the_tables_say(tmp_path: Path) -> None:
    from alembic import command

    settings = Settings(database_url=f"sqlite+aiosqlite:///{tmp_path}/a.db")
    migrate(settings)
    command.check(config(settings.database_url))
