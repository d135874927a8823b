"""A cry for help in every state the bot or its writer can be in, as every kind of message: the card, and a ring."""

from __future__ import annotations

import asyncio
import re
import unicodedata
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import pytest

from bot.app import App
from domain.cases import Content
from domain.people import Role
from sandbox import Phone
from sandbox.world import Message
from storage import cases, entries
from storage.database import Database
from tests.own import content
from tests.town import Town, a_town, sees

PHRASES = (
    "cứu em với",
    "bo dang danh em",
    "CHỒNG TÔI ĐANG ĐÁNH CON",
    unicodedata.normalize("NFD", "bố đánh em đau lắm"),
    "🆘",
    "/sos",
    "🆘 em o nha mot minh",
    "Cần giúp ngay",
)
PATIENCE = 20.0
ORDINARY = "hôm nay trời đẹp"
CODE = re.compile(r"LB-[A-Z0-9]{6}")


async def album(phone: Phone, phrase: str) -> None:
    await phone.sends_album("photo", "video", "photo", caption=phrase)


async def edited(phone: Phone, phrase: str) -> None:
    await phone.edits(next(m for m in phone.chat if m.text == ORDINARY), phrase)


async def reply(phone: Phone, phrase: str) -> None:
    await phone.says(phrase, reply_to=phone.chat[0])


async def forwarded(phone: Phone, phrase: str) -> None:
    await phone.forwards(phrase, "Bạn của em")


def caption(kind: str) -> Callable[[Phone, str], Awaitable[object]]:
    return lambda phone, phrase: phone.sends(kind, phrase)


def followed_by(kind: str) -> Callable[[Phone, str], Awaitable[object]]:
    async def both(phone: Phone, phrase: str) -> None:
        await phone.says(phrase)
        await phone.sends(kind)

    return both


async def behind_command(phone: Phone, phrase: str) -> None:
    await phone.says(f"/camnang {phrase}")


async def behind_sos(phone: Phone, phrase: str) -> None:
    await phone.says(f"/sos {phrase}")


CONTENTS: dict[str, tuple[Callable[[Phone, str], Awaitable[object]], int]] = {
    "words": (Phone.says, 1),
    "photo": (caption("photo"), 1),
    "video": (caption("video"), 1),
    "voice": (caption("voice"), 1),
    "document": (caption("document"), 1),
    "album": (album, 3),
    "edit": (edited, 1),
    "reply": (reply, 1),
    "forward": (forwarded, 1),
    "sticker after it": (followed_by("sticker"), 2),
    "contact after it": (followed_by("contact"), 2),
    "location after it": (followed_by("location"), 2),
    "behind a command": (behind_command, 1),
    "behind /sos": (behind_sos, 1),
}


class Cell:
    """One person who will cry for help in one way, and what stood before they did."""

    def __init__(self, phone: Phone, content: str, phrase: str) -> None:
        self.phone, self.content, self.phrase = phone, content, phrase
        self.says, self.messages = CONTENTS[content]
        self.cards_before = self.kept_before = 0

    def __str__(self) -> str:
        return f"{self.content} {self.phrase!r}"

    @property
    def needs_an_earlier_message(self) -> bool:
        return self.content in ("edit", "reply")

    @property
    def chatted(self) -> int:
        """How often they wrote something ordinary; what was edited since says something else now."""
        return sum(m.text == ORDINARY and not m.from_bot for m in self.phone.chat) + (self.content == "edit")

    @property
    def cards(self) -> int:
        return sum(all(number in m.text for number in ("Gọi ngay", "111", "113", "115")) for m in self.phone.chat)


