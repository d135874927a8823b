"""Whatever comes in, a person gets one kind sentence, nothing is lost, and the next cry for help is heard."""

from __future__ import annotations

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


def forged(kind: type[Button]) -> str:
    """A button of ours as a forger would fill it: well formed, about things that are not there."""
    values = ["424242" if str(f.type).startswith("int") else "khongco" for f in fields(kind)]  # type: ignore[arg-type]
    return "|".join(["1", kind.verb, *values])


def seen_on(phone: Phone) -> list[tuple[int, str, list[list[str]]]]:
    return [(m.id, m.text, m.buttons) for m in phone.chat]


async def is_still_heard(town: Town, phone: Phone, officer: Phone) -> None:
    town.passes(minutes=1)
    await phone.says("cứu em với")
    await officer.until(lambda: sees(officer, "KHẨN"))
    assert not any(OUR_FAULT in m.text for m in (*phone.chat, *officer.chat))
    figures = await Health(town.app.database, town.clock).figures()
    assert figures.inbox_aside == 0


@pytest.mark.parametrize("words", ODD_WORDS.values(), ids=ODD_WORDS)
async def test_odd_words_get_an_answer(database: Database, words: str) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        lan = await town.resident("Lan", "bo-de")
        await lan.says(words)
        await lan.until(lambda: any(m.from_bot for m in lan.chat))
        await is_still_heard(town, lan, hanh)


async def test_forged_buttons_of_every_kind_get_an_answer(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        lan = await town.resident("Lan", "bo-de")
        await lan.says("/trogiup")
        await lan.until(lambda: any(m.from_bot for m in lan.chat))
        quiet = {buttons.Sos, buttons.AnswerDoubt, buttons.Duty}  # these ring, or do what they say
        data = [*FORGED.values(), *(forged(kind) for kind in Button.known.values() if kind not in quiet)]
        for one in data:
            for phone in (lan, hanh):
                town.passes(minutes=2)
                before = seen_on(phone)
                if not await phone.presses(one, phone.chat[0]):
                    await phone.until(lambda phone=phone, before=before: seen_on(phone) != before)
        await is_still_heard(town, lan, hanh)


@pytest.mark.parametrize(
    "typed", ["", "\u200b\u200b", "x" * 500, "\u202eanh", "0912345678", "<b>Na</b>", "🙂"], ids=repr
)
async def test_a_name_that_cannot_be_kept_is_asked_for_again(database: Database, typed: str) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        await town.event("Vui Tết Trung thu")
        lan = await town.resident("Lan", "bo-de")
        person = await town.app.services.people.meet(lan.id)
        await town.app.services.people.choose_audience(person, Audience.PARENT)
        await lan.says("/sukien")
        await lan.until(lambda: any(m.button("Vui Tết") for m in lan.chat))
        await lan.taps("Vui Tết")
        await lan.until(lambda: any(m.button("Đăng ký") for m in lan.chat))
        await lan.taps("Đăng ký")
        await lan.until(lambda: lan.chat[-1].button("Dưới 7"))
        await lan.taps("Dưới 7")
        await lan.until(lambda: sees(lan, "Bé tên gì?"))
        town.passes(minutes=1)
        seen = len(lan.chat)
        await (lan.says(typed) if typed else lan.sends("photo"))
        await lan.until(lambda: len(lan.chat) > seen + 1)
        assert not sees(lan, "x" * 100)
        await is_still_heard(town, lan, hanh)
