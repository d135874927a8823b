"""The words of a closed case go on the day the operator set, and not before."""

from __future__ import annotations

from sqlalchemy import func, select

from storage.database import Database
from storage.tables import EntryRow
from tests.stories.test_desk import card, taken
from tests.town import Town, a_town, sees


async def words_kept(town: Town) -> int:
    async with town.app.database.reading() as tx:
        said = (EntryRow.side == "sender", EntryRow.content.is_not(None))
        kept = select(func.count()).select_from(EntryRow).where(*said)
        return (await tx.execute(kept)).scalar_one()


async def test_words_of_a_closed_case_go_after_the_days_that_were_set(database: Database) -> None:
    async with a_town(database, keep_case_days=7) as town:
        hanh, lan = await taken(town)
        await hanh.taps("Kết thúc", message=card(hanh))
        await hanh.taps("Đã kiểm tra")
        await lan.until(lambda: sees(lan, "đã kết thúc lúc"))
        town.passes(days=6)
        await town.app.upkeep.tidy()
        assert await words_kept(town) == 1
        town.passes(days=2)
        await town.app.upkeep.tidy()
        assert await words_kept(town) == 0