class Table:
    """The cells of one state, and the officer who is rung."""

    def __init__(self, town: Town, hanh: Phone, cells: list[Cell]) -> None:
        self.town, self.hanh, self.cells = town, hanh, cells

    async def all(self, deed: Callable[[Phone], Awaitable[object]]) -> None:
        await asyncio.gather(*(deed(cell.phone) for cell in self.cells))

    async def until(self, check: Callable[[Phone], object]) -> None:
        await self.all(lambda phone: phone.until(lambda: check(phone), PATIENCE))

    async def taps(self, label: str, then: str) -> None:
        """Each taps it where it stands, and sees what follows."""
        await self.until(lambda phone: any(m.button(label) for m in phone.chat))
        await self.all(lambda phone: phone.taps(label))
        await self.until(lambda phone: sees(phone, then))

    async def have_cried(self) -> None:
        """Each has an open case that rings."""
        await self.all(lambda phone: phone.says("bố đánh em"))
        await self.until(lambda phone: sees(phone, "LB-"))
        await self.hanh.until(lambda: len(self.ringing) == len(self.cells), PATIENCE)

    async def are_taken(self) -> None:
        """The officer takes whatever rings."""
        for alert in self.hanh.chat:
            if alert.button("Tôi nhận"):
                await self.hanh.taps("Tôi nhận", message=alert)
        await self.hanh.until(lambda: not self.ringing, PATIENCE)

    @property
    def ringing(self) -> set[str]:
        alerts = [m.text for m in self.hanh.chat if "KHẨN" in m.text and m.button("Tôi nhận")]
        return {code for text in alerts for code in CODE.findall(text)}

    async def count(self) -> None:
        """What stands before they cry."""
        await self.town.app.intake.settle()
        assert not self.ringing
        for cell in self.cells:
            cell.cards_before, cell.kept_before = cell.cards, len((await self._case(cell))[1])

    async def cry(self) -> None:
        """Everybody cries for help, each in their way."""
        await asyncio.gather(*(cell.says(cell.phone, cell.phrase) for cell in self.cells))

    async def see_the_card(self) -> None:
        """Each sees one more."""
        await self._wait(lambda: all(cell.cards > cell.cards_before for cell in self.cells))

    async def wrong(self) -> list[str]:
        """What is missing once everybody had their time."""
        await self._wait(lambda: len(self.ringing) == len(self.cells))
        await self.see_the_card()
        await self.town.app.intake.settle()
        return [f"{cell}: {lack}" for cell in self.cells for lack in await self._lacks(cell)]

    async def _lacks(self, cell: Cell) -> list[str]:
        code, kept = await self._case(cell)
        new, earlier = kept[cell.kept_before :], 0
        while new and new[0].text == ORDINARY:  # what they wrote just before goes with the cry
            new, earlier = new[1:], earlier + 1
        owed = {
            "nobody is rung": code in self.ringing,
            f"{cell.cards - cell.cards_before} safety cards": cell.cards == cell.cards_before + 1,
            f"its case holds {new}": len(new) == cell.messages and (cell.phrase in new[0].text or new[0].kind == "sos"),
            f"what they wrote before stands there {earlier} times": earlier <= cell.chatted,
        }
        return [lack for lack, is_there in owed.items() if not is_there]

    async def _case(self, cell: Cell) -> tuple[str, list[Content]]:
        person = await self.town.app.services.people.meet(cell.phone.id)
        async with self.town.app.database.reading() as tx:
            row = await cases.open_of(tx, person.id)
            if row is None:
                return "", []
            return row.code, [entries.content_of(entry) for entry in await entries.of_case(tx, row.id, ("sender",))]

    async def _wait(self, check: Callable[[], bool]) -> None:
        with suppress(TimeoutError):  # what is missing is told cell by cell
            await asyncio.wait_for(self.town.sandbox.wait(check), PATIENCE)


# --- the states ---


async def first_message_ever(table: Table) -> None:
    await table.count()
    await table.cry()


async def in_the_middle_of_a_sign_up(table: Table) -> None:
    await table.town.event("Vui Tết Trung thu")
    await table.all(lambda phone: phone.says("/sukien"))
    await table.taps("Vui Tết Trung thu", "Sân nhà văn hoá")
    await table.taps("Đăng ký", "Ai đang đăng ký")
    await table.taps("Trẻ em", "Em mấy tuổi?")
    await table.taps("7 đến 10", "Gọi em là gì")
    await table.count()
    await table.cry()


async def after_deleting_everything(table: Table) -> None:
    await table.all(lambda phone: phone.says("/xoa"))
    await table.taps("Đồng ý xoá", "Đã xoá")
    await table.count()
    await table.cry()


async def after_a_false_alarm(table: Table) -> None:
    await close_as_false_alarms(table)
    await table.count()
    await table.cry()


async def labelled_as_a_prank(table: Table) -> None:
    await close_as_false_alarms(table)
    for noted, closed in enumerate([m for m in table.hanh.chat if m.button("Nhắn thử")], 1):
        await table.hanh.taps("Nhắn thử", message=closed)
        await table.hanh.until(lambda noted=noted: sum(bool(m.button("Bỏ ghi chú")) for m in table.hanh.chat) == noted)
    for _ in range(2):  # the second answer has to wait
        await table.all(lambda phone: phone.says(ORDINARY))
    await table.until(lambda phone: sees(phone, "lúc nào bạn cũng có thể nhắn ở đây"))
    await table.count()
    await table.cry()


