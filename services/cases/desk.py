"""The officer's desk: take, read, write back, close. Every step stands in the journal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from domain.cases import Case, Content, Outcome, State, Timing
from domain.news import Closed, FromSender, FromStaff, Remove, TakenNews
from domain.outbox import Lane, Notice
from domain.people import CASE_ROLES, Person, Role, require_staff
from domain.texts import Refusal, Text
from services.cases import holding, ladder
from services.cases.holding import Shown
from services.cases.opening import Heard
from services.clock import Clock
from storage import cases, journal, outbox, people
from storage.database import Database, Transaction
from storage.tables import CaseRow

REMOVABLE = timedelta(hours=48)  # Bot API, deleteMessage
WORDS_ON_PHONES = ("FromSender", "Media")


class Desk:
    """What staff can do with cases. Rights: product.md §4; a refusal is one kind sentence."""

    def __init__(self, database: Database, clock: Clock, timing: Timing) -> None:
        self._database = database
        self._clock = clock
        self._timing = timing

    async def take(self, person: Person, case: int) -> Case:
        """*Tôi nhận*: the case is theirs, the others are silenced, the sender is told. Taking twice is fine.

        Raises Refusal naming who has it when somebody was faster.
        """
        now = self._clock.now()
        async with self._database.transaction() as tx:
            staff, row = await holding.seen(tx, person, case, now)
            if row.state == State.CLOSED:
                raise Refusal(Text("Case {code} is closed.", code=row.code))
            if row.state == State.TAKEN and row.holder_id != staff.id:
                raise await self._taken_by_another(tx, row)
            if row.state == State.TAKEN:
                row.climb_at, row.acted_at = None, row.acted_at or now
                journal.write(tx, now, "answered_ring", case=row.id, staff=staff.id)
                await ladder.settle_alerts(tx, row, now, by=staff.name, why="taken")
            else:
                await holding.hand_to(tx, row, staff, now, self._timing)
                await self._tell_sender_taken(tx, row, now)
            return cases.case_of(row)

    async def look(self, person: Person, case: int) -> Shown:
        """The card of a case; for its holder, its ward and coordinators."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            staff, row = await holding.seen(tx, person, case, now)
            return await holding.shown(tx, row, staff, now)

    async def find(self, person: Person, code: str) -> int:
        """The case of a link. Raises Refusal for residents and for a code that nobody has."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            return await holding.by_code(tx, person, code, now)

    async def listing(self, person: Person) -> Sequence[Shown]:
        """Open cases this officer may see: ringing first, then by the legal clock."""
        staff = require_staff(person, CASE_ROLES)
        now = self._clock.now()
        async with self._database.reading() as tx:
            rows = await cases.listing(tx, staff.ward, everywhere=staff.role is Role.COORDINATOR)
            return [await holding.shown(tx, row, staff, now) for row in rows]

    async def read(self, person: Person, case: int) -> Sequence[FromSender]:
        """The sender's words so far, for the holder alone; reading leaves a line in the journal."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            staff, row = await holding.held(tx, person, case)
            journal.write(tx, now, "read", case=row.id, staff=staff.id)
            return await holding.words(tx, row)

    async def write_back(self, person: Person, case: int, heard: Heard) -> Case:
        """*Nhắn lại*: the officer's message goes to the sender, identities hidden."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            if (known := await cases.of_update(tx, heard.update_id)) is not None:
                return cases.case_of(known)
            staff, row = await holding.held(tx, person, case)
            entry = await cases.add_entry(
                tx,
                row.id,
                "staff",
                heard.content,
                sent_at=heard.sent_at,
                received_at=heard.received_at,
                update_id=heard.update_id,
                message=heard.message,
            )
            holding.acted(row, now)
            journal.write(tx, now, "wrote", case=row.id, staff=staff.id, update=heard.update_id)
            if row.sender_id is not None:
                news = FromStaff(row.id, row.code, heard.content)
                notice = Notice(row.sender_id, news, Lane.SERVICE, f"from-staff:{entry.id}", case=row.id)
                await outbox.write(tx, [notice], now)
            return cases.case_of(row)

    async def close(self, person: Person, case: int, outcome: Outcome) -> Case:
        """*Kết thúc* or *Báo nhầm*: only a person ends a case; the sender is told what came of it."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            staff, row = await holding.held(tx, person, case)
            row.state, row.outcome, row.closed_at = State.CLOSED, outcome, now
            row.climb_at = row.tell_at = row.offered_to = None
            row.acted_at = row.acted_at or now
            journal.write(tx, now, "closed", case=row.id, staff=staff.id, outcome=outcome.value)
            await ladder.settle_alerts(tx, row, now, by=staff.name, why="closed")
            await self._take_down(tx, row, now)
            if row.sender_id is not None:
                news = Closed(row.id, row.code, outcome, now)
                notice = Notice(row.sender_id, news, Lane.SERVICE, f"closed:{row.id}", case=row.id)
                await outbox.write(tx, [notice], now)
            return cases.case_of(row)

    async def media(self, person: Person, entry: int) -> Content:
        """The reference of a picture, voice or film, for the holder alone, on a tap."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            found = await cases.entry(tx, entry)
            if found is None:
                raise Refusal(Text("This file is no longer kept."))
            staff, row = await holding.held(tx, person, found.case_id)
            content = cases.content_of(found)
            if not content.is_media:
                raise Refusal(Text("This file is no longer kept."))
            journal.write(tx, now, "media_shown", case=row.id, staff=staff.id, entry=entry)
            return content

    async def sensitive(self, person: Person, entry: int) -> None:
        """*Hình ảnh nhạy cảm*: our reference goes (Nghị định 56, Điều 31: the original stays with the sender)."""
        require_staff(person, CASE_ROLES)
        now = self._clock.now()
        async with self._database.transaction() as tx:
            found = await cases.entry(tx, entry)
            if found is None:
                return
            staff, row = await holding.held(tx, person, found.case_id)
            found.content = {"kind": "removed"}
            holding.acted(row, now)
            journal.write(tx, now, "media_removed", case=row.id, staff=staff.id, entry=entry)

    # --- inside a transaction ---

    async def _tell_sender_taken(self, tx: Transaction, row: CaseRow, now: datetime) -> None:
        if row.sender_id is not None:
            await outbox.drop_case(tx, row.id, ["NobodyYet", "FellBack"], now, to=row.sender_id)
            news = TakenNews(row.id, row.code, now)
            once = f"taken:{row.id}:{row.rings}:{row.holder_id}"
            await outbox.write(tx, [Notice(row.sender_id, news, Lane.URGENT, once, case=row.id)], now)

    async def _take_down(self, tx: Transaction, row: CaseRow, now: datetime) -> None:
        """What the sender wrote leaves the officers' phones (as far as Telegram's 48 hours allow); nothing follows."""
        await outbox.drop_case(tx, row.id, WORDS_ON_PHONES, now)
        posts = await people.posts(tx, case=row.id, kinds=WORDS_ON_PHONES, since=now - REMOVABLE)
        staff = {c.staff.person for c in await people.contacts(tx)}
        for person in {post.person_id for post in posts} & staff:
            ids = tuple(post.message for post in posts if post.person_id == person)
            notice = Notice(person, Remove(ids), Lane.SERVICE, f"remove:{row.id}:{person}", case=row.id)
            await outbox.write(tx, [notice], now)

    async def _taken_by_another(self, tx: Transaction, row: CaseRow) -> Refusal:
        holder = await holding.holder_of(tx, row)
        name = "" if holder is None else holder.name
        return Refusal(Text("{name} already has case {code}. Thank you.", name=name, code=row.code))
