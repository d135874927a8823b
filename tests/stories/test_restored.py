"""The disk dies: what a backup held comes back on another database, nobody who was deleted does, nobody hears twice."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

from domain.people import Role
from services.clock import Clock
from storage.database import Database
from storage.erasures import BEGUN, Erasures, Remembered
from tests.bot.house import address, free_port, stamp, treem
from tests.databases import SECRET
from tests.stories.test_own_data import screen
from tests.stories.test_signups import asks_to_come, parent_agrees
from tests.town import a_town, sees

A_MINUTE = timedelta(minutes=1)


def kept_in(file: Path) -> Remembered:
    """What the file that remembers deletions says."""
    found = Erasures(file).read()
    assert found is not None
    return found


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
        Erasures(town.settings.erasures()).vouch(Clock().now() + timedelta(hours=1))  # as it does each hour
        on = {"data_keys": SECRET, "erased_file": town.settings.erased_file, "listen": f"127.0.0.1:{free_port()}"}
        made = await treem(tmp_path, "backup", "--to", "b.treem", database_url=address(database), **on)
        assert (made.code, made.err) == (0, ""), made

        await screen(mai, "/xoa", "không lấy lại")
        await mai.taps("Đồng ý xoá")
        await mai.until(lambda: sees(mai, "Đã xoá"))
        remembered = town.settings.erasures().read_text()
        assert remembered.startswith(BEGUN) and str(mai.id) not in remembered
        assert len(kept_in(town.settings.erasures()).erased) == 1
        before = {phone: len(phone.chat) for phone in (hanh, na, lan, mai, quynh)}

        await town.app.stop()  # and its disk is gone
        back = await treem(tmp_path, "restore", "b.treem", database_url=address(elsewhere), **on)
        assert (back.code, back.err) == (0, ""), back
        assert "Deleted again, as they had asked with /xoa: 1." in back.out
        assert "ring from the start: 1." in back.out
        await town.moves_to(elsewhere)

        await hanh.until(lambda: any("KHẨN" in m.text for m in hanh.chat[before[hanh] :]))
        alert = next(m for m in reversed(hanh.chat) if "KHẨN" in m.text)
        await hanh.taps("Tôi nhận", message=alert)
        await hanh.until(lambda: any(m.button("Nhắn lại") for m in hanh.chat))
        for phone in (na, lan, mai):
            assert len(phone.chat) == before[phone], "nobody hears anything twice"
        assert "Lượt đăng ký chưa diễn ra: 1" in await screen(na, "/dulieu", "Lượt đăng ký")
        gone = await screen(mai, "/dulieu", "Lượt đăng ký chưa diễn ra: 0")
        assert "chưa chọn" in gone and "Tôm" not in gone


async def test_an_alert_of_the_time_that_was_lost_takes_nobody_elses_case(
    database: Database, elsewhere: Database, tmp_path: Path
) -> None:
    await stamp(database)
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        on = {"data_keys": SECRET, "erased_file": town.settings.erased_file, "listen": f"127.0.0.1:{free_port()}"}
        await treem(tmp_path, "backup", "--to", "b.treem", database_url=address(database), **on)
        hoa, tu = await town.resident("Hoa", "bo-de"), await town.resident("Tú", "bo-de")
        await hoa.says("cứu con tôi với")
        await hanh.until(lambda: sees(hanh, "KHẨN"))
        lost = next(m for m in hanh.chat if "KHẨN" in m.text)
        await town.app.stop()
        back = await treem(tmp_path, "restore", "b.treem", database_url=address(elsewhere), **on)
        assert back.code == 0, back
        town.passes(seconds=2)  # Telegram counts whole ones
        await town.moves_to(elsewhere)
        await tu.says("cứu con tôi với")
        await hanh.until(lambda: [m for m in hanh.chat if "KHẨN" in m.text][1:])
        new = next(m for m in reversed(hanh.chat) if "KHẨN" in m.text)
        numbers = {m.button("Tôi nhận")["callback_data"] for m in (lost, new)}  # type: ignore[index]
        assert len(numbers) == 1, "its number is another child's now"
        assert "vụ việc lúc đó không còn" in await hanh.taps("Tôi nhận", message=lost)
        assert not sees(tu, "nhận lúc")
        await hanh.taps("Tôi nhận", message=new)
        await tu.until(lambda: sees(tu, "nhận lúc"))
        below = next(m for m in reversed(hoa.chat) if m.button("Thoát nhanh"))
        await hoa.taps("Thoát nhanh", message=below)
        await hoa.until(lambda: sees(hoa, "có thể vẫn còn ở đây: bạn tự xoá cả cuộc trò chuyện"))
        assert any(m.text == "cứu con tôi với" for m in hoa.chat), "its number is lost, and that is what is said"
        assert not sees(hoa, "gọn gàng") and below not in hoa.chat


async def test_a_deletion_that_cannot_be_remembered_is_not_done_and_not_told_until_it_can(
    database: Database, tmp_path: Path
) -> None:
    (tmp_path / "folder").write_text("in its way")
    async with a_town(database, erased_file=str(tmp_path / "folder" / "erased")) as town:
        lan = await town.resident("Lan", "bo-de")
        await screen(lan, "/xoa", "không lấy lại")
        await lan.taps("Đồng ý xoá")
        await lan.until(lambda: sees(lan, "111"))
        assert not sees(lan, "Đã xoá")
        assert (await town.app.services.people.meet(lan.id)).ward == "bo-de"
        (tmp_path / "folder").unlink()  # the operator mends it; it was stored, and is tried again by itself
        await lan.until(lambda: sees(lan, "Đã xoá"))
        assert kept_in(tmp_path / "folder" / "erased").erased
        assert (await town.app.services.people.meet(lan.id)).ward is None


async def test_the_file_that_remembers_deletions_says_every_hour_that_it_lacks_nobody(database: Database) -> None:
    async with a_town(database) as town:
        file = Erasures(town.settings.erasures())
        for _ in range(3):
            town.passes(minutes=61)
            async with asyncio.timeout(10):
                while town.app.vitals().loops["erasures"] > A_MINUTE:
                    await asyncio.to_thread(file.read)
            assert town.clock.now() - kept_in(file.file).until < A_MINUTE
