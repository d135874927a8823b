"""Prank, silent, abusive contacts: noted by the officer, answered slowly and kindly, heard at once, and forgotten."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from channels.texts import day_only
from domain.people import Audience, Role
from sandbox import Phone
from services.promises import SLOWLY
from storage.database import Database
from storage.tables import JournalRow, LabelRow, NoticeRow
from tests.stories.test_desk import card, taken
from tests.stories.test_own_data import screen
from tests.stories.test_trespass import lines
from tests.town import Town, a_town, sees

WELCOME = "lúc nào em cũng có thể nhắn ở đây"
UNKNOWN = "Câu này bot chưa biết"
LINE = "Trong 7 ngày qua người này từng"


async def a_false_alarm(town: Town) -> tuple[Phone, Phone]:
    """A child cried for help; Hạnh, who had the case, closed it as a false alarm. At noon: no day ends meanwhile."""
    town.comes_to(12)
    hanh, be = await taken(town)
    child = await town.app.services.people.meet(be.id)
    await town.app.services.people.choose_audience(child, Audience.CHILD)
    await hanh.taps("Báo nhầm", message=card(hanh))
    await hanh.until(lambda: any(m.button("Đúng, báo nhầm") for m in hanh.chat))
    await hanh.taps("Đúng, báo nhầm")
    await hanh.until(lambda: any(m.button("Nhắn thử") for m in hanh.chat))
    await be.until(lambda: sees(be, "đã kết thúc"))
    town.passes(minutes=1)
    return hanh, be


async def labelled(town: Town, choice: str = "Nhắn thử") -> tuple[Phone, Phone]:
    """The same, and Hạnh noted what it was."""
    hanh, be = await a_false_alarm(town)
    await hanh.taps(choice)
    await hanh.until(lambda: sees(hanh, "đã ghi"))
    return hanh, be


async def chats(phone: Phone) -> None:
    await phone.says("hôm nay trời đẹp")


def answers(phone: Phone) -> int:
    """How often the bot said that it does not know about the weather."""
    return sum(UNKNOWN in m.text for m in phone.chat if m.from_bot)


async def cries(hanh: Phone, be: Phone) -> None:
    """The child cries; the officer is rung and takes the case."""
    rings = sum("KHẨN" in m.text and bool(m.button("Tôi nhận")) for m in hanh.chat)
    cards = sum("Gọi ngay" in m.text for m in be.chat)
    await be.says("bố đánh em đau lắm, cứu em")
    await be.until(lambda: sum("Gọi ngay" in m.text for m in be.chat) == cards + 1)
    await hanh.until(lambda: sum("KHẨN" in m.text and bool(m.button("Tôi nhận")) for m in hanh.chat) == rings + 1)
    await hanh.taps("Tôi nhận")
    await hanh.until(lambda: sees(hanh, "bố đánh em đau lắm") and "bạn phụ trách" in card(hanh).text)


async def kept(town: Town) -> int:
    async with town.app.database.reading() as tx:
        return (await tx.execute(select(func.count()).select_from(LabelRow))).scalar_one()


async def journal(town: Town) -> list[tuple[str, dict[str, object]]]:
    async with town.app.database.reading() as tx:
        about = JournalRow.verb.in_(("labelled", "label_taken_back"))
        rows = (await tx.execute(select(JournalRow).where(about).order_by(JournalRow.id))).scalars().all()
    assert all(row.case_id and row.staff_id for row in rows)
    return [(row.verb, row.facts) for row in rows]


async def test_an_officer_notes_what_a_false_alarm_was_and_may_take_it_back(database: Database) -> None:
    async with a_town(database) as town:
        hanh, be = await a_false_alarm(town)
        assert await kept(town) == 0, "closing alone marks nobody"
        offered = next(m for m in hanh.chat if m.button("Nhắn thử"))
        await hanh.taps("Nhắn thử")
        until = day_only(town.clock.now() + timedelta(days=7))
        await hanh.until(lambda: sees(hanh, "đã ghi", "Nhắn thử", f"đến {until}"))
        await hanh.presses("1|lb|1|prank", offered)  # a second tap on a slow phone
        assert await journal(town) == [("labelled", {"label": "prank"})]
        await hanh.taps("Bỏ ghi chú")
        await hanh.until(lambda: sees(hanh, "đã bỏ ghi chú"))
        assert await kept(town) == 0
        await hanh.taps("Lời xúc phạm")
        await hanh.until(lambda: sees(hanh, "đã ghi", "Lời xúc phạm"))
        verbs = [("labelled", {"label": "prank"}), ("label_taken_back", {}), ("labelled", {"label": "abusive"})]
        assert await journal(town) == verbs
        assert await kept(town) == 1
        assert not sees(be, "ghi") and not sees(be, "thử"), "the child hears nothing of it"


async def test_who_is_labelled_is_welcomed_once_and_answered_more_slowly(database: Database) -> None:
    async with a_town(database) as town:
        _, be = await labelled(town)
        await chats(be)
        await be.until(lambda: answers(be) == 1)
        assert sees(be, WELCOME, "111")
        for _ in range(3):
            await chats(be)
        await town.app.intake.settle()
        town.passes(seconds=50)
        await screen(be, "/dulieu", "Lượt đăng ký")  # what is asked for by a command comes at once
        assert answers(be) == 1
        town.passes(seconds=11)
        await be.until(lambda: answers(be) == 2)
        town.passes(minutes=2)
        await chats(be)
        await be.until(lambda: answers(be) == 3)
        assert sum(WELCOME in m.text for m in be.chat) == 1, "once"


async def test_a_worry_of_somebody_labelled_is_asked_about_at_once(database: Database) -> None:
    async with a_town(database) as town:
        _, be = await labelled(town, "Im lặng")
        for _ in range(2):
            await chats(be)
        await be.until(lambda: answers(be) == 1)
        await be.says("em sợ về nhà")
        await be.until(lambda: any(m.button("Muốn nói chuyện") for m in be.chat))


@pytest.mark.parametrize(
    ("choice", "line"),
    [
        ("Nhắn thử", "nhắn thử"),
        ("Im lặng", "liên hệ rồi im lặng"),
        ("Lời xúc phạm", "nhắn lời xúc phạm"),
    ],
    ids=["prank", "silent", "abusive"],
)
async def test_a_true_cry_of_somebody_labelled_rings_at_once_and_the_officer_reads_one_neutral_line(
    database: Database, choice: str, line: str
) -> None:
    async with a_town(database) as town:
        hanh, be = await labelled(town, choice)
        until = day_only(town.clock.now() + timedelta(days=7))
        await chats(be)
        await be.until(lambda: answers(be) == 1)
        await chats(be)
        await town.app.intake.settle()
        await cries(hanh, be)
        assert f"{LINE} {line} (đến {until}). Vẫn xử lý như mọi vụ." in card(hanh).text
        alerts = [m.text for m in hanh.chat if "KHẨN" in m.text]
        assert not any(LINE in text for text in alerts), "the ring says nothing of it"
        await town.app.intake.settle()
        async with town.app.database.reading() as tx:
            waited = select(NoticeRow.state).where(NoticeRow.once.startswith(SLOWLY))
            states = list((await tx.execute(waited)).scalars())
        assert states == ["dropped"], "what chatter waited for does not come into the middle of a cry"


async def test_the_line_stands_with_whoever_has_the_case_only_and_goes_with_the_label(database: Database) -> None:
    async with a_town(database) as town:
        hanh, be = await labelled(town)
        noted = next(m for m in hanh.chat if m.button("Bỏ ghi chú"))
        await cries(hanh, be)
        vinh = await town.staff("Vinh", Role.COORDINATOR)
        code = re.findall(r"LB-[A-Z0-9]{6}", card(hanh).text)[0]
        await vinh.says(f"/start {code}")
        await vinh.until(lambda: card(vinh) is not None)
        assert LINE in card(hanh).text
        assert LINE not in card(vinh).text
        await hanh.taps("Bỏ ghi chú", message=noted)
        await hanh.until(lambda: LINE not in card(hanh).text)


async def test_after_seven_days_nothing_is_left(database: Database) -> None:
    async with a_town(database) as town:
        hanh, be = await labelled(town)
        town.passes(days=6, hours=23)
        await town.app.upkeep.tidy()
        assert await kept(town) == 1
        town.passes(hours=2)
        for nth in (1, 2):  # the label has ended by itself, before anybody tidies
            await chats(be)
            await be.until(lambda nth=nth: answers(be) == nth)
        assert not sees(be, WELCOME)
        await cries(hanh, be)
        assert LINE not in card(hanh).text
        await town.app.upkeep.tidy()
        assert await kept(town) == 0
        await hanh.presses("1|lb|1|prank", hanh.chat[-1])
        assert await kept(town) == 0, "an old button marks nobody anew"


async def test_where_words_go_sooner_the_label_goes_with_them(database: Database) -> None:
    async with a_town(database, keep_case_days=3) as town:
        await labelled(town)
        town.passes(days=2)
        await town.app.upkeep.tidy()
        assert await kept(town) == 1
        town.passes(days=2)
        await town.app.upkeep.tidy()
        assert await kept(town) == 0, "it would still say who the sender was"


async def test_deleting_ones_data_takes_the_label_along_and_no_screen_tells_of_it(database: Database) -> None:
    async with a_town(database) as town:
        _, be = await labelled(town)
        na = await town.resident("Na", "bo-de")
        person = await town.app.services.people.meet(na.id)
        await town.app.services.people.choose_audience(person, Audience.CHILD)
        for command, words in (("/dulieu", "Lượt đăng ký"), ("/xoa", "không lấy lại")):
            assert await screen(be, command, words) == await screen(na, command, words)
        await be.taps("Đồng ý xoá")
        await be.until(lambda: sees(be, "Đã xoá"))
        assert await kept(town) == 0


async def test_nobody_but_the_officer_who_closed_the_case_can_label(database: Database) -> None:
    async with a_town(database) as town:
        hanh, be = await a_false_alarm(town)
        others = [
            await town.staff("Thu", Role.OFFICER, "viet-hung"),
            await town.staff("Sơn", Role.OFFICER, "bo-de"),
            await town.staff("Vinh", Role.COORDINATOR),
            await town.staff("Biên", Role.EDITOR),
            be,
        ]
        before = await lines(town)
        for phone in others:
            assert await phone.presses("1|lb|1|prank", phone.chat[-1]), "one sentence"
            assert await phone.presses("1|lx|1", phone.chat[-1]), "one sentence"
        assert await lines(town) - before == 2 * len(others)
        assert (await kept(town), await journal(town)) == (0, [])
        assert not any(sees(phone, "đã ghi") for phone in others)
        await hanh.taps("Nhắn thử")
        await hanh.until(lambda: sees(hanh, "đã ghi"))


async def test_a_case_that_was_no_false_alarm_labels_nobody(database: Database) -> None:
    async with a_town(database) as town:
        hanh, _ = await taken(town)
        assert await hanh.presses("1|lb|1|prank", hanh.chat[-1])
        await hanh.taps("Kết thúc", message=card(hanh))
        await hanh.taps("Đã kiểm tra")
        await hanh.until(lambda: sees(hanh, "đang được gỡ"))
        assert not any(m.button("Nhắn thử") for m in hanh.chat)
        assert await hanh.presses("1|lb|1|prank", hanh.chat[-1])
        assert await kept(town) == 0
