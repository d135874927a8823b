"""Two children in one case: it is split, nothing is lost, and every word comes once."""

from __future__ import annotations

import asyncio
import re

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from domain.desk_list import Why
from domain.legal_clocks import Kind
from domain.people import Role
from domain.splitting import Plan
from sandbox import Phone
from storage import entries, legal_clocks, splits
from storage.database import Database
from storage.tables import CaseRow, JournalRow
from tests.town import Town, a_town, sees

CODE = re.compile(r"LB-\w{6}")


async def taken(town: Town) -> tuple[Phone, Phone, str]:
    """Lan tells of two children, and Hạnh has the case; gives its code."""
    hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
    lan = await town.resident("Lan", "bo-de")
    await lan.says("bố đánh em")
    await hanh.until(lambda: sees(hanh, "KHẨN"))
    await hanh.taps("Tôi nhận")
    await hanh.until(lambda: sees(hanh, "bố đánh em") and sees(hanh, "Tình trạng"))
    await lan.until(lambda: sees(lan, "Thêm một câu"))
    town.passes(minutes=2)
    await lan.says("em gái con tên là Bống")
    await hanh.until(lambda: sees(hanh, "em gái con tên là Bống"))
    town.passes(minutes=2)
    return hanh, lan, CODE.findall(standing(hanh)[0].text)[0]


def standing(phone: Phone):
    """The cards of cases on this phone, in order."""
    return [m for m in phone.chat if m.from_bot and "📋 LB-" in m.text and "Tình trạng" in m.text]


def showing(phone: Phone, words: str) -> int:
    return sum(words in m.text for m in phone.chat if m.from_bot)


async def splits_it(town: Town, hanh: Phone, *without: int) -> str:
    """Splits the case without the messages of these rows; gives the new code."""
    await hanh.taps("Tách vụ")
    await hanh.until(lambda: sees(hanh, "Tách vụ", "hai trẻ"))
    screen = hanh.chat[-1]
    for row in without:
        town.passes(seconds=20)
        await hanh.taps(screen.buttons[row][0], message=screen)
        await hanh.until(lambda row=row: screen.buttons[row][0].startswith("☐"))
    town.passes(seconds=20)
    await hanh.taps("Tách ngay")
    await hanh.until(lambda: sees(hanh, "Bạn giữ cả hai vụ") and len(standing(hanh)) == 2)
    town.passes(seconds=20)
    return CODE.findall(standing(hanh)[-1].text)[0]


async def test_a_case_is_split_with_a_code_and_limits_of_its_own_and_the_sender_hears_it_calmly(
    database: Database,
) -> None:
    async with a_town(database) as town:
        hanh, lan, code = await taken(town)
        new = await splits_it(town, hanh, 0)
        assert new != code
        await lan.until(lambda: sees(lan, "hai mã", code, new, "cứ nhắn ở đây như trước"))
        async with town.app.database.reading() as tx:
            first, second = (await tx.execute(select(CaseRow).order_by(CaseRow.id))).scalars().all()
            lines = (await tx.execute(select(JournalRow.verb).where(JournalRow.verb.startswith("split")))).scalars()
            assert sorted(lines) == ["split", "split_off"]
            words = [entries.content_of(e).text for e in await entries.of_case(tx, second.id, ("sender",))]
            act = [(await legal_clocks.of_case(tx, row.id))[Kind.ACT].since for row in (first, second)]
        assert words == ["em gái con tên là Bống"], "what is left out stays with the first child"
        assert (second.sender_id, second.holder_id, second.ward) == (first.sender_id, first.holder_id, "bo-de")
        assert 115 <= (act[1] - act[0]).total_seconds() <= 240, "from when the second child was told of"
        assert second.climb_at is not None and second.acted_at is None, "its first step is awaited"


async def test_new_words_come_once_answers_go_from_either_and_stay_for_the_case_that_is_still_open(
    database: Database,
) -> None:
    async with a_town(database) as town:
        hanh, lan, code = await taken(town)
        new = await splits_it(town, hanh)
        await lan.says("hai chị em đang ở nhà bà")
        await hanh.until(lambda: sees(hanh, "hai chị em đang ở nhà bà", code, f"cũng có trong {new}"))
        for card, words in zip(standing(hanh), ("Chào em", "Chào cả em gái"), strict=True):
            town.passes(seconds=30)
            await hanh.says(words, reply_to=card)
            await lan.until(lambda words=words: sees(lan, words))
        assert showing(hanh, "hai chị em đang ở nhà bà") == 1
        town.passes(seconds=30)
        await hanh.taps("Kết thúc", message=standing(hanh)[0])
        await hanh.taps("Đã kiểm tra")
        await hanh.until(lambda: sees(hanh, f"✉️ {new}", "bố đánh em") and sees(hanh, f"✉️ {new}", "ở nhà bà"))
        assert not any(code in m.text and "ở nhà bà" in m.text for m in hanh.chat)
        town.passes(seconds=30)
        await lan.says("em cảm ơn")
        await hanh.until(lambda: sees(hanh, f"✉️ {new}", "em cảm ơn"))


