"""Who has a case in hand: who may see it, take it over, and what counts as doing something about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.cases import HOLDER, Case, State, Timing
from domain.identity import may_ask
from domain.labels import Labelled
from domain.legal_clocks import LegalClock
from domain.news import CaseCard, FromSender, StaffNote
from domain.news_desk import FromDesk
from domain.outbox import Lane, Notice
from domain.people import CASE_ROLES, Person, Role, Staff, StaffOnly, require_staff
from domain.texts import Refusal, Text
from services.cases import ladder, phones, sight
from storage import cases, entries, journal, labels, legal_clocks, offers, outbox, people
from storage.database import Transaction, wake
from storage.tables import CaseRow, EntryRow


@dataclass(frozen=True, slots=True)
class Shown:
    """A case as the desk shows it to one officer."""

    case: Case
    holder: str | None
    mine: bool
    clocks: tuple[LegalClock, ...]
    at: datetime
    facts: tuple[tuple[str, str], ...] = ()
    offered: str | None = None
    oversees: bool = False
    labelled: Labelled | None = None


def card_of(shown: Shown) -> CaseCard:
    """The card of a case as news, for one member of staff."""
    case = shown.case
    return CaseCard(
        case=case.id,
        code=case.code,
        ward=case.ward,
        opened_at=case.opened_at,
        due_at=case.due_at,
        taken_at=case.taken_at,
        state=case.state.value,
        clocks=shown.clocks,
        drawn_at=shown.at,
        facts=shown.facts,
        mine=shown.mine,
        holder=shown.holder,
        offered=shown.offered,
        retracted=case.retracted,
        closed_at=case.closed_at,
        may_ask_who=shown.oversees or shown.mine,
        label=None if shown.labelled is None else shown.labelled.label.value,
        label_until=None if shown.labelled is None else shown.labelled.until,
    )


async def seen(tx: Transaction, person: Person, case: int, now: datetime) -> tuple[Staff, CaseRow]:
    """The case, locked, for somebody who may see it. Raises Refusal, with a line in the journal, for others."""
    staff = require_staff(person, CASE_ROLES)
    row = await cases.lock(tx, case)
    if row is None or not await sight.may_see(tx, staff, row, now):
        journal.write(tx, now, "refused", case=None if row is None else case, staff=staff.id)
        await tx.commit()  # the line in the journal outlives the refusal
        raise Refusal(Text("This case belongs to another ward. Nothing was opened."))
    return staff, row


async def by_code(tx: Transaction, person: Person, code: str, now: datetime) -> int:
    """The case of a link, for staff who work on cases. Raises Refusal, with a line in the journal, for others."""
    row = await cases.by_code(tx, code)
    works = person.staff is not None and person.staff.role in CASE_ROLES
    if row is not None and works:
        return row.id
    staff, case = None if person.staff is None else person.staff.id, None if row is None else row.id
    journal.write(tx, now, "link_refused", case=case, staff=staff)
    await tx.commit()  # the line in the journal outlives the refusal
    if works:
        raise Refusal(Text("There is no such case. /vuviec shows those that are open."))
    raise Refusal(Text("This link is for officers on duty. Nothing was opened. If a child needs help, tap 🆘."))


async def held(tx: Transaction, person: Person, case: int) -> tuple[Staff, CaseRow]:
    """The case, locked, for its holder. Raises Refusal for anybody else."""
    staff = require_staff(person, CASE_ROLES)
    return staff, _of(staff, await cases.lock(tx, case))


async def held_to_look(tx: Transaction, person: Person, case: int) -> tuple[Staff, CaseRow]:
    """The case for its holder, to look at. Raises Refusal for anybody else."""
    staff = require_staff(person, CASE_ROLES)
    return staff, _of(staff, await cases.get(tx, case))


def may_know(staff: Staff, row: CaseRow) -> bool:
    """Whether a member of staff may ask who sent this case."""
    holder = row.holder_id if row.state == State.TAKEN else None
    return may_ask(staff, ward=row.ward, holder=holder, closed_to_ward=staff.ward in row.avoids)


async def hand_to(tx: Transaction, row: CaseRow, staff: Staff, now: datetime, timing: Timing) -> None:
    """The case is theirs: the ring is silenced, the clock of the first action starts, the words go to their phone."""
    journal.write(tx, now, "taken", case=row.id, staff=staff.id, rung=row.rung)
    row.state, row.holder_id, row.nudge_at = State.TAKEN, staff.id, None
    row.taken_at, row.acted_at, row.tell_at = now, None, None
    row.climb_at, row.rung = now + timing.first_action, 0  # a ring the last holder owed an answer to is not theirs
    wake(tx, ladder.TOPIC)
    await ladder.settle_alerts(tx, row, now, by=staff.name, why="taken")
    shown_now = await shown(tx, row, staff, now)
    stamp = int(now.timestamp())
    await phones.take_down(tx, row, await people.posts(tx, person=staff.person, case=row.id, kinds=["CaseCard"]), now)
    card = Notice(staff.person, card_of(shown_now), Lane.REPLY, f"card:{row.id}:{staff.id}:{stamp}", case=row.id)
    sent = [
        Notice(staff.person, w, Lane.SERVICE, f"words:{w.entry}:{staff.id}:{stamp}", case=row.id)
        for w in await thread(tx, row)
    ]
    await outbox.write(tx, [card, *sent], now)


def acted(row: CaseRow, now: datetime) -> None:
    """The holder did something about it: the clock of the first action stops.

    Writing back, a note, an offer to a colleague, closing; not reading, and not a second tap on *Tôi nhận*.
    """
    row.acted_at, row.climb_at = row.acted_at or now, None
    row.rung = 0


def answered(row: CaseRow, now: datetime, timing: Timing) -> None:
    """The holder, rung again, said that they are there: the clock of the first action starts anew.

    A second tap where nobody rang changes nothing.
    """
    if row.rung == HOLDER:
        row.rung, row.climb_at = 0, now + timing.first_action


async def note(tx: Transaction, row: CaseRow, staff: Staff | None, news: StaffNote) -> None:
    """A short fact about a case for one member of staff."""
    if staff is not None:
        once = f"note:{row.id}:{news.what}:{staff.id}:{int(news.at.timestamp())}"
        await outbox.write(tx, [Notice(staff.person, news, Lane.SERVICE, once, case=row.id)], news.at)


async def note_once(tx: Transaction, row: CaseRow, staff: Staff | None, news: StaffNote, once: str) -> None:
    """A short fact about a case for one member of staff, told a single time."""
    if staff is not None:
        await outbox.write(tx, [Notice(staff.person, news, Lane.SERVICE, f"{once}:{staff.id}", case=row.id)], news.at)


async def holder_of(tx: Transaction, row: CaseRow) -> Staff | None:
    """Who has it."""
    return None if row.holder_id is None else await people.staff(tx, row.holder_id)


async def shown(tx: Transaction, row: CaseRow, staff: Staff, now: datetime) -> Shown:
    """The case as this member of staff sees it at `now`; answers of the sender and a label are for the holder alone."""
    holder = await holder_of(tx, row)
    mine = row.state == State.TAKEN and row.holder_id == staff.id
    asked = await offers.of_case(tx, row.id) if mine else []
    names = [colleague.name for each in asked if (colleague := await people.staff(tx, each.staff_id)) is not None]
    return Shown(
        cases.case_of(row),
        None if holder is None else holder.name,
        mine,
        tuple((await legal_clocks.of_case(tx, row.id)).values()),
        now,
        await _facts(tx, row) if mine else (),
        ", ".join(names) or None,
        staff.role is Role.COORDINATOR and row.state != State.CLOSED,
        await labels.of_person(tx, row.sender_id, now) if mine and row.sender_id is not None else None,
    )


async def _facts(tx: Transaction, row: CaseRow) -> tuple[tuple[str, str], ...]:
    """The newest answer to each question, in the order they were first answered."""
    answers = [entries.content_of(entry) for entry in await entries.of_case(tx, row.id, ("answer",))]
    return tuple({answer.kind: answer.text for answer in answers if answer.kind != "gone"}.items())


async def thread(tx: Transaction, row: CaseRow) -> list[FromSender | FromDesk]:
    """What the sender wrote, what staff wrote back, and the notes among colleagues, in order."""
    names: dict[int | None, str] = {}
    before: set[int] = set()
    edits: set[int] = set()  # entries of a message that was there before: its writer changed it
    rows = sorted(await entries.of_case(tx, row.id, ("sender", "staff", "note")), key=_as_written)
    for entry in rows:
        if entry.staff_id is not None and entry.staff_id not in names:
            writer = await people.staff(tx, entry.staff_id)
            names[entry.staff_id] = "" if writer is None else writer.name
        if entry.side == "sender" and entry.message is not None:
            if entry.message in before:
                edits.add(entry.id)
            before.add(entry.message)
    return [_said(row, entry, names.get(entry.staff_id, ""), edited=entry.id in edits) for entry in rows]


def _as_written(entry: EntryRow) -> tuple[datetime, int, int]:
    """A cry may overtake the messages before it, and Telegram's times are whole seconds: then their numbers tell."""
    return entry.sent_at, (entry.message or 0) if entry.side == "sender" else 0, entry.id


def _said(row: CaseRow, entry: EntryRow, by: str, *, edited: bool) -> FromSender | FromDesk:
    content = entries.content_of(entry)
    if entry.side != "sender":
        return FromDesk(row.id, row.code, entry.id, by, entry.sent_at, content, entry.side == "note")
    return from_sender(row, entry, edited=edited)


def from_sender(row: CaseRow, entry: EntryRow, *, edited: bool = False) -> FromSender:
    """A message of the sender as its case's holder sees it."""
    late = (entry.received_at - entry.sent_at).total_seconds() > 120
    return FromSender(row.id, row.code, entry.id, entry.sent_at, entries.content_of(entry), edited, late)


def _of(staff: Staff, row: CaseRow | None) -> CaseRow:
    if row is None or row.state != State.TAKEN or row.holder_id != staff.id:
        raise StaffOnly(Text("This case is not yours at the moment. Open /vuviec to see who has it."))
    return row
