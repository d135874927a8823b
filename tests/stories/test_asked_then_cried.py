"""A gentle question stands, and they tap the red key instead of an answer: the officer reads what it was about."""

from __future__ import annotations

from datetime import timedelta

from domain.cases import Content
from domain.people import Role
from services.cases.opening import Heard
from storage.database import Database
from tests.stories.test_signups import is_a, opens
from tests.town import a_town, sees


async def test_who_was_asked_and_taps_the_red_key_has_said_it_already(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        be = await town.resident("Bé", "bo-de")
        await be.says("bố hay đánh em thì em phải làm gì ạ")
        await be.until(lambda: any(m.button("Muốn nói chuyện") for m in be.chat))
        await be.says("/sos")
        await hanh.until(lambda: sees(hanh, "KHẨN"))
        await hanh.taps("Tôi nhận")
        await hanh.until(lambda: sees(hanh, "bố hay đánh em"))
        town.passes(minutes=11)
        await be.says("em ở nhà một mình với bố")
        await hanh.until(lambda: sees(hanh, "em ở nhà một mình"))
        assert len([m for m in hanh.chat if "bố hay đánh em" in m.text]) == 1, (
            "it is said once, also after its ten minutes"
        )


async def test_who_asks_something_in_the_middle_of_a_form_and_then_cries_is_heard(database: Database) -> None:
    async with a_town(database) as town:
        await town.event("Vui Tết Trung thu", ward="bo-de")
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        lan = await town.resident("Lan", "bo-de")
        await is_a(lan, "Cha mẹ")
        await opens(lan, "Vui Tết Trung thu")
        await lan.taps("Đăng ký")
        await lan.until(lambda: any(m.button("Dưới 7") for m in lan.chat))
        await lan.says("bé sốt có đi được không")  # no age: it is read as a question, too
        await lan.until(lambda: lan.chat[-1].from_bot)
        await lan.says("cứu con tôi với, nó đang bị đánh")
        await hanh.until(lambda: sees(hanh, "KHẨN"))
        await hanh.taps("Tôi nhận")
        for said in ("bé sốt có đi được không", "cứu con tôi với"):
            await hanh.until(lambda said=said: sees(hanh, said))
        assert len([m for m in hanh.chat if "bé sốt có đi" in m.text]) == 1


async def test_a_picture_with_worrying_words_goes_into_the_case_once_and_stops_nobody_else(database: Database) -> None:
    async with a_town(database) as town:
        await town.event("Vui Tết Trung thu", ward="bo-de")
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        lan, tam = await town.resident("Lan", "bo-de"), await town.resident("Tâm", "bo-de")
        await is_a(lan, "Cha mẹ")
        await opens(lan, "Vui Tết Trung thu")
        await lan.taps("Đăng ký")
        await lan.until(lambda: sees(lan, "bé mấy tuổi?"))
        await lan.says("5")
        await lan.until(lambda: sees(lan, "Bé tên gì?"))
        await lan.says("Bống")
        await lan.until(lambda: sees(lan, "dị ứng", "Không bắt buộc"))
        town.passes(minutes=1)
        await lan.sends("photo", caption="bé bị hen")
        await lan.until(lambda: any(m.button("Muốn nói chuyện") for m in lan.chat))
        await tam.says("bố hay đánh em thì em phải làm gì ạ")
        await tam.until(lambda: any(m.button("Muốn nói chuyện") for m in tam.chat))
        town.passes(minutes=1)
        await lan.says("/sos")
        await hanh.until(lambda: sees(hanh, "KHẨN"))
        await hanh.taps("Tôi nhận")
        await hanh.until(lambda: sees(hanh, "bé bị hen"))
        town.passes(minutes=10)
        await hanh.until(lambda: sees(hanh, "chưa trả lời câu hỏi của bot"))
        assert len([m for m in hanh.chat if "bé bị hen" in m.text]) == 1


async def test_whatever_is_wrong_with_what_stood_before_a_cry_rings_alone(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        na = await town.resident("Na", "bo-de")
        person, at = await town.app.services.people.meet(na.id), town.clock.now() - timedelta(minutes=5)
        no_text = Heard(Content(text="\ud83d"), 1, 1, at, at)  # half a sign: no database takes it
        town.app._manners.asked.keep(person.id, no_text, at, ())
        await na.says("cứu em với")
        await hanh.until(lambda: sees(hanh, "KHẨN"))
        await na.until(lambda: sees(na, "Mã của"))