async def close_as_false_alarms(table: Table) -> None:
    """Each had a case, and the officer closed it."""
    await table.have_cried()
    await table.are_taken()
    await table.hanh.until(
        lambda: sum(bool(m.button("Báo nhầm")) for m in table.hanh.chat) == len(table.cells), PATIENCE
    )
    for card in table.hanh.chat:
        if card.button("Báo nhầm"):
            await say_false_alarm(table.hanh, card)
    await table.until(lambda phone: sees(phone, "đã kết thúc"))


async def say_false_alarm(officer: Phone, card: Message) -> None:
    """The officer closes one case so. The question is not the last message for sure: a test alert may follow it."""
    last = officer.chat[-1].id

    def questions() -> list[Message]:
        return [message for message in officer.chat if message.id > last and message.button("Đúng, báo nhầm")]

    await officer.taps("Báo nhầm", message=card)
    await officer.until(questions)
    await officer.taps("Đúng, báo nhầm", message=questions()[0])


async def after_a_flood(table: Table) -> None:
    for _ in range(6):
        await table.all(lambda phone: phone.says("/trogiup"))
    await table.count()
    await table.cry()


async def while_the_bot_is_down_for_maintenance(table: Table) -> None:
    await table.count()
    await table.town.app.stop()
    await table.cry()
    table.town.app = App(table.town.settings, table.town.clock, content())
    await table.town.app.start(polling=True)


async def in_a_taken_case(table: Table) -> None:
    await table.have_cried()
    await table.are_taken()
    await table.count()
    await table.cry()


async def while_the_database_is_away(table: Table) -> None:
    await table.count()
    async with table.town.database_stuck():
        await table.cry()
        await table.see_the_card()
        assert not table.ringing, "nothing could be stored yet"


async def after_leaving_quickly(table: Table) -> None:
    await table.have_cried()
    await table.are_taken()
    await table.all(lambda phone: phone.says("/thoat"))
    await table.until(lambda phone: sees(phone, "Màn hình này đã gọn gàng"))
    await table.count()
    await table.cry()


async def who_cannot_write_safely(table: Table) -> None:
    await table.have_cried()
    await table.are_taken()
    for question in ("bác sĩ", "ở gần"):
        await table.until(lambda phone, question=question: sees(phone, question))
        await table.all(lambda phone: phone.taps("Bỏ qua"))
    await table.until(lambda phone: sees(phone, "có an toàn không?"))
    await table.taps("Không", "một con số")
    await table.count()
    await table.cry()


STATES = {
    state.__name__: state
    for state in (
        first_message_ever,
        in_the_middle_of_a_sign_up,
        after_deleting_everything,
        after_a_false_alarm,
        after_a_flood,
        while_the_bot_is_down_for_maintenance,
        in_a_taken_case,
        while_the_database_is_away,
        after_leaving_quickly,
        who_cannot_write_safely,
        labelled_as_a_prank,
    )
}
DEAR = (  # every second kind each
    after_a_false_alarm,
    in_a_taken_case,
    after_leaving_quickly,
    who_cannot_write_safely,
    labelled_as_a_prank,
)
NO_EARLIER_MESSAGE = (first_message_ever, after_leaving_quickly)
BOTH = (first_message_ever, in_a_taken_case, while_the_database_is_away)


@asynccontextmanager
async def a_table(database: Database, state: str) -> AsyncIterator[Table]:
    """Fresh people, one for every kind of message; the phrases take turns."""
    async with a_town(database) as town:
        limits = town.sandbox.limits
        limits.burst = limits.per_second = limits.bulk_per_second = 100_000  # Telegram's pace has stories of its own
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        shift = list(STATES).index(state)
        cells = [
            Cell(await town.resident(f"{number}", "bo-de"), content, PHRASES[(number + shift) % len(PHRASES)])
            for number, content in enumerate(CONTENTS)
            if STATES[state] not in DEAR or number % 2 == shift % 2
        ]
        if STATES[state] in NO_EARLIER_MESSAGE:
            cells = [cell for cell in cells if not cell.needs_an_earlier_message]
        for cell in cells:
            if cell.needs_an_earlier_message:
                await cell.phone.says(ORDINARY)
                await cell.phone.until(lambda phone=cell.phone: phone.chat[-1].from_bot)
        yield Table(town, hanh, cells)


PAIRS = [("sqlite", state) for state in STATES] + [("postgresql", state.__name__) for state in BOTH]


@pytest.mark.parametrize(("database", "state"), PAIRS, indirect=["database"])
@pytest.mark.timeout(120)
async def test_a_cry_brings_the_card_and_a_ring(database: Database, state: str) -> None:
    async with a_table(database, state) as table:
        await STATES[state](table)
        assert await table.wrong() == []
