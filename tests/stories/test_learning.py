"""What the bot does not know reaches the editor: counts, and words only of what five people asked."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from domain.people import Role
from sandbox import Phone
from storage.database import Database
from storage.tables import MissRow, PhraseMarkRow, PhraseRow
from tests.town import Town, a_town, sees

QUESTION = "giá vàng hôm nay thế nào"
DOES_NOT_KNOW = "chưa có câu trả lời chắc chắn"


async def asks(phone: Phone, words: str) -> None:
    await phone.says(words)
    await phone.until(lambda: sees(phone, DOES_NOT_KNOW))


async def overview(editor: Phone) -> str:
    before = len(editor.chat)
    await editor.says("/chuabiet")
    await editor.until(lambda: any("🧭" in m.text for m in editor.chat[before:]))
    return next(m.text for m in reversed(editor.chat) if "🧭" in m.text)


async def test_a_question_is_shown_in_words_once_five_people_asked_it_and_not_before(database: Database) -> None:
    async with a_town(database) as town:
        oanh = await town.staff("Oanh", Role.EDITOR)
        people = [await town.resident(f"Người {n}", "bo-de") for n in range(5)]
        for number, phone in enumerate(people[:4]):
            await asks(phone, QUESTION if number % 2 else "Giá vàng hôm nay thế nào??")
        await people[0].says(QUESTION)  # the same person again counts once
        await people[0].until(lambda: len([m for m in people[0].chat if DOES_NOT_KNOW in m.text]) == 2)
        assert "gia vang" not in await overview(oanh)
        async with database.reading() as tx:
            assert (await tx.execute(select(PhraseRow))).scalars().all() == []
            marks = (await tx.execute(select(PhraseMarkRow))).scalars().all()
        assert len(marks) == 4
        assert all(len(mark.phrase) == len(mark.who) == 16 for mark in marks)
        await asks(people[4], QUESTION)
        town.passes(minutes=1)
        assert "«gia vang hom nay the nao»: 5" in await overview(oanh)


async def test_counts_and_phrases_go_when_they_have_had_their_day(database: Database) -> None:
    async with a_town(database) as town:
        people = [await town.resident(f"Người {n}", "bo-de") for n in range(5)]
        for phone in people:
            await asks(phone, QUESTION)
        for days, tables in ((92, [PhraseMarkRow]), (640, [PhraseRow, MissRow])):
            town.clock.ahead += timedelta(days=days)
            await town.app.upkeep.tidy()
            async with database.reading() as tx:
                for table in tables:
                    assert (await tx.execute(select(table))).scalars().all() == []


async def test_worried_words_are_never_kept_as_a_phrase(database: Database) -> None:
    async with a_town(database) as town:
        for number in range(5):
            phone = await town.resident(f"Người {number}", "bo-de")
            await phone.says("tôi lo cho nhà bên kia lắm")
            await phone.until(lambda phone=phone: phone.chat[-1].button("Chỉ hỏi thông tin"))
            await phone.taps("Chỉ hỏi thông tin")
            await phone.until(lambda phone=phone: sees(phone, DOES_NOT_KNOW))
        async with database.reading() as tx:
            assert (await tx.execute(select(PhraseMarkRow))).scalars().all() == []


async def test_the_editor_sees_what_people_meant_instead_and_how_the_bot_heard_danger(database: Database) -> None:
    async with a_town(database) as town:
        oanh, hanh = await town.staff("Oanh", Role.EDITOR), await town.staff("Hạnh", Role.OFFICER, "bo-de")
        await mistaken(town)
        await answered_gently(town)
        await rang_for_nothing(town, hanh)
        await passed_over(town)
        town.passes(minutes=1)
        shown = await overview(oanh)
        assert f"{title(town, 'how-to-report')} → {title(town, 'children-rights')}: 1" in shown
        assert "ngay sau những lời bot không nghe ra nguy hiểm: 1" in shown
        assert "trả lời cần giúp ngay: 0" in shown
        assert "trả lời chỉ hỏi thông tin: 1" in shown
        assert "đổ chuông vì lời nhắn: 2; người gửi bấm “Gõ nhầm”: 1; cán bộ bấm “Báo nhầm”: 1" in shown


def title(town: Town, slug: str) -> str:
    return town.app.services.guidance.library.title(slug, None) or slug


async def mistaken(town: Town) -> None:
    """A mother is shown one article and reads another."""
    lan = await town.resident("Lan", "bo-de")
    await lan.says("làm sao để báo khi thấy trẻ bị bạo lực")
    await lan.until(lambda: lan.chat[-1].button("Chưa đúng ý tôi"))
    await lan.taps("Chưa đúng ý tôi")
    await lan.until(lambda: lan.chat[-1].button("Cẩm nang"))
    await lan.taps("Cẩm nang", message=lan.chat[-1])
    await lan.until(lambda: sees(lan, "Cẩm nang", "Bấm vào một chương"))
    await lan.taps("Quyền trẻ em", message=lan.chat[-1])
    await lan.until(lambda: lan.chat[-1].button(title(town, "children-rights")))
    await lan.taps(title(town, "children-rights"), message=lan.chat[-1])
    await lan.until(lambda: lan.chat[-1].button("Chưa đúng ý tôi"))


async def answered_gently(town: Town) -> None:
    """Worrying words, and only information was wanted."""
    phone = await town.resident("Bình", "bo-de")
    await phone.says("dạo này con tôi hay khóc một mình")
    await phone.until(lambda: phone.chat[-1].button("Chỉ hỏi thông tin"))
    await phone.taps("Chỉ hỏi thông tin")


async def passed_over(town: Town) -> None:
    """Words nobody heard danger in, and then the red button."""
    phone = await town.resident("Tí", "bo-de")
    await asks(phone, QUESTION)
    await phone.says("/sos")
    await phone.until(lambda: sees(phone, "Mã của bạn"))


async def rang_for_nothing(town: Town, officer: Phone) -> None:
    """Two cries: one is closed as a false alarm, the other taken back."""
    be, na = await town.resident("Bé", "bo-de"), await town.resident("Na", "bo-de")
    await be.says("cứu em với")
    await officer.until(lambda: sum(bool(m.button("Tôi nhận")) for m in officer.chat) == 1)
    await officer.taps("Tôi nhận")
    await officer.until(lambda: any(m.button("Báo nhầm") for m in officer.chat))
    await officer.taps("Báo nhầm")
    await officer.until(lambda: any(m.button("Đúng, báo nhầm") for m in officer.chat))
    await officer.taps("Đúng, báo nhầm")
    await be.until(lambda: sees(be, "đã kết thúc"))
    await na.says("cứu em với")
    await na.until(lambda: any(m.button("Gõ nhầm") for m in na.chat))
    await na.taps("Gõ nhầm")
    await na.until(lambda: sees(na, "bot không gọi cán bộ"))