async def test_one_of_them_is_handed_over_and_no_word_is_lost_for_either_officer(database: Database) -> None:
    async with a_town(database) as town:
        minh = await town.staff("Minh", Role.COORDINATOR)
        hanh, lan, code = await taken(town)
        new = await splits_it(town, hanh)
        await hanh.taps("Chuyển", message=standing(hanh)[1])
        await hanh.until(lambda: hanh.chat[-1].button("Minh"))
        await hanh.taps("Minh")
        await minh.until(lambda: sees(minh, "nhờ bạn nhận"))
        await minh.taps("Tôi nhận lời")
        await minh.until(lambda: sees(minh, f"✉️ {new}", "bố đánh em") and sees(minh, f"✉️ {new}", "tên là Bống"))
        assert sees(hanh, f"✉️ {code}", "bố đánh em")
        town.passes(minutes=1)
        rings = [sum("KHẨN" in m.text for m in phone.chat) for phone in (hanh, minh)]
        await lan.says("bố lại đánh em")
        await hanh.until(lambda: sees(hanh, f"✉️ {code}", "bố lại đánh em"))
        await minh.until(lambda: sees(minh, f"✉️ {new}", "bố lại đánh em"))
        for phone, before in zip((hanh, minh), rings, strict=True):
            await phone.until(lambda p=phone, b=before: sum("KHẨN" in m.text for m in p.chat) > b)
        assert showing(hanh, "bố lại đánh em") == showing(minh, "bố lại đánh em") == 1


async def test_danger_again_rings_a_holder_of_both_once_and_safety_holds_for_both(database: Database) -> None:
    async with a_town(database) as town:
        hanh, lan, _ = await taken(town)
        await splits_it(town, hanh)
        rings = sum("KHẨN" in m.text for m in hanh.chat)
        await lan.says("bố lại đánh em")
        await hanh.until(lambda: sees(hanh, "bố lại đánh em") and sum("KHẨN" in m.text for m in hanh.chat) > rings)
        assert sum("KHẨN" in m.text for m in hanh.chat) == rings + 1
        person = await town.app.services.people.meet(lan.id)
        first = await town.app.services.cases.newest_of(person)
        assert first is not None
        await town.app.services.questions.answer(person, first.id, "safe", "no")
        town.passes(seconds=30)
        await hanh.says("Chị gọi em nhé", reply_to=standing(hanh)[1])
        await hanh.until(lambda: sees(hanh, "tin chỉ mở khi họ bấm xem"))
        await hanh.until(lambda: all("viết được an toàn: Không" in each.text for each in standing(hanh)))
        assert not sees(lan, "Chị gọi em nhé")


async def test_what_the_sender_asks_for_holds_for_both(database: Database) -> None:
    async with a_town(database) as town:
        minh = await town.staff("Minh", Role.COORDINATOR)
        hanh, lan, code = await taken(town)
        new = await splits_it(town, hanh)
        await lan.taps("Không gửi cán bộ")
        await minh.until(lambda: sees(minh, "KHẨN", code) and sees(minh, "KHẨN", new))
        case_list, people = town.app.services.case_list, town.app.services.people
        assert (await case_list.page(await people.meet(hanh.id))).total == 0
        assert (await case_list.page(await people.meet(minh.id))).total == 2
        await hanh.until(lambda: not sees(hanh, "bố đánh em"))


async def test_an_answer_in_one_of_them_answers_the_sender(database: Database) -> None:
    async with a_town(database) as town:
        hanh, _, _ = await taken(town)
        await splits_it(town, hanh)
        officer = await town.app.services.people.meet(hanh.id)
        whys = [line.why for line in (await town.app.services.case_list.page(officer)).lines]
        assert whys == [Why.UNANSWERED, Why.UNANSWERED]
        await hanh.says("Chị đây", reply_to=standing(hanh)[0])
        await hanh.until(lambda: sees(hanh, "Đã gửi"))
        whys = [line.why for line in (await town.app.services.case_list.page(officer)).lines]
        assert whys == [Why.FIRST_STEP, Why.HELD]


async def test_two_taps_at_once_split_once_and_the_database_itself_refuses_a_second(database: Database) -> None:
    async with a_town(database) as town:
        hanh, _, _ = await taken(town)
        officer = await town.app.services.people.meet(hanh.id)
        splitting = town.app.services.splitting
        found = await splitting.look(officer, 1)
        taps = [splitting.split(officer, 1, found.plan) for _ in range(5)]
        assert len({case.code for case in await asyncio.gather(*taps)}) == 1
        async with town.app.database.reading() as tx:
            assert await splits.count(tx, 1) == 1
        again = (await splitting.split(officer, 1, Plan(2, found.plan.upto))).id
        with pytest.raises(IntegrityError):
            async with town.app.database.transaction() as tx:
                row = await tx.get_one(CaseRow, 1)
                await splits.split_off(tx, row, 1, row.opened_at, row.opened_at)
        with pytest.raises(IntegrityError):
            async with town.app.database.transaction() as tx:
                (entry, *_) = await entries.of_case(tx, 1, ("sender",))
                await splits.copy(tx, entry, again)
