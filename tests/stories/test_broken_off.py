"""An event is broken off while children are there: they stay in the list until each is taken home, and nobody is told
anything that is not true."""

from __future__ import annotations

import re
from dataclasses import replace

from domain.events import Event
from domain.people import AgeBand, Role
from domain.signups import ChildEntry
from sandbox import Phone
from storage.database import Database
from tests.stories.test_arrivals import card, link
from tests.stories.test_event_editor import last
from tests.stories.test_signups import is_a
from tests.town import Town, a_town, sees

TITLE = "Trại hè"


async def camp(town: Town) -> Event:
    """Children come to it without their families."""
    event = await town.event(TITLE, ward="bo-de", days=1)
    return await town.app.services.events.change(None, event.id, replace(event, accompanied=False))


async def sends(town: Town, parent: Phone, event: Event, update: int, *names: str) -> None:
    await is_a(parent, "Cha mẹ")
    person = await town.app.services.people.meet(parent.id)
    children = [ChildEntry(name, AgeBand.UNDER_7) for name in names]
    await town.app.services.signups.sign_up(person, event.id, children, update, adult="Cô Mai")
    await parent.until(lambda: card(parent, "Ai đón bé"))


async def welcomes(town: Town, officer: Phone, parent: Phone) -> None:
    await officer.starts(link(town, parent))
    await officer.until(lambda: card(officer))
    await officer.taps("Đã đến", message=card(officer))
    await parent.until(lambda: sees(parent, f"đã đến {TITLE}"))


async def test_children_who_are_there_are_taken_home_by_the_list_and_their_families_hear_so(
    database: Database,
) -> None:
    async with a_town(database) as town:
        event = await camp(town)
        lan, mai = await town.resident("Lan", "bo-de"), await town.resident("Mai", "bo-de")
        tam, hanh = await town.staff("Tâm", Role.EDITOR), await town.staff("Hạnh", Role.OFFICER, "bo-de")
        await sends(town, lan, event, 1_000_001, "Thỏ", "Gấu")
        await sends(town, mai, event, 1_000_002, "Nai")
        await welcomes(town, hanh, lan)
        town.passes(minutes=1)

        await tam.says("/soansukien")
        await tam.until(lambda: last(tam).button(TITLE))
        await tam.taps(TITLE, message=last(tam))
        await tam.until(lambda: last(tam).button("Huỷ sự kiện"))
        await tam.taps("Huỷ sự kiện", message=last(tam))
        await tam.until(lambda: "2 bé còn ở sự kiện" in last(tam).text)
        town.passes(seconds=20)
        await tam.says("trời bão")
        await tam.until(lambda: "“trời bão”" in last(tam).text and "2 bé còn ở sự kiện" in last(tam).text)
        await tam.taps("Huỷ sự kiện này", message=last(tam))
        await tam.until(lambda: any("Đã huỷ" in m.text and "2 bé còn ở sự kiện" in m.text for m in tam.chat))

        # each family hears what is true of it
        await lan.until(lambda: sees(lan, "phải dừng giữa chừng", "trời bão", "Bé nhà bạn vẫn đang ở đó", "mã đón về"))
        town.passes(seconds=2)
        await mai.until(lambda: sees(mai, "không tổ chức nữa", "trời bão", "Lượt đăng ký của bạn"))
        assert not sees(lan, "không tổ chức nữa")
        assert not sees(mai, "vẫn đang ở đó")

        # the door works on
        await hanh.until(lambda: sees(hanh, "2 bé còn ở sự kiện", "không có gia đình đi cùng"))
        town.passes(minutes=1)
        told = next(m for m in reversed(hanh.chat) if "không có gia đình đi cùng" in m.text)
        await hanh.taps("Danh sách điểm danh", message=told)
        await hanh.until(lambda: sees(hanh, "1 gia đình, 2 bé, 2 bé đã đến", "✅ Thỏ", "Sự kiện đã huỷ"))
        assert "Bạn đón bé về rồi huỷ nhé" in await lan.taps("Huỷ đăng ký", message=card(lan, "Huỷ đăng ký"))
        town.passes(minutes=1)
        await lan.taps("Ai đón bé", message=next(m for m in reversed(lan.chat) if "vẫn đang ở đó" in m.text))
        await lan.until(lambda: sees(lan, "Ai sẽ đón bé về?"))
        await lan.says("bà Hoa")
        await lan.until(lambda: sees(lan, "• bà Hoa"))
        await hanh.taps("VE-")
        await hanh.until(lambda: card(hanh, "Đón về: bà Hoa"))
        await hanh.taps("Đón về bằng mã")
        await hanh.until(lambda: sees(hanh, "gõ mã đón về"))
        code = re.search(r"\d{4}$", next(m for m in reversed(lan.chat) if f"đã đến {TITLE}" in m.text).text)[0]
        await hanh.says(code)
        await hanh.until(lambda: sees(hanh, "🏠 Thỏ", "🏠 Gấu", "đúng mã"))
        assert "Nai" not in " ".join(m.text for m in hanh.chat[-4:])
        town.passes(minutes=1)
        await mai.says("/cuatoi")
        await mai.until(lambda: sees(mai, "chưa đăng ký"))


