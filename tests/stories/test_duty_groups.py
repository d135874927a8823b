"""Duty groups: who lets a group hear of alerts; before that, and once the bot is out again, nothing is sent there."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from domain.people import Role
from sandbox import Group, Phone
from storage.database import Database
from storage.tables import DutyGroupRow, JournalRow, PersonRow
from tests.town import Town, a_town, sees

USUAL_NO = "chỉ dành cho cán bộ"
EVERYWHERE = "Cả bốn phường"


async def asked_for(town: Town, group: Group, who: Phone) -> str:
    """Somebody types /truc in the group; gives what stands behind `start=` of the button that comes."""
    town.passes(minutes=1)
    before = len(group.chat)
    await group.says(who, "/truc@treem_bot")
    await group.until(lambda: any(m.from_bot and m.button("Nhóm trực") for m in group.chat[before:]))
    answer = next(m for m in group.chat[before:] if m.from_bot)
    assert "111" in answer.text
    found = re.search(r"\?start=([\w-]{1,64})$", answer.button("Nhóm trực")["url"])
    assert found is not None
    return found[1]


async def registered(town: Town, group: Group, who: Phone, ward: str = "Bồ Đề") -> None:
    """Somebody who may do so has the group hear of the alerts of a ward, or of EVERYWHERE."""
    payload = await asked_for(town, group, who)
    await who.starts(payload)
    await who.until(lambda: any(m.button(ward) and group.title in m.text for m in who.chat))
    await who.taps(ward)
    await who.until(lambda: any(m.button("Đúng, nhóm này") and group.title in m.text for m in who.chat))
    await who.taps("Đúng, nhóm này")
    said = ward.lower() if ward == EVERYWHERE else f"phường {ward}"
    await group.until(lambda: sees(group, f"Nhóm này nhận báo động của {said}"))


async def lines(town: Town, *verbs: str) -> list[tuple[str, dict[str, object]]]:
    """What the journal has of these verbs."""
    async with town.app.database.reading() as tx:
        found = select(JournalRow.verb, JournalRow.facts).where(JournalRow.verb.in_(verbs)).order_by(JournalRow.id)
        return [(verb, facts) for verb, facts in await tx.execute(found)]


async def kept_of_groups(town: Town) -> int:
    """How many groups anything is kept of."""
    async with town.app.database.reading() as tx:
        return len((await tx.execute(select(DutyGroupRow.id))).all())


def refusals(phone: Phone) -> int:
    """How often they read that a link is not for them, or not any more."""
    return len([m for m in phone.chat if "chỉ mở cho người đã gõ /truc" in m.text])


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ADMIN])
async def test_who_looks_after_the_roster_registers_a_group_from_within_and_takes_it_off_again(
    database: Database, role: Role
) -> None:
    async with a_town(database) as town:
        minh = await town.staff("Minh", role)
        group = town.sandbox.group("Tổ trực Bồ Đề", minh)
        await registered(town, group, minh)
        await minh.says("/dulieu")
        await minh.until(lambda: sees(minh, "Nhóm trực do bạn đăng ký: 1"))
        assert (await lines(town, "duty_group_set"))[0][1] == {"group": 1, "ward": "bo-de"}
        await minh.says("/truc")
        await minh.until(lambda: any(m.button("Nhóm trực") for m in minh.chat))
        await minh.taps("Nhóm trực")
        await minh.until(lambda: sees(minh, "Tổ trực Bồ Đề: phường Bồ Đề"))
        await minh.taps("Tổ trực Bồ Đề")
        await minh.until(lambda: any(m.button("thôi nhận báo động") for m in minh.chat))
        await minh.taps("thôi nhận báo động")
        await group.until(lambda: sees(group, "Nhóm này thôi nhận báo động"))
        assert [verb for verb, _ in await lines(town, "duty_group_set", "duty_group_off")] == [
            "duty_group_set",
            "duty_group_off",
        ]
        assert await minh.presses("1|gk|1|bo-de", minh.chat[-1]) == "", "they typed /truc there less than two days ago"
        await group.until(lambda: len([m for m in group.chat if "Nhóm này nhận báo động" in m.text]) == 2)


async def test_who_may_not_registers_nothing_and_leaves_a_line_and_nothing_is_kept_of_the_group(
    database: Database,
) -> None:
    async with a_town(database) as town:
        hanh, lan = await town.staff("Hạnh", Role.OFFICER, "bo-de"), await town.resident("Lan", "bo-de")
        group = town.sandbox.group("Tổ trực giả", hanh, lan)
        for phone in (hanh, lan):
            await phone.starts(await asked_for(town, group, phone))
            await phone.until(lambda phone=phone: sees(phone, USUAL_NO))
            for data in ("1|gl", "1|gs|1", "1|ga|1|bo-de", "1|gk|1|bo-de", "1|gk|1|", "1|gd|1"):
                assert USUAL_NO in await phone.presses(data, phone.chat[-1])
        assert len(await lines(town, "turned_away")) == 14
        assert await kept_of_groups(town) == 0
        assert not sees(group, "Nhóm này nhận báo động")


async def test_a_link_opens_for_whoever_typed_truc_in_the_group_and_for_two_days(database: Database) -> None:
    async with a_town(database) as town:
        minh, lan = await town.staff("Minh", Role.COORDINATOR), await town.resident("Lan", "bo-de")
        group = town.sandbox.group("Tổ trực giả", lan, minh)
        passed_on = await asked_for(town, group, lan)
        old = await asked_for(town, group, minh)
        for count, payload in enumerate((passed_on, "nhom_" + "A" * 38, "nhom_" + "A" * 34 + "!!!!", old), 1):
            if payload == old:
                town.passes(hours=49)
            await minh.starts(payload)
            await minh.until(lambda count=count: refusals(minh) == count)
        assert len(await lines(town, "link_refused")) == 4
        assert await kept_of_groups(town) == 0


async def test_a_group_opened_and_never_confirmed_hears_nothing_and_is_forgotten(database: Database) -> None:
    async with a_town(database) as town:
        minh, an = await town.staff("Minh", Role.COORDINATOR), await town.staff("An", Role.ADMIN)
        group = town.sandbox.group("Tổ trực Bồ Đề", minh)
        await minh.starts(await asked_for(town, group, minh))
        await minh.until(lambda: any(m.button("Bồ Đề") for m in minh.chat))
        assert "không còn trong danh sách" in await an.presses("1|gk|1|bo-de", an.chat[-1]), "An does not sit in it"
        town.passes(hours=49)
        assert "không còn trong danh sách" in await minh.presses("1|gk|1|bo-de", minh.chat[-1])
        assert not sees(group, "Nhóm này nhận báo động")
        await town.app.upkeep.tidy()
        assert await kept_of_groups(town) == 0
        async with town.app.database.reading() as tx:
            assert group.id not in {person.chat for person in (await tx.execute(select(PersonRow))).scalars()}


@pytest.mark.parametrize("told", [True, False], ids=["Telegram says so", "the next message is refused"])
async def test_a_group_that_sends_the_bot_out_is_taken_off_and_the_administrator_hears_once(
    database: Database, *, told: bool
) -> None:
    async with a_town(database) as town:
        an, minh = await town.staff("An", Role.ADMIN), await town.staff("Minh", Role.COORDINATOR)
        group = town.sandbox.group("Tổ trực Bồ Đề", minh)
        await registered(town, group, minh)
        if told:
            group.removes_bot(minh)
        else:
            group.bot = "kicked"
            town.passes(minutes=1)
            await minh.presses("1|gk|1|viet-hung", minh.chat[-1])
        for phone in (an, minh):
            await phone.until(lambda phone=phone: sees(phone, "không gửi được vào một nhóm trực nữa"))
        assert [facts for _, facts in await lines(town, "duty_group_off")] == [{"group": 1, "why": "gone"}]
        await town.app.services.duty_groups.left(group.id)
        town.passes(minutes=1)
        assert len([m for m in an.chat if "một nhóm trực nữa" in m.text]) == 1
        town.passes(days=31)
        await town.app.upkeep.tidy()
        assert await kept_of_groups(town) == 0


async def test_a_group_that_hears_of_alerts_is_not_forgotten_however_long_it_is_silent(database: Database) -> None:
    async with a_town(database) as town:
        minh = await town.staff("Minh", Role.COORDINATOR)
        group = town.sandbox.group("Tổ trực Bồ Đề", minh)
        await registered(town, group, minh)
        town.clock.ahead += timedelta(days=800)
        await town.app.upkeep.tidy()
        assert await kept_of_groups(town) == 1
