"""A promised time that passes: the sender hears it, who has it now and by when; only as they may be written to."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest

from channels import cards
from domain.news import Waiting
from domain.people import Role
from domain.working_time import HANOI, is_working_day
from sandbox import Phone
from storage.database import Database
from tests.town import Town, a_town, sees

PASSED = "vẫn chưa có ai trả lời"
WHEN = re.compile(r"\d\d:\d\d ngày \d+/\d+")


async def a_talk(town: Town, hour: int = 8) -> Phone:
    """On a working day Bé wants to talk and is told by when somebody answers."""
    now = town.clock.now().astimezone(HANOI)
    then = now.replace(hour=hour, minute=0, second=0, microsecond=0) + timedelta(days=1)
    while not is_working_day(then.date()):
        then += timedelta(days=1)
    town.passes(seconds=(then - now).total_seconds())
    be = await town.resident("Bé", "bo-de")
    await be.says("em sợ về nhà")
    await be.until(lambda: be.chat[-1].button("Muốn nói chuyện"))
    await be.taps("Muốn nói chuyện")
    await be.until(lambda: sees(be, "Đã lưu, mã"))
    return be


def named(phone: Phone, *words: str) -> list[str]:
    """The moments named in the newest message with these words."""
    return WHEN.findall(next(m for m in reversed(phone.chat) if all(w in m.text for w in words)).text)


async def promised(town: Town, phone: Phone) -> datetime | None:
    case = await town.app.services.cases.newest_of(await town.app.services.people.meet(phone.id))
    return None if case is None else case.climb_at


async def test_the_time_we_named_passes_and_the_sender_hears_who_has_it_now_and_by_when(database: Database) -> None:
    async with a_town(database) as town:
        await town.staff("Hạnh", Role.OFFICER, "bo-de")
        minh = await town.staff("Minh", Role.COORDINATOR)
        be = await a_talk(town)
        first = named(be, "hẹn trả lời")
        town.passes(hours=5, minutes=1)
        await minh.until(lambda: sees(minh, "LB-", "Xin trả lời trước"))
        await be.until(lambda: sees(be, PASSED, "điều phối viên", "111"))
        passed, following = named(be, PASSED)
        assert [passed] == first, "the very time that was named"
        assert [following] == named(minh, "Xin trả lời trước"), "the coordinator and the child read the same"
        town.passes(days=1)
        await be.until(lambda: sum(PASSED in m.text for m in be.chat) == 2)
        assert named(be, PASSED)[0] == following, "each named time is answered for"


async def test_nobody_who_could_be_told_is_said_plainly(database: Database) -> None:
    async with a_town(database) as town:
        be = await a_talk(town)
        town.passes(hours=5, minutes=1)
        await be.until(lambda: sees(be, PASSED, "chưa báo được cho ai", "111"))
        assert len(named(be, PASSED)) == 1, "no new time where nobody knows of it"


async def test_after_leaving_quickly_only_the_neutral_line_comes(database: Database) -> None:
    async with a_town(database) as town:
        minh = await town.staff("Minh", Role.COORDINATOR)
        be = await a_talk(town)
        await be.taps("Thoát nhanh")
        await be.until(lambda: sees(be, "Màn hình này đã gọn gàng"))
        town.passes(hours=5, minutes=1)
        await minh.until(lambda: sum(m.button("Tôi nhận") is not None for m in minh.chat) >= 1)
        await be.until(lambda: sees(be, "Cẩm nang có bài mới"))
        assert not sees(be, PASSED)
        await be.taps("Mở")
        await be.until(lambda: sees(be, "LB-", "Hạn trả lời"))


@pytest.mark.parametrize("taken", [False, True])
async def test_never_first_hears_it_on_coming_back_if_it_is_still_true(database: Database, *, taken: bool) -> None:
    async with a_town(database) as town:
        minh = await town.staff("Minh", Role.COORDINATOR)
        be = await a_talk(town)
        person = await town.app.services.people.meet(be.id)
        await town.app.services.questions.answer(person, 1, "when", "never")
        town.passes(hours=5, minutes=1)
        await minh.until(lambda: sum("Xin trả lời trước" in m.text for m in minh.chat) == 2)
        assert not sees(be, PASSED), "not before they come back"
        if taken:
            await town.app.services.desk.take(await town.app.services.people.meet(minh.id), 1)
        await be.says("em đây ạ")
        await be.until(lambda: sees(be, "nhận lúc" if taken else PASSED))
        assert sees(be, PASSED) is not taken


async def test_another_place_does_not_move_a_time_that_was_named(database: Database) -> None:
    async with a_town(database) as town:
        await town.staff("Hạnh", Role.OFFICER, "bo-de")
        viet = await town.staff("Việt", Role.OFFICER, "viet-hung")
        be = await a_talk(town)
        before = await promised(town, be)
        town.passes(hours=2)
        await be.says("em ở phường Việt Hưng mới ạ")
        await viet.until(lambda: sees(viet, "Xin trả lời trước"))
        assert await promised(town, be) == before
        assert named(viet, "Xin trả lời trước") == named(be, "hẹn trả lời")


@pytest.mark.parametrize(
    ("origin", "soon", "silent"),
    [("talk", False, True), ("talk", True, False), ("unanswered", False, True), ("unanswered", True, True)],
)
def test_an_unconfirmed_worry_makes_no_sound_and_never_looks_urgent(origin: str, *, soon: bool, silent: bool) -> None:
    at = datetime.now(HANOI)
    shown = cards.card(Waiting(1, "LB-ABCDEF", "bo-de", at, origin, soon))
    assert shown.silent is silent
    assert "KHẨN" not in " ".join(str(p) for p in shown.paragraphs)


async def test_who_called_it_a_mistake_is_named_no_time_when_the_officer_does_nothing(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        be = await a_talk(town)
        await be.taps("Gõ nhầm")
        await be.until(lambda: sees(be, "gõ nhầm"))
        await hanh.taps("Tôi nhận")
        await be.until(lambda: sees(be, "Cán bộ đã nhận lúc"))
        town.passes(minutes=31)
        await be.until(lambda: sees(be, "đã trở lại danh sách", "vẫn ghi là bạn gõ nhầm", "111"))
        assert len(named(be, "đã trở lại danh sách")) == 1, "when it went back, and no time that would pass in silence"
        before = len(be.chat)
        town.passes(days=4)
        await hanh.until(lambda: sum("LB-" in m.text for m in hanh.chat) >= 3)
        assert len(be.chat) == before and not sees(be, PASSED)
