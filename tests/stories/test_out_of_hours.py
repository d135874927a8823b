"""Evening, weekend, holiday: the sender hears what is stored, whether it rings, who reads it and by when."""

from __future__ import annotations

from datetime import datetime

import pytest

from domain.people import Role
from domain.working_time import HANOI, offices_work
from storage.database import Database
from tests.stories.test_promises import named
from tests.stories.test_roster import works
from tests.town import Town, a_town, sees

CLOSED = "ngoài giờ làm việc"
CLOSED_TO_A_CHILD = "đã hết giờ làm việc"


def turn_to(town: Town, when: str) -> None:
    """The clock stands at this moment of Vietnam, like `2026-12-04 20:15`."""
    then = datetime.fromisoformat(when).replace(tzinfo=HANOI)
    town.passes(seconds=(then - town.clock.now()).total_seconds())


@pytest.mark.parametrize(
    ("at", "by"),
    [
        pytest.param("2028-12-05 20:15", "12:00 ngày 6/12", id="an evening"),
        pytest.param("2028-12-08 18:00", "12:00 ngày 11/12", id="Friday after work"),
        pytest.param("2029-09-02 09:00", None, id="the second of September"),
    ],
)
@pytest.mark.parametrize("child", [False, True])
async def test_a_talk_asked_for_outside_office_hours_says_so_and_names_the_true_hour(
    database: Database, at: str, by: str | None, *, child: bool
) -> None:
    async with a_town(database) as town:
        turn_to(town, at)
        await town.staff("Hạnh", Role.OFFICER, "bo-de")
        be = await town.resident("Bé", "bo-de")
        if child:
            await be.starts()
            await be.until(lambda: be.chat[-1].button("Trẻ em"))
            await be.taps("Trẻ em")
        await be.says("em sợ về nhà")
        await be.until(lambda: be.chat[-1].button("Muốn nói chuyện"))
        await be.taps("Muốn nói chuyện")
        words = CLOSED_TO_A_CHILD if child else CLOSED
        await be.until(lambda: sees(be, "Đã lưu, mã", words, "hẹn đọc và trả lời", "Nếu không chờ được", "111"))
        case = await town.app.services.cases.newest_of(await town.app.services.people.meet(be.id))
        assert case is not None
        assert case.promised_by is not None
        told = case.promised_by.astimezone(HANOI)
        assert offices_work(told.replace(minute=0) if told.minute else told.replace(hour=told.hour - 1))
        assert named(be, words) == [f"{told:%H:%M} ngày {told.day}/{told.month}"]
        assert by is None or named(be, words) == [by]


async def test_in_office_hours_nothing_is_said_of_closed_offices(database: Database) -> None:
    async with a_town(database) as town:
        turn_to(town, "2028-12-05 12:30")  # the noon rest of a Tuesday
        await town.staff("Hạnh", Role.OFFICER, "bo-de")
        be = await town.resident("Bé", "bo-de")
        await be.says("em sợ về nhà")
        await be.until(lambda: be.chat[-1].button("Muốn nói chuyện"))
        await be.taps("Muốn nói chuyện")
        await be.until(lambda: sees(be, "hẹn trả lời"))
        assert not sees(be, CLOSED)


async def test_a_cry_at_night_says_who_is_rung_and_never_only_that_nobody_is_on_duty(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        await works(town, hanh, "T2-T6 7:30-17:00")
        turn_to(town, "2028-12-09 23:00")
        be = await town.resident("Bé", "bo-de")
        await be.says("cứu em với")
        stored = ("Tin đã lưu lúc 23:00", "không có ai trực", "đang gọi cả cán bộ đang nghỉ", "111")
        await be.until(lambda: sees(be, *stored))
        await hanh.until(lambda: sees(hanh, "KHẨN"))
        assert not sees(be, CLOSED), "what rings does not wait for an office"


async def test_a_cry_that_nobody_can_hear_says_so_with_111(database: Database) -> None:
    async with a_town(database) as town:
        be = await town.resident("Bé", "bo-de")
        await be.says("cứu em với")
        await be.until(lambda: sees(be, "Tin đã lưu lúc", "không gọi được cho ai", "khi có người trực", "111"))
        assert not sees(be, "cán bộ đang nghỉ")
