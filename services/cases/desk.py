"""The officer's desk: take, read, write back, hand over, close. Every step stands in the journal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.cases import Case, Content, Outcome, State, Timing
from domain.news import CaseCard, Closed, FromSender, FromStaff, HandOverOffer, Remove, StaffNote, TakenNews
from domain.outbox import Lane, Notice
from domain.people import CASE_ROLES, Person, Role, Staff, require_staff
from domain.texts import Refusal, Text
from services.cases import ladder
from services.cases.sender import Heard
from services.clock import Clock
from storage import cases, journal, outbox, people
from storage.database import Database, Transaction, wake
from storage.tables import CaseRow

REMOVABLE = timedelta(hours=48)  # Bot API, deleteMessage
WORDS_ON_PHONES = ("FromSender", "Media")


@dataclass(frozen=True, slots=True)
class Shown:
    """A case as the desk shows it to one officer."""

    case: Case
    holder: str | None
    mine: bool
    entries: int


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
            staff, row = await self._seen(tx, person, case)
            if row.state == State.CLOSED:
                raise Refusal(Text("Case {code} is closed.", code=row.code))
            if row.state == State.TAKEN and row.holder_id != staff.id:
                raise await self._taken_by_another(tx, row)
            if row.state == State.TAKEN:
                row.climb_at, row.acted_at = None, row.acted_at or now
                journal.write(tx, now, "answered_ring", case=row.id, staff=staff.id)
                await ladder.settle_alerts(tx, row, now, by=staff.name, why="taken")
            else:
                await self._hand_to(tx, row, staff, now)
                await self._tell_sender_taken(tx, row, now)
            return cases.case_of(row)

    async def look(self, person: Person, case: int) -> Shown:
        """The card of a case; for its holder, its ward and coordinators."""
        async with self._database.transaction() as tx:
            staff, row = await self._seen(tx, person, case)
            return await self._shown(tx, row, staff)

    async def listing(self, person: Person) -> Sequence[Shown]:
        """Open cases this officer may see: ringing first, then by the legal clock."""
        staff = require_staff(person, CASE_ROLES)
        async with self._database.reading() as tx:
            rows = await cases.listing(tx, staff.ward, everywhere=staff.role is Role.COORDINATOR)
            return [await self._shown(tx, row, staff) for row in rows]

    async def read(self, person: Person, case: int) -> Sequence[FromSender]:
        """The sender's words so far, for the holder alone; reading leaves a line in the journal."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            staff, row = await self._held(tx, person, case)
            journal.write(tx, now, "read", case=row.id, staff=staff.id)
            return await self._words(tx, row)

    async def write_back(self, person: Person, case: int, heard: Heard) -> Case:
        """*Nhắn lại*: the officer's message goes to the sender, identities hidden."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            if (known := await cases.of_update(tx, heard.update_id)) is not None:
                return cases.case_of(known)
            staff, row = await self._held(tx, person, case)
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
            self._acted(row, now)
            journal.write(tx, now, "wrote", case=row.id, staff=staff.id, update=heard.update_id)
            if row.sender_id is not None:
                news = FromStaff(row.id, row.code, heard.content)
                notice = Notice(row.sender_id, news, Lane.SERVICE, f"from-staff:{entry.id}", case=row.id)
                await outbox.write(tx, [notice], now)
            return cases.case_of(row)

    async def colleagues(self, person: Person, case: int) -> Sequence[Staff]:
        """Who could take this case over: everybody reachable who may see it, but the holder."""
        async with self._database.reading() as tx:
            staff, row = await self._held(tx, person, case, look_only=True)
            contacts = await people.contacts(tx)
            others = [c.staff for c in contacts if c.reachable and c.staff.id != staff.id]
            return [other for other in others if other.role in CASE_ROLES and await _may_see(tx, other, row)]

    async def offer(self, person: Person, case: int, to: int) -> Case:
        """*Chuyển*: a hand-over is offered; the case stays with the holder until it is accepted."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            staff, row = await self._held(tx, person, case)
            other = await people.active_staff(tx, to)
            if other is None or not await _may_see(tx, other, row):
                raise Refusal(Text("This colleague cannot take case {code}.", code=row.code))
            row.offered_to = other.id
            self._acted(row, now)
            journal.write(tx, now, "offered", case=row.id, staff=staff.id, to=other.id)
            news = HandOverOffer(row.id, row.code, row.ward, staff.name, row.due_at)
            once = f"offer:{row.id}:{other.id}:{int(now.timestamp())}"
            await outbox.write(tx, [Notice(other.person, news, Lane.URGENT, once, case=row.id)], now)
            return cases.case_of(row)

    async def accept(self, person: Person, case: int) -> Case:
        """The offered officer has it now."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            staff, row = await self._offered(tx, person, case)
            before = None if row.holder_id is None else await people.staff(tx, row.holder_id)
            await self._hand_to(tx, row, staff, now)
            await self._note(tx, row, before, "handed_over", now, staff.name)
            return cases.case_of(row)

    async def decline(self, person: Person, case: int) -> Case:
        """The offered officer cannot; the holder keeps it and hears so."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            staff, row = await self._offered(tx, person, case)
            row.offered_to = None
            journal.write(tx, now, "declined", case=row.id, staff=staff.id)
            holder = None if row.holder_id is None else await people.staff(tx, row.holder_id)
            await self._note(tx, row, holder, "declined", now, staff.name)
            return cases.case_of(row)

    async def close(self, person: Person, case: int, outcome: Outcome) -> Case:
        """*Kết thúc* or *Báo nhầm*: only a person ends a case; the sender is told what came of it."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            staff, row = await self._held(tx, person, case)
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
            staff, row = await self._held(tx, person, found.case_id)
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
            staff, row = await self._held(tx, person, found.case_id)
            found.content = {"kind": "removed"}
            self._acted(row, now)
            journal.write(tx, now, "media_removed", case=row.id, staff=staff.id, entry=entry)

    # --- inside a transaction ---

    async def _seen(self, tx: Transaction, person: Person, case: int) -> tuple[Staff, CaseRow]:
        staff = require_staff(person, CASE_ROLES)
        row = await cases.lock(tx, case)
        if row is None or not await _may_see(tx, staff, row):
            journal.write(tx, self._clock.now(), "refused", case=None if row is None else case, staff=staff.id)
            await tx.commit()  # the line in the journal outlives the refusal
            raise Refusal(Text("This case belongs to another ward. Nothing was opened."))
        return staff, row

    async def _held(
        self, tx: Transaction, person: Person, case: int, *, look_only: bool = False
    ) -> tuple[Staff, CaseRow]:
        staff = require_staff(person, CASE_ROLES)
        row = await (cases.lock(tx, case) if not look_only else cases.get(tx, case))
        if row is None or row.state != State.TAKEN or row.holder_id != staff.id:
            raise Refusal(Text("This case is not yours at the moment. Open /vuviec to see who has it."))
        return staff, row

    async def _offered(self, tx: Transaction, person: Person, case: int) -> tuple[Staff, CaseRow]:
        staff = require_staff(person, CASE_ROLES)
        row = await cases.lock(tx, case)
        if row is None or row.state == State.CLOSED or row.offered_to != staff.id:
            raise Refusal(Text("This offer is no longer open."))
        return staff, row

    async def _hand_to(self, tx: Transaction, row: CaseRow, staff: Staff, now: datetime) -> None:
        journal.write(tx, now, "taken", case=row.id, staff=staff.id, rung=row.rung)
        row.state, row.holder_id, row.offered_to = State.TAKEN, staff.id, None
        row.taken_at, row.acted_at, row.tell_at = now, None, None
        row.climb_at = now + self._timing.first_action
        wake(tx, ladder.TOPIC)
        await ladder.settle_alerts(tx, row, now, by=staff.name, why="taken")
        shown = await self._shown(tx, row, staff)
        stamp = int(now.timestamp())
        card = Notice(staff.person, card_of(shown), Lane.REPLY, f"card:{row.id}:{staff.id}:{stamp}", case=row.id)
        words = [
            Notice(staff.person, w, Lane.SERVICE, f"from-sender:{w.entry}:{staff.id}", case=row.id)
            for w in await self._words(tx, row)
        ]
        await outbox.write(tx, [card, *words], now)

    async def _tell_sender_taken(self, tx: Transaction, row: CaseRow, now: datetime) -> None:
        if row.sender_id is not None:
            await outbox.drop_case(tx, row.id, ["NobodyYet", "FellBack"], now, to=row.sender_id)
            news = TakenNews(row.id, row.code, now)
            once = f"taken:{row.id}:{row.rings}:{row.holder_id}"
            await outbox.write(tx, [Notice(row.sender_id, news, Lane.URGENT, once, case=row.id)], now)

    async def _take_down(self, tx: Transaction, row: CaseRow, now: datetime) -> None:
        """What the sender wrote leaves the officers' phones, as far as Telegram's 48 hours allow."""
        posts = await people.posts(tx, case=row.id, kinds=WORDS_ON_PHONES, since=now - REMOVABLE)
        staff = {c.staff.person for c in await people.contacts(tx)}
        for person in {post.person_id for post in posts} & staff:
            ids = tuple(post.message for post in posts if post.person_id == person)
            notice = Notice(person, Remove(ids), Lane.SERVICE, f"remove:{row.id}:{person}", case=row.id)
            await outbox.write(tx, [notice], now)

    async def _taken_by_another(self, tx: Transaction, row: CaseRow) -> Refusal:
        holder = None if row.holder_id is None else await people.staff(tx, row.holder_id)
        name = "" if holder is None else holder.name
        return Refusal(Text("{name} already has case {code}. Thank you.", name=name, code=row.code))

    async def _note(
        self, tx: Transaction, row: CaseRow, staff: Staff | None, what: str, now: datetime, name: str
    ) -> None:
        if staff is not None:
            once = f"note:{row.id}:{what}:{staff.id}:{int(now.timestamp())}"
            note = StaffNote(row.code, what, now, name)
            await outbox.write(tx, [Notice(staff.person, note, Lane.SERVICE, once, case=row.id)], now)

    async def _shown(self, tx: Transaction, row: CaseRow, staff: Staff) -> Shown:
        holder = None if row.holder_id is None else await people.staff(tx, row.holder_id)
        count = len(await cases.entries(tx, row.id, ("sender",)))
        return Shown(cases.case_of(row), None if holder is None else holder.name, row.holder_id == staff.id, count)

    async def _words(self, tx: Transaction, row: CaseRow) -> list[FromSender]:
        rows = await cases.entries(tx, row.id, ("sender",))
        return [
            FromSender(
                row.id,
                row.code,
                e.id,
                e.sent_at,
                cases.content_of(e),
                late=(e.received_at - e.sent_at).total_seconds() > 120,
            )
            for e in rows
        ]

    @staticmethod
    def _acted(row: CaseRow, now: datetime) -> None:
        row.acted_at, row.climb_at = row.acted_at or now, None


def card_of(shown: Shown) -> CaseCard:
    """The card of a case as news, for its holder."""
    case = shown.case
    return CaseCard(
        case=case.id,
        code=case.code,
        ward=case.ward,
        opened_at=case.opened_at,
        due_at=case.due_at,
        taken_at=case.taken_at,
        state=case.state.value,
    )


async def _may_see(tx: Transaction, staff: Staff, row: CaseRow) -> bool:
    """Coordinators, whoever has or is offered it, the ward's officers, and whoever stands on its ladder now."""
    if staff.role is Role.COORDINATOR or staff.id in (row.holder_id, row.offered_to):
        return True
    if row.skip_ward and staff.ward == row.ward:
        return False
    on_ladder = [s.id for rung in (await ladder.ladder_of(tx, row)).rungs for s in rung.staff]
    return staff.ward == row.ward or staff.id in on_ladder