async def test_a_child_who_came_alone_is_told_to_stay_and_a_child_is_lost_and_found(database: Database) -> None:
    async with a_town(database) as town:
        event = await camp(town)
        bi, lan = await town.resident("Bi", "bo-de"), await town.resident("Lan", "bo-de")
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        services = town.app.services
        await is_a(bi, "Trẻ em")
        await is_a(lan, "Cha mẹ")
        child, mother = await services.people.meet(bi.id), await services.people.meet(lan.id)
        await services.signups.sign_up(child, event.id, [ChildEntry("Bi", AgeBand.FROM_7)], 1_000_001)
        await services.parent_links.agree(mother, await services.parent_links.make(child, event.id), 1_000_002)
        await bi.until(lambda: any(m.kind == "photo" for m in bi.chat))
        await hanh.starts(link(town, bi))
        await hanh.until(lambda: card(hanh))
        await hanh.taps("Đã đến", message=card(hanh))
        await lan.until(lambda: sees(lan, f"đã đến {TITLE}"))
        await services.events.cancel(None, event.id, "mất điện")
        await bi.until(lambda: sees(bi, "phải dừng giữa chừng", "Em cứ ở lại với cô chú ban tổ chức"))
        await lan.until(lambda: sees(lan, "Bé nhà bạn vẫn đang ở đó"))
        told = next(m for m in bi.chat if "Em cứ ở lại" in m.text)
        assert not told.buttons, "who takes it home is not for the child to say"
        town.passes(minutes=1)
        await hanh.presses(f"1|ev|{event.id}", last(hanh))
        await hanh.until(lambda: "không diễn ra nữa" in last(hanh).text)
        await hanh.taps("Trẻ thất lạc", message=last(hanh))
        await hanh.until(lambda: sees(hanh, "113", "111"))
        await hanh.says("một bé trai lạc mẹ ở cổng A")
        await hanh.until(lambda: sees(hanh, "Trẻ thất lạc", "Hạnh báo lúc"))


async def test_a_family_that_deletes_everything_while_its_child_is_there_leaves_the_helpers_a_warning(
    database: Database,
) -> None:
    async with a_town(database) as town:
        event = await camp(town)
        lan, hanh = await town.resident("Lan", "bo-de"), await town.staff("Hạnh", Role.OFFICER, "bo-de")
        await sends(town, lan, event, 1_000_001, "Thỏ")
        await welcomes(town, hanh, lan)
        town.passes(minutes=1)
        await lan.says("/xoa")
        await lan.until(lambda: lan.chat[-1].button("Đồng ý xoá"))
        await lan.taps("Đồng ý xoá")
        await lan.until(lambda: sees(lan, "Đã xoá"))
        await hanh.until(lambda: sees(hanh, "vừa xoá dữ liệu", "1 bé nhà ấy còn ở sự kiện", "VE-", "113"))
        warned = next(m for m in hanh.chat if "vừa xoá dữ liệu" in m.text)
        assert "Thỏ" not in warned.text


async def test_who_only_asked_to_be_reminded_hears_what_becomes_of_it(database: Database) -> None:
    async with a_town(database) as town:
        event = await town.event("Hội sách", ward="bo-de", seats=None)
        mai, hanh = await town.resident("Mai", "bo-de"), await town.staff("Hạnh", Role.OFFICER, "bo-de")
        await mai.says("/sukien")
        await mai.until(lambda: any(m.button("Hội sách") for m in mai.chat))
        await mai.taps("Hội sách")
        await mai.until(lambda: any(m.button("Nhắc tôi") for m in mai.chat))
        assert "lúc" in await mai.taps("Nhắc tôi")
        await town.app.services.events.change(None, event.id, replace(event, place="Thư viện phường"))
        await mai.until(lambda: sees(mai, "Hội sách", "địa điểm", "Thư viện phường"))
        changed = next(m for m in reversed(mai.chat) if "Thư viện phường" in m.text)
        assert not changed.button("Huỷ đăng ký"), "there is nothing to cancel"
        await hanh.says("/soansukien")
        await hanh.until(lambda: last(hanh).button("Hội sách"))
        await hanh.taps("Hội sách", message=last(hanh))
        await hanh.until(lambda: last(hanh).button("Huỷ sự kiện"))
        await hanh.taps("Huỷ sự kiện", message=last(hanh))
        await hanh.until(lambda: "1 người nhờ bot nhắc cũng sẽ được báo" in last(hanh).text)
        await hanh.taps("Huỷ sự kiện này", message=last(hanh))
        await mai.until(lambda: sees(mai, "không tổ chức nữa", "bot sẽ không nhắc nữa"))
        assert not sees(mai, "Lượt đăng ký")


async def test_an_event_with_families_does_not_become_a_forum(database: Database) -> None:
    async with a_town(database) as town:
        event = await town.event("Tập huấn", ward="bo-de")
        lan, hanh = await town.resident("Lan", "bo-de"), await town.staff("Hạnh", Role.OFFICER, "bo-de")
        person = await town.app.services.people.meet(lan.id)
        await is_a(lan, "Cha mẹ")
        child = ChildEntry("Thỏ", AgeBand.UNDER_7)
        await town.app.services.signups.sign_up(person, event.id, [child], 1_000_001)
        await lan.until(lambda: sees(lan, "đăng ký xong"))
        await hanh.says("/soansukien")
        await hanh.until(lambda: last(hanh).button("Tập huấn"))
        await hanh.taps("Tập huấn", message=last(hanh))
        await hanh.until(lambda: last(hanh).button("Loại"))
        await hanh.taps("Loại", message=last(hanh))
        await hanh.until(lambda: last(hanh).button("Diễn đàn trẻ em"))
        assert "tạo sự kiện mới đúng loại" in await hanh.taps("Diễn đàn trẻ em", message=last(hanh))
