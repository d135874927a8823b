"""Slips at the officer's desk: a message changed afterwards, an album, words without an address. Nobody believes that
something reached the sender when it did not, and no sender gets a wrong text."""

from __future__ import annotations

import pytest

from domain.people import Role
from sandbox import Phone
from storage.database import Database
from tests.stories.test_desk import card, taken, writes_back
from tests.town import a_town, sees


def pictures(phone: Phone) -> list[str]:
    """What stands on this phone of what came from the bot and has no words of its own kind, in order."""
    return [m.kind for m in phone.chat if m.from_bot and m.kind != "text"]


def times(phone: Phone, words: str) -> int:
    return sum(words in m.text for m in phone.chat if m.from_bot)


async def test_a_sent_message_that_is_changed_stays_as_it_was_and_its_officer_hears_so(database: Database) -> None:
    async with a_town(database) as town:
        hanh, lan = await taken(town)
        await writes_back(hanh, "Chị đến lúc 5 giờ")
        await hanh.until(lambda: sees(hanh, "Đã gửi"))
        letter = next(m for m in hanh.chat if m.text == "Chị đến lúc 5 giờ")
        await hanh.edits(letter, "Bố em đánh em lúc mấy giờ?")
        await hanh.until(lambda: sees(hanh, "tin đã gửi không sửa được ở máy bên kia", "bạn nhắn tin mới"))
        assert hanh.chat[-1].button("Nhắn lại")
        assert hanh.chat[-1].button("Rút lại")
        assert not sees(hanh, "Có phải bạn đang lo")
        await hanh.taps("Rút lại", message=hanh.chat[-1])
        await lan.until(lambda: not sees(lan, "5 giờ"))
        assert not sees(lan, "mấy giờ"), "a change is never passed on"
        assert not [m for m in hanh.chat if "KHẨN" in m.text and m.button("Tôi nhận")], "nor is it a cry of its own"


async def test_a_message_that_waits_goes_out_as_it_was_first_written_and_a_struck_one_not_at_all(
    database: Database,
) -> None:
    async with a_town(database) as town:
        hanh, lan = await taken(town)
        town.sandbox.limits.send(lan.id, 8)  # Telegram takes nothing for this chat for a while
        await writes_back(hanh, "Chị đến lúc 5 giờ")
        await hanh.until(lambda: sees(hanh, "đang gửi tới người báo"))
        letter = next(m for m in hanh.chat if m.text == "Chị đến lúc 5 giờ")
        await hanh.edits(letter, "Chị đến lúc 6 giờ")
        await hanh.until(lambda: sees(hanh, "sẽ nhận lời cũ", "Rút lại"))
        await hanh.until(lambda: town.passes(seconds=20) or sees(hanh, "Đã gửi"))
        assert sees(lan, "5 giờ")
        town.passes(seconds=20)
        await hanh.taps("Rút lại")
        await hanh.until(lambda: sees(hanh, "đã rút lại lúc"))
        await hanh.edits(letter, "Chị đến lúc 7 giờ")
        await hanh.until(lambda: sees(hanh, "lời vừa sửa chưa gửi cho ai", "nhắn tin mới"))
        assert not sees(lan, "6 giờ")
        assert not sees(lan, "7 giờ")


async def test_telegram_telling_a_change_that_changed_nothing_says_nothing(database: Database) -> None:
    async with a_town(database) as town:
        hanh, _ = await taken(town)
        await writes_back(hanh, "Chị đang ở đây")
        await hanh.until(lambda: sees(hanh, "Đã gửi"))
        letter = next(m for m in hanh.chat if m.text == "Chị đang ở đây")
        await hanh.edits(letter, "Chị đang ở đây")
        await hanh.edits(letter, "Chị đang ở đây nhé")
        await hanh.says("/vuviec")
        await hanh.until(lambda: any(m.button("Chỉ của tôi") or m.button("LB-") for m in hanh.chat))
        assert times(hanh, "không sửa được ở máy bên kia") == 1


async def test_a_note_that_is_changed_keeps_its_first_words(database: Database) -> None:
    async with a_town(database) as town:
        hanh, lan = await taken(town)
        await hanh.taps("Ghi chú")
        await hanh.until(lambda: sees(hanh, "viết ghi chú"))
        note = await hanh.says("Đã gọi cô giáo")
        await hanh.until(lambda: sees(hanh, "Đã ghi chú"))
        await hanh.edits(note, "Đã gọi thầy giáo")
        await hanh.until(lambda: sees(hanh, "ghi chú vẫn giữ lời cũ", "ghi chú mới"))
        assert not sees(lan, "giáo")


async def test_a_message_changed_after_the_case_has_left_its_hands_goes_to_nobody(database: Database) -> None:
    async with a_town(database) as town:
        minh = await town.staff("Minh", Role.COORDINATOR)
        hanh, lan = await taken(town)
        await writes_back(hanh, "Chị đang ở đây")
        await hanh.until(lambda: sees(hanh, "Đã gửi"))
        letter = next(m for m in hanh.chat if m.text == "Chị đang ở đây")
        town.passes(seconds=30)
        await hanh.taps("Chuyển")
        await hanh.until(lambda: hanh.chat[-1].button("Minh"))
        await hanh.taps("Minh")
        await minh.until(lambda: sees(minh, "LB-"))
        await minh.taps("Tôi nhận lời")
        await hanh.until(lambda: "Minh phụ trách" in card(hanh).text)
        await hanh.edits(letter, "Chị đang ở trường")
        await hanh.until(lambda: sees(hanh, "lời vừa sửa chưa gửi cho ai", "không còn do bạn giữ"))
        assert not sees(lan, "ở trường")


