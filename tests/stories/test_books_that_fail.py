"""Our own books cannot be written: what stands in a chat comes once all the same, and can be taken away."""

from __future__ import annotations

from typing import Any

from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError

from domain.people import Role
from sandbox import Phone
from storage.database import Database
from tests.stories.test_signups import opens
from tests.town import Town, a_town, sees

# how a fault of ours looks from below: this kind of message cannot be remembered
SQLITE = (
    "CREATE TRIGGER refuses BEFORE INSERT ON posts WHEN NEW.kind = 'CalendarFile' BEGIN SELECT RAISE(ABORT, 'no'); END"
)
POSTGRESQL = "ALTER TABLE posts ADD CONSTRAINT refuses CHECK (kind IS DISTINCT FROM 'CalendarFile')"


def files(phone: Phone) -> int:
    return sum(message.kind == "document" for message in phone.chat)


async def refuse(town: Town, database: Database) -> None:
    async with town.app.database.transaction() as tx:
        await tx.execute(text(SQLITE if database.is_sqlite else POSTGRESQL))


async def test_what_cannot_be_settled_comes_once_and_leaves_with_thoat_nhanh(database: Database) -> None:
    async with a_town(database) as town:
        await town.event("Vui Tết Trung thu")
        lan = await town.resident("Lan", "bo-de")
        await opens(lan, "Vui Tết Trung thu")
        await refuse(town, database)
        await lan.taps("Thêm vào lịch")
        await lan.until(lambda: files(lan) == 1)
        await town.dies_and_comes_back()  # what is not settled is due at once
        assert town.faults.total() == 1, "it is told in the log"
        town.faults.clear()
        await lan.says("/trogiup")
        await lan.until(lambda: any("Bạn cứ viết câu hỏi" in m.text for m in lan.chat))
        town.passes(minutes=5)
        await lan.says("/sukien")
        await lan.until(lambda: sum("Sự kiện cho trẻ em" in m.text for m in lan.chat) == 2)
        assert files(lan) == 1, "not again whenever a lease runs out"
        await lan.says("/thoat")
        await lan.until(lambda: files(lan) == 0)


async def test_after_a_fault_that_passes_an_alert_is_kept_current_like_any_other(database: Database) -> None:
    async with a_town(database) as town:
        hanh, tam = [await town.staff(name, Role.OFFICER, "bo-de") for name in ("Hạnh", "Tâm")]
        lan = await town.resident("Lan", "bo-de")
        once = {"Alert", (await town.app.services.people.meet(tam.id)).id}
        refused = []

        def refuses(_connection: Any, _cursor: Any, said: str, given: Any, _context: Any, _many: bool) -> None:
            if said.startswith("INSERT INTO posts") and once <= set(given) and not refused:
                refused.append(said)
                raise DBAPIError(said, None, Exception("deadlock detected"))

        event.listen(town.app.database.engine.sync_engine, "before_cursor_execute", refuses)
        await lan.says("cứu con tôi với")
        for phone in (hanh, tam):
            await phone.until(lambda phone=phone: sees(phone, "KHẨN"))
        await hanh.taps("Tôi nhận")
        await tam.until(lambda: not any(m.button("Tôi nhận") for m in tam.chat))
        assert refused
