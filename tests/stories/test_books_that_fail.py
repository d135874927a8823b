"""Our own books cannot be written: what stands in a chat comes once all the same, and can be taken away."""

from __future__ import annotations

from sqlalchemy import text

from sandbox import Phone
from storage.database import Database
from tests.stories.test_signups import opens
from tests.town import Town, a_town

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
        faults = town.app.relays["rest"].faults
        await town.dies_and_comes_back()  # what is not settled is due at once
        assert sum(faults.values()) == 1, "it is told in the log"
        await lan.says("/trogiup")
        await lan.until(lambda: any("Bạn cứ viết câu hỏi" in m.text for m in lan.chat))
        town.passes(minutes=5)
        await lan.says("/sukien")
        await lan.until(lambda: sum("Sự kiện cho trẻ em" in m.text for m in lan.chat) == 2)
        assert files(lan) == 1, "not again whenever a lease runs out"
        await lan.says("/thoat")
        await lan.until(lambda: files(lan) == 0)