async def test_every_picture_of_an_officers_album_reaches_the_sender_and_nothing_after_it(database: Database) -> None:
    async with a_town(database) as town:
        hanh, lan = await taken(town)
        await hanh.taps("Nhắn lại")
        await hanh.until(lambda: sees(hanh, "tin nhắn tiếp theo"))
        await hanh.sends_album("photo", "video", "photo", caption="Đường đến phòng 5")
        await lan.until(lambda: pictures(lan) == ["photo", "video", "photo"] and sees(lan, "Đường đến phòng 5"))
        await hanh.until(lambda: times(hanh, "Đã gửi") == 3)
        assert not sees(hanh, "chưa gửi")
        town.passes(seconds=30)
        await hanh.says("Em thấy chưa?")
        await hanh.until(lambda: sees(hanh, "chưa gửi cho ai"))
        town.passes(seconds=30)
        await hanh.sends_album("photo", "photo")
        await hanh.until(lambda: times(hanh, "chưa gửi cho ai") == 2)
        assert len(pictures(lan)) == 3
        assert not sees(lan, "Em thấy chưa")


async def test_the_rest_of_an_album_follows_its_first_picture_after_a_restart(database: Database) -> None:
    async with a_town(database) as town:
        hanh, lan = await taken(town)
        await hanh.taps("Nhắn lại")
        await hanh.until(lambda: sees(hanh, "tin nhắn tiếp theo"))
        album = town.sandbox.next_album()
        hanh._send(hanh, "photo", "trang một", album=album)
        await lan.until(lambda: pictures(lan) == ["photo"])
        await town.dies_and_comes_back()
        hanh._send(hanh, "video", "", album=album)
        await lan.until(lambda: pictures(lan) == ["photo", "video"])


async def test_an_album_for_a_case_that_is_no_longer_theirs_is_marked_as_not_sent_picture_by_picture(
    database: Database,
) -> None:
    async with a_town(database) as town:
        minh = await town.staff("Minh", Role.COORDINATOR)
        hanh, lan = await taken(town)
        await hanh.taps("Chuyển")
        await hanh.until(lambda: any(m.button("Minh") for m in hanh.chat))
        await hanh.taps("Minh")
        await minh.until(lambda: sees(minh, "LB-"))
        town.passes(seconds=30)
        await hanh.taps("Nhắn lại")
        await hanh.until(lambda: sees(hanh, "tin nhắn tiếp theo"))
        await minh.taps("Tôi nhận lời")
        await hanh.until(lambda: "Minh phụ trách" in card(hanh).text)
        await hanh.sends_album("photo", "photo")
        await hanh.until(lambda: times(hanh, "Tin này chưa gửi") == 2)
        assert pictures(lan) == []


@pytest.mark.parametrize("what", ["a picture", "worrying words"])
async def test_the_warning_that_nothing_was_sent_stands_before_the_gentle_question(
    database: Database, what: str
) -> None:
    async with a_town(database) as town:
        hanh, lan = await taken(town)
        await (hanh.sends("photo") if what == "a picture" else hanh.says("em sợ về nhà"))
        await hanh.until(lambda: any(m.button("Chỉ hỏi thông tin") for m in hanh.chat))
        [warning] = [m for m in hanh.chat if "chưa gửi cho ai" in m.text]
        [question] = [m for m in hanh.chat if m.button("Chỉ hỏi thông tin")]
        assert warning.button("Nhắn lại · LB-")
        assert warning.id < question.id
        assert pictures(lan) == []


async def test_an_officers_words_heard_as_a_cry_ring_and_they_hear_that_no_sender_got_them(database: Database) -> None:
    async with a_town(database) as town:
        hanh, lan = await taken(town)
        await hanh.says("bố lại đánh em à?")
        await hanh.until(lambda: sees(hanh, "111", "113", "115"))
        await hanh.until(lambda: sees(hanh, "chưa nhận được tin này"))
        town.passes(seconds=30)
        await hanh.says("em ở yên đó nhé")
        await hanh.until(lambda: times(hanh, "chưa nhận được tin này") == 2)
        assert not sees(lan, "em ở yên đó")


async def test_a_message_that_was_never_sent_is_not_sent_by_changing_it(database: Database) -> None:
    async with a_town(database) as town:
        hanh, lan = await taken(town)
        stray = await hanh.says("chị gọi em nhé")
        await hanh.until(lambda: sees(hanh, "chưa gửi cho ai"))
        await hanh.taps("Nhắn lại")
        await hanh.until(lambda: sees(hanh, "tin nhắn tiếp theo"))
        await hanh.edits(stray, "chị gọi cho em nhé")
        await hanh.until(lambda: times(hanh, "chưa gửi cho ai") == 2)
        await hanh.says("Chị gọi em bây giờ")
        await lan.until(lambda: sees(lan, "Chị gọi em bây giờ"))
        assert not sees(lan, "gọi cho em")


async def test_a_card_that_no_longer_fits_says_so_and_brings_the_whole_on_a_tap(database: Database) -> None:
    async with a_town(database) as town:
        minh = await town.staff("Minh" * 1200, Role.COORDINATOR)
        hanh, _ = await taken(town)
        first = card(hanh)
        person = await town.app.services.people.meet(hanh.id)
        boss = await town.app.services.people.meet(minh.id)
        assert boss.staff is not None
        await town.app.services.handovers.offer(person, 1, boss.staff.id)
        await hanh.until(lambda: "không đủ chỗ" in card(hanh).text)
        assert card(hanh).id == first.id
        town.passes(seconds=30)
        await hanh.taps("Mở trọn thẻ", message=card(hanh))
        await hanh.until(lambda: any("Họ không biết bạn là ai" in m.text for m in hanh.chat if m.id > first.id))
