"""What people say and who they are rests encrypted and is never logged, nor is the token: planted words are sought."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from domain.people import Role
from sandbox import Phone, Sandbox
from services.clock import Clock, TurnedClock
from services.people import NewStaff, People
from storage.database import Database
from tests.crash.process import Bot, mark_migrated
from tests.town import a_town, sees

TOKEN = "987654321:Zhqplinqort-Vexmarult_0123456789abc"
WORDS = {
    "the sender's name": "Qorvexa",
    "the officer's name": "Brimzolt",
    "a cry": "plinqort",
    "an edited cry": "quilmezzo",
    "a message in a case": "vexmarult",
    "a caption": "dromkazzi",
    "a doubt": "glorptish",
    "a question": "wumbelfrax",
    "an officer's reply": "tharnivok",
    "a nickname": "snorbelix",
    "a child's needs": "krellwhip",
    "a word with marks": "đẫwrzộk",
}
UP_WITHIN = 30.0


def found(haystack: bytes, phones: Iterable[Phone], token: str) -> list[str]:
    """Which of the planted words, numbers of chats and the token stand in these bytes, as they are or escaped."""
    lower = haystack.lower()
    hidden = {**WORDS, "the token": token}
    forms = {name: [word.lower().encode(), json.dumps(word.lower())[1:-1].encode()] for name, word in hidden.items()}
    forms |= {f"the chat of {p.first_name}": [str(p.id).encode()] for p in phones}
    return [name for name, shapes in forms.items() if any(shape in lower for shape in shapes)]


async def at_rest(database: Database) -> bytes:
    """SQLite: the bytes of its files. PostgreSQL: every row of every table."""
    if database.is_sqlite:
        file = Path(str(database.url.database))
        return b"".join(each.read_bytes() for each in file.parent.glob(f"{file.name}*"))
    async with database.engine.connect() as connection:
        names = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
        tables = list((await connection.execute(text(names))).scalars())
        rows = [row for name in tables for row in await connection.execute(text(f'SELECT * FROM "{name}"'))]
    values = (value for row in rows for value in row)
    return b"\n".join(bytes(value) if isinstance(value, bytes) else str(value).encode() for value in values)


async def cries_and_is_answered(lan: Phone, officer: Phone, passes: Callable[..., None]) -> None:
    """Somebody cries, corrects it, sends a picture; the officer takes it and writes back."""
    cry = await lan.says(f"cứu em với {WORDS['a cry']}")
    await officer.until(lambda: sees(officer, "KHẨN"), UP_WITHIN)
    await lan.edits(cry, f"cứu em với {WORDS['an edited cry']} {WORDS['a word with marks']}")
    await officer.taps("Tôi nhận")
    await officer.until(lambda: sees(officer, WORDS["a cry"]) and sees(officer, WORDS["an edited cry"]), UP_WITHIN)
    passes(seconds=30)
    await lan.says(f"ở đây có {WORDS['a message in a case']}")
    await lan.sends("photo", WORDS["a caption"])
    await officer.until(
        lambda: sees(officer, WORDS["a message in a case"]) and sees(officer, WORDS["a caption"]), UP_WITHIN
    )
    passes(seconds=30)
    await officer.taps("Nhắn lại")
    await officer.until(lambda: sees(officer, "tin nhắn tiếp theo"), UP_WITHIN)
    await officer.says(WORDS["an officer's reply"])
    await lan.until(lambda: sees(lan, WORDS["an officer's reply"]), UP_WITHIN)
    passes(seconds=30)


async def doubts_and_asks(na: Phone, bo: Phone) -> None:
    """One is worried, one only asks."""
    await na.says(f"em sợ về nhà {WORDS['a doubt']}")
    await na.until(lambda: na.chat[-1].button("Muốn nói chuyện"), UP_WITHIN)
    await bo.says(f"cho hỏi {WORDS['a question']}")
    await bo.until(lambda: bo.chat[-1].from_bot, UP_WITHIN)


async def signs_up(parent: Phone, title: str) -> None:
    """A nickname and what the organisers should know, as far as the last question before the yes."""
    await parent.says("/start")
    await parent.until(lambda: parent.chat[-1].button("Cha mẹ"), UP_WITHIN)
    await parent.taps("Cha mẹ")
    await parent.until(lambda: any(m.button("Bồ Đề") for m in parent.chat), UP_WITHIN)
    await parent.says("/sukien")
    await parent.until(lambda: any(m.button(title) for m in parent.chat), UP_WITHIN)
    await parent.taps(title)
    await parent.until(lambda: any(m.button("Đăng ký") for m in parent.chat), UP_WITHIN)
    await parent.taps("Đăng ký")
    await parent.until(lambda: parent.chat[-1].button("Dưới 7"), UP_WITHIN)
    await parent.taps("Dưới 7")
    await parent.until(lambda: sees(parent, "Bé tên gì?"), UP_WITHIN)
    await parent.says(WORDS["a nickname"])
    await parent.until(lambda: sees(parent, "ban tổ chức cần biết"), UP_WITHIN)


async def test_what_was_said_and_by_whom_rests_encrypted(database: Database) -> None:
    async with a_town(database) as town:
        officer = await town.staff(WORDS["the officer's name"], Role.OFFICER, "bo-de")
        lan = await town.resident(WORDS["the sender's name"], "bo-de")
        others = [await town.resident(WORDS["the sender's name"]) for _ in range(3)]
        phones = [officer, lan, *others]
        await cries_and_is_answered(lan, officer, town.passes)
        await doubts_and_asks(others[0], others[1])
        await town.event("Ngày hội 1/6")
        await signs_up(others[2], "Ngày hội 1/6")
        assert found(await at_rest(database), phones, town.sandbox.token) == []
        town.passes(minutes=1)
        await others[2].says(WORDS["a child's needs"])
        await others[2].until(lambda: others[2].chat[-1].button("Cho ban tổ chức đọc"), UP_WITHIN)
        town.passes(minutes=1)
        await others[2].taps("Cho ban tổ chức đọc")
        await others[2].until(lambda: others[2].chat[-1].button("Đủ rồi"), UP_WITHIN)
        await others[2].taps("Đủ rồi")
        await others[2].until(lambda: others[2].chat[-1].button("Đồng ý"), UP_WITHIN)
        town.passes(minutes=1)
        await others[2].taps("Đồng ý")
        await others[2].until(lambda: sees(others[2], "VE-"), UP_WITHIN)
        rests = await at_rest(database)
        assert b"bo-de" in rests, "we look where the rows are"
        assert found(rests, phones, town.sandbox.token) == []


@asynccontextmanager
async def table_missing(database: Database, name: str) -> AsyncIterator[None]:
    """A table is not where the bot looks for it: every use of it raises."""
    await _order(database, f"ALTER TABLE {name} RENAME TO {name}_hidden")
    yield
    await _order(database, f"ALTER TABLE {name}_hidden RENAME TO {name}")


async def _order(database: Database, statement: str) -> None:
    async with database.transaction() as tx:
        await tx.execute(text(statement))


@pytest.mark.long
@pytest.mark.timeout(180)  # two starts of a real process
async def test_the_log_holds_no_words_no_names_and_no_token_even_when_everything_fails(
    database: Database, tmp_path: Path
) -> None:
    await mark_migrated(database)
    clock = TurnedClock()
    sandbox = Sandbox(token=TOKEN, clock=clock.unix)
    await sandbox.start()

    def passes(**time_passed: float) -> None:
        """For Telegram only: its limit for one chat is over, the bot's own time goes on as it is."""
        clock.ahead += timedelta(**time_passed)

    people = People(database, Clock())
    officer, lan, na, bo, late = (sandbox.person(WORDS["the sender's name"]) for _ in range(5))
    await people.add_staff(NewStaff(officer.id, WORDS["the officer's name"], Role.COORDINATOR))
    bot = Bot(sandbox, database, tmp_path, log_level="DEBUG")
    try:
        await bot.start()
        await officer.starts()
        await officer.until(lambda: sees(officer, "kết nối"), UP_WITHIN)
        await cries_and_is_answered(lan, officer, passes)
        async with table_missing(database, "cases"):
            sandbox.fails += ["error", "reset_after", "error"]
            await late.says(f"cứu em với {WORDS['a cry']}")
            await late.until(lambda: sees(late, "111"), UP_WITHIN)
            await na.says(f"em sợ về nhà {WORDS['a doubt']}")
            await na.until(lambda: na.chat[-1].from_bot, UP_WITHIN)
        await officer.until(lambda: sees(officer, "KHẨN"), UP_WITHIN)
        await doubts_and_asks(na, bo)
        await bot.kill()
        sandbox.token = "1:another"  # the token is refused from now on
        await bot.start(fresh=True)  # what an interpreter of its own says at the end is sought, too
        assert await bot.ended() != 0
    finally:
        await bot.kill()
        await sandbox.stop()
    assert "update_failed" in bot.wrote, "something was forced to fail"
    assert found(bot.wrote.encode(), [officer, lan, na, bo, late], TOKEN) == []
