"""The disk dies: what a backup held comes back on another database, nobody who was deleted does, nobody hears twice."""

from __future__ import annotations

from pathlib import Path

from domain.people import Role
from services.clock import Clock
from storage.database import Database
from storage.erasures import Erasures
from tests.bot.house import address, free_port, stamp, treem
from tests.databases import SECRET
from tests.stories.test_own_data import screen
from tests.stories.test_signups import asks_to_come, parent_agrees
from tests.town import a_town, sees


async def test_a_case_rings_again_sign_ups_are_there_and_a_deletion_of_yesterday_happens_again(
    database: Database, elsewhere: Database, tmp_path: Path
) -> None:
    await stamp(database)
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        await town.event("Vui Tết Trung thu", seats=4)
        na, lan, mai = [await town.resident(name, "bo-de") for name in ("Na", "Lan", "Mai")]
        await asks_to_come(na, town, "Vui Tết Trung thu", "Bống")
        await na.taps("✅ Đồng ý")
        await parent_agrees(na, lan)
        await asks_to_come(mai, town, "Vui Tết Trung thu", "Tôm")
        await mai.taps("✅ Đồng ý")
        await mai.until(lambda: sees(mai, "em muốn tham gia"))
        quynh = await town.resident("Quỳnh", "bo-de")
        await quynh.says("cứu con tôi")
        await hanh.until(lambda: sees(hanh, "KHẨN"))
        Erasures(town.settings.erasures()).begin(Clock().now())  # as `treem run` does
        on = {"data_keys": SECRET, "erased_file": town.settings.erased_file, "listen": f"127.0.0.1:{free_port()}"}
        made = await treem(tmp_path, "backup", "--to", "b.treem", database_url=address(database), **on)
        assert (made.code, made.err) == (0, ""), made

        await screen(mai, "/xoa", "không lấy lại")
        await mai.taps("Đồng ý xoá")
        await mai.until(lambda: sees(mai, "Đã xoá"))
        remembered = town.settings.erasures().read_text()
        assert len(remembered.splitlines()) == 2 and str(mai.id) not in remembered
        before = {phone: len(phone.chat) for phone in (hanh, na, lan, mai, quynh)}

        await town.app.stop()  # and its disk is gone
        back = await treem(tmp_path, "restore", "b.treem", database_url=address(elsewhere), **on)
        assert (back.code, back.err) == (0, ""), back
        assert "Deleted again, as they had asked with /xoa: 1." in back.out
        assert "ring from the start: 1." in back.out
        await town.moves_to(elsewhere)

        await hanh.until(lambda: any("KHẨN" in m.text for m in hanh.chat[before[hanh] :]))
        await hanh.taps("Tôi nhận")
        await hanh.until(lambda: any(m.button("Nhắn lại") for m in hanh.chat))
        for phone in (na, lan, mai):
            assert len(phone.chat) == before[phone], "nobody hears anything twice"
        assert "Lượt đăng ký chưa diễn ra: 1" in await screen(na, "/dulieu", "Lượt đăng ký")
        gone = await screen(mai, "/dulieu", "Lượt đăng ký chưa diễn ra: 0")
        assert "chưa chọn" in gone and "Tôm" not in gone
