"""What a duty group sees of a case: code, ward, age, state, in one message; no word, and never instead of a ring."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from domain.outbox import Lane
from domain.people import Role
from sandbox import Group, Message, Phone
from services.health import Health
from storage.database import Database
from tests.stories.test_duty_groups import EVERYWHERE, lines, registered
from tests.town import Town, a_town, sees

CRY = "chồng tôi đang đánh con gái 6 tuổi ở số 5 ngõ Gốc Đề"
CODE = re.compile(r"LB-[A-Z0-9]{6}")
SEEN = re.compile(
    r"🔔 Báo động · LB-[A-Z0-9]{6} · phường Bồ Đề\n\n"
    r"Nhận được lúc \d\d:\d\d ngày \d+/\d+; tính đến \d\d:\d\d là (chưa tới 5 phút|hơn \d+ phút)\.\n\n"
    r"Tình trạng: chưa có ai nhận"
)
NOBODY, SOMEBODY, OVER = "chưa có ai nhận", "đã có người nhận", "đã kết thúc"
GONE = "không hiện ở đây nữa"


async def a_room(town: Town, ward: str = "Bồ Đề") -> tuple[Group, Phone, Phone]:
    """The duty group of a ward, its officer Hạnh and the coordinator Minh, all of whom sit in it."""
    hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
    minh = await town.staff("Minh", Role.COORDINATOR)
    group = town.sandbox.group("Tổ trực", minh, hanh)
    await registered(town, group, minh, ward)
    town.passes(minutes=1)
    return group, hanh, minh


def codes(chat: Phone | Group, *words: str) -> set[str]:
    """The codes in messages of the bot that hold all these words."""
    said = (m.text for m in chat.chat if m.from_bot and all(w in m.text for w in words))
    return {code for text in said for code in CODE.findall(text)}


def alerts(group: Group) -> list[Message]:
    """The messages about cases that stand in a group."""
    return [m for m in group.chat if m.from_bot and CODE.search(m.text)]


async def shows(town: Town, group: Group, *words: str) -> None:
    """The one message about the case comes to say this, by an edit."""
    town.passes(seconds=3)
    await group.until(lambda: len(alerts(group)) == 1 and all(w in alerts(group)[0].text for w in words))


async def cries(town: Town, name: str = "Lan", ward: str | None = "bo-de") -> Phone:
    lan = await town.resident(name, ward)
    await lan.says(CRY)
    await lan.until(lambda: sees(lan, "LB-"))
    return lan


async def takes(officer: Phone) -> None:
    await officer.until(lambda: sees(officer, "KHẨN"))
    await officer.taps("Tôi nhận")
    await officer.until(lambda: any(m.button("Kết thúc") for m in officer.chat))


async def test_the_group_sees_no_word_of_the_child_and_its_message_keeps_itself_current(database: Database) -> None:
    async with a_town(database) as town:
        group, hanh, minh = await a_room(town)
        await cries(town)
        await hanh.until(lambda: sees(hanh, "KHẨN"))
        await shows(town, group, NOBODY, "chưa tới 5 phút")
        assert SEEN.fullmatch(alerts(group)[0].text), alerts(group)[0].text
        stands = alerts(group)[0].id
        await town.dies_and_comes_back()
        town.passes(minutes=6)
        await minh.until(lambda: sees(minh, "KHẨN"))
        await shows(town, group, NOBODY, "hơn 5 phút")
        assert SEEN.fullmatch(alerts(group)[0].text), alerts(group)[0].text
        await takes(hanh)
        await shows(town, group, SOMEBODY)
        assert not sees(group, "Hạnh")
        town.passes(seconds=30)
        await hanh.taps("Kết thúc")
        await hanh.until(lambda: any(m.button("Đã kiểm tra") for m in hanh.chat))
        await hanh.taps("Đã kiểm tra")
        await shows(town, group, OVER)
        assert alerts(group)[0].id == stands, "edited, never sent anew"
        assert not alerts(group)[0].buttons
        assert not any("KHẨN" in m.text for m in group.chat)


async def test_the_button_opens_the_case_in_the_private_chat_for_its_officer_and_for_nobody_else(
    database: Database,
) -> None:
    async with a_town(database) as town:
        group, hanh, _ = await a_room(town)
        await cries(town)
        await shows(town, group, NOBODY)
        url = alerts(group)[0].button("Mở trong chat riêng")["url"]
        code = url.removeprefix("https://t.me/treem_bot?start=")
        assert CODE.fullmatch(code)
        tu = await town.resident("Tú", "bo-de")
        await tu.starts(code)
        await tu.until(lambda: sees(tu, "Đường dẫn này dành cho cán bộ trực"))
        assert [verb for verb, _ in await lines(town, "link_refused")] == ["link_refused"]
        await hanh.starts(code)
        await hanh.until(lambda: sees(hanh, "📋", code))
        assert not sees(tu, code)


async def test_a_case_that_is_forgotten_again_is_nobodys_in_the_group_too_and_a_false_alarm_is_over(
    database: Database,
) -> None:
    async with a_town(database) as town:
        group, hanh, _ = await a_room(town)
        await cries(town)
        await takes(hanh)
        await shows(town, group, SOMEBODY)
        town.passes(minutes=31)
        await shows(town, group, NOBODY, "hơn 30 phút")
        await hanh.until(lambda: sees(hanh, "KHẨN", "Gọi lại"))
        await hanh.taps("Tôi nhận")
        await shows(town, group, SOMEBODY)
        town.passes(seconds=30)
        await hanh.until(lambda: any(m.button("Báo nhầm") for m in hanh.chat))
        await hanh.taps("Báo nhầm")
        await hanh.until(lambda: any(m.button("Đúng, báo nhầm") for m in hanh.chat))
        await hanh.taps("Đúng, báo nhầm")
        await shows(town, group, OVER)


async def test_a_group_hears_of_its_ward_and_a_place_that_is_corrected_moves_the_case_to_another_group(
    database: Database,
) -> None:
    async with a_town(database) as town:
        bo_de, _, minh = await a_room(town)
        phuc_loi = town.sandbox.group("Tổ Phúc Lợi", minh)
        await registered(town, phuc_loi, minh, "Phúc Lợi")
        everywhere = town.sandbox.group("Ban điều phối", minh)
        await registered(town, everywhere, minh, EVERYWHERE)
        town.passes(minutes=1)
        lan = await town.resident("Lan", "viet-hung")
        await lan.says("hang xom danh con nho o phuong Ngọc Lâm, cuu voi")
        await shows(town, bo_de, NOBODY, "Bồ Đề")
        await shows(town, everywhere, NOBODY, "Bồ Đề")
        assert not alerts(phuc_loi)
        await lan.until(lambda: sees(lan, "việc xảy ra ở phường Bồ Đề"))
        town.passes(seconds=20)
        await lan.taps("Phúc Lợi", message=next(m for m in lan.chat if "việc xảy ra ở" in m.text))
        await shows(town, phuc_loi, NOBODY, "Phúc Lợi")
        await shows(town, bo_de, GONE)
        await shows(town, everywhere, NOBODY, "Phúc Lợi")
        await takes(minh)
        await shows(town, phuc_loi, SOMEBODY)
        await shows(town, everywhere, SOMEBODY)
        assert GONE in alerts(bo_de)[0].text, "nothing follows it there"


async def test_a_sender_who_keeps_the_ward_out_is_shown_in_no_group_from_then_on(database: Database) -> None:
    async with a_town(database) as town:
        group, hanh, minh = await a_room(town)
        everywhere = town.sandbox.group("Ban điều phối", minh, hanh)
        await registered(town, everywhere, minh, EVERYWHERE)
        town.passes(minutes=1)
        lan = await cries(town)
        await shows(town, group, NOBODY)
        await shows(town, everywhere, NOBODY)
        await lan.until(lambda: any(m.button("Không gửi cán bộ phường này") for m in lan.chat))
        await lan.taps("Không gửi cán bộ phường này")
        await shows(town, group, GONE)
        await shows(town, everywhere, GONE)
        await takes(minh)
        town.passes(minutes=1)
        await minh.taps("Kết thúc")
        await minh.until(lambda: any(m.button("Đã kiểm tra") for m in minh.chat))
        await minh.taps("Đã kiểm tra")
        await lan.until(lambda: sees(lan, "sắp kết thúc") or sees(lan, "kết thúc"))
        town.passes(minutes=11)
        rung = len([m for m in minh.chat if "KHẨN" in m.text])
        await lan.says("cứu em với")
        await minh.until(lambda: len([m for m in minh.chat if "KHẨN" in m.text]) > rung)
        await shows(town, group, GONE)
        await shows(town, everywhere, GONE)


async def test_where_nobody_can_be_called_the_group_sees_it_all_the_same_and_a_talk_is_not_shown(
    database: Database,
) -> None:
    async with a_town(database) as town:
        an = await town.staff("An", Role.ADMIN)
        group = town.sandbox.group("Tổ trực", an)
        await registered(town, group, an)
        town.passes(minutes=1)
        be = await town.resident("Bé", "bo-de")
        await be.says("em sợ về nhà")
        await be.until(lambda: be.chat[-1].button("Muốn nói chuyện"))
        await be.taps("Muốn nói chuyện")
        await be.until(lambda: sees(be, "LB-"))
        lan = await cries(town)
        await lan.until(lambda: sees(lan, "bot không gọi được cho cán bộ nào"))
        await shows(town, group, NOBODY)


async def test_a_group_that_sent_the_bot_out_keeps_nobody_from_being_rung(database: Database) -> None:
    async with a_town(database) as town:
        group, hanh, minh = await a_room(town)
        an = await town.staff("An", Role.ADMIN)
        group.bot = "kicked"
        await cries(town)
        await hanh.until(lambda: sees(hanh, "KHẨN"))
        await an.until(lambda: sees(an, "không gửi được vào một nhóm trực nữa"))
        town.passes(minutes=6)
        await minh.until(lambda: sees(minh, "KHẨN"))
        await cries(town, "Tú")
        await hanh.until(lambda: len(codes(hanh, "KHẨN")) == 2)
        assert len([m for m in an.chat if "một nhóm trực nữa" in m.text]) == 1
        assert not alerts(group)


async def test_a_group_that_is_taken_off_while_a_case_rings_says_nothing_of_it_any_more(database: Database) -> None:
    async with a_town(database) as town:
        group, hanh, minh = await a_room(town)
        await cries(town)
        await shows(town, group, NOBODY)
        assert await minh.presses("1|gd|1", minh.chat[-1]) == ""
        await shows(town, group, GONE)
        await takes(hanh)
        await cries(town, "Tú")
        await hanh.until(lambda: sees(hanh, "KHẨN"))
        await shows(town, group, GONE)


async def test_a_group_that_became_a_supergroup_is_followed_and_what_rings_is_said_there(database: Database) -> None:
    async with a_town(database) as town:
        hanh, minh = await town.staff("Hạnh", Role.OFFICER, "bo-de"), await town.staff("Minh", Role.COORDINATOR)
        old = town.sandbox.basic_group("Tổ trực", minh, hanh)
        await registered(town, old, minh)
        town.passes(minutes=1)
        await cries(town)
        await shows(town, old, NOBODY)
        new = await old.becomes_supergroup(minh)
        await shows(town, new, NOBODY)
        await takes(hanh)
        await shows(town, new, SOMEBODY)
        assert sees(old, NOBODY), "the old chat is dead"


async def refused(town: Town, times: int) -> None:
    """Telegram has said so often that it has no room, and the bot has written that down."""
    await town.sandbox.wait(lambda: len([why for _, why in town.sandbox.errors if "Too Many" in why]) >= times)
    await town.app.relays["urgent"].rest()


@pytest.mark.long
async def test_a_crowd_is_shown_at_the_groups_own_pace_and_rings_as_ever(database: Database) -> None:
    async with a_town(database) as town:
        group, hanh, _ = await a_room(town)
        for number in range(22):
            await cries(town, f"Lan {number}")
            town.passes(seconds=1)
        await hanh.until(lambda: len(codes(hanh, "KHẨN")) == 22)
        await refused(town, 1)
        assert len(alerts(group)) <= 20
        town.passes(seconds=61)
        await group.until(lambda: len(codes(group)) > 20)
        await town.app.relays["urgent"].rest()
        town.passes(seconds=61)  # one that was on its way while the clock turned waits a minute more, or comes twice
        await group.until(lambda: len(codes(group)) == 22)


async def test_what_waits_for_room_in_a_group_is_one_message_with_the_newest_state_and_alarms_nobody(
    database: Database,
) -> None:
    async with a_town(database) as town:
        group, hanh, _ = await a_room(town)
        town.sandbox.limits.edit(group.id, 20)  # others of the bot's messages have filled this minute
        await cries(town)
        await refused(town, 1)
        await takes(hanh)
        town.clock.ahead += timedelta(seconds=61)
        town.sandbox.limits.edit(group.id, 20)
        town.app.wake()
        await refused(town, 2)
        waits = (await Health(town.app.database, town.clock).figures()).due[Lane.URGENT]
        assert waits.oldest < timedelta(seconds=30), "counted anew from when there is room again"
        town.passes(seconds=61)
        await shows(town, group, SOMEBODY)
        assert not alerts(group)[0].edited
