"""The officer's desk: who has a case, from taking it to closing it. Every step stands in the journal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from domain.cases import Case, Outcome, State, Timing
from domain.news import CaseCard, Closed, StaffNote, TakenNews
from domain.outbox import Lane, Notice
from domain.people import Person, Staff
from domain.texts import Refusal, Text
from services.cases import holding, ladder, live, phones
from services.cases.holding import Shown
from services.clock import Clock
from storage import cases, journal, outbox, people, roster, splits
from storage.database import Database, Transaction
from storage.tables import CaseRow


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
            return await self._take(tx, staff, row, now)

    async def stand_in(self, person: Person, case: int, holder: int) -> Case:
        """*Tôi nhận thay*: the case of a holder who is not on duty is theirs; the holder hears so. Twice is fine.

        Raises Refusal where somebody else has it meanwhile, or that holder is back on duty.
        """
        now = self._clock.now()
        async with self._database.transaction() as tx:
            staff, row = await holding.seen(tx, person, case, now)
            if row.state != State.TAKEN or row.holder_id == staff.id:
                return await self._take(tx, staff, row, now)
            before = await holding.holder_of(tx, row)
            if before is None or before.id != holder:
                raise await self._taken_by_another(tx, row)
            if any(c.is_here for c in await roster.contacts(tx, now) if c.staff.id == before.id):
                raise Refusal(
                    Text(
                        "{name} is on duty again and has case {code}. Please ask them; nothing was changed.",
                        name=before.name,
                        code=row.code,
                    )
                )
            await holding.hand_to(tx, row, staff, now, self._timing)
            await holding.note(tx, row, before, StaffNote(row.code, "stood_in", now, staff.name))
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

    async def mine(self, person: Person, case: int) -> Case:
        """A case in this officer's hands. Raises Refusal for any other."""
        async with self._database.reading() as tx:
            _, row = await holding.held_to_look(tx, person, case)
            return cases.case_of(row)

    async def close(self, person: Person, case: int, outcome: Outcome) -> Case:
        """*Kết thúc* or *Báo nhầm*: only a person ends a case; the sender is told what came of it."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            staff, row = await holding.held(tx, person, case)
            row.state, row.outcome, row.closed_at = State.CLOSED, outcome, now
            row.climb_at = row.tell_at = None
            row.acted_at = row.acted_at or now
            journal.write(tx, now, "closed", case=row.id, staff=staff.id, outcome=outcome.value)
            await ladder.settle_alerts(tx, row, now, by=staff.name, why="closed")
            # words on their way that stand in another case in these hands come under that code (delivery.in_hand)
            words = ["FromDesk"] if await splits.another_in_hand(tx, row) else ["FromSender", "FromDesk"]
            await outbox.drop_case(tx, row.id, words, now)
            if row.sender_id is not None:
                news = Closed(row.id, row.code, outcome, now)
                notice = Notice(row.sender_id, news, Lane.SERVICE, f"closed:{row.id}", case=row.id)
                await outbox.write(tx, [notice], now)
            return cases.case_of(row)

    async def card_stands(self, person: Person, message: int, shown: CaseCard) -> Sequence[int]:
        """The card of a case stands here now and keeps itself current; gives the older ones, to be taken away."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            before = await people.posts(
                tx, person=person.id, case=shown.case, kinds=[live.CARD], since=now - phones.REMOVABLE
            )
            await people.add_post(tx, person.id, message, now, ours=True, kind=live.CARD, case=shown.case)
            await live.catch_up(tx, person.id, message, shown, now)
            older = [post.message for post in before]
            await people.forget_posts(tx, person.id, older)
            return older

    # --- inside a transaction ---

    async def _take(self, tx: Transaction, staff: Staff, row: CaseRow, now: datetime) -> Case:
        if row.state == State.CLOSED:
            raise Refusal(Text("Case {code} is closed.", code=row.code))
        if row.state == State.TAKEN and row.holder_id != staff.id:
            raise await self._taken_by_another(tx, row)
        if row.sender_id == staff.person:
            raise Refusal(Text("This is what you wrote yourself. A colleague looks after it."))
        if row.state == State.TAKEN:
            holding.answered(row, now, self._timing)
            journal.write(tx, now, "answered_ring", case=row.id, staff=staff.id)
            await ladder.settle_alerts(tx, row, now, by=staff.name, why="taken")
        else:
            await holding.hand_to(tx, row, staff, now, self._timing)
            await self._tell_sender_taken(tx, row, now)
        return cases.case_of(row)

    async def _tell_sender_taken(self, tx: Transaction, row: CaseRow, now: datetime) -> None:
        if row.sender_id is not None:
            await outbox.drop_case(tx, row.id, ["NobodyYet", "FellBack"], now, to=row.sender_id)
            news = TakenNews(row.id, row.code, now)
            once = f"taken:{row.id}:{row.rings}:{row.holder_id}:{int(now.timestamp())}"  # a second taking is news, too
            await outbox.write(tx, [Notice(row.sender_id, news, Lane.URGENT, once, case=row.id)], now)

    async def _taken_by_another(self, tx: Transaction, row: CaseRow) -> Refusal:
        holder = await holding.holder_of(tx, row)
        name = "" if holder is None else holder.name
        return Refusal(Text("{name} already has case {code}. Thank you.", name=name, code=row.code))
