"""An event is full: a family waits in the list, is offered seats for a time, takes them or lets them go."""

from __future__ import annotations

from domain.people import Audience
from sandbox import Phone
from storage.database import Database
from tests.stories.test_signups import asks_to_come, link_on
from tests.town import Town, a_town, sees

TITLE = "Vui Tết Trung thu"


async def a_mother(town: Town, name: str) -> Phone:
    phone = await town.resident(name, "bo-de")
    people = town.app.services.people
    await people.choose_audience(await people.meet(phone.id), Audience.PARENT)
    return phone


async def fills_in(phone: Phone, town: Town) -> None:
    """One child under 7, nothing else said, up to the consent."""
    seen = len(phone.chat)
    await phone.says("/sukien")
    await phone.until(lambda: any(m.button(TITLE) for m in phone.chat[seen:]))
    await phone.taps(TITLE)
    await phone.until(lambda: any(m.button("Đăng ký") for m in phone.chat[seen + 2 :]))
    await phone.taps("Đăng ký")
    await phone.until(lambda: phone.chat[-1].button("Dưới 7"))
    for tap, then in (("Dưới 7", "Bỏ qua"), ("Bỏ qua", "Bỏ qua"), ("Bỏ qua", "Đủ rồi"), ("Đủ rồi", "Đồng ý")):
        before = phone.chat[-1].id
        await phone.taps(tap)
        await phone.until(lambda then=then, before=before: phone.chat[-1].id != before and phone.chat[-1].button(then))
        town.passes(minutes=1)


async def comes(phone: Phone, town: Town) -> None:
    await fills_in(phone, town)
    await phone.taps("Đồng ý")
    await phone.until(lambda: sees(phone, "bạn đã đăng ký xong"))


async def waits(phone: Phone, town: Town, rank: int) -> None:
    await fills_in(phone, town)
    await phone.taps("Đồng ý")
    await phone.until(lambda: sees(phone, f"Gia đình bạn đứng thứ {rank} trong danh sách chờ"))


async def cancels(phone: Phone) -> None:
    await phone.taps("Huỷ đăng ký")
    await phone.until(lambda: sees(phone, "Đã huỷ"))


async def test_a_freed_seat_is_offered_to_who_waited_longest_also_when_the_bot_dies(database: Database) -> None:
    async with a_town(database) as town:
        await town.event(TITLE, seats=2)
        lan, mai, thu = [await a_mother(town, name) for name in ("Lan", "Mai", "Thu")]
        await comes(lan, town)
        await waits(mai, town, 1)
        assert sees(mai, "Hiện không đủ chỗ trống"), "told before she gave a name"
        assert sees(mai, "Bot không hứa chắc là sẽ có chỗ")
        await waits(thu, town, 2)
        await cancels(lan)
        await mai.until(lambda: sees(mai, "có 2 chỗ trống cho gia đình bạn"))
        await town.dies_and_comes_back()
        town.passes(hours=11)
        await mai.taps("Nhận chỗ")
        await mai.until(lambda: sees(mai, "bạn đã đăng ký xong", "VE-"))
        await thu.says("/cuatoi")
        await thu.until(lambda: sees(thu, "Gia đình bạn đứng thứ 1 trong danh sách chờ"))
        assert not sees(thu, "chỗ trống cho gia đình bạn")


async def test_an_offer_nobody_answers_passes_on_while_the_bot_was_down(database: Database) -> None:
    async with a_town(database) as town:
        await town.event(TITLE, seats=2)
        lan, mai, thu = [await a_mother(town, name) for name in ("Lan", "Mai", "Thu")]
        await comes(lan, town)
        await waits(mai, town, 1)
        await waits(thu, town, 2)
        await cancels(lan)
        await mai.until(lambda: sees(mai, "có 2 chỗ trống cho gia đình bạn"))
        await town.app.stop()
        town.passes(hours=12)
        await town.dies_and_comes_back()
        await thu.until(lambda: sees(thu, "có 2 chỗ trống cho gia đình bạn"))
        await mai.until(lambda: sees(mai, "đã hết giờ giữ chỗ"))
        assert "Đã hết giờ giữ chỗ này" in await mai.taps("Nhận chỗ")
        assert sum("đã hết giờ giữ chỗ" in m.text for m in mai.chat) == 1
        assert not sees(mai, "đăng ký xong")
        await thu.taps("Không đi được nữa")
        await thu.until(lambda: sees(thu, "Đã huỷ"))
        await comes(mai, town)


async def test_a_child_alone_waits_in_the_list_once_a_parent_agreed_and_both_are_offered_the_seats(
    database: Database,
) -> None:
    async with a_town(database) as town:
        await town.event(TITLE, seats=2)
        lan, mai, na = await a_mother(town, "Lan"), await a_mother(town, "Mai"), await town.resident("Na", "bo-de")
        await asks_to_come(na, town, TITLE)
        await na.taps("Đồng ý")
        await na.until(lambda: sees(na, "Có đồng ý rồi bot mới giữ chỗ"))
        await comes(lan, town)  # the child holds no seat meanwhile
        await na.taps("Đường dẫn cho bố mẹ")
        await na.until(lambda: sees(na, "t.me/"))
        await mai.starts(link_on(na))
        await mai.until(lambda: sees(mai, "Hiện chưa đủ chỗ: bạn đồng ý thì bé vào danh sách chờ"))
        await mai.taps("Đồng ý")
        await mai.until(lambda: sees(mai, "bé đứng thứ 1 trong danh sách chờ"))
        await na.until(lambda: sees(na, "Em đứng thứ 1 trong danh sách chờ"))
        await cancels(lan)
        await na.until(lambda: sees(na, "có 2 chỗ trống cho em"))
        await mai.until(lambda: sees(mai, "có 2 chỗ trống cho gia đình bạn"))
        await mai.taps("Nhận chỗ")
        await na.until(lambda: sees(na, "đăng ký xong"))


async def test_who_was_promised_seats_is_asked_again_before_joining_the_list(database: Database) -> None:
    async with a_town(database) as town:
        await town.event(TITLE, seats=2)
        lan, mai = [await a_mother(town, name) for name in ("Lan", "Mai")]
        await fills_in(lan, town)
        await comes(mai, town)
        await lan.taps("Đồng ý")
        await lan.until(lambda: sees(lan, "Hiện không đủ chỗ trống"))
        assert not sees(lan, "trong danh sách chờ (")
        town.passes(minutes=1)
        await lan.taps("Đồng ý")
        await lan.until(lambda: sees(lan, "Gia đình bạn đứng thứ 1 trong danh sách chờ"))
        await lan.taps("Huỷ đăng ký")
        await lan.until(lambda: sees(lan, "không còn chờ sự kiện này nữa"))
