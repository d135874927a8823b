"""A former officer, one of another ward, an editor, a forger press buttons: nothing opens, and each leaves one line."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import select

from domain.people import Role
from storage.database import Database
from storage.tables import CaseRow, JournalRow
from tests.stories.test_desk import card, taken
from tests.stories.test_signups import asks_to_come
from tests.town import Town, a_town, sees

BUTTONS = (
    *("1|tk|1", "1|oc|1", "1|rc|1", "1|rp|1", "1|ho|1", "1|ht|1|1", "1|ac|1", "1|dc|1", "1|fa|1", "1|cc|1"),
    *("1|cw|1|safe", "1|nt|1", "1|md|1", "1|si|1", "1|lm|1", "1|lk|1|plan_needed|0", "1|lu|1|plan_needed", "1|st|1"),
    *("1|cr|1|", "1|cp|1|first|", "1|cx|1|first|0|000000", "1|ps|1", "1|pw|1|plan", "1|lb|1|prank", "1|lx|1"),
)
WHO = [("a former officer", "former"), ("an officer of another ward", "viet-hung"), ("an editor", "editor")]


@pytest.mark.long
@pytest.mark.parametrize("who", [row[1] for row in WHO], ids=[row[0] for row in WHO])
async def test_every_button_of_a_case_is_shut_with_one_sentence_and_changes_nothing(
    database: Database, who: str
) -> None:
    async with a_town(database) as town:
        hanh, lan = await taken(town)
        role = Role.EDITOR if who == "editor" else Role.OFFICER
        thu = await town.staff("Thu", role, "viet-hung" if role is Role.OFFICER else None)
        if who == "former":
            await town.app.services.leaving.remove(thu.id)
        seen, updates = len(thu.chat), await lines(town)
        pressed = dict(
            zip(BUTTONS, await asyncio.gather(*(thu.presses(b, thu.chat[-1]) for b in BUTTONS)), strict=True)
        )
        assert [data for data, words in pressed.items() if not words] == [], "each hears one sentence"
        code = card(hanh).text.split()[1]
        assert not sees(thu, code) and not sees(thu, "bố đánh em")
        assert len(thu.chat) == seen, "nothing is shown"
        async with town.app.database.reading() as tx:
            row = (await tx.execute(select(CaseRow))).scalar_one()
        assert (row.state, row.acted_at) == ("taken", None)
        assert await lines(town) - updates == len(BUTTONS), "one line each"
        assert not sees(lan, "sắp kết thúc")


OF_THE_SENDER = ("1|rt|1", "1|nw|1", "1|an|1|hurt|yes", "1|mw|1|any")


async def test_a_neighbour_who_presses_the_buttons_of_a_sender_changes_nothing_and_leaves_a_line(
    database: Database,
) -> None:
    async with a_town(database) as town:
        hanh, lan = await taken(town)
        mai = await town.resident("Mai", "bo-de")
        await mai.says("/trogiup")
        await mai.until(lambda: any(m.from_bot for m in mai.chat))
        shown, told = len(hanh.chat), len(lan.chat)
        words = await asyncio.gather(*(mai.presses(data, mai.chat[-1]) for data in OF_THE_SENDER))
        assert all("đã kết thúc" in each for each in words), "as if the case had ended"
        assert await lines(town) == len(OF_THE_SENDER)
        assert (len(hanh.chat), len(lan.chat)) == (shown, told)
        assert all([await lan.presses(data, lan.chat[-1]) is not None for data in OF_THE_SENDER[:3]])
        assert await lines(town) == len(OF_THE_SENDER), "her own leave none"


async def test_a_yes_pressed_for_somebody_elses_child_is_none_and_leaves_a_line(database: Database) -> None:
    async with a_town(database) as town:
        await town.event("Vui Tết Trung thu", seats=4)
        na, mai = await town.resident("Na", "bo-de"), await town.resident("Mai", "bo-de")
        await asks_to_come(na, town, "Vui Tết Trung thu")
        await na.taps("✅ Đồng ý")
        await na.until(lambda: sees(na, "muốn tham gia"))
        await mai.says("/trogiup")
        await mai.until(lambda: any(m.from_bot for m in mai.chat))
        assert "không còn" in await mai.presses("1|ca|1", mai.chat[-1])
        assert await lines(town) == 1


FORGED = {
    "nobody's words": "xin chào",
    "of the version before": "0|tk|1",
    "an unknown verb": "1|zz|1",
    "too few": "1|tk",
    "too many": "1|tk|1|2|3",
    "negative": "1|tk|-1",
    "a number beyond all": "1|tk|99999999999999999999999",
    "an outcome nobody knows": "1|cw|1|khongco",
}


async def test_a_forged_button_leaves_one_line_each_whoever_presses_it_and_wherever(database: Database) -> None:
    async with a_town(database) as town:
        hanh, lan = await taken(town)
        for phone in (lan, hanh):
            before = await lines(town)
            words = await asyncio.gather(*(phone.presses(data, phone.chat[-1]) for data in FORGED.values()))
            assert all(words), "one sentence"
            assert await lines(town) - before == len(FORGED)
        group = town.sandbox.group("Tổ 5", lan)
        await group.says(lan, "/sos@" + town.sandbox.me["username"])
        await town.sandbox.wait(lambda: any(m.from_bot for m in group.messages))
        before = await lines(town)
        assert await group.presses(lan, "1|tk|1", group.messages[-1])
        assert await lines(town) - before == 1
        async with town.app.database.reading() as tx:
            rows = (await tx.execute(select(JournalRow).where(JournalRow.verb == "forged"))).scalars().all()
        assert rows, "ids only"
        assert all(set(row.facts) == {"person"} and row.update_id is not None and row.case_id is None for row in rows)


async def lines(town: Town) -> int:
    """How many lines the journal has about somebody who was shut out."""
    shut = ("turned_away", "refused", "forged", "link_refused")
    async with town.app.database.reading() as tx:
        return len((await tx.execute(select(JournalRow.id).where(JournalRow.verb.in_(shut)))).all())
