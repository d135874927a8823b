"""Seats held back: staff keep some for one family in the chat, and nobody else ever sees that there were any."""

from __future__ import annotations

import re
from dataclasses import replace

from domain.people import Role
from sandbox import Phone
from storage.database import Database
from tests.stories.test_signups import link_on, opens
from tests.stories.test_waiting import a_mother, cancels, waits
from tests.town import Town, a_town, sees

TITLE = "Vui Tết Trung thu"
BETRAYS = ("giữ riêng", "giữ lại", "hoàn cảnh", "đặc biệt")


async def fills_in(phone: Phone, town: Town) -> None:
    """One child under 7, nothing else said, and the yes."""
    await phone.taps("Đăng ký")
    await phone.until(lambda: phone.chat[-1].button("Dưới 7"))
    assert not sees(phone, "Hiện không đủ chỗ trống")
    for tap, then in (("Dưới 7", "Bỏ qua"), ("Bỏ qua", "Bỏ qua"), ("Bỏ qua", "Đủ rồi"), ("Đủ rồi", "Đồng ý")):
        before = phone.chat[-1].id
        await phone.taps(tap)
        await phone.until(lambda then=then, before=before: phone.chat[-1].id != before and phone.chat[-1].button(then))
        town.passes(minutes=1)
    await phone.taps("Đồng ý")
    await phone.until(lambda: sees(phone, "bạn đã đăng ký xong", "VE-"))


async def test_a_family_comes_on_a_seat_held_back_and_nobody_can_tell(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.EDITOR)
        made = await town.event(TITLE, seats=4)
        services = town.app.services
        await services.events.change(None, made.id, replace(made, quota=2))
        mai, thu, bac, na = [await a_mother(town, name) for name in ("Mai", "Thu", "Bắc", "Na")]

        await hanh.says("/soansukien")
        await hanh.until(lambda: any(m.button(TITLE) for m in hanh.chat))
        await hanh.taps(TITLE)
        await hanh.until(lambda: any(m.button("Chỗ giữ riêng") for m in hanh.chat))
        await hanh.taps("Chỗ giữ riêng")
        await hanh.until(lambda: sees(hanh, "Có 2 chỗ · đã nhận 0 · còn 2"))
        town.passes(minutes=1)
        screen = next(m for m in reversed(hanh.chat) if m.button("Giữ chỗ cho một gia đình"))
        tap = screen.button("Giữ chỗ cho một gia đình")["callback_data"]
        for many in (1, 2):  # a second tap of the same screen shows the same link once more
            await hanh.presses(tap, screen)
            await hanh.until(lambda many=many: sum("start=thamgia_" in m.text for m in hanh.chat) == many)
        links = {re.search(r"start=(\S+)", m.text)[1] for m in hanh.chat if "start=thamgia_" in m.text}
        assert len(links) == 1, "one screen, one keeping"
        first = link_on(hanh)
        await hanh.until(lambda: sees(hanh, "dùng được một lần") and sees(hanh, "Có 2 chỗ · đã nhận 0 · còn 0"))
        assert not any(m.button("Giữ chỗ cho một gia đình") for m in hanh.chat), "there are none left"
        town.passes(minutes=1)
        await hanh.taps("Chỗ giữ riêng", message=hanh.messages[-1])
        await hanh.until(lambda: sees(hanh, "Còn 1 lời mời chưa có gia đình nào dùng"))
        await hanh.taps("Thu lại lời mời")
        await hanh.until(lambda: sees(hanh, "Có 2 chỗ · đã nhận 0 · còn 2"))
        await mai.starts(first)
        await mai.until(lambda: sees(mai, "đã dùng rồi hoặc không còn hiệu lực"))
        town.passes(minutes=1)
        await hanh.taps("Giữ chỗ cho một gia đình")
        await hanh.until(lambda: link_on(hanh) != first)
        link = link_on(hanh)

        # she signs up like everybody; her link is used then
        town.passes(minutes=1)
        await mai.starts(link)
        await mai.until(lambda: sees(mai, "Mời gia đình bạn tham gia", TITLE))
        await fills_in(mai, town)
        await na.starts(link)
        await na.until(lambda: sees(na, "đã dùng rồi hoặc không còn hiệu lực"))

        # what others see has not moved; they take those seats, and the next one waits
        await opens(thu, TITLE)
        assert sees(thu, "Còn 2 trên 2 chỗ")
        await fills_in(thu, town)
        await waits(bac, town, 1)
        town.passes(minutes=1)
        await na.says("/sukien")
        await na.until(lambda: any(m.button(TITLE) for m in na.chat))
        await na.taps(TITLE)
        await na.until(lambda: sees(na, "tổng cộng 2 chỗ", "đang chờ: 1"))
        await mai.says("/dulieu")
        await mai.until(lambda: sees(mai, "Bot đang giữ"))
        everything = " ".join(m.text for phone in (mai, thu, bac, na) for m in phone.chat if m.from_bot).lower()
        assert not [word for word in BETRAYS if word in everything]

        # staff see it, in numbers alone; it cannot be taken away under the family
        await hanh.taps("Chỗ giữ riêng")
        await hanh.until(lambda: sees(hanh, "Có 2 chỗ · đã nhận 2 · còn 0"))

        # it goes back to those held back, not to the list
        town.passes(minutes=1)
        await cancels(mai)
        town.passes(minutes=1)
        assert sees(hanh, "đã nhận 2 · còn 0"), "it stands there; a card that changes shows the newest"
        await hanh.taps("Quay lại")
        await hanh.until(lambda: not sees(hanh, "đã nhận 2 · còn 0"))
        await hanh.taps("Chỗ giữ riêng")
        await hanh.until(lambda: not sees(hanh, "đã nhận 2") and sees(hanh, "đã nhận 0 · còn 2"))
        assert not sees(bac, "chỗ trống cho gia đình bạn")
