"""Who has a case writes to it: nothing the bot asks of itself, and nothing asked before, takes their words from it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from domain.conversations import Dialog
from domain.people import Role
from sandbox import Phone
from storage.database import Database
from storage.tables import CollectorRow, DialogRow, EntryRow, InviteRow, SignupRow, StaffRow
from tests.stories.test_danger_in_dialogs import is_through
from tests.stories.test_invites import invited
from tests.stories.test_signups import asks_to_come, opens, parent_agrees
from tests.town import Town, a_town, sees

WORDS = "chiều nay chị qua nhà em được không"
SHORT = "em ở nhà bà ngoại"  # could be taken for anything
CARD = "Người lớn nào chịu trách nhiệm cho bé ở Trại hè?"


async def a_child_asks(town: Town) -> Phone:
    """A child has signed up alone for an event to which children come without their family."""
    event = await town.event("Trại hè", days=3, ward="bo-de")
    await town.app.services.events.change(None, event.id, replace(event, accompanied=False))
    na = await town.resident("Na", "bo-de")
    await asks_to_come(na, town, "Trại hè")
    await na.taps("✅ Đồng ý")
    return na


async def asks_an_officer(lan: Phone) -> None:
    """*Hỏi cán bộ phường*: a case that waits, about which nothing is asked."""
    if not lan.chat:
        await lan.says("/sukien")
        await lan.until(lambda: lan.chat[-1].from_bot)
    await lan.presses("1|ao", next(m for m in reversed(lan.chat) if m.from_bot))
    await lan.until(lambda: sees(lan, "viết câu hỏi ngay ở đây"))


async def adults(town: Town) -> list[str | None]:
    async with town.app.database.reading() as tx:
        return [row.adult for row in (await tx.execute(select(SignupRow))).scalars()]


async def told(town: Town) -> list[str]:
    """What senders wrote in their cases."""
    async with town.app.database.reading() as tx:
        rows = (await tx.execute(select(EntryRow).where(EntryRow.side == "sender").order_by(EntryRow.id))).scalars()
        return [row.content["text"] for row in rows]


async def takes(hanh: Phone, *words: str) -> None:
    await hanh.until(lambda: any(m.button("Tôi nhận") for m in hanh.chat))
    await hanh.taps("Tôi nhận")
    await hanh.until(lambda: all(sees(hanh, each) for each in words))


@pytest.mark.parametrize("case_first", [True, False], ids=["the case before the yes", "the yes before the case"])
async def test_words_for_the_officer_never_become_the_responsible_adult(database: Database, case_first: bool) -> None:
    async with a_town(database) as town:
        hanh, na = await town.staff("Hạnh", Role.OFFICER, "bo-de"), await a_child_asks(town)
        lan = await town.resident("Lan", "bo-de")
        if case_first:
            await asks_an_officer(lan)
        await parent_agrees(na, lan)
        await lan.until(lambda: sees(lan, "Bot gửi vé vào máy của bé"))
        if not case_first:
            await lan.until(lambda: sees(lan, CARD))
            await asks_an_officer(lan)
        town.passes(minutes=1)
        for words in (WORDS, SHORT):
            await lan.says(words)
        await is_through(lan)
        await takes(hanh, WORDS, SHORT)
        assert await adults(town) == [None]
        assert sees(lan, CARD) is not case_first
        town.passes(minutes=1)
        said = await lan.taps("👤 Ai chịu trách nhiệm")
        assert "đều gửi tới cán bộ" in said and "ban tổ chức ở cửa" in said
        await lan.says("cô Mai")
        await hanh.until(lambda: sees(hanh, "cô Mai"))
        assert await adults(town) == [None] and not sees(lan, "ban tổ chức biết hỏi")


async def test_a_worry_nobody_asked_about_again_is_a_case_and_has_what_follows(database: Database) -> None:
    async with a_town(database) as town:
        hanh, na = await town.staff("Hạnh", Role.OFFICER, "bo-de"), await a_child_asks(town)
        lan = await town.resident("Lan", "bo-de")
        await parent_agrees(na, lan)
        await lan.until(lambda: sees(lan, CARD))
        town.passes(minutes=1)
        await lan.says("bé hay khóc đêm, sợ người lạ")
        await lan.until(lambda: lan.chat[-1].button("Đây chỉ là câu trả lời"))
        town.passes(minutes=11)
        await hanh.until(lambda: any(m.button("Tôi nhận") for m in hanh.chat))
        await lan.says(SHORT)
        await is_through(lan)
        await takes(hanh, SHORT)
        assert await adults(town) == [None]


async def test_after_leaving_quickly_the_button_does_not_tell_of_a_case(database: Database) -> None:
    async with a_town(database) as town:
        await town.staff("Hạnh", Role.OFFICER, "bo-de")
        na, lan = await a_child_asks(town), await town.resident("Lan", "bo-de")
        await asks_an_officer(lan)
        await lan.says("/thoat")
        await lan.until(lambda: sees(lan, "gọn gàng"))
        await parent_agrees(na, lan)
        await lan.until(lambda: any(m.button("Ai chịu trách nhiệm") for m in lan.chat))
        town.passes(minutes=1)
        said = await lan.taps("👤 Ai chịu trách nhiệm")
        assert "hôm khác bấm lại" in said and "cán bộ" not in said and not sees(lan, CARD)


async def test_the_answers_about_a_case_stay_when_somebody_agrees_or_taps_for_the_name(database: Database) -> None:
    async with a_town(database) as town:
        await town.staff("Hạnh", Role.OFFICER, "bo-de")
        na, lan = await a_child_asks(town), await town.resident("Lan", "bo-de")
        await lan.says("cứu con tôi với")
        await lan.until(lambda: "bị thương" in lan.chat[-1].text)
        await lan.taps("Không", message=lan.chat[-1])
        town.passes(minutes=1)
        await parent_agrees(na, lan)
        await lan.until(lambda: any(m.button("Ai chịu trách nhiệm") for m in lan.chat))
        town.passes(minutes=1)
        assert "đều gửi tới cán bộ" in await lan.taps("👤 Ai chịu trách nhiệm")
        async with town.app.database.reading() as tx:
            talk = (await tx.execute(select(DialogRow).where(DialogRow.name == Dialog.QUESTIONS))).scalars().one()
        assert talk.answers.get("hurt") == "no"


async def test_what_can_be_no_name_is_asked_about_once_and_then_is_a_message_again(database: Database) -> None:
    async with a_town(database) as town:
        na, lan = await a_child_asks(town), await town.resident("Lan", "bo-de")
        await parent_agrees(na, lan)
        await lan.until(lambda: sees(lan, CARD))
        town.passes(minutes=1)
        await lan.says("mấy giờ thì xong?")
        await lan.until(lambda: sees(lan, "chưa phải tên người") and lan.chat[-1].button("Bỏ qua"))
        await lan.says("bà Tư")
        await lan.until(lambda: sees(lan, "ban tổ chức biết hỏi bà Tư"))
        town.passes(minutes=1)
        await lan.taps("👤 Ai chịu trách nhiệm")
        await lan.until(lambda: sum(CARD in m.text for m in lan.chat) == 2)
        for words in (WORDS, "tiêm chủng cho bé ở đâu?"):
            town.passes(minutes=1)
            await lan.says(words)
        await is_through(lan)
        assert sum("chưa phải tên người" in m.text for m in lan.chat) == 2, "once each time"
        town.passes(minutes=1)
        await lan.taps("👤 Ai chịu trách nhiệm")
        await lan.until(lambda: sum(CARD in m.text for m in lan.chat) == 3)
        await lan.says("8")
        await lan.until(lambda: sum("chưa phải tên người" in m.text for m in lan.chat) == 3)
        await lan.taps("Bỏ qua")
        await lan.until(lambda: sees(lan, "Ban tổ chức sẽ hỏi tên"))
        town.passes(minutes=1)
        await lan.says("cô Mai")
        await is_through(lan)
        assert await adults(town) == ["bà Tư"]


async def names_a_collector(town: Town) -> Phone:
    """A mother is asked who may take her child home; she has tapped for it, and typed nothing yet."""
    event = await town.event("Trại hè", days=3, ward="bo-de")
    await town.app.services.events.change(None, event.id, replace(event, accompanied=False))
    lan = await town.resident("Lan", "bo-de")
    await opens(lan, "Trại hè")
    await lan.taps("Đăng ký")
    await lan.until(lambda: lan.chat[-1].button("Cha mẹ"))
    await lan.taps("Cha mẹ")
    await lan.until(lambda: lan.chat[-1].button("Dưới 7"))
    await lan.taps("Dưới 7")
    for asked, answer in (("Bé tên gì?", "Bống"), ("ban tổ chức cần biết", "")):
        await lan.until(lambda asked=asked: sees(lan, asked))
        town.passes(minutes=1)
        await (lan.says(answer) if answer else lan.taps("Bỏ qua"))
    await lan.until(lambda: lan.chat[-1].button("Đủ rồi"))
    town.passes(minutes=1)
    await lan.taps("Đủ rồi")
    await lan.until(lambda: sees(lan, "Người lớn nào chịu trách nhiệm"))
    await lan.says("cô Mai")
    await lan.until(lambda: lan.chat[-1].button("✅ Đồng ý"))
    town.passes(minutes=1)
    await lan.taps("✅ Đồng ý")
    await lan.until(lambda: any(m.button("Ai đón bé") for m in lan.chat))
    return lan


async def collectors(town: Town) -> list[str]:
    async with town.app.database.reading() as tx:
        return [row.name for row in (await tx.execute(select(CollectorRow))).scalars()]


async def test_one_name_is_taken_that_was_tapped_for_and_what_follows_belongs_to_the_case(database: Database) -> None:
    async with a_town(database) as town:
        hanh, lan = await town.staff("Hạnh", Role.OFFICER, "bo-de"), await names_a_collector(town)
        await asks_an_officer(lan)
        town.passes(minutes=1)
        await lan.taps("Ai đón bé")
        await lan.until(lambda: sees(lan, "đón bé"))
        await lan.says("bà Hoa")
        await lan.until(lambda: any("bà Hoa" in m.text for m in lan.chat if m.from_bot))
        town.passes(minutes=1)
        await lan.says(SHORT)
        await is_through(lan)
        await takes(hanh, SHORT)
        assert await collectors(town) == ["bà Hoa"]
        assert await told(town) == [SHORT]


@pytest.mark.parametrize("way", ["🆘", "Hỏi cán bộ phường", "Muốn nói chuyện"])
async def test_whoever_turns_to_an_officer_is_no_longer_asked_what_was_asked_before(
    database: Database, way: str
) -> None:
    async with a_town(database) as town:
        hanh, lan = await town.staff("Hạnh", Role.OFFICER, "bo-de"), await names_a_collector(town)
        await lan.taps("Ai đón bé")
        await lan.until(lambda: sees(lan, "đón bé"))
        town.passes(seconds=30)
        match way:
            case "🆘":
                await lan.says("/sos")
                await hanh.until(lambda: sees(hanh, "KHẨN"))
            case "Muốn nói chuyện":
                await lan.says("bé hay khóc đêm, sợ người lạ")
                await lan.until(lambda: lan.chat[-1].button("Muốn nói chuyện"))
                await lan.taps("Muốn nói chuyện")
            case _:
                await asks_an_officer(lan)
        town.passes(seconds=30)
        await lan.says(SHORT)
        await is_through(lan)
        await takes(hanh, SHORT)
        assert await collectors(town) == []


async def test_an_old_invitation_does_not_make_a_colleague_of_what_is_written_to_an_officer(database: Database) -> None:
    async with a_town(database) as town:
        an = await town.staff("An", Role.ADMIN)
        await town.staff("Hạnh", Role.OFFICER, "long-bien")
        link, lan = await invited(town, an), await town.resident("Lan", "bo-de")
        await asks_an_officer(lan)
        for late in (True, False):
            seen = len(lan.chat)
            await lan.starts(link)
            await lan.until(lambda seen=seen: any("Bạn được mời" in m.text for m in lan.chat[seen:]))
            town.passes(minutes=70 if late else 1)
            await lan.says(SHORT if late else "Chị Lan")
            await (is_through(lan) if late else lan.until(lambda: sees(lan, "Chào Chị Lan")))
        assert await told(town) == [SHORT]
        async with town.app.database.reading() as tx:
            used = (await tx.execute(select(InviteRow))).scalars().one().used_by
            assert used is not None
            assert (await tx.get_one(StaffRow, used)).name == "Chị Lan"
