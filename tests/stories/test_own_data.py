"""What is kept is shown and goes with one word; neither screen says whether there is a case."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import func, select

from domain.people import Role
from sandbox import Phone
from services.clock import TurnedClock
from storage import inbox
from storage.database import Database
from storage.tables import DialogRow, JournalRow, NoticeRow, PersonRow
from tests.stories.test_signups import asks_to_come, is_a, opens, parent_agrees
from tests.town import Town, a_town, sees


async def screen(phone: Phone, command: str, words: str) -> str:
    await phone.says(command)
    await phone.until(lambda: sees(phone, words))
    return next(m.text for m in reversed(phone.chat) if words in m.text)


async def test_deleting_takes_the_profile_and_the_sign_up_and_frees_the_seats(database: Database) -> None:
    async with a_town(database) as town:
        await town.event("Vui Tết Trung thu", seats=4)
        na, lan = await town.resident("Na", "bo-de"), await town.resident("Lan", "bo-de")
        await asks_to_come(na, town, "Vui Tết Trung thu")
        await na.taps("✅ Đồng ý")
        await parent_agrees(na, lan)
        assert (await town.app.services.events.list_upcoming())[0].left == 2
        town.passes(minutes=1)
        shown = await screen(na, "/dulieu", "Lượt đăng ký")
        assert "Lượt đăng ký chưa diễn ra: 1" in shown
        [row] = [line for line in shown.split("\n") if "Vui Tết Trung thu:" in line]
        person = await town.app.services.people.meet(na.id)
        [(_, ticket)] = await town.app.services.signups.mine(person)
        assert ticket.children and all(child.nickname in row for child in ticket.children), "what is kept is shown"
        assert "Ngôn ngữ: Tiếng Việt" in shown
        assert "Bản sao phòng khi hỏng máy chỉ giữ nhiều nhất 30 ngày." in shown
        await na.says("/xoa")
        await na.until(lambda: na.chat[-1].button("Đồng ý xoá"))
        await na.taps("Đồng ý xoá")
        await na.until(lambda: sees(na, "Đã xoá"))
        town.passes(minutes=1)
        again = await screen(na, "/dulieu", "Lượt đăng ký chưa diễn ra: 0")
        assert "chưa chọn" in again
        assert (await town.app.services.events.list_upcoming())[0].left == 4


async def test_what_is_kept_after_the_event_is_shown_with_the_day_it_goes(database: Database) -> None:
    async with a_town(database) as town:
        await town.event("Vui Tết Trung thu", seats=4)
        na = await town.resident("Na", "bo-de")
        await asks_to_come(na, town, "Vui Tết Trung thu", "Bống")
        await na.taps("✅ Đồng ý")
        await na.until(lambda: sees(na, "em muốn tham gia"))
        town.passes(days=11)
        shown = await screen(na, "/dulieu", "Lượt đăng ký chưa diễn ra: 0")
        [row] = [line for line in shown.split("\n") if "Vui Tết Trung thu:" in line]
        assert "Bống (7-10, không chụp ảnh)" in row and "Tự xoá ngày" in row
        assert "Ghi nhận em đã đồng ý" in shown and "): 1, trong đó 0 đã rút lại" in shown
        town.passes(days=30)
        await town.app.upkeep.tidy()
        before = na.chat[-1].id
        await na.says("/dulieu")
        await na.until(lambda: any(m.id > before and "Lượt đăng ký" in m.text for m in na.chat))
        assert "Bống" not in na.chat[-1].text, "the name is gone"
        assert "Ghi nhận em đã đồng ý" in na.chat[-1].text, "the proof stays"


async def test_the_screens_read_the_same_with_and_without_a_case(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        lan, mai = await town.resident("Lan", "bo-de"), await town.resident("Mai", "bo-de")
        await lan.says("cứu con tôi")
        await hanh.until(lambda: sees(hanh, "KHẨN"))
        await lan.until(lambda: any(m.button("Bỏ qua") for m in lan.chat))
        town.passes(minutes=1)
        for command, words in (("/dulieu", "Lượt đăng ký"), ("/xoa", "không lấy lại")):
            assert await screen(lan, command, words) == await screen(mai, command, words)
        await lan.taps("Đồng ý xoá")
        await lan.until(lambda: sees(lan, "Đã xoá"))
        await hanh.taps("Tôi nhận")
        await hanh.until(lambda: sees(hanh, "cứu con tôi"))


async def test_worrying_words_are_kept_though_everything_was_deleted_and_nobody_else_gets_them(
    database: Database,
) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        be = await town.resident("Bé", "bo-de")
        await be.says("em sợ về nhà")
        await be.until(lambda: be.chat[-1].button("Muốn nói chuyện"))
        await be.says("/xoa")
        await be.until(lambda: be.chat[-1].button("Đồng ý xoá"))
        await be.taps("Đồng ý xoá")
        await be.until(lambda: sees(be, "Đã xoá"))
        stranger = await town.resident("Người lạ")
        await stranger.starts()
        await stranger.until(lambda: stranger.chat[-1].from_bot)
        town.passes(minutes=11)
        await hanh.until(lambda: sees(hanh, "Chưa xác nhận"))
        strange = await town.app.services.people.meet(stranger.id)
        assert await town.app.services.cases.newest_of(strange) is None
        child = await town.app.services.people.meet(be.id)
        assert await town.app.services.cases.newest_of(child) is not None


async def test_a_form_left_lying_is_shown_and_ends_by_itself(database: Database) -> None:
    async with a_town(database) as town:
        await town.event("Vui Tết Trung thu", days=5)
        lan = await town.resident("Lan", "bo-de")
        await is_a(lan, "Cha mẹ")
        await opens(lan, "Vui Tết Trung thu")
        await lan.taps("Đăng ký")
        await lan.until(lambda: lan.chat[-1].button("Dưới 7"))
        await lan.taps("Dưới 7")
        await lan.until(lambda: sees(lan, "Bé tên gì?"))
        await lan.says("Thỏ")
        await lan.until(lambda: sees(lan, "ban tổ chức cần biết"))
        town.passes(minutes=1)
        await lan.says("dị ứng lạc")
        await lan.until(lambda: lan.chat[-1].button("Xoá dòng này"))
        shown = await screen(lan, "/dulieu", "đăng ký dở")
        [row] = [line for line in shown.split("\n") if "đăng ký dở" in line]
        assert all(words in row for words in ("Vui Tết Trung thu", "Thỏ", "dị ứng lạc", "Tự xoá lúc")), row
        town.passes(hours=2)
        async with asyncio.timeout(10):
            while await conversations(database):
                pass
        before = lan.chat[-1].id
        await lan.says("/dulieu")
        await lan.until(lambda: any(m.id > before and "Lượt đăng ký" in m.text for m in lan.chat))
        assert not any(m.id > before and "đăng ký dở" in m.text for m in lan.chat)


async def nothing_is_kept(town: Town) -> bool:
    """No update waits or was set aside, and nobody is known."""
    async with town.app.database.reading() as tx:
        waits = await inbox.waiting(tx)
        kept = [(await tx.execute(select(func.count()).select_from(t))).scalar_one() for t in (PersonRow, NoticeRow)]
    return not waits and kept == [0, 0]


async def asks_to_be_deleted(town: Town) -> Phone:
    na = await town.resident("Na", "bo-de")
    await na.says("/xoa")
    await na.until(lambda: na.chat[-1].button("Đồng ý xoá"))
    town.passes(minutes=1)
    return na


async def has_passed(town: Town) -> None:
    """It is done, once: nothing was tried again."""
    async with asyncio.timeout(10):
        while not await nothing_is_kept(town):
            pass
    async with town.app.database.reading() as tx:
        assert len((await tx.execute(select(JournalRow.id).where(JournalRow.verb == "erased"))).all()) == 1


@pytest.mark.parametrize("fault", ["too_many", "error"])
async def test_who_deletes_everything_hears_so_though_telegram_falters(database: Database, fault: str) -> None:
    async with a_town(database) as town:
        na = await asks_to_be_deleted(town)
        town.sandbox.fails = [fault] * 2  # it is neither changed nor said anew
        await na.taps("Đồng ý xoá")
        await na.until(lambda: sees(na, "Đã xoá"))
        await has_passed(town)


async def test_who_writes_fast_and_deletes_everything_hears_so(database: Database) -> None:
    async with a_town(database, clock=TurnedClock()) as town:
        na = await asks_to_be_deleted(town)
        card = na.chat[-1]
        town.passes(hours=41)  # so old a message is not changed
        for _ in range(6):
            await na.says("/trogiup")
        await na.taps("Đồng ý xoá", message=card)
        await na.until(lambda: sees(na, "Đã xoá"))
        await has_passed(town)


async def test_where_telegram_takes_nothing_for_long_everything_is_deleted_all_the_same(
    database: Database,
) -> None:
    async with a_town(database) as town:
        na = await asks_to_be_deleted(town)
        card = na.chat[-1]
        town.passes(hours=41)
        town.sandbox.limits.send(na.id, 30)
        await na.taps("Đồng ý xoá", message=card)
        await has_passed(town)
        town.passes(minutes=1)
        assert "chưa chọn" in await screen(na, "/dulieu", "Lượt đăng ký chưa diễn ra: 0")
        assert not sees(na, "Đã xoá")


async def conversations(database: Database) -> int:
    async with database.reading() as tx:
        return len((await tx.execute(select(DialogRow.person_id))).all())
