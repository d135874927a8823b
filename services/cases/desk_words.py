"""The officer's desk: what a holder reads, writes, notes and takes back. Every step stands in the journal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from domain.cases import Case, Content, State
from domain.news_desk import LetterState, Told
from domain.outbox import Lane, Notice
from domain.people import CASE_ROLES, Forged, Person, Staff, require_staff
from domain.texts import Refusal, Text
from services.cases import delivery, holding, letters, live, phones
from services.cases.opening import Heard
from services.clock import Clock
from storage import cases, entries, journal, outbox, people, splits
from storage.database import Database, Transaction
from storage.tables import CaseRow, EntryRow

MOST_READ = 20


@dataclass(frozen=True, slots=True)
class Changed:
    """A message of an officer that they changed in their chat. `same`: it reads as it did; Telegram tells that, too."""

    letter: LetterState
    note: bool
    mine: bool
    same: bool


class DeskWords:
    """For the holder of a case alone; every method is one transaction. A refusal is one kind sentence."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def read(self, person: Person, case: int, update_id: int) -> int:
        """Sends again what was said last, by the sender, to them, and among colleagues; gives how much it is."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            staff, row = await holding.held(tx, person, case)
            journal.write(tx, now, "read", case=row.id, staff=staff.id)
            said = (await holding.thread(tx, row))[-MOST_READ:]
            notices = [
                Notice(staff.person, news, Lane.SERVICE, f"again:{update_id}:{news.entry}", case=row.id)
                for news in said
            ]
            await outbox.write(tx, notices, now)
            return len(said)

    async def write_back(self, person: Person, case: int, heard: Heard) -> Case:
        """*Nhắn lại*: the officer's message goes to the sender, identities hidden; the officer sees what became of it.

        Raises Refusal for a message the bot cannot pass on (a poll, a dice).
        """
        if heard.content.kind == "other":
            raise Refusal(Text("The bot cannot pass this kind of message on. Nothing was sent; please write words."))
        now = self._clock.now()
        async with self._database.transaction() as tx:
            if (known := await cases.of_update(tx, heard.update_id)) is not None:
                return cases.case_of(known)
            try:
                staff, row = await holding.held(tx, person, case)
            except Refusal as no:
                raise Refusal(
                    Text("This was not sent: the case is not yours at the moment. Open /vuviec to see who has it.")
                ) from no
            await letters.send(tx, letters.Writer(row, staff, now), heard)
            return cases.case_of(row)

    async def changed(self, person: Person, heard: Heard) -> Changed | None:
        """What a message of an officer, changed by them, became when it was first written. None: it is on no case.

        A case keeps, and a sender gets, the first words alone.
        """
        staff = require_staff(person, CASE_ROLES)
        async with self._database.reading() as tx:
            entry = None if heard.message is None else await entries.by_staff(tx, staff.id, heard.message)
            row = None if entry is None else await cases.get(tx, entry.case_id)
            if entry is None or row is None:
                return None
            mine = row.state == State.TAKEN and row.holder_id == staff.id
            same = entries.content_of(entry) == heard.content
            return Changed(live.state_of(row.code, entry), entry.side == "note", mine, same)

    async def note(self, person: Person, case: int, heard: Heard) -> Case:
        """*Ghi chú*: words for colleagues, sealed, never sent to the sender. Raises Refusal where it has no words."""
        if heard.content.kind != "text":
            raise Refusal(Text("A note is made of words. Nothing was kept; please write it."))
        now = self._clock.now()
        async with self._database.transaction() as tx:
            if (known := await cases.of_update(tx, heard.update_id)) is not None:
                return cases.case_of(known)
            staff, row = await holding.held(tx, person, case)
            await letters.keep(tx, letters.Writer(row, staff, now), "note", heard)
            journal.write(tx, now, "noted", case=row.id, staff=staff.id, update=heard.update_id)
            return cases.case_of(row)

    async def strike(self, person: Person, entry: int) -> None:
        """*Rút lại*: takes one message back from the sender's chat. Raises Refusal after 48 hours."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            staff, row, letter = await self._entry_held(tx, person, entry, "staff")
            if letter.told == Told.STRUCK:
                return
            if letter.told == Told.SENT and letter.told_at is not None and letter.told_at < now - phones.REMOVABLE:
                raise Refusal(
                    Text("Telegram lets nobody take back a message after 48 hours. You can write a correction.")
                )
            letter.told, letter.told_at = Told.STRUCK, now
            await outbox.drop_once(tx, f"from-staff:{letter.id}", now)
            await delivery.take_from_sender(tx, row, letter.id, now)
            await live.change_letter(tx, row.id, letter, now)
            journal.write(tx, now, "struck", case=row.id, staff=staff.id, entry=entry)

    async def media(self, person: Person, entry: int) -> tuple[Case, Content]:
        """The reference of a picture, voice or film, or a place, for the holder alone, on a tap."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            staff, row, found = await self._entry_held(tx, person, entry, "sender")
            content = entries.content_of(found)
            if not content.opens:
                raise Refusal(Text("This file is no longer kept."))
            journal.write(tx, now, "media_shown", case=row.id, staff=staff.id, entry=entry)
            return cases.case_of(row), content

    async def stands(self, person: Person, messages: Sequence[int], kind: str, case: int, entry: int | None) -> None:
        """Words of a case stand here now; they are taken away when the case is closed or handed over."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row = await cases.lock(tx, case)
            for message in messages:
                await people.add_post(tx, person.id, message, now, ours=True, kind=kind, case=case, entry=entry)
            if row is not None:
                await live.tidy(tx, row, now)

    async def sensitive(self, person: Person, entry: int) -> None:
        """*Hình ảnh nhạy cảm*: our reference goes from every entry of this message, and every copy on this phone.

        The words beside it stay: they are what the sender told.

        Nghị định 56/2017, Điều 31: the original stays with the sender, as evidence.
        """
        require_staff(person, CASE_ROLES)
        now = self._clock.now()
        async with self._database.transaction() as tx:
            staff, row, found = await self._entry_held(tx, person, entry, "sender")
            holding.acted(row, now)
            journal.write(tx, now, "media_removed", case=row.id, staff=staff.id, entry=entry)
            for each in await splits.same_message(tx, found, row.sender_id):
                each.content = asdict(entries.content_of(each).without_file())
                shown = await people.posts(tx, entry=each.id, kinds=["Media"])
                await phones.take_down(tx, row, shown, now)

    # --- inside a transaction ---

    async def _entry_held(
        self, tx: Transaction, person: Person, entry: int, side: str
    ) -> tuple[Staff, CaseRow, EntryRow]:
        require_staff(person, CASE_ROLES)
        found = await entries.get(tx, entry)
        if found is None:
            raise Forged(Text("This file is no longer kept."))
        staff, row = await holding.held(tx, person, found.case_id)
        if found.side != side:
            raise Forged(Text("This file is no longer kept."))
        return staff, row, found
