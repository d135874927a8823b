"""*Ai gửi?*: who a sender is comes behind a reason, to one private chat, and leaves it again."""

from __future__ import annotations

from sqlalchemy import select

from domain.people import Role
from sandbox import Phone
from storage.database import Database
from storage.tables import CaseRow, JournalRow
from tests.town import Town, a_town, sees

KNOWN = "theo những gì bot biết"


async def taken(town: Town) -> tuple[Phone, Phone]:
    """Lan cried for help and Hạnh has the case."""
    hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
    lan = await town.resident("Lan", "bo-de")
    lan.username = "lan_bo_de"
    await lan.says("bố đánh em")
    await hanh.until(lambda: sees(hanh, "KHẨN"))
    await hanh.taps("Tôi nhận")
    await hanh.until(lambda: sees(hanh, "bố đánh em") and sees(hanh, "Tình trạng"))
    town.passes(minutes=1)
    return hanh, lan


async def lines(town: Town, verb: str) -> list[JournalRow]:
    async with town.app.database.reading() as tx:
        return list((await tx.execute(select(JournalRow).where(JournalRow.verb == verb))).scalars())


def shown(phone: Phone):
    return next((m for m in phone.chat if m.from_bot and KNOWN in m.text), None)


async def test_the_holder_gives_a_reason_sees_what_the_bot_knows_and_loses_it_at_the_end(database: Database) -> None:
    async with a_town(database) as town:
        hanh, lan = await taken(town)
        before = len(lan.chat)
        await hanh.taps("Ai gửi?")
        await hanh.until(lambda: sees(hanh, "vì sao cần biết", "nhật ký"))
        assert shown(hanh) is None, "never without a reason"
        await hanh.taps("Cần đến tận nơi")
        await hanh.until(lambda: shown(hanh) is not None)
        words = shown(hanh).text
        assert "(tự đặt): Lan" in words and "@lan_bo_de" in words and "phường đã chọn: phường Bồ Đề" in words
        assert "số điện thoại: chưa chia sẻ" in words and "tự giới thiệu là: chưa cho biết" in words
        assert "Bot không biết: tên thật, địa chỉ" in words and shown(hanh).protected
        (line,) = await lines(town, "identity_read")
        assert line.facts == {"reason": "reach"} and line.staff_id is not None and line.case_id == 1
        assert len(lan.chat) == before, "the sender is not told"
        town.passes(seconds=30)
        await hanh.taps("Kết thúc")
        await hanh.taps("Đã kiểm tra")
        await hanh.until(lambda: shown(hanh) is None)


async def test_a_reason_in_ones_own_words_is_no_cry_and_never_stands_in_the_journal(database: Database) -> None:
    async with a_town(database) as town:
        hanh, lan = await taken(town)
        await lan.sends("contact")
        await hanh.until(lambda: sees(hanh, "+8490"))
        town.passes(seconds=30)
        await hanh.taps("Ai gửi?")
        await hanh.until(lambda: sees(hanh, "vì sao cần biết"))
        await hanh.taps("Lý do khác")
        await hanh.until(lambda: sees(hanh, "viết lý do ngay"))
        town.passes(seconds=30)
        typed = await hanh.says("bố đang đánh cháu, phải tới nhà ngay")
        await hanh.until(lambda: shown(hanh) is not None)
        assert "+8490" in shown(hanh).text
        (line,) = await lines(town, "identity_read")
        assert set(line.facts) == {"reason", "entry"} and line.facts["reason"] == "other"
        async with town.app.database.reading() as tx:
            assert len((await tx.execute(select(CaseRow))).scalars().all()) == 1, "no case of the officer's own"
        assert not sees(lan, "phải tới nhà ngay")
        town.passes(seconds=30)
        await hanh.taps("Kết thúc")
        await hanh.taps("Đã kiểm tra")
        await hanh.until(lambda: shown(hanh) is None and typed not in hanh.chat)


async def test_a_coordinator_may_ask_and_keeps_it_while_the_case_is_a_colleagues(database: Database) -> None:
    async with a_town(database) as town:
        minh = await town.staff("Minh", Role.COORDINATOR)
        hanh, lan = await taken(town)
        await minh.says("/vuviec")
        await minh.until(lambda: any(m.button("LB-") for m in minh.chat))
        await minh.taps("LB-")
        await minh.until(lambda: any(m.button("Ai gửi?") for m in minh.chat))
        await minh.taps("Ai gửi?")
        await minh.until(lambda: sees(minh, "vì sao cần biết"))
        await minh.taps("đã từng báo")
        await minh.until(lambda: shown(minh) is not None)
        town.passes(seconds=30)
        await hanh.taps("Ghi chú")
        await hanh.says("đã gọi trường")
        await hanh.until(lambda: sees(hanh, "Đã ghi chú"))
        assert shown(minh) is not None and not sees(minh, "đã gọi trường")
        await hanh.taps("Kết thúc")
        await hanh.taps("Đã kiểm tra")
        await minh.until(lambda: shown(minh) is None)
        assert not sees(lan, "Minh")


async def test_others_get_one_kind_sentence_and_leave_a_line(database: Database) -> None:
    async with a_town(database) as town:
        thu = await town.staff("Thu", Role.OFFICER, "phuc-loi")
        hanh, _ = await taken(town)
        for data in ("1|wh|1", "1|wr|1|reach", "1|wr|1|other", "1|wr|999|reach"):
            assert "chỉ cán bộ của phường này" in await thu.presses(data, thu.chat[-1])
        assert "đã cũ" in await hanh.presses("1|wr|1|gossip", hanh.chat[-1])
        refused = [line for line in await lines(town, "refused") if line.facts == {"asked": "identity"}]
        assert len(refused) == 4 and await lines(town, "identity_read") == []
        stranger = await town.resident("Tí")
        assert "dành cho cán bộ" in await stranger.presses("1|wr|1|reach", hanh.chat[-1])
        town.passes(seconds=30)
        await hanh.taps("Kết thúc")
        await hanh.taps("Đã kiểm tra")
        await hanh.until(lambda: sees(hanh, "đã kết thúc"))
        assert "đã kết thúc" in await hanh.presses("1|wr|1|reach", hanh.chat[-1])
        assert shown(thu) is None and shown(hanh) is None
