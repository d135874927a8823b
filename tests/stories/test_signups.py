"""Families see what is coming, sign up with every yes that is needed, and give seats back with one tap."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from channels.texts import day_time
from domain.people import Audience, Role
from domain.reminders import SPREAD, reminders_for
from sandbox import Phone
from storage.database import Database
from tests.stories.test_guidance import a_child
from tests.town import Town, a_town, sees


async def is_a(phone: Phone, who: str) -> None:
    await phone.says("/start")
    await phone.until(lambda: phone.chat[-1].button(who))
    await phone.taps(who)
    await phone.until(lambda: any(m.button("Bồ Đề") for m in phone.chat))


async def opens(phone: Phone, title: str) -> None:
    await phone.says("/sukien")
    await phone.until(lambda: any(m.button(title) for m in phone.chat))
    await phone.taps(title)
    await phone.until(lambda: any(m.button("Đăng ký") for m in phone.chat))


def link_on(phone: Phone) -> str:
    """What stands behind `start=` in the last link on this phone."""
    last = [m.text for m in phone.chat if "start=" in m.text][-1]
    return re.search(r"start=(\S+)", last)[1]  # type: ignore[index]


async def asks_to_come(child: Phone, town: Town, title: str, called: str = "") -> None:
    """A child of 7 to 10 fills in the form up to the consent."""
    await is_a(child, "Trẻ em")
    await opens(child, title)
    await child.taps("Đăng ký")
    await child.until(lambda: sees(child, "Em mấy tuổi?"))
    await child.taps("7 đến 10")
    await child.until(lambda: sees(child, "Gọi em là gì"))
    town.passes(minutes=1)
    await (child.says(called) if called else child.taps("Bỏ qua"))
    await child.until(lambda: sees(child, "cũng cần đồng ý"))
    town.passes(minutes=1)


async def parent_agrees(child: Phone, parent: Phone) -> None:
    """The child makes a link, the parent opens it and says yes; the child has the ticket."""
    await child.until(lambda: sees(child, "Có đồng ý rồi bot mới giữ chỗ"))
    await child.taps("Đường dẫn cho bố mẹ")
    await child.until(lambda: sees(child, "t.me/"))
    await parent.starts(link_on(child))
    await parent.until(lambda: parent.chat[-1].button("Đồng ý"))
    await parent.taps("Đồng ý")
    await child.until(lambda: sees(child, "đăng ký xong"))


async def test_a_mother_signs_up_two_children_and_cancels_with_one_tap(database: Database) -> None:
    async with a_town(database) as town:
        await town.event("Vui Tết Trung thu", seats=4)
        lan = await town.resident("Lan", "bo-de")
        await is_a(lan, "Cha mẹ")
        await opens(lan, "Vui Tết Trung thu")
        assert sees(lan, "Sân nhà văn hoá", "Đoàn Thanh niên", "Còn 4 trên 4 chỗ")
        await lan.taps("Đăng ký")
        await lan.until(lambda: lan.chat[-1].button("Dưới 7"))
        await lan.taps("Dưới 7")
        await lan.until(lambda: sees(lan, "Bé tên gì?"))
        await lan.says("Bống")
        await lan.until(lambda: sees(lan, "ban tổ chức cần biết"))
        town.passes(minutes=1)
        await lan.says("dị ứng lạc")
        await lan.until(lambda: sees(lan, "Bạn viết: “dị ứng lạc”", "bé vẫn được đăng ký"))
        await lan.taps("Cho ban tổ chức đọc")
        await lan.until(lambda: lan.chat[-1].button("Thêm một bé"))
        await lan.taps("Thêm một bé")
        await lan.until(lambda: sees(lan, "Bé thứ 2"))
        await lan.taps("7 đến 10")
        await lan.until(lambda: sum("Bé tên gì?" in m.text for m in lan.chat) == 2)
        await lan.taps("Bỏ qua")
        await lan.until(lambda: sum("ban tổ chức cần biết" in m.text for m in lan.chat) == 2)
        town.passes(minutes=1)
        await lan.taps("Bỏ qua")
        await lan.until(lambda: lan.chat[-1].button("em muốn đi"))
        await lan.taps("em muốn đi")
        await lan.until(lambda: lan.chat[-1].button("Đủ rồi"))
        await lan.taps("Đủ rồi")
        await lan.until(lambda: sees(lan, "Bống (Dưới 7 tuổi) – dị ứng lạc", "Bé 2", "người giám hộ"))
        town.passes(minutes=1)
        await lan.taps("Đồng ý")
        await lan.until(lambda: sees(lan, "bạn đã đăng ký xong", "VE-", "2 bé và một người lớn"))
        town.passes(minutes=1)
        await lan.says("/cuatoi")
        await lan.until(lambda: sees(lan, "Của tôi", "Vui Tết Trung thu", "3 chỗ"))
        await lan.taps("Huỷ đăng ký")
        await lan.until(lambda: sees(lan, "Đã huỷ"))
        await opens(lan, "Vui Tết Trung thu")
        await lan.until(lambda: sum("Còn 4 trên 4 chỗ" in m.text for m in lan.chat) == 2)


async def test_a_child_signs_up_and_the_parent_agrees_on_their_own_phone(database: Database) -> None:
    async with a_town(database) as town:
        await town.event("Ngày hội 1/6")
        na, lan = await town.resident("Na"), await town.resident("Lan")
        await is_a(na, "Trẻ em")
        await opens(na, "Ngày hội 1/6")
        await na.taps("Đăng ký")
        await na.until(lambda: sees(na, "Em mấy tuổi?"))
        await na.taps("11 đến 15")
        await na.until(lambda: sees(na, "Gọi em là gì"))
        await na.says("Na")
        await na.until(lambda: sees(na, "cũng cần đồng ý"))
        town.passes(minutes=1)
        await na.taps("Đồng ý")
        await na.until(lambda: na.chat[-1].button("Đường dẫn cho bố mẹ"))
        assert not sees(na, "đăng ký xong")
        await na.taps("Đường dẫn cho bố mẹ")
        await na.until(lambda: sees(na, "t.me/"))
        assert sees(na, "Em lỡ gửi nhầm à?")
        lost = link_on(na)
        town.passes(minutes=1)
        await na.taps("Gửi nhầm? Đổi đường dẫn khác")
        await na.until(lambda: link_on(na) != lost)
        await lan.starts(lost)
        await lan.until(lambda: sees(lan, "đã dùng"))
        assert not sees(lan, "Ngày hội 1/6"), "whoever has the old one sees nothing"
        token = link_on(na)
        await lan.starts(token)
        await lan.until(lambda: sees(lan, "Ngày hội 1/6", "giám hộ"))
        assert not sees(lan, "Na ("), "the link shows nothing about the child"
        await lan.taps("Đồng ý")
        await na.until(lambda: sees(na, "đăng ký xong", "VE-"))
        town.passes(minutes=1)
        await lan.starts(token)
        await lan.until(lambda: sees(lan, "đã dùng"))


async def test_refusing_the_consent_keeps_nothing(database: Database) -> None:
    async with a_town(database) as town:
        await town.event("Vui Tết Trung thu")
        na = await town.resident("Na")
        await asks_to_come(na, town, "Vui Tết Trung thu")
        await na.taps("Không đồng ý")
        await na.until(lambda: sees(na, "không giữ lại gì"))
        await na.says("/cuatoi")
        await na.until(lambda: sees(na, "chưa đăng ký sự kiện nào"))


async def test_danger_written_into_a_form_is_heard_and_not_kept_as_a_name(database: Database) -> None:
    async with a_town(database) as town:
        await town.event("Vui Tết Trung thu")
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        na = await town.resident("Na", "bo-de")
        await is_a(na, "Trẻ em")
        await opens(na, "Vui Tết Trung thu")
        await na.taps("Đăng ký")
        await na.until(lambda: sees(na, "Em mấy tuổi?"))
        await na.taps("7 đến 10")
        await na.until(lambda: sees(na, "Gọi em là gì"))
        town.passes(minutes=1)
        await na.says("chú sờ em")
        await hanh.until(lambda: sees(hanh, "KHẨN"))
        await na.until(lambda: sees(na, "111", "113"))
        town.passes(minutes=1)
        await na.says("chú ở nhà bên")
        await na.until(lambda: sees(na, "Đã lưu (LB-") or sees(na, "vẫn đang gọi"))
        assert not sees(na, "cũng cần đồng ý"), "what follows belongs to the case, not to the form"


async def test_a_child_is_asked_about_events_in_their_own_words_and_not_about_family_news(database: Database) -> None:
    async with a_town(database) as town:
        be = await a_child(town)
        await town.app.services.people.choose_ward(await town.app.services.people.meet(be.id), "bo-de")
        await town.event("Đêm hội trăng rằm", ward="bo-de")
        await be.says("/sukien")
        await be.until(lambda: be.chat[-1].button("Báo em khi có sự kiện"))
        assert not be.chat[-1].button("Nhận cả tin khác cho gia đình")
        await be.taps("Đêm hội trăng rằm")
        await be.until(lambda: be.chat[-1].button("Nhắc em"))


async def test_an_announcement_reaches_the_subscribers_of_a_ward_once(database: Database) -> None:
    async with a_town(database) as town:
        lan, mai = await town.resident("Lan", "bo-de"), await town.resident("Mai", "phuc-loi")
        for phone in (lan, mai):
            await phone.says("/sukien")
            await phone.until(lambda phone=phone: phone.chat[-1].button("Báo tôi khi có sự kiện"))
            await phone.taps("Báo tôi khi có sự kiện")
            await phone.until(lambda phone=phone: sees(phone, "một lần thôi"))
        event = await town.event("Vui Tết Trung thu", ward="bo-de")
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        await hanh.says("/sukien")
        await hanh.until(lambda: any(m.button("Vui Tết Trung thu") for m in hanh.chat))
        await hanh.taps("Vui Tết Trung thu")
        await hanh.until(lambda: any(m.button("Báo tin cho gia đình") for m in hanh.chat))
        for many in (1, 2):
            town.passes(minutes=1)
            await hanh.taps("Báo tin cho gia đình")
            await hanh.until(lambda many=many: sum("Khoảng 1 gia đình" in m.text for m in hanh.chat) == many)
        assert not sees(lan, "Vui Tết Trung thu"), "it is only looked at"
        for draft in [m for m in hanh.chat if m.button("Gửi ngay")]:
            await hanh.taps("Gửi ngay", message=draft)
        await hanh.until(lambda: sees(hanh, "trên 1"))
        town.comes_to(10)
        await lan.until(lambda: sees(lan, "Vui Tết Trung thu"))
        assert sum("Vui Tết Trung thu" in m.text for m in lan.chat) == 1
        assert not sees(mai, "Vui Tết Trung thu"), f"{event.title} is another ward's"


async def test_only_staff_read_the_list_for_the_door(database: Database) -> None:
    async with a_town(database) as town:
        event = await town.event("Vui Tết Trung thu", ward="bo-de")
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        tam = await town.staff("Tâm", Role.OFFICER, "viet-hung")
        na, lan = await town.resident("Na", "bo-de"), await town.resident("Lan", "bo-de")
        await asks_to_come(na, town, "Vui Tết Trung thu", "Thỏ")
        await na.taps("Đồng ý")
        await na.until(lambda: sees(na, "Có đồng ý rồi bot mới giữ chỗ"))
        await opens(hanh, "Vui Tết Trung thu")
        await hanh.taps("Danh sách điểm danh")
        await hanh.until(lambda: sees(hanh, "0 gia đình"))
        await parent_agrees(na, lan)
        await hanh.taps("Danh sách điểm danh")
        await hanh.until(lambda: sees(hanh, "Thỏ (7 đến 10 tuổi)", "VE-"))
        assert all(m.protected for m in hanh.chat if "Thỏ" in m.text)
        for stranger in (tam, na):
            await stranger.presses(f"1|dl|{event.id}", stranger.chat[-1])
            assert not any("Thỏ (7" in m.text and "gia đình" in m.text for m in stranger.chat)


async def test_somebody_who_asked_once_is_reminded_twice(database: Database) -> None:
    async with a_town(database) as town:
        event = await town.event("Vui Tết Trung thu", days=5)
        lan = await town.resident("Lan")
        person = await town.app.services.people.meet(lan.id)
        first, then = reminders_for(person.id, event.starts_at, town.clock.now()).values()
        await opens(lan, "Vui Tết Trung thu")
        toast = await lan.taps("Nhắc tôi")
        assert f"lúc {day_time(first)} và lúc {day_time(then)}" in toast
        assert not sees(lan, "Sắp đến")
        for many, at in ((1, first), (2, then)):
            town.passes(seconds=(at - town.clock.now()).total_seconds() + 1)
            await lan.until(lambda many=many: sum("Sắp đến: Vui Tết" in m.text for m in lan.chat) == many)


async def test_who_no_longer_wants_to_be_reminded_is_not_also_when_the_event_moves(database: Database) -> None:
    async with a_town(database) as town:
        event = await town.event("Vui Tết Trung thu", days=5)
        first, then = reminders_for(0, event.starts_at, town.clock.now()).values()
        lan, mai = await town.resident("Lan"), await town.resident("Mai")
        for phone in (lan, mai):
            await opens(phone, "Vui Tết Trung thu")
            await phone.taps("Nhắc tôi")
        town.passes(seconds=(first + SPREAD - town.clock.now()).total_seconds())
        await mai.until(lambda: sees(mai, "Sắp đến: Vui Tết"))
        assert "không nhắc sự kiện này nữa" in await mai.taps("Không nhắc nữa")
        later = replace(event, starts_at=event.starts_at + timedelta(days=1), ends_at=event.ends_at + timedelta(days=1))
        await town.app.services.events.change(None, event.id, later)
        then += timedelta(days=1)
        town.passes(seconds=(then + SPREAD - town.clock.now()).total_seconds())
        await lan.until(lambda: sum("Sắp đến: Vui Tết" in m.text for m in lan.chat) >= 2)
        assert sum("Sắp đến: Vui Tết" in m.text for m in mai.chat) == 1


async def test_a_child_whose_parent_has_not_agreed_hears_once_that_it_begins_or_is_cancelled(
    database: Database,
) -> None:
    async with a_town(database) as town:
        begins = await town.event("Vui Tết Trung thu")
        na, bi = await town.resident("Na", "bo-de"), await town.resident("Bi", "bo-de")
        for child in (na, bi):
            await asks_to_come(child, town, "Vui Tết Trung thu")
            await child.taps("Đồng ý")
            await child.until(lambda child=child: sees(child, "Có đồng ý rồi bot mới giữ chỗ"))
        await bi.taps("Huỷ đăng ký")
        await bi.until(lambda: sees(bi, "Đã huỷ"))
        town.passes(seconds=(begins.starts_at - town.clock.now()).total_seconds() + 1)
        for _ in range(2):
            await town.app.services.events.tend()
        await na.until(lambda: sees(na, "chưa giữ chỗ cho em", "hẹn em lần sau"))
        assert sum("bắt đầu rồi" in m.text for m in na.chat) == 1
        assert not sees(bi, "bắt đầu rồi")
        other = await town.event("Ngày hội sách")
        await opens(na, "Ngày hội sách")
        await na.taps("Đăng ký")
        await na.until(lambda: na.chat[-1].button("7 đến 10"))
        await na.taps("7 đến 10")
        await na.until(lambda: na.chat[-1].button("Bỏ qua"))
        town.passes(minutes=1)
        await na.taps("Bỏ qua")
        await na.until(lambda: na.chat[-1].button("Đồng ý"))
        town.passes(minutes=1)
        await na.taps("Đồng ý")
        await na.until(lambda: sees(na, "Ngày hội sách", "Có đồng ý rồi bot mới giữ chỗ"))
        await town.app.services.events.cancel(None, other.id, "mưa lớn")
        await na.until(lambda: sees(na, "Ngày hội sách", "mưa lớn"))


async def test_an_age_that_is_typed_is_an_answer_and_a_question_is_still_a_question(database: Database) -> None:
    async with a_town(database) as town:
        lan = await town.resident("Lan", "bo-de")
        await town.app.services.people.choose_audience(await town.app.services.people.meet(lan.id), Audience.PARENT)
        await town.event("Vui Tết Trung thu", ward="bo-de")
        await opens(lan, "Vui Tết Trung thu")
        await lan.taps("Đăng ký")
        await lan.until(lambda: sees(lan, "bé mấy tuổi?"))
        await lan.says("45 tuổi")
        await lan.until(lambda: sees(lan, "dưới 18 tuổi"))
        await lan.says("trẻ bị bạo lực thì báo ở đâu")
        await lan.until(lambda: sees(lan, "Nguồn:"))
        await lan.says("bé tám tuổi ạ")
        await lan.until(lambda: sees(lan, "Bé tên gì?"))


async def test_a_child_of_another_age_is_shown_what_is_for_it(database: Database) -> None:
    async with a_town(database) as town:
        lan = await town.resident("Lan", "bo-de")
        await town.app.services.people.choose_audience(await town.app.services.people.meet(lan.id), Audience.PARENT)
        await town.event("Trại hè", ward="bo-de", ages=(6, 15))
        await town.event("Giờ kể chuyện", ward="bo-de", days=12, ages=(0, 5))
        await town.event("Diễn đàn", ward="bo-de", days=13, ages=(11, 16))
        await opens(lan, "Trại hè")
        await lan.taps("Đăng ký")
        await lan.until(lambda: sees(lan, "bé mấy tuổi?"))
        await lan.taps("Dưới 7 tuổi")
        await lan.until(lambda: sees(lan, "Bé tròn mấy tuổi rồi?", "từ 6 đến 15 tuổi", "không lưu tuổi"))
        asked = lan.chat[-1]
        await lan.taps("2 tuổi", message=asked)
        await lan.until(lambda: sees(lan, "chưa hợp với tuổi của bé", "hợp tuổi bé:"))
        told = lan.chat[-1]
        assert told.button("Giờ kể chuyện")
        assert not told.button("Diễn đàn") and not told.button("Trại hè")
        await lan.says("bé 6 tuổi rồi ạ")
        await lan.until(lambda: sees(lan, "Bé tên gì?"))
        mai = await town.resident("Mai", "bo-de")
        await town.app.services.people.choose_audience(await town.app.services.people.meet(mai.id), Audience.PARENT)
        await opens(mai, "Trại hè")
        await mai.taps("Đăng ký")
        await mai.until(lambda: sees(mai, "bé mấy tuổi?"))
        await mai.says("17 tuổi")
        await mai.until(lambda: sees(mai, "Hiện chưa có sự kiện nào khác"))
        na = await town.resident("Na", "bo-de")
        await town.app.services.people.choose_audience(await town.app.services.people.meet(na.id), Audience.CHILD)
        await opens(na, "Diễn đàn")
        await na.taps("Đăng ký")
        await na.until(lambda: sees(na, "Em mấy tuổi?"))
        await na.taps("16 hoặc 17 tuổi")
        await na.until(lambda: sees(na, "Em tròn mấy tuổi rồi?", "từ 11 đến 16 tuổi"))
        await na.says("em 17 tuổi")
        await na.until(lambda: sees(na, "chưa hợp với tuổi của em"))


async def test_what_a_child_lives_with_is_no_cry_where_it_was_asked_for_and_an_accident_is(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        lan = await town.resident("Lan", "bo-de")
        await town.app.services.people.choose_audience(await town.app.services.people.meet(lan.id), Audience.PARENT)
        await town.event("Vui Tết Trung thu", ward="bo-de")
        await opens(lan, "Vui Tết Trung thu")
        await lan.taps("Đăng ký")
        await lan.until(lambda: sees(lan, "bé mấy tuổi?"))
        await lan.says("5")
        await lan.until(lambda: sees(lan, "Bé tên gì?"))
        await lan.says("Bống")
        await lan.until(lambda: sees(lan, "dị ứng", "Không bắt buộc"))
        await lan.says("bé bị hen, khi khó thở thì xịt")
        await lan.until(lambda: any(m.button("Đây chỉ là câu trả lời") and "115" in m.text for m in lan.chat))
        assert not sees(hanh, "KHẨN")
        await lan.taps("Đây chỉ là câu trả lời")
        await lan.until(lambda: sees(lan, "Bạn viết: “bé bị hen, khi khó thở thì xịt”"))
        town.passes(minutes=1)
        await lan.says("bé bị hen suyễn, khó thở, tím tái rồi")
        await hanh.until(lambda: sees(hanh, "KHẨN"))


async def test_the_parent_behind_the_link_says_who_is_responsible(database: Database) -> None:
    async with a_town(database) as town:
        event = await town.event("Trại hè", days=1, ward="bo-de")
        await town.app.services.events.change(None, event.id, replace(event, accompanied=False))
        na, lan = await town.resident("Na", "bo-de"), await town.resident("Lan", "bo-de")
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        await asks_to_come(na, town, "Trại hè")
        await na.taps("✅ Đồng ý")
        await parent_agrees(na, lan)
        await lan.until(lambda: sees(lan, "Người lớn nào chịu trách nhiệm cho bé ở Trại hè?", "chỉ cần tên thôi"))
        town.passes(minutes=1)
        await opens(hanh, "Trại hè")
        await hanh.taps("Danh sách điểm danh")
        await hanh.until(lambda: any(m.button("VE-") for m in hanh.chat))
        await hanh.taps("VE-")  # written down; the next tap opens it
        await hanh.until(lambda: sees(hanh, "1 bé đã đến"))
        await hanh.taps("VE-")
        await hanh.until(lambda: sees(hanh, "Chưa ghi người lớn chịu trách nhiệm"))
        await lan.says("cô Mai")
        await lan.until(lambda: sees(lan, "Cảm ơn bạn. Có việc gì, ban tổ chức biết hỏi cô Mai"))
        town.passes(minutes=1)
        await lan.taps("👤 Ai chịu trách nhiệm")
        await lan.until(lambda: sum("Người lớn nào chịu trách nhiệm cho bé" in m.text for m in lan.chat) == 2)
        await lan.says("bác Tư")
        await lan.until(lambda: sees(lan, "biết hỏi bác Tư"))
        town.passes(minutes=1)
        await hanh.taps("VE-")
        await hanh.until(lambda: sees(hanh, "Người lớn chịu trách nhiệm: bác Tư"))
