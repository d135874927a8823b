"""One case: bursts, albums, edits and repeated updates of one person stay together, all of it there and in order."""

from __future__ import annotations

from domain.people import Role
from sandbox import Phone
from storage.database import Database
from tests.stories.test_handover import a_taken_case, alerts
from tests.stories.test_signups import is_a, opens
from tests.town import a_town, sees


def order(phone: Phone, *words: str) -> list[str]:
    """These words in the order in which they stand on a phone, as often as they do."""
    return [each for m in phone.chat if m.from_bot for each in words if each in m.text]


def codes(phone: Phone) -> set[str]:
    return {word.strip(".,:") for m in phone.chat for word in m.text.split() if word.startswith("LB-")}


async def test_a_burst_is_one_case_that_rings_once_and_its_words_arrive_in_order(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        be = await town.resident("Bé", "bo-de")
        said = ("cứu em với", "bố đánh em", "em ở trong phòng", "cửa khoá rồi")
        for words in said:
            await be.says(words)
        await hanh.until(lambda: alerts(hanh) == 1)
        await town.app.intake.settle()
        await hanh.taps("Tôi nhận")
        await hanh.until(lambda: len(order(hanh, *said)) == len(said))
        assert order(hanh, *said) == list(said)
        assert len(codes(hanh)) == 1


async def test_within_ten_minutes_it_rings_no_second_time_and_later_it_does(database: Database) -> None:
    async with a_town(database, ladder_step_seconds=3600) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        be = await town.resident("Bé", "bo-de")
        await be.says("cứu em với")
        await hanh.until(lambda: alerts(hanh) == 1)
        for rings, minutes in ((1, 9), (1, 9), (2, 11)):  # the ten minutes count from the last word
            town.passes(minutes=minutes)
            stored = order(be, "Đã lưu")
            await be.says("bố đánh em")
            await be.until(lambda stored=stored: len(order(be, "Đã lưu")) > len(stored))
            await hanh.until(lambda rings=rings: alerts(hanh) >= rings)
            assert alerts(hanh) == rings
        assert len(codes(hanh)) == 1


async def test_what_they_typed_into_a_form_meanwhile_makes_a_cry_no_less_of_a_ring(database: Database) -> None:
    async with a_town(database, ladder_step_seconds=3600) as town:
        await town.event("Vui Tết Trung thu", ward="bo-de")
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        lan = await town.resident("Lan", "bo-de")
        await is_a(lan, "Cha mẹ")
        await lan.says("cứu con tôi")
        await hanh.until(lambda: alerts(hanh) == 1)
        town.passes(minutes=11)
        await opens(lan, "Vui Tết Trung thu")
        await lan.taps("Đăng ký")
        await lan.until(lambda: sees(lan, "bé mấy tuổi?"))
        await lan.says("5")
        await lan.until(lambda: sees(lan, "Bé tên gì?"))
        town.passes(minutes=1)
        await lan.says("cứu con tôi với")
        await hanh.until(lambda: alerts(hanh) == 2)


async def test_every_item_of_an_album_arrives_in_order_in_one_case(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        be = await town.resident("Bé", "bo-de")
        await be.sends_album("photo", "video", "photo", caption="bố đánh em")
        await hanh.until(lambda: alerts(hanh) == 1)
        await town.app.intake.settle()
        await hanh.taps("Tôi nhận")
        await hanh.until(lambda: sum(bool(m.button("👁 Mở")) for m in hanh.chat) == 3)
        shown = [m.text for m in hanh.chat if m.button("👁 Mở")]
        assert ["🎞" in text for text in shown] == [False, True, False]
        assert "bố đánh em" in shown[0] and len(codes(hanh)) == 1


async def test_an_edit_is_seen_as_an_edit_by_the_holder_and_by_who_takes_it_later(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        minh = await town.staff("Minh", Role.OFFICER, "bo-de", rung=2)
        be = await a_taken_case(town, hanh)
        said = await be.says("em ở nhà bà nội")
        await hanh.until(lambda: sees(hanh, "nhà bà nội"))
        await be.edits(said, "em ở nhà bà ngoại")
        await hanh.until(lambda: sees(hanh, "đã sửa tin này", "nhà bà ngoại"))
        assert sees(hanh, "nhà bà nội"), "what was written first stays"
        town.passes(minutes=30)  # no first action: back to the ladder
        await be.until(lambda: sees(be, "gọi người khác"))
        town.passes(minutes=6)
        await minh.until(lambda: alerts(minh) == 1)
        await minh.taps("Tôi nhận")
        await minh.until(lambda: sees(minh, "nhà bà ngoại"))
        assert sees(minh, "đã sửa tin này", "nhà bà ngoại") and not sees(minh, "đã sửa tin này", "nhà bà nội")


async def test_the_same_update_again_changes_nothing(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        be = await town.resident("Bé", "bo-de")
        town.sandbox.fails = ["duplicate"]
        await be.says("cứu em với")
        await hanh.until(lambda: alerts(hanh) == 1)
        town.sandbox.repeat()
        await be.says("em ở trong phòng")
        town.sandbox.repeat(2)
        await be.says("xong rồi ạ")
        await town.app.intake.settle()
        await hanh.taps("Tôi nhận")
        await hanh.until(lambda: sees(hanh, "trong phòng") and sees(hanh, "xong rồi"))
        assert order(hanh, "cứu em với", "trong phòng", "xong rồi") == ["cứu em với", "trong phòng", "xong rồi"]
        assert len(order(be, "Gọi ngay")) == 1 and len(codes(hanh)) == 1


async def test_a_second_message_while_the_officer_writes_arrives_and_the_answer_still_leaves(
    database: Database,
) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        be = await a_taken_case(town, hanh)
        await hanh.taps("Nhắn lại")
        await hanh.until(lambda: sees(hanh, "tin nhắn tiếp theo"))
        await be.says("em nghe tiếng bước chân")
        await hanh.until(lambda: sees(hanh, "bước chân"))
        await hanh.says("Cô đang ở đây với em")
        await be.until(lambda: sees(be, "Cô đang ở đây với em"))
