"""/baocao: how long it took until somebody answered, for those who look after it."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from domain.people import Role
from domain.working_time import HANOI
from storage.database import Database
from tests.town import a_town, sees


async def test_the_coordinator_sees_real_alerts_and_drills_apart_and_nobody_else_does(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        minh = await town.staff("Minh", Role.COORDINATOR)
        lan = await town.resident("Lan", "bo-de")
        await lan.says("cứu con tôi")
        await hanh.until(lambda: sees(hanh, "KHẨN"))
        town.passes(minutes=2)
        await hanh.taps("Tôi nhận")
        await minh.says("/baocao")
        await minh.until(lambda: sees(minh, "Bồ Đề: việc thật 2 phút", "(1 trên 1); diễn tập không có"))
        assert not sees(minh, "📊", "Hạnh")
        for phone in (hanh, lan):
            await phone.says("/baocao")
            await phone.until(lambda phone=phone: sees(phone, "chỉ dành cho cán bộ"))


async def test_the_coordinator_enters_how_many_children_live_there_and_gets_message_chart_and_spreadsheet(
    database: Database,
) -> None:
    async with a_town(database) as town:
        await town.event("Vui Tết Trung thu", ward="bo-de", days=0)
        minh = await town.staff("Minh", Role.COORDINATOR)
        await minh.says("/baocao")
        await minh.until(lambda: any(m.button("Trẻ tham gia sự kiện") for m in minh.chat))
        await minh.taps("Trẻ tham gia sự kiện")
        await minh.until(lambda: sees(minh, "0 lượt đăng ký, 0 lượt đến"))
        await minh.taps("Số trẻ Bồ Đề")
        await minh.until(lambda: sees(minh, "Phường Bồ Đề có bao nhiêu trẻ"))
        await minh.says("12.000")
        await minh.until(lambda: sees(minh, "Bồ Đề: 0 %"))
        await minh.taps("Biểu đồ")
        await minh.until(lambda: any(m.kind == "photo" for m in minh.chat))
        await minh.taps("Excel")
        await minh.until(lambda: any(m.kind == "document" for m in minh.chat))


async def test_staff_count_children_on_no_list_by_tap_and_by_word_and_correct_it(database: Database) -> None:
    async with a_town(database) as town:
        while (town.clock.now() + timedelta(days=4)).astimezone(HANOI).year != town.clock.now().astimezone(HANOI).year:
            town.passes(days=1)  # the report is of one year
        event = await town.event("Chiếu phim ngoài trời", seats=None, ward="bo-de", days=1)
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        lan = await town.resident("Lan", "bo-de")
        morning = datetime.combine(event.ends_at.astimezone(HANOI).date() + timedelta(days=1), time(10, 1), HANOI)
        town.passes(seconds=(morning - town.clock.now()).total_seconds())
        await hanh.until(lambda: sees(hanh, "Chiếu phim ngoài trời đã xong", "có bao nhiêu bé đã đến"))
        await hanh.taps("Bé ngoài danh sách")
        await hanh.until(lambda: sees(hanh, "Chưa có ai đếm", "Ước chừng cũng được"))
        await hanh.taps("Dưới 7")
        await hanh.until(lambda: sees(hanh, "Có bao nhiêu bé (Dưới 7"))
        await hanh.taps("50")
        await hanh.until(lambda: sees(hanh, "• Dưới 7 tuổi: 50"))
        await hanh.taps("không rõ tuổi")
        await hanh.until(lambda: sees(hanh, "Có bao nhiêu bé (không rõ tuổi"))
        await hanh.says("120 bé")
        await hanh.until(lambda: sees(hanh, "gõ một con số"))
        await hanh.says("120")
        await hanh.until(lambda: sees(hanh, "• không rõ tuổi: 120"))
        await hanh.taps("Dưới 7")
        await hanh.until(lambda: sees(hanh, "Có bao nhiêu bé (Dưới 7"))
        await hanh.says("60")
        await hanh.until(lambda: sees(hanh, "• Dưới 7 tuổi: 60", "• không rõ tuổi: 120"))
        await hanh.taps("Kết quả điểm danh")
        await hanh.until(lambda: sees(hanh, "Đã đến: 0 trên 0", "Đếm tại chỗ", "Dưới 7 tuổi: 60"))
        await lan.presses(f"1|h1|{event.id}", hanh.chat[-1])
        await lan.presses(f"1|h3|{event.id}|any|5", hanh.chat[-1])
        minh = await town.staff("Minh", Role.COORDINATOR)
        await minh.says("/baocao")
        await minh.until(lambda: any(m.button("Trẻ tham gia sự kiện") for m in minh.chat))
        await minh.taps("Trẻ tham gia sự kiện")
        await minh.until(lambda: sees(minh, "0 lượt đăng ký, 0 lượt đến", "ngoài danh sách: 180"))
        assert not sees(lan, "Chiếu phim")
