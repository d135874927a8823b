"""People and staff: who is writing, what they chose, who is on duty, what we keep and how it goes."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from domain.conversations import Dialog, Midway
from domain.duty import Shift
from domain.lessons import Certificate
from domain.people import Audience, Person, Role, Staff, check_private
from domain.recontact import ANSWERS
from domain.texts import Refusal, Text
from domain.wards import WARDS, OnRoster
from services import erasing, menus, moving
from services.clock import Clock
from storage import dialogs, journal, outbox, people, roster, subscriptions
from storage.database import Database, wake
from storage.erasures import Erasures

DELETABLE = timedelta(hours=48)  # Bot API, deleteMessage


@dataclass(frozen=True, slots=True)
class NewStaff:
    """What `treem staff add` or an invitation says about somebody."""

    chat: int
    name: str
    role: Role
    ward: str | None = None
    rung: int = 1
    also: tuple[str, ...] = ()
    hours: tuple[Shift, ...] | None = None


class People:
    """Every method is one transaction. `erasures`: where deletions are remembered; commands delete nobody."""

    def __init__(self, database: Database, clock: Clock, erasures: Erasures | None = None) -> None:
        self._database = database
        self._clock = clock
        self._erasures = erasures

    async def meet(self, chat: int) -> Person:
        """Whoever writes to us, made on first sight. Meeting somebody again today costs no write."""
        return (await self.arrives(chat))[0]

    async def arrives(self, chat: int) -> tuple[Person, Midway | None]:
        """The same, and the conversation they are in: everything they type is looked at in its light."""
        now = self._clock.now()
        async with self._database.reading() as tx:
            known = await people.known(tx, self._database.vault, chat, now)
            if known is not None:
                return known, await dialogs.midway(tx, known.id)
        async with self._database.transaction() as tx:
            met = await people.meet(tx, self._database.vault, chat, now, reachable=True)
            if met.came_back:  # what comes by itself ended when they blocked us; also of a version that kept it
                await subscriptions.end(tx, met.id, None, None)
            if met.staff is not None:  # whoever can be written to from now on comes on duty
                wake(tx, roster.TOPIC)
            return met, await dialogs.midway(tx, met.id)

    async def in_group(self, chat: int) -> Person:
        """Whoever writes in a group: it says nothing about whether we may write to them, and nobody is kept for it.

        A stranger has no number (0).
        """
        async with self._database.reading() as tx:
            return await people.find(tx, self._database.vault, chat) or Person(0, chat)

    async def follow(self, old: int, new: int) -> None:
        """A group became a supergroup and has another number; nothing changes if the old one was not known."""
        async with self._database.transaction() as tx:
            await moving.follow(tx, self._database.vault, (old, new), self._clock.now())

    async def choose_audience(self, person: Person, audience: Audience) -> Person:
        """Cha mẹ, Trẻ em, Người chăm sóc."""
        async with self._database.transaction() as tx:
            (await people.row(tx, person.id)).audience = audience
        return replace(person, audience=audience)

    async def choose_ward(self, person: Person, ward: str) -> Person:
        """The ward they live in. Raises Refusal for one that is not ours."""
        if ward not in WARDS:
            raise Refusal(Text("Please choose one of the four wards."))
        async with self._database.transaction() as tx:
            (await people.row(tx, person.id)).ward = ward
        return replace(person, ward=ward)

    async def choose_language(self, person: Person, language: str) -> Person:
        """Vietnamese or English."""
        language = "en" if language == "en" else "vi"
        async with self._database.transaction() as tx:
            (await people.row(tx, person.id)).language = language
        return replace(person, language=language)

    async def leave(self, person: Person) -> Sequence[int]:
        """*Thoát nhanh*: from now on one neutral line a day; gives the messages that can still be taken away.

        Answers that are still on their way are no longer waited for.
        """
        now = self._clock.now()
        async with self._database.transaction() as tx:
            (await people.row(tx, person.id)).hushed = True
            await dialogs.end(tx, person.id)
            await outbox.drop_for(tx, person.id, {*ANSWERS, Certificate.__name__}, now)
            return [p.message for p in await people.posts(tx, person=person.id, since=now - DELETABLE)]

    async def has_left(self, person: Person) -> bool:
        """Whether they are to have quiet at this moment; also when it was another process that let them go."""
        async with self._database.reading() as tx:
            return await people.is_hushed(tx, person.id)

    async def come_back(self, person: Person) -> None:
        """After leaving quickly they want to hear again."""
        async with self._database.transaction() as tx:
            (await people.row(tx, person.id)).hushed = False

    async def removed(self, person: Person, messages: Sequence[int]) -> None:
        """These messages are gone from the chat."""
        async with self._database.transaction() as tx:
            await people.forget_posts(tx, person.id, messages)

    async def erase(self, person: Person) -> None:
        """/xoa. It is remembered outside the database, too, before it is done: a restored backup deletes them again.

        Raises OSError where it cannot be remembered: then nothing is deleted, and they are not told that it was.
        """
        now = self._clock.now()
        if self._erasures is not None:  # before the transaction: whoever cries for help does not wait for this disk
            mark = self._database.vault.erased_marks(person.chat)[0]
            await asyncio.to_thread(self._erasures.note, mark, now)
        async with self._database.transaction() as tx:
            await erasing.erase(tx, person.id, now)

    async def turned_away(self, person: Person, update_id: int, *, forged: bool = False) -> None:
        """Somebody without the right pressed a button of staff, or typed a command of theirs.

        `forged`: a button we never made.
        """
        async with self._database.transaction() as tx:
            staff, verb = None if person.staff is None else person.staff.id, "forged" if forged else "turned_away"
            journal.write(tx, self._clock.now(), verb, staff=staff, update=update_id, person=person.id)

    # --- staff ---

    async def add_staff(self, new: NewStaff) -> Staff:
        """Adds or changes a member of staff by Telegram id. Raises Refusal for a strange ward and for a group."""
        check_private(new.chat)
        if new.ward is not None and new.ward not in WARDS:
            raise Refusal(
                Text("There is no ward “{ward}”; the wards are {wards}.", ward=new.ward, wards=", ".join(WARDS))
            )
        if new.role is Role.OFFICER and new.ward is None:
            raise Refusal(Text("An officer needs a ward: one of {wards}.", wards=", ".join(WARDS)))
        now = self._clock.now()
        async with self._database.transaction() as tx:
            person = await people.meet(tx, self._database.vault, new.chat, now, reachable=None)
            staff = await people.keep_staff(tx, person.id, new.name, new.role, new.ward, new.rung, list(new.also), now)
            if new.hours is not None:
                await roster.set_hours(tx, staff.id, new.hours)
            if person.reachable:
                await menus.begins(tx, staff, now)
            wake(tx, roster.TOPIC)
            journal.write(tx, now, "staff_added", staff=staff.id, role=new.role.value, ward=new.ward)
            return staff

    async def roster(self) -> Sequence[tuple[OnRoster, int]]:
        """Everybody who works here with their hours and leave, and the Telegram id of each; by role and name."""
        now = self._clock.now()
        async with self._database.reading() as tx:
            chats = await people.chats_of_staff(tx)
            lines = [
                (OnRoster(contact, rota, None), chats[contact.staff.id])
                for contact, rota in await roster.rotas(tx, now)
            ]
        return sorted(lines, key=lambda each: _order(each[0].contact.staff))

    async def roads(self, staff_id: int) -> Sequence[str]:
        """The second roads of a member of staff as they are now; none once they are removed."""
        async with self._database.reading() as tx:
            return await people.roads(tx, staff_id)

    async def case_of_post(self, person: Person, message: int) -> int | None:
        """The case a message of ours in this chat belongs to: replying to it means writing on that case."""
        async with self._database.reading() as tx:
            return await people.case_of_post(tx, person.id, message)

    # --- what somebody is in the middle of ---

    async def begin(
        self, person: Person, name: Dialog, about: int | None, answers: dict[str, Any] | None = None
    ) -> None:
        """Starts a conversation, such as writing back on a case."""
        async with self._database.transaction() as tx:
            await dialogs.keep(tx, person.id, name, about, answers or {}, self._clock.now())

    async def sets_aside(self, person: Person) -> None:
        """They cried for help: whatever else was asked is over. What they write next belongs to their case."""
        async with self._database.transaction() as tx:
            row = await dialogs.current(tx, person.id)
            if row is not None and row.name != Dialog.QUESTIONS:
                await dialogs.end(tx, person.id)

    async def finish(self, person: Person) -> None:
        """The conversation is over."""
        async with self._database.transaction() as tx:
            await dialogs.end(tx, person.id)


def _order(staff: Staff) -> tuple[str, str, str]:
    return staff.role, staff.ward or "", staff.name
