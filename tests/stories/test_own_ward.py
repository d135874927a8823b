"""The ward a family lives in, by the name of today or by the old one, tapped or typed in any spelling."""

from __future__ import annotations

import pytest

from domain.people import Role
from sandbox import Phone
from storage.database import Database
from tests.town import Town, a_town, sees


async def ward_of(town: Town, phone: Phone) -> str | None:
    return (await town.app.services.people.meet(phone.id)).ward


async def asks(phone: Phone) -> None:
    await phone.says("/phuong")
    await phone.until(lambda: any(m.button("Chỉ nhớ tên cũ") for m in phone.chat))


async def test_an_old_name_from_the_list_leads_to_one_question(database: Database) -> None:
    async with a_town(database) as town:
        lan = await town.resident("Lan")
        await asks(lan)
        await lan.taps("Chỉ nhớ tên cũ")
        await lan.until(lambda: any(m.button("Ngọc Thụy") for m in lan.chat))
        assert len([name for row in lan.chat[-1].buttons for name in row]) == 17, "all that were, and the menu"
        await lan.taps("Ngọc Thụy")
        await lan.until(lambda: sees(lan, "Phường Ngọc Thụy ngày trước", "phường Hồng Hà: bãi ven sông", "VNeID"))
        assert lan.chat[-1].buttons[0] == ["Bồ Đề", "phường Hồng Hà"]
        assert await ward_of(town, lan) is None
        await lan.taps("Bồ Đề")
        await lan.until(lambda: sees(lan, "Đã ghi: phường Bồ Đề"))
        assert await ward_of(town, lan) == "bo-de"


async def test_an_old_name_that_is_one_ward_needs_no_question(database: Database) -> None:
    async with a_town(database) as town:
        lan = await town.resident("Lan")
        await asks(lan)
        await lan.taps("Chỉ nhớ tên cũ")
        await lan.until(lambda: any(m.button("Ngọc Lâm") for m in lan.chat))
        await lan.taps("Ngọc Lâm")
        await lan.until(lambda: sees(lan, "Đã ghi: phường Bồ Đề"))
        assert await ward_of(town, lan) == "bo-de"


@pytest.mark.parametrize(
    ("typed", "told", "tapped", "ward"),
    [
        ("p. sai dong", "Phường Sài Đồng ngày trước nay chia", "Phúc Lợi", "phuc-loi"),
        ("nha minh o ngocj laam a", "Phường Ngọc Lâm ngày trước nay là phường Bồ Đề", "Bồ Đề", "bo-de"),
        ("giag bien", "Phường Giang Biên ngày trước nay chia", "Việt Hưng", "viet-hung"),
        ("thcah bna", "Có phải bạn nói phường Thạch Bàn không?", "Long Biên", "long-bien"),
        ("xa co bi", "Xã Cổ Bi ngày trước nay chia", "Phúc Lợi", "phuc-loi"),
    ],
)
async def test_an_old_name_typed_by_itself(database: Database, typed: str, told: str, tapped: str, ward: str) -> None:
    async with a_town(database) as town:
        lan = await town.resident("Lan")
        await lan.says(typed)
        await lan.until(lambda: sees(lan, told))
        assert await ward_of(town, lan) is None, "nothing is kept before they tap"
        await lan.taps(tapped)
        await lan.until(lambda: sees(lan, "Đã ghi: phường"))
        assert await ward_of(town, lan) == ward


async def test_not_knowing_and_living_elsewhere_are_answers_and_help_still_comes(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        minh = await town.staff("Minh", Role.COORDINATOR)
        lan = await town.resident("Lan")
        await lan.says("thạch bàn")
        await lan.until(lambda: any(m.button("xã Bát Tràng") for m in lan.chat))
        await lan.taps("Tôi không rõ")
        await lan.until(lambda: sees(lan, "Không sao, chưa chọn phường vẫn dùng được hết"))
        await lan.says("Cự Khối")
        await lan.until(lambda: any(m.button("xã Bát Tràng") for m in lan.chat))
        await lan.taps("xã Bát Tràng")
        await lan.until(lambda: sees(lan, "ở đâu cũng gọi được 111"))
        assert await ward_of(town, lan) is None
        await lan.says("cứu em với")
        await minh.until(lambda: sees(minh, "KHẨN"))
        assert not sees(hanh, "KHẨN")


async def test_none_of_these_leads_back_to_the_four(database: Database) -> None:
    async with a_town(database) as town:
        lan = await town.resident("Lan", "bo-de")
        await lan.says("Giang Biên")
        await lan.until(lambda: any(m.button("Không phải mấy nơi này") for m in lan.chat))
        await lan.taps("Không phải mấy nơi này")
        await lan.until(lambda: sees(lan, "Phường của bạn", "phường Bồ Đề") and lan.chat[-1].button("Long Biên"))
        await lan.taps("Long Biên")
        await lan.until(lambda: sees(lan, "Đã ghi: phường Long Biên"))


async def test_a_question_that_names_a_place_is_still_a_question(database: Database) -> None:
    async with a_town(database) as town:
        lan = await town.resident("Lan")
        await lan.says("phường Ngọc Lâm cũ bây giờ thuộc phường nào")
        await lan.until(lambda: sees(lan, "Quận Long Biên và các phường cũ không còn"))
        await lan.until(lambda: sees(lan, "Phường Ngọc Lâm ngày trước nay là phường Bồ Đề"))
        town.passes(minutes=1)
        await lan.says("Phúc Lợi?")
        await lan.until(lambda: lan.chat[-1].from_bot)
        town.passes(minutes=1)
        await lan.says("đăng ký khai sinh cho con ở Ngọc Lâm")
        await lan.until(lambda: sees(lan, "hai sinh"))
        assert not sees(lan, "Phường Phúc Lợi ngày trước")
        assert not lan.chat[-1].button("Bồ Đề")


async def test_a_name_typed_before_a_cry_goes_with_it(database: Database) -> None:
    async with a_town(database) as town:
        minh = await town.staff("Minh", Role.COORDINATOR)
        lan = await town.resident("Lan")
        await lan.says("ở Phúc Đồng")
        await lan.until(lambda: sees(lan, "Phường Phúc Đồng ngày trước"))
        town.passes(seconds=20)
        await lan.says("cứu em với")
        await minh.until(lambda: sees(minh, "KHẨN"))
        await minh.taps("Tôi nhận")
        await minh.until(lambda: sees(minh, "Phúc Đồng"))
