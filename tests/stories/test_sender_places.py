"""Where it happened, in the words people use: the ward of today is rung, and the sender hears what was understood."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from structlog.testing import capture_logs

from channels import buttons
from domain.people import Role
from sandbox import Phone
from services.guidance import Shelf
from storage.database import Database
from tests.town import Town, a_town, sees


async def test_a_place_in_the_first_words_rings_that_ward_and_can_be_corrected(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        tam = await town.staff("Tâm", Role.OFFICER, "phuc-loi")
        lan = await town.resident("Lan", "viet-hung")
        await lan.says("hang xom danh con nho o phuong Ngọc Lâm, cuu voi")
        await hanh.until(lambda: sees(hanh, "KHẨN", "Bồ Đề"))
        await lan.until(lambda: sees(lan, "việc xảy ra ở phường Bồ Đề"))
        assert not sees(tam, "KHẨN")
        card = next(m for m in lan.chat if "việc xảy ra ở" in m.text)
        town.passes(seconds=20)
        await lan.taps("Phúc Lợi", message=card)
        await tam.until(lambda: sees(tam, "KHẨN", "Phúc Lợi"))
        await hanh.until(lambda: sees(hanh, "chuyển") and not sees(hanh, "KHẨN"))


async def test_a_place_one_message_before_the_cry_is_rung(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        await town.staff("Minh", Role.COORDINATOR)
        lan = await town.resident("Lan")
        await lan.says("nhà em ở Ngọc Lâm ạ")
        await lan.until(lambda: lan.chat[-1].from_bot)
        town.passes(seconds=20)
        await lan.says("/sos")
        await hanh.until(lambda: sees(hanh, "KHẨN", "Bồ Đề"))
        await lan.until(lambda: sees(lan, "việc xảy ra ở phường Bồ Đề"))


@pytest.mark.parametrize(("label", "shown"), [("Cần giúp ngay", "KHẨN"), ("Muốn nói chuyện", "LB-"), ("", "LB-")])
async def test_a_place_in_worrying_words_counts_however_the_gentle_question_is_answered(
    database: Database, label: str, shown: str
) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        await town.staff("Minh", Role.COORDINATOR)
        lan = await town.resident("Lan")
        await lan.says("em sợ về nhà, nhà em ở phường Ngọc Lâm")
        await lan.until(lambda: any(m.button("Cần giúp ngay") for m in lan.chat))
        if label:
            await lan.taps(label)
        else:
            town.passes(minutes=11)  # nobody answered
        await hanh.until(lambda: sees(hanh, shown, "Bồ Đề"))
        await lan.until(lambda: sees(lan, "việc xảy ra ở phường Bồ Đề"))


@pytest.mark.parametrize("home", ["phuc-loi", None])
async def test_who_is_not_sure_of_the_place_we_understood_gets_who_was_rung_without_it(
    database: Database, home: str | None
) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        tam = await town.staff("Tâm", Role.OFFICER, "phuc-loi")
        minh = await town.staff("Minh", Role.COORDINATOR)
        lan = await town.resident("Lan", *([home] if home else []))
        await lan.says("cứu em, bố đánh em, em ở phường Ngọc Lâm")
        await hanh.until(lambda: sees(hanh, "KHẨN", "Bồ Đề"))
        await lan.until(lambda: sees(lan, "việc xảy ra ở phường Bồ Đề"))
        assert not sees(tam, "KHẨN")
        town.passes(seconds=20)
        await lan.taps("Tôi không rõ", message=next(m for m in lan.chat if "việc xảy ra ở" in m.text))
        rung = tam if home else minh
        await rung.until(lambda: sees(rung, "KHẨN"))
        await hanh.until(lambda: sees(hanh, "chuyển") and not sees(hanh, "KHẨN"))


async def up_to_the_place(town: Town, phone: Phone) -> None:
    """The questions before the place were left out."""
    await phone.until(lambda: any(m.button("Bỏ qua") for m in phone.chat))
    person = await town.app.services.people.meet(phone.id)
    for name in ("hurt", "near", "safe"):
        await town.app.services.questions.answer(person, 1, name, None)
    card = next(m for m in phone.chat if m.button("Bỏ qua"))
    await phone.presses(buttons.write(buttons.AnswerQuestion(1, "seen", None)), card)
    await phone.until(lambda: any(m.button("Tôi không rõ") for m in phone.chat))
    town.passes(seconds=20)


async def test_a_typed_name_is_asked_about_where_it_was_divided(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "phuc-loi")
        minh = await town.staff("Minh", Role.COORDINATOR)
        lan = await town.resident("Lan")
        await lan.says("/sos")
        await minh.until(lambda: sees(minh, "KHẨN"))
        await up_to_the_place(town, lan)
        await lan.says("Sài Đồng")
        await lan.until(lambda: sees(lan, "Phường Sài Đồng ngày trước nay chia", "phường Phúc Lợi: phần lớn"))
        assert [row[0] for row in lan.chat[-1].buttons[:2]] == ["Phúc Lợi", "Long Biên"], "likeliest first"
        assert not sees(hanh, "KHẨN"), "nothing is guessed"
        await lan.taps("Phúc Lợi")
        await hanh.until(lambda: sees(hanh, "KHẨN", "Phúc Lợi"))
        await lan.until(lambda: sees(lan, "mấy tuổi"))


async def test_the_ring_goes_first_and_the_question_knows_the_old_name_they_cried(database: Database) -> None:
    async with a_town(database) as town:
        tam = await town.staff("Tâm", Role.OFFICER, "viet-hung")
        minh = await town.staff("Minh", Role.COORDINATOR)
        lan = await town.resident("Lan")
        await lan.says("cứu em, bố đánh em, em owr Giang Bieen")
        await minh.until(lambda: sees(minh, "KHẨN"))
        assert not sees(lan, "Giang Biên"), "nothing waited for a question"
        await up_to_the_place(town, lan)
        card = next(m for m in lan.chat if m.button("Tôi không rõ"))
        assert "Phường Giang Biên ngày trước" in card.text
        assert card.buttons[0] == ["Phúc Lợi", "Việt Hưng"]
        await lan.taps("Việt Hưng", message=card)
        await tam.until(lambda: sees(tam, "KHẨN", "Việt Hưng"))


async def test_who_does_not_know_which_part_loses_nothing(database: Database) -> None:
    async with a_town(database) as town:
        tam = await town.staff("Tâm", Role.OFFICER, "viet-hung")
        minh = await town.staff("Minh", Role.COORDINATOR)
        lan = await town.resident("Lan")
        await lan.says("/sos")
        await minh.until(lambda: sees(minh, "KHẨN"))
        await up_to_the_place(town, lan)
        await lan.taps("Chỉ nhớ tên cũ")
        await lan.until(lambda: any(m.button("Giang Biên") for m in lan.chat))
        await lan.taps("Giang Biên")
        await lan.until(lambda: sees(lan, "Phường Giang Biên ngày trước"))
        await lan.taps("Tôi không rõ")
        await lan.until(lambda: sees(lan, "Không sao, không việc gì phải chờ", "mấy tuổi"))
        assert not sees(tam, "KHẨN")
        await minh.taps("Tôi nhận")
        await minh.until(lambda: any("phường Giang Biên" in m.text for m in minh.chat))


async def test_a_name_that_is_one_ward_today_is_taken_from_the_list(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        minh = await town.staff("Minh", Role.COORDINATOR)
        lan = await town.resident("Lan")
        await lan.says("/sos")
        await minh.until(lambda: sees(minh, "KHẨN"))
        await up_to_the_place(town, lan)
        await lan.taps("Chỉ nhớ tên cũ")
        await lan.until(lambda: any(m.button("Ngọc Lâm") for m in lan.chat))
        await lan.taps("Ngọc Lâm")
        await hanh.until(lambda: sees(hanh, "KHẨN", "Bồ Đề"))
        await lan.until(lambda: sees(lan, "việc xảy ra ở phường Bồ Đề") and sees(lan, "mấy tuổi"))


async def test_a_slip_in_a_case_is_asked_about_and_all_wards_stay_near(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        tam = await town.staff("Tâm", Role.OFFICER, "phuc-loi")
        minh = await town.staff("Minh", Role.COORDINATOR)
        lan = await town.resident("Lan")
        await lan.says("/sos")
        await minh.until(lambda: sees(minh, "KHẨN"))
        await up_to_the_place(town, lan)
        await lan.says("p ngoc lma")
        await lan.until(lambda: sees(lan, "Có phải bạn nói phường Ngọc Lâm không?"))
        assert not sees(hanh, "KHẨN"), "a slip is not taken"
        await lan.taps("Không phải mấy nơi này")
        await lan.until(lambda: lan.chat[-1].button("Phúc Lợi"))
        await lan.taps("Phúc Lợi")
        await tam.until(lambda: sees(tam, "KHẨN", "Phúc Lợi"))


async def test_outside_the_four_wards_the_coordinator_is_told_and_the_sender_sees_111(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        minh = await town.staff("Minh", Role.COORDINATOR)
        lan = await town.resident("Lan", "bo-de")
        await lan.says("/sos")
        await hanh.until(lambda: sees(hanh, "KHẨN"))
        await up_to_the_place(town, lan)
        await lan.says("bên Gia Lâm")
        await lan.until(lambda: sees(lan, "Có phải bạn nói xã Gia Lâm không?"))
        assert sees(hanh, "KHẨN") and not sees(minh, "KHẨN"), "typed words stop no ring"
        await lan.taps("xã Gia Lâm")
        await lan.until(lambda: sees(lan, "nằm ngoài bốn phường", "111"))
        await minh.until(lambda: sees(minh, "KHẨN", "ngoài bốn phường"))


@pytest.mark.parametrize(
    "words",
    [
        "hôm đó có chị Hồng Hà ở cùng",
        "bố em làm ở Gia Lâm",
        "gần chợ gia lâm quận long biên",
        "nhà máy xe lửa Gia Lâm",
        "Gia Lâm, Long Biên",
        "bạn ấy tên là Ngọc Lâm",
    ],
)
async def test_a_name_in_a_sentence_moves_nothing(database: Database, words: str) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "viet-hung")
        minh = await town.staff("Minh", Role.COORDINATOR)
        lan = await town.resident("Lan", "viet-hung")
        await lan.says("/sos")
        await hanh.until(lambda: sees(hanh, "KHẨN"))
        await up_to_the_place(town, lan)
        await lan.says(words)
        town.passes(seconds=20)
        await lan.says("Sài Đồng")
        await lan.until(lambda: sees(lan, "Phường Sài Đồng ngày trước nay chia"))
        assert sees(hanh, "KHẨN")
        assert not sees(minh, "KHẨN")
        assert not sees(lan, "việc xảy ra ở")


async def test_a_table_that_cannot_be_read_in_costs_no_ring(database: Database) -> None:
    async with a_town(database) as town:
        minh = await town.staff("Minh", Role.COORDINATOR)
        lan = await town.resident("Lan")
        guidance = town.app.services.guidance
        places = guidance.library.places
        nothing: Any = None
        spoilt = replace(places, old=tuple(replace(old, becomes=nothing) for old in places.old))
        guidance.put(Shelf.of(replace(guidance.library, places=spoilt)))
        with capture_logs() as said:
            await lan.says("cứu em, bố đánh em, em ở Ngọc Lâm")
            await minh.until(lambda: sees(minh, "KHẨN"))
        told = [line for line in said if line["event"] == "place_unread"]
        assert [sorted(line) for line in told[:1]] == [["error", "event", "log_level"]]
        assert "Lâm" not in str(said)


@pytest.mark.parametrize("words", ["em ở Ngọc Lâm ạ", "cứu em, em ở phường Ngọc Lâm"])
async def test_a_place_that_comes_later_moves_the_case(database: Database, words: str) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        minh = await town.staff("Minh", Role.COORDINATOR)
        lan = await town.resident("Lan")
        await lan.says("/sos")
        await minh.until(lambda: sees(minh, "KHẨN"))
        town.passes(seconds=20)
        await lan.says(words)
        await hanh.until(lambda: sees(hanh, "KHẨN", "Bồ Đề"))
        await lan.until(lambda: sees(lan, "việc xảy ra ở phường Bồ Đề"))
