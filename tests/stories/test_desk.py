"""The officer's desk: what they see is true, keeps itself current, and leaves their phone again."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from domain.people import Role
from sandbox import Phone
from storage.database import Database
from storage.tables import JournalRow
from tests.town import Town, a_town, sees


async def taken(town: Town, words: str = "bố đánh em") -> tuple[Phone, Phone]:
    """Lan cried for help and Hạnh has the case; the ring and the words are behind them."""
    hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
    lan = await town.resident("Lan", "bo-de")
    await lan.says(words)
    await hanh.until(lambda: sees(hanh, "KHẨN"))
    await hanh.taps("Tôi nhận")
    await hanh.until(lambda: card(hanh) is not None and sees(hanh, words))
    await lan.until(lambda: sees(lan, "nhận lúc") and sees(lan, "Thêm một câu"))
    town.passes(seconds=30)
    return hanh, lan


def card(phone: Phone):
    """The newest card of a case on this phone."""
    return next((m for m in reversed(phone.chat) if m.from_bot and "📋" in m.text and "Tình trạng" in m.text), None)


async def writes_back(hanh: Phone, words: str) -> None:
    await hanh.taps("Nhắn lại")
    await hanh.until(lambda: sees(hanh, "tin nhắn tiếp theo"))
    await hanh.says(words)


async def test_the_officer_sees_that_a_message_was_sent_or_that_the_sender_blocked_the_bot(database: Database) -> None:
    async with a_town(database) as town:
        hanh, lan = await taken(town)
        await writes_back(hanh, "Chị đang ở đây")
        await hanh.until(lambda: any(re.search(r"Đã gửi \d\d:\d\d", m.text) for m in hanh.chat))
        assert sees(lan, "Chị đang ở đây")
        town.passes(seconds=30)
        await lan.blocks()
        await writes_back(hanh, "Em còn đó không?")
        await hanh.until(lambda: sees(hanh, "chưa gửi được", "người báo đã chặn bot"))
        assert sum("Đã gửi" in m.text for m in hanh.chat) == 1


async def test_until_telegram_took_it_the_officer_reads_that_it_is_on_its_way(database: Database) -> None:
    async with a_town(database) as town:
        hanh, lan = await taken(town)
        town.sandbox.limits.send(lan.id, 8)  # Telegram takes nothing for this chat for a while
        await writes_back(hanh, "Chị đang ở đây")
        await hanh.until(lambda: sees(hanh, "đang gửi tới người báo"))
        assert not sees(hanh, "Đã gửi") and not sees(lan, "Chị đang ở đây")
        await hanh.until(lambda: any("Too Many" in why for _, why in town.sandbox.errors))
        for _ in range(3):
            town.passes(seconds=40)
        await hanh.until(lambda: sees(hanh, "Đã gửi") and not sees(hanh, "đang gửi tới người báo"), timeout=15)


KINDS = ("photo", "video", "voice", "video_note", "audio", "animation", "document", "sticker", "location", "contact")


@pytest.mark.long
async def test_every_kind_of_message_is_passed_on_both_ways_opens_on_a_tap_and_leaves_the_phone(
    database: Database,
) -> None:
    async with a_town(database) as town:
        hanh, lan = await taken(town)
        for kind in KINDS:
            await hanh.taps("Nhắn lại")
            await hanh.sends(kind)
            await lan.until(lambda kind=kind: any(arrived(m, kind) for m in lan.chat if m.from_bot))
            await hanh.until(lambda: hanh.chat[-1].button("Rút lại") and "Đã gửi" in hanh.chat[-1].text)
            town.passes(seconds=20)
            await lan.sends(kind)
            await hanh.until(lambda: hanh.chat[-1].button("Nhắn lại") and not hanh.chat[-1].button("Rút lại"))
            if kind != "contact":
                await hanh.taps("Mở")
                await hanh.until(lambda kind=kind: any(arrived(m, kind) and m.protected for m in hanh.chat))
            town.passes(seconds=20)
        assert not any(m.kind in KINDS and not m.protected for m in hanh.chat if m.from_bot)
        await hanh.taps("Kết thúc")
        await hanh.taps("Đã kiểm tra")
        await hanh.until(lambda: not any(arrived(m, kind) for kind in KINDS for m in hanh.chat))
        assert not sees(hanh, "bố đánh em")


def arrived(message, kind: str) -> bool:
    """A contact is passed on as its number, the rest as what it is."""
    return "+8490" in message.text if kind == "contact" else message.kind == kind


async def test_what_the_bot_cannot_pass_on_is_said_and_nothing_is_sent(database: Database) -> None:
    async with a_town(database) as town:
        hanh, lan = await taken(town)
        await hanh.taps("Nhắn lại")
        before = len(lan.chat)
        hanh._arrive(hanh, "dice", {"dice": {"emoji": "🎲", "value": 3}})
        await hanh.until(lambda: sees(hanh, "Chưa gửi gì"))
        assert len(lan.chat) == before


async def test_the_card_of_a_case_keeps_itself_current_and_is_not_sent_anew(database: Database) -> None:
    async with a_town(database) as town:
        hanh, lan = await taken(town)
        first = card(hanh)
        asked = {
            "bác sĩ": "Không",
            "ở gần": "Có",
            "có an toàn": "Có",
            "Có ai khác xem": "Không",
            "phường nào": "Phúc Lợi",
        }
        for question, answer in asked.items():
            await lan.until(lambda question=question: sees(lan, question))
            await lan.taps(answer)
            town.passes(seconds=20)
        await hanh.until(lambda: "người đó đang ở gần" in card(hanh).text and "phường Phúc Lợi" in card(hanh).text)
        assert card(hanh).id == first.id and sum("Tình trạng" in m.text for m in hanh.chat) == 1
        edits = sum(name == "editMessageText" and p["message_id"] == first.id for name, p in town.sandbox.calls)
        assert 1 <= edits <= len(asked), "one edit a step at most"
        await hanh.taps("Kết thúc")
        await hanh.taps("Đã kiểm tra")
        await hanh.until(lambda: "đã kết thúc" in card(hanh).text and "ở gần" not in card(hanh).text)
        assert card(hanh).buttons == []


async def test_a_colleague_who_looks_sees_who_took_it_and_never_what_the_sender_answered(database: Database) -> None:
    async with a_town(database) as town:
        minh = await town.staff("Minh", Role.COORDINATOR)
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        lan = await town.resident("Lan", "bo-de")
        await lan.says("cứu em với")
        await hanh.until(lambda: sees(hanh, "KHẨN"))
        await minh.says("/vuviec")
        await minh.until(lambda: any(m.button("LB-") for m in minh.chat))
        await minh.taps("LB-")
        await minh.until(lambda: "chưa có ai nhận" in card(minh).text)
        await hanh.taps("Tôi nhận")
        await minh.until(lambda: "Hạnh phụ trách" in card(minh).text)
        assert card(minh).button("Tôi nhận") is None
        await lan.until(lambda: sees(lan, "bác sĩ"))
        town.passes(seconds=20)
        await lan.taps("Có")
        await hanh.until(lambda: "bác sĩ" in card(hanh).text)
        assert "bác sĩ" not in card(minh).text


async def test_what_is_older_than_48_hours_is_emptied_or_said_honestly(database: Database) -> None:
    async with a_town(database) as town:
        hanh, lan = await taken(town)
        await lan.sends("photo")
        await hanh.until(lambda: hanh.chat[-1].button("Mở"))
        await hanh.taps("Mở")
        await hanh.until(lambda: hanh.chat[-1].kind == "photo")
        await writes_back(hanh, "Chị đọc được rồi")
        await hanh.until(lambda: sees(hanh, "Đã gửi"))
        town.passes(hours=50)
        await hanh.taps("Kết thúc")
        await hanh.taps("Đã kiểm tra")
        await hanh.until(lambda: sees(hanh, "còn 2 tin cũ hơn 48 giờ"))
        await hanh.until(lambda: not sees(hanh, "bố đánh em"))
        assert sees(hanh, "nội dung tin này đã được bỏ đi")


async def test_a_handed_over_case_leaves_the_first_phone_and_its_notes_reach_the_next_holder(
    database: Database,
) -> None:
    async with a_town(database) as town:
        minh = await town.staff("Minh", Role.COORDINATOR)
        hanh, lan = await taken(town)
        await hanh.taps("Ghi chú")
        await hanh.until(lambda: sees(hanh, "viết ghi chú"))
        await hanh.says("Đã gọi trường, cô giáo đang ở cạnh em")
        await hanh.until(lambda: sees(hanh, "Đã ghi chú"))
        town.passes(seconds=60)
        await hanh.taps("Chuyển")
        await hanh.until(lambda: hanh.chat[-1].button("Minh"))
        await hanh.taps("Minh")
        await minh.until(lambda: sees(minh, "LB-"))
        await minh.taps("Tôi nhận lời")
        await minh.until(lambda: sees(minh, "bố đánh em") and sees(minh, "ghi chú của Hạnh", "cô giáo đang ở cạnh"))
        await hanh.until(lambda: not any("bố đánh em" in m.text or "cô giáo" in m.text for m in hanh.chat))
        await hanh.until(lambda: "Minh phụ trách" in card(hanh).text)
        assert not sees(lan, "cô giáo")


async def test_one_message_can_be_taken_back_from_the_sender(database: Database) -> None:
    async with a_town(database) as town:
        hanh, lan = await taken(town)
        await writes_back(hanh, "Nhầm người rồi")
        await hanh.until(lambda: sees(hanh, "Đã gửi"))
        await hanh.taps("Rút lại")
        await lan.until(lambda: not sees(lan, "Nhầm người"))
        await hanh.until(lambda: sees(hanh, "đã rút lại lúc"))
        assert not hanh.chat[-1].button("Rút lại")
        town.passes(seconds=60)
        await writes_back(hanh, "Tin cũ")
        await hanh.until(lambda: sees(hanh, "Đã gửi"))
        town.passes(hours=50)
        toast = await hanh.taps("Rút lại")
        assert "48 giờ" in toast and sees(lan, "Tin cũ")


async def test_a_sensitive_picture_goes_with_every_copy_on_the_phone(database: Database) -> None:
    async with a_town(database) as town:
        hanh, lan = await taken(town)
        await lan.sends("video_note")
        await hanh.until(lambda: hanh.chat[-1].button("Mở"))
        shown = hanh.chat[-1]
        for _ in range(2):
            town.passes(seconds=20)
            await hanh.taps("Mở", message=shown)
        await hanh.until(lambda: sum(m.kind == "video_note" for m in hanh.chat) == 2)
        town.passes(seconds=20)
        await hanh.taps("nhạy cảm")
        await hanh.until(lambda: not any(m.kind == "video_note" for m in hanh.chat) and sees(hanh, "113", "Điều 31"))
        assert "không còn" in await hanh.taps("Mở", message=shown)


async def test_a_sensitive_picture_goes_from_every_change_of_its_message_and_the_words_stay(database: Database) -> None:
    async with a_town(database) as town:
        hanh, lan = await taken(town)
        picture = await lan.sends("photo", "chú bắt em gửi")
        await hanh.until(lambda: sees(hanh, "chú bắt em gửi"))
        await lan.edits(picture, "chú bắt em gửi ảnh")
        await hanh.until(lambda: sees(hanh, "chú bắt em gửi ảnh"))
        first, changed = [m for m in hanh.chat if "chú bắt em gửi" in m.text]
        await hanh.taps("Mở", message=first)
        await hanh.until(lambda: any(m.button("nhạy cảm") for m in hanh.chat))
        town.passes(seconds=30)
        await hanh.taps("nhạy cảm")
        await hanh.until(lambda: sees(hanh, "Điều 31"))
        assert "không còn" in await hanh.taps("Mở", message=changed)
        await lan.edits(picture, "chú bắt em gửi hai ảnh")
        await hanh.until(lambda: sees(hanh, "hai ảnh"))
        assert not next(m for m in hanh.chat if "hai ảnh" in m.text).button("Mở")
        seen = len(hanh.chat)
        await hanh.taps("Đọc lại")
        await hanh.until(lambda: any("chú bắt em gửi" in m.text and "ảnh" not in m.text for m in hanh.chat[seen:]))


async def test_a_lost_phone_is_one_command(database: Database) -> None:
    async with a_town(database) as town:
        minh = await town.staff("Minh", Role.COORDINATOR)
        hanh, lan = await taken(town)
        old = card(hanh)
        await minh.says("/matmay")
        await minh.until(lambda: any(m.button("Hạnh") for m in minh.chat))
        await minh.taps("Hạnh")
        await minh.until(lambda: any(m.button("mất máy") for m in minh.chat))
        await minh.taps("Đúng, mất máy")
        await minh.until(lambda: sees(minh, "KHẨN"))
        await hanh.until(lambda: not any("LB-" in m.text or "bố đánh em" in m.text for m in hanh.chat))
        assert "dành cho cán bộ" in await hanh.presses("1|rc|1", old)
        town.passes(seconds=30)
        await lan.says("bố lại đánh em")
        await minh.taps("Tôi nhận")
        await minh.until(lambda: sees(minh, "bố lại đánh em"))
        assert not sees(hanh, "bố lại đánh em")


STAFF_BUTTONS = ("tk", "oc", "rc", "rp", "ho", "ac", "dc", "fa", "cc", "nt", "md", "st", "lp", "pi", "lm", "sp", "wh")


async def test_a_resident_pressing_any_old_staff_button_gets_one_sentence_and_leaves_a_line(database: Database) -> None:
    async with a_town(database) as town:
        hanh, _ = await taken(town)
        standing = card(hanh)
        stranger = await town.resident("Tí")
        await stranger.says("/trogiup")
        await stranger.until(lambda: any(m.from_bot for m in stranger.chat))
        seen = len(stranger.chat)
        for verb in STAFF_BUTTONS:
            assert await stranger.presses(f"1|{verb}|1", stranger.chat[-1]), verb
        assert len(stranger.chat) == seen, "nothing is shown"
        assert card(hanh).id == standing.id and sees(hanh, "bố đánh em")
        async with town.app.database.reading() as tx:
            lines = (await tx.execute(select(JournalRow).where(JournalRow.verb == "turned_away"))).scalars().all()
        assert len(lines) == len(STAFF_BUTTONS)
