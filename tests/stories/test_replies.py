"""Ready sentences: two taps and a look send one; a slip sends nothing; they go the way that typed words go."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from domain.people import Audience, Role
from sandbox import Phone
from storage.database import Database
from storage.tables import JournalRow
from tests.stories.test_desk import card, taken
from tests.town import Town, a_town, sees

ADULT, CHILD = "tôi là cán bộ đang lo việc này", "cô chú đã đọc tin của em"


def newest(phone: Phone, label: str):
    """The newest message with this button."""
    return next((m for m in reversed(phone.chat) if m.button(label)), None)


async def chooses(hanh: Phone, title: str):
    """From the card of the case to the sentence in full; gives its message."""
    await hanh.taps("Câu mẫu", message=card(hanh))
    await hanh.until(lambda: newest(hanh, "Xem thêm"))
    if newest(hanh, title) is None:
        await hanh.taps("Xem thêm")
        await hanh.until(lambda: newest(hanh, title))
    await hanh.taps(title)
    await hanh.until(lambda: newest(hanh, "Gửi cho người báo"))
    return newest(hanh, "Gửi cho người báo")


async def test_a_ready_sentence_is_read_before_it_goes_and_its_state_is_seen(database: Database) -> None:
    async with a_town(database) as town:
        hanh, lan = await taken(town)
        preview = await chooses(hanh, "Chào, đã đọc tin")
        assert ADULT in preview.text and "Chưa gửi" in preview.text and preview.protected
        assert not sees(lan, ADULT)
        await hanh.taps("Gửi cho người báo")
        await lan.until(lambda: sees(lan, ADULT))
        await hanh.until(lambda: sees(hanh, "Đã gửi"))
        assert not sees(hanh, ADULT), "the preview says only which sentence it was"
        await hanh.taps("Rút lại")
        await lan.until(lambda: not sees(lan, ADULT))
        async with town.app.database.reading() as tx:
            lines = (await tx.execute(select(JournalRow).where(JournalRow.verb == "wrote"))).scalars().all()
        assert [line.facts for line in lines] == [{"reply": "first"}]


async def test_a_child_is_spoken_to_as_a_child_and_the_officer_can_choose_the_other_voice(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        ti = await town.resident("Tí", "bo-de")
        await town.app.services.people.choose_audience(await town.app.services.people.meet(ti.id), Audience.CHILD)
        await ti.says("bố đánh em")
        await hanh.until(lambda: sees(hanh, "KHẨN"))
        await hanh.taps("Tôi nhận")
        await hanh.until(lambda: card(hanh) is not None)
        preview = await chooses(hanh, "Chào, đã đọc tin")
        assert CHILD in preview.text
        await hanh.taps("người lớn (bạn)")
        await hanh.until(lambda: ADULT in preview.text)
        await hanh.taps("trẻ (em)")
        await hanh.until(lambda: CHILD in preview.text)
        await hanh.taps("Gửi cho người báo")
        await ti.until(lambda: sees(ti, CHILD))


async def test_the_list_has_pages_and_stays_one_message(database: Database) -> None:
    async with a_town(database) as town:
        hanh, _ = await taken(town)
        await hanh.taps("Câu mẫu", message=card(hanh))
        await hanh.until(lambda: newest(hanh, "Xem thêm"))
        listed = newest(hanh, "Xem thêm")
        for tapped, shown in (
            ("Xem thêm", "Sắp kết thúc"),
            ("Trang trước", "Chào, đã đọc tin"),
            ("Chào, đã đọc tin", "Chọn câu khác"),
            ("Chọn câu khác", "Chào, đã đọc tin"),
        ):
            await hanh.taps(tapped)
            await hanh.until(lambda shown=shown: listed.button(shown))
        assert sum(m.button("Chào, đã đọc tin") is not None for m in hanh.chat) == 1


async def test_a_double_tap_sends_once(database: Database) -> None:
    async with a_town(database) as town:
        hanh, lan = await taken(town)
        preview = await chooses(hanh, "Bây giờ có an toàn không?")
        data = preview.button("Gửi cho người báo")["callback_data"]
        await hanh.presses(data, preview)
        town.passes(seconds=20)
        assert "không gửi thêm" in await hanh.presses(data, preview)
        await hanh.until(lambda: sees(hanh, "Đã gửi"))
        assert sum("chỗ an toàn không" in m.text for m in lan.chat) == 1


async def test_a_sender_who_blocked_the_bot_is_told_to_the_officer(database: Database) -> None:
    async with a_town(database) as town:
        hanh, lan = await taken(town)
        await lan.blocks()
        await chooses(hanh, "Đang gọi điện")
        await hanh.taps("Gửi cho người báo")
        await hanh.until(lambda: sees(hanh, "chưa gửi được", "người báo đã chặn bot"))


async def test_what_was_sent_leaves_the_phone_with_the_case(database: Database) -> None:
    async with a_town(database) as town:
        hanh, lan = await taken(town)
        await chooses(hanh, "Sắp kết thúc")
        await hanh.taps("Gửi cho người báo")
        await lan.until(lambda: sees(lan, "sắp kết thúc việc này"))
        await hanh.until(lambda: sees(hanh, "Đã gửi"))
        assert sees(hanh, "“Sắp kết thúc”")
        await hanh.taps("Kết thúc", message=card(hanh))
        await hanh.taps("Đã kiểm tra")
        await hanh.until(lambda: not sees(hanh, "“Sắp kết thúc”"))


async def _forged(town: Town, hanh: Phone, lan: Phone, data: str) -> str:
    before, hers = len(lan.chat), len(hanh.chat)
    toast = await hanh.presses(data, card(hanh))
    assert (len(lan.chat), len(hanh.chat)) == (before, hers), "nothing is sent, nothing is shown"
    return toast


FORGED = [
    ("1|cx|1|first|0|000000", "vừa được sửa lại"),
    ("1|cx|1|no-such|0|000000", "không còn nữa"),
    ("1|cp|1|no-such|", "không còn nữa"),
    ("1|cx|99|first|0|{mark}", "không phải của bạn"),
    ("1|cp|99|first|", "không phải của bạn"),
    ("1|cr|99|", "không phải của bạn"),
    ("1|cx|1|first|x|000000", "/start"),
]


async def test_a_forged_button_sends_nothing(database: Database) -> None:
    async with a_town(database) as town:
        hanh, lan = await taken(town)
        preview = await chooses(hanh, "Chào, đã đọc tin")
        mark = preview.button("Gửi cho người báo")["callback_data"].rpartition("|")[2]
        for data, said in FORGED:
            toast = await _forged(town, hanh, lan, data.format(mark=mark))
            assert said in toast, data
            town.passes(seconds=5)
        stranger = await town.resident("Tí")
        await stranger.says("/trogiup")
        await stranger.until(lambda: any(m.from_bot for m in stranger.chat))
        for data in ("1|cr|1|", "1|cp|1|first|", f"1|cx|1|first|0|{mark}"):
            assert "dành cho cán bộ" in await stranger.presses(data, stranger.chat[-1])
        assert not sees(lan, ADULT)


@pytest.mark.parametrize("after", ["close", "hand over"])
async def test_a_preview_that_was_left_lying_sends_nothing_any_more(database: Database, after: str) -> None:
    async with a_town(database) as town:
        minh = await town.staff("Minh", Role.COORDINATOR)
        hanh, lan = await taken(town)
        preview = await chooses(hanh, "Chào, đã đọc tin")
        if after == "close":
            await hanh.taps("Kết thúc", message=card(hanh))
            await hanh.taps("Đã kiểm tra")
            await hanh.until(lambda: sees(hanh, "đã kết thúc"))
        else:
            await hanh.taps("Chuyển", message=card(hanh))
            await hanh.until(lambda: hanh.chat[-1].button("Minh"))
            await hanh.taps("Minh")
            await minh.until(lambda: any(m.button("Tôi nhận lời") for m in minh.chat))
            await minh.taps("Tôi nhận lời")
            await hanh.until(lambda: "Minh phụ trách" in card(hanh).text)
        assert "không" in await hanh.taps("Gửi cho người báo", message=preview)
        assert not sees(lan, ADULT)
