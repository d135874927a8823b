"""Buttons of a time that a restore has lost: they take nobody else's case, and a sender is never refused."""

from __future__ import annotations

from dataclasses import fields
from datetime import timedelta

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from channels import buttons, callbacks, desk_buttons
from channels.texts import Voice
from domain.people import Role
from handlers.lost_times import CRIES, LOST, LOST_CASE, ROWS
from sandbox import Phone
from sandbox.world import Message
from storage import journal
from storage.database import Database
from tests.town import Town, a_town, sees

NO_ROWS = {
    *("at", "heavier", "mine", "on", "others", "page", "part", "weight", "year", "count", "face", "version"),
    *("nth", "upto", "without", "answer", "on_card", "to_child", "rung", "screen", "estimate"),
    *("alarm", "collector", "holder", "link"),  # each beside the number of a row it belongs to
}
CASE_LOST, ALL_LOST = "báo điều phối viên ngay", "những gì gửi lúc đó không còn"


def numbers_of(kind: type[buttons.Button]) -> set[str]:
    return {each.name for each in fields(kind) if str(each.type).startswith("int")}


KINDS = sorted(callbacks.Button.known.values(), key=lambda kind: kind.__name__)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_number_of_every_button_is_looked_at_and_a_sender_is_never_refused(kind: type[buttons.Button]) -> None:
    numbers = numbers_of(kind)
    if "doubt" not in numbers:
        assert numbers <= ROWS | NO_ROWS, "say whether it is the number of a row"
        assert numbers <= NO_ROWS or numbers & ROWS
    of_a_sender = bool(numbers & {"case", "doubt"}) and kind.__module__ != desk_buttons.__name__
    assert issubclass(kind, CRIES) == of_a_sender


async def sent(town: Town, phone: Phone, words: str, *shown: buttons.Button) -> Message:
    """A message of the bot's on this phone, with these buttons."""
    rows = [[InlineKeyboardButton("nút", callback_data=callbacks.write(each))] for each in shown]
    message = await town.app.bot.send_message(
        phone.id, words, reply_markup=InlineKeyboardMarkup(rows) if rows else None
    )
    return next(m for m in phone.chat if m.id == message.message_id)


async def test_whatever_was_shown_in_the_lost_time_or_nobody_knows_when_is_refused_with_the_one_step(
    database: Database,
) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        minh = await town.staff("Minh", Role.ADMIN)
        hoa = await town.resident("Hoa", "bo-de")
        await hoa.starts()
        take, keep = buttons.TakeCase(1), buttons.KeepDutyGroup(1, None)
        edited, gone = await sent(town, hanh, "sửa sau", take), await sent(town, hanh, "xoá sau", take)
        town.passes(minutes=10)
        since = town.clock.now()
        town.passes(minutes=1)
        lost, group = await sent(town, hanh, "lúc đó", take), await sent(town, minh, "nhóm", keep)
        place, event = await sent(town, hoa, "ở đâu"), await sent(town, hoa, "sự kiện")
        rows = InlineKeyboardMarkup([[InlineKeyboardButton("khác", callback_data=callbacks.write(take))]])
        await town.app.bot.edit_message_text("đã sửa", hanh.id, edited.id, reply_markup=rows)
        await town.app.bot.delete_message(hanh.id, gone.id)
        town.passes(minutes=10)
        async with town.app.database.transaction() as tx:
            journal.write(tx, town.clock.now(), "restored", since=since.isoformat(), erased=0)
        await town.dies_and_comes_back()
        town.passes(minutes=1)
        await hoa.says("cứu con tôi với")
        await hanh.until(lambda: sees(hanh, "KHẨN"))
        for message in (lost, edited, gone):
            assert CASE_LOST in await hanh.presses(callbacks.write(take), message), message.text
        assert ALL_LOST in await minh.presses(callbacks.write(keep), group)
        assert ALL_LOST in await hoa.presses(callbacks.write(buttons.ShowEvent(1)), event)
        assert not sees(hoa, "nhận lúc")
        assert not await hoa.presses(callbacks.write(buttons.AskOldName(1)), place)
        await hoa.until(lambda: any(m.button("Ngọc Lâm") for m in hoa.chat))
        await hanh.taps("Tôi nhận")
        await hoa.until(lambda: sees(hoa, "nhận lúc"))


async def test_a_child_hears_that_it_is_not_their_fault_and_every_refusal_fits_a_tap(database: Database) -> None:
    async with a_town(database) as town:
        na = await town.resident("Na")
        await na.starts()
        await na.until(lambda: any(m.button("Trẻ em") for m in na.chat))
        await na.taps("Trẻ em")
        message = await sent(town, na, "lúc đó")
        async with town.app.database.transaction() as tx:
            since = town.clock.now() - timedelta(hours=1)
            journal.write(tx, town.clock.now().replace(year=2199), "restored", since=since.isoformat(), erased=0)
        assert "Không phải tại em" in await na.presses(callbacks.write(buttons.ShowEvent(1)), message)
        for language in ("vi", "en"):
            for is_child in (True, False):
                for text in (LOST, LOST_CASE):
                    assert len(town.app.telegram.say(text, Voice(language, is_child))) <= 190
