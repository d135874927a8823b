"""A former officer, an officer of another ward and an editor press every button of a case: nothing opens."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from domain.people import Role
from storage.database import Database
from storage.tables import CaseRow, JournalRow
from tests.stories.test_desk import card, taken
from tests.town import a_town, sees

BUTTONS = (
    *("1|tk|1", "1|oc|1", "1|rc|1", "1|rp|1", "1|ho|1", "1|ht|1|1", "1|ac|1", "1|dc|1", "1|fa|1", "1|cc|1"),
    *("1|cw|1|safe", "1|nt|1", "1|md|1", "1|si|1", "1|lm|1", "1|lk|1|plan_needed|0", "1|lu|1|plan_needed", "1|st|1"),
    *("1|cr|1|", "1|cp|1|first|", "1|cx|1|first|0|000000", "1|ps|1", "1|pw|1|plan"),
)
WHO = [("a former officer", "former"), ("an officer of another ward", "viet-hung"), ("an editor", "editor")]


@pytest.mark.parametrize("who", [row[1] for row in WHO], ids=[row[0] for row in WHO])
async def test_every_button_of_a_case_is_shut_with_one_sentence_and_changes_nothing(
    database: Database, who: str
) -> None:
    async with a_town(database) as town:
        hanh, lan = await taken(town)
        role = Role.EDITOR if who == "editor" else Role.OFFICER
        thu = await town.staff("Thu", role, "viet-hung" if role is Role.OFFICER else None)
        await thu.until(lambda: sum(m.from_bot for m in thu.chat) >= 2)  # the practice alert of whoever begins
        if who == "former":
            await town.app.services.leaving.remove(thu.id)
        seen = len(thu.chat)
        for data in BUTTONS:
            assert await thu.presses(data, thu.chat[-1]), data
            town.passes(seconds=2)
        code = card(hanh).text.split()[1]
        assert not sees(thu, code) and not sees(thu, "bố đánh em")
        assert len(thu.chat) == seen, "nothing is shown"
        async with town.app.database.reading() as tx:
            row = (await tx.execute(select(CaseRow))).scalar_one()
            verbs = list((await tx.execute(select(JournalRow.verb))).scalars())
        assert (row.state, row.acted_at) == ("taken", None)
        turned = sum(verb in ("turned_away", "refused") for verb in verbs)
        assert turned == len(BUTTONS) if who != "viet-hung" else turned >= 1
        assert not sees(lan, "sắp kết thúc")
