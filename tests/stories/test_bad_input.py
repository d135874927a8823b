"""Whatever comes in, a person gets one kind sentence, nothing is lost, and the next cry for help is heard."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import fields

import pytest

from channels import buttons
from channels.buttons import Button
from domain.people import Audience, Role
from sandbox import Phone
from services.health import Health
from storage.database import Database
from tests.town import Town, a_town, sees

OUR_FAULT = "có trục trặc"
AT_ONCE = 4  # answers a chat gets before the bot slows down

ODD_WORDS = {
    "one sign": "?",
    "as long as Telegram lets it be": "chào " * 819,
    "zero-width": "\u200b\u200d\ufeff",
    "right to left": "\u202exin chào",
    "emoji only": "🙂🙂🙂",
    "html": "<b>xin</b> & <script>chào</script> <tg-spoiler>",
    "template": "{title} {0} %s %(name)s",
    "unknown command": "/khongco",
    "command for staff": "/vuviec",
    "command with a long tail": "/start " + "x" * 64,
    "a code of nobody": "LB-AAAAAA",
    "a link of nobody": "/start dongy_khongco",
    "sql": "'; DROP TABLE cases; --",
}

FORGED = {
    "not ours": "xin chào",
    "empty": "",
    "of the version before": "0|tk|1",
    "an unknown verb": "1|zz|1",
    "too few": "1|tk",
    "too many": "1|tk|1|2|3",
    "not a number": "1|tk|abc",
    "a number beyond all": "1|tk|99999999999999999999999",
    "negative": "1|tk|-1",
    "arabic digits": "1|tk|١٢",
}


def batched(data: Sequence[str], size: int) -> list[Sequence[str]]:
    return [data[start : start + size] for start in range(0, len(data), size)]


def forged(kind: type[Button]) -> str:
    """A button of ours as a forger would fill it: well formed, about things that are not there."""
    values = ["424242" if str(f.type).startswith("int") else "khongco" for f in fields(kind)]  # type: ignore[arg-type]
    return "|".join(["1", kind.verb, *values])


def seen_on(phone: Phone) -> list[tuple[int, str, list[list[str]]]]:
    return [(m.id, m.text, m.buttons) for m in phone.chat]


def code_on(phone: Phone) -> str:
    """The code the bot gave their case; empty while there is none."""
    found = re.search(r"LB-[A-Z0-9]{6}", " ".join(m.text for m in phone.chat if m.from_bot))
    return found[0] if found else ""


async def is_still_heard(town: Town, phone: Phone, officer: Phone, *, after: str = "") -> None:
    town.passes(seconds=20)
    await phone.says("cứu em với")
    await phone.until(lambda: code_on(phone))
    await officer.until(lambda: sees(officer, "KHẨN", code_on(phone)))
    assert not any(OUR_FAULT in m.text for m in (*phone.chat, *officer.chat)), after
    figures = await Health(town.app.database, town.clock).figures()
    assert figures.inbox_aside == 0, after


@pytest.mark.long
async def test_odd_words_get_an_answer(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        for name, words in ODD_WORDS.items():
            lan = await town.resident(name, "bo-de")
            await lan.says(words)
            await lan.until(lambda lan=lan: any(m.from_bot for m in lan.chat))
            await is_still_heard(town, lan, hanh, after=name)


async def press_all(phone: Phone, data: Sequence[str]) -> None:
    """One after the other, each until something came of it: a line above the chat, or a change in it."""
    for one in data:
        before = seen_on(phone)
        if not await phone.presses(one, phone.chat[0]):
            await phone.until(lambda before=before: seen_on(phone) != before)


@pytest.mark.long
async def test_forged_buttons_of_every_kind_get_an_answer(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        lan = await town.resident("Lan", "bo-de")
        await lan.says("/trogiup")
        await lan.until(lambda: any(m.from_bot for m in lan.chat))
        quiet = {buttons.Sos, buttons.AnswerDoubt, buttons.Duty}  # these ring, or do what they say
        data = [*FORGED.values(), *(forged(kind) for kind in Button.known.values() if kind not in quiet)]
        for some in batched(data, AT_ONCE):
            town.passes(minutes=2)
            await asyncio.gather(press_all(lan, some), press_all(hanh, some))
        await is_still_heard(town, lan, hanh)


NAMES = ["", "\u200b\u200b", "x" * 500, "\u202eanh", "0912345678", "<b>Na</b>", "🙂"]


@pytest.mark.long
async def test_a_name_that_cannot_be_kept_is_asked_for_again(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        await town.event("Vui Tết Trung thu")
        for typed in NAMES:
            lan = await town.resident("Lan", "bo-de")
            await is_asked_for_the_name(town, lan)
            town.passes(seconds=20)
            seen = len(lan.chat)
            await (lan.says(typed) if typed else lan.sends("photo"))
            await lan.until(lambda lan=lan, seen=seen: len(lan.chat) > seen + 1)
            assert not sees(lan, "x" * 100)
            await is_still_heard(town, lan, hanh, after=repr(typed))


async def is_asked_for_the_name(town: Town, parent: Phone) -> None:
    person = await town.app.services.people.meet(parent.id)
    await town.app.services.people.choose_audience(person, Audience.PARENT)
    await parent.says("/sukien")
    await parent.until(lambda: any(m.button("Vui Tết") for m in parent.chat))
    await parent.taps("Vui Tết")
    await parent.until(lambda: any(m.button("Đăng ký") for m in parent.chat))
    await parent.taps("Đăng ký")
    await parent.until(lambda: parent.chat[-1].button("Dưới 7"))
    await parent.taps("Dưới 7")
    await parent.until(lambda: sees(parent, "Bé tên gì?"))


BAD_FIELDS = {
    "a day gone by": ("Ngày", "12/9/2020", "Ngày này qua rồi"),
    "no such day": ("Ngày", "31/9", "Lịch không có ngày này"),
    "a day in ten years": ("Ngày", "12/9/2072", "còn hơn hai năm nữa"),
    "no day at all": ("Ngày", "khi nào cũng được", "chưa hiểu ngày này"),
    "it ends before it starts": ("Giờ", "20h-18h", "Giờ kết thúc lại trước giờ bắt đầu"),
    "no hours": ("Giờ", "25h", "chưa hiểu giờ này"),
    "negative seats": ("Số chỗ", "-5", "Số chỗ phải từ 1 đến"),
    "seats in words": ("Số chỗ", "nhiều lắm", "một con số"),
    "more held back than there are": ("Giữ lại", "31", "trong số chỗ đang có"),
    "the older first": ("Độ tuổi", "11-6", "tuổi nhỏ ghi trước"),
    "ages of grown-ups": ("Độ tuổi", "16-60", "từ 0 đến 17"),
    "a name of 500 letters": ("Tên", "x" * 500, "Dài quá"),
    "signs nobody sees": ("Tên", "\u200b\u200b\u202e", "bằng chữ"),
    "emoji only": ("Tên", "🙂🙂", "bằng chữ"),
    "words for a button": ("Phường", "Bồ Đề", "bấm một nút"),
    "words for a picture": ("Ảnh", "ảnh đẹp", "gửi một tấm ảnh"),
}


async def test_a_field_that_cannot_be_kept_is_asked_again_and_nothing_changes(database: Database) -> None:
    async with a_town(database) as town:
        event = await town.event("Hội sách", ward="bo-de")
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        await hanh.says("/soansukien")
        await hanh.until(lambda: any(m.button("Hội sách") for m in hanh.chat))
        await hanh.taps("Hội sách")
        for name, (field, words, sentence) in BAD_FIELDS.items():
            await hanh.until(lambda field=field: any(m.button(field) for m in hanh.chat))
            await hanh.taps(field)
            await hanh.until(lambda: any(m.button("Quay lại") for m in hanh.chat))
            town.passes(seconds=20)
            before = sum(sentence in m.text for m in hanh.chat)
            await hanh.says(words)
            await hanh.until(lambda s=sentence, n=before: sum(s in m.text for m in hanh.chat) > n)
            assert (await town.app.services.events.get(None, event.id)).event == event, name
            await hanh.taps("Quay lại")
        assert not any(OUR_FAULT in m.text for m in hanh.chat)


async def test_buttons_of_an_event_that_is_not_theirs_or_is_over_change_nothing(database: Database) -> None:
    async with a_town(database) as town:
        event = await town.event("Hội sách", ward="bo-de")
        hanh, tam = await town.staff("Hạnh", Role.OFFICER, "bo-de"), await town.staff("Tâm", Role.OFFICER, "viet-hung")
        lan = await town.resident("Lan", "bo-de")
        await lan.says("/trogiup")
        await lan.until(lambda: any(m.from_bot for m in lan.chat))
        number, version = event.id, event.version
        data = [f"1|{verb}|{number}" for verb in ("ee", "em", "ep", "eb", "ea", "ec", "ek")]
        data += [f"1|ef|{number}|title", f"1|es|{number}|audience|child|{version}", f"1|et|{number}|{version}"]
        for some in batched(data, AT_ONCE):
            town.passes(minutes=2)
            await asyncio.gather(press_all(tam, some), press_all(lan, some))
        assert (await town.app.services.events.get(None, number)).event == event
        await town.app.services.events.cancel(None, number)
        cancelled = (await town.app.services.events.get(None, number)).event
        for some in batched([d for d in data if not d.startswith(("1|ee", "1|ep", "1|ek", "1|em", "1|ea"))], AT_ONCE):
            town.passes(minutes=2)
            await press_all(hanh, some)
        assert (await town.app.services.events.get(None, number)).event == cancelled
        odd = ["kind|party", "seats|-1", "day|2020-01-01/2020-01-01", "hours|99:99/", "khongco|1"]
        other = await town.event("Hội đèn", ward="bo-de")
        for some in batched([f"1|es|{other.id}|{each}|99" for each in odd], AT_ONCE):
            town.passes(minutes=2)
            await press_all(hanh, some)
        assert (await town.app.services.events.get(None, other.id)).event == other
        await is_still_heard(town, lan, hanh)
