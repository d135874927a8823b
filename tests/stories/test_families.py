"""A family looks after its own sign-up: one child stays at home, a second adult sees the ticket, two events at once."""

from __future__ import annotations

from domain.people import AgeBand
from domain.signups import ChildEntry
from sandbox import Phone
from storage.database import Database
from tests.stories.test_signups import link_on
from tests.stories.test_waiting import TITLE, a_mother, comes
from tests.town import Town, a_town, sees


async def brings_two(phone: Phone, event: int, town: Town, *, says: str = "bạn đã đăng ký xong") -> None:
    """Two children under 7 with names, signed up by the services: the form is told elsewhere."""
    await phone.starts()
    await phone.until(lambda: phone.chat[-1].from_bot)
    person = await town.app.services.people.meet(phone.id)
    children = [ChildEntry(name, AgeBand.UNDER_7) for name in ("Bống", "Tí")]
    await town.app.services.signups.sign_up(person, event, children, 900_000)
    await phone.until(lambda: sees(phone, says))


async def test_one_child_stays_at_home_and_the_other_still_comes(database: Database) -> None:
    async with a_town(database) as town:
        event = await town.event(TITLE, seats=4)
        lan = await a_mother(town, "Lan")
        await brings_two(lan, event.id, town)
        await lan.says("/cuatoi")
        await lan.until(lambda: lan.chat[-1].button("Ai sẽ đi"))
        await lan.taps("Ai sẽ đi")
        await lan.until(lambda: lan.chat[-1].button("Tí không đi nữa"))
        await lan.taps("Tí không đi nữa")
        await lan.until(lambda: sees(lan, "bớt một bé", "gia đình bạn đăng ký 2 chỗ"))
        assert (await town.app.services.events.list_upcoming())[0].left == 2
        town.passes(minutes=1)
        await lan.taps("Ai sẽ đi")
        await lan.until(lambda: lan.chat[-1].button("Huỷ đăng ký"))
        assert "Bống" in lan.chat[-1].text and "Tí" not in lan.chat[-1].text
        assert not lan.chat[-1].button("Bống không đi nữa"), "the last child cancels as a whole"


async def test_a_father_comes_by_link_sees_the_ticket_and_cancels(database: Database) -> None:
    async with a_town(database) as town:
        await town.event(TITLE, seats=4)
        lan, hung = await a_mother(town, "Lan"), await a_mother(town, "Hùng")
        await comes(lan, town)
        town.passes(minutes=1)
        await lan.says("/cuatoi")
        await lan.until(lambda: lan.chat[-1].button("Ai sẽ đi"))
        await lan.taps("Ai sẽ đi")
        await lan.until(lambda: lan.chat[-1].button("Thêm người lớn thứ hai"))
        await lan.taps("Thêm người lớn thứ hai")
        await lan.until(lambda: sees(lan, "giadinh_"))
        lost = link_on(lan)
        town.passes(minutes=1)
        await lan.taps("Gửi nhầm? Đổi đường dẫn khác")
        await lan.until(lambda: link_on(lan) != lost)
        await hung.starts(lost)
        await hung.until(lambda: sees(hung, "đã dùng rồi"))
        await hung.starts(link_on(lan))
        await hung.until(lambda: hung.chat[-1].button("Tôi cũng chăm các bé"))
        assert not sees(hung, "Bé 1"), "the link shows nothing about the children"
        await hung.taps("Tôi cũng chăm các bé")
        await hung.until(lambda: sees(hung, "bạn đã đăng ký xong", "VE-"))
        await lan.until(lambda: sees(lan, "người lớn thứ hai đã xem được vé"))
        town.passes(minutes=1)
        await hung.starts(link_on(lan))
        await hung.until(lambda: sees(hung, "đã dùng rồi"))
        await hung.says("/cuatoi")
        await hung.until(lambda: hung.chat[-1].button("Huỷ đăng ký"))
        await hung.taps("Huỷ đăng ký")
        await hung.until(lambda: sees(hung, "Đã huỷ"))
        await lan.until(lambda: sees(lan, "đã được huỷ từ một máy khác"))


async def test_two_events_at_the_same_time_are_asked_about_not_refused(database: Database) -> None:
    async with a_town(database) as town:
        await town.event("Lớp vẽ", seats=4)
        event = await town.event(TITLE, seats=4)
        lan = await a_mother(town, "Lan")
        await brings_two(lan, event.id, town)
        await lan.says("/sukien")
        await lan.until(lambda: any(m.button("Lớp vẽ") for m in lan.chat))
        await lan.taps("Lớp vẽ")
        await lan.until(lambda: lan.chat[-1].button("Đăng ký"))
        await lan.taps("Đăng ký")
        await lan.until(lambda: sees(lan, f"Bạn đã đăng ký “{TITLE}” cùng giờ này"))
        await lan.taps("Vẫn đăng ký")
        await lan.until(lambda: lan.chat[-1].button("Dưới 7"))
        await lan.taps("Thôi không đăng ký")
        await lan.until(lambda: sees(lan, "không giữ lại gì"))
        await is_not_asked_on_other_days(lan, town)


async def is_not_asked_on_other_days(lan: Phone, town: Town) -> None:
    """Another day is nobody's question."""
    await town.event("Đọc sách", seats=4, days=20)
    town.passes(minutes=1)
    seen = len(lan.chat)
    await lan.says("/sukien")
    await lan.until(lambda: any(m.button("Đọc sách") for m in lan.chat[seen:]))
    await lan.taps("Đọc sách")
    await lan.until(lambda: lan.chat[-1].button("Đăng ký"))
    await lan.taps("Đăng ký")
    await lan.until(lambda: lan.chat[-1].button("Dưới 7"))
    assert not any("cùng giờ này" in m.text for m in lan.chat[seen:])
