"""Writing to a sender of our own accord: how each piece of news may come, and what waits until it may."""

from __future__ import annotations

from datetime import datetime, timedelta

from domain.news import FromStaff, StaffNote
from domain.news_desk import Told
from domain.outbox import Lane, Notice
from domain.recontact import ABOUT_A_CASE, STATES, WORDS, Drop, Recontact, Say, Wait, Way, way
from services.cases import holding
from storage import cases, entries, outbox, people, relay
from storage.database import Transaction
from storage.relay import Claimed
from storage.tables import CaseRow

ONE_LINE_EVERY = timedelta(days=1)
LOOKED_AT_EVERY = timedelta(days=1)  # what waits for the sender to come back: released then, and not before


async def way_of(tx: Transaction, notice: Claimed, now: datetime) -> Way:
    """How this notice may come: as the sender of its case wished. Staff and other news: in full."""
    if notice.kind not in ABOUT_A_CASE:
        return Say()
    person = await people.get(tx, notice.to)
    if person is None or person.staff is not None:
        return Say()
    row = None if notice.case is None else await cases.get(tx, notice.case)
    if row is None:
        return way(notice.kind, Recontact(left=person.hushed), now, now)
    if row.emptied_at is not None:
        return Drop()
    return way(notice.kind, cases.wish_of(row, left=person.hushed), row.last_heard_at, now)


async def may_speak_the_line(tx: Transaction, person: int, now: datetime) -> bool:
    """Whether today's neutral line is still to be had; then it is taken."""
    row = await people.row(tx, person)
    if row.last_line_at is not None and now - row.last_line_at < ONE_LINE_EVERY:
        return False
    row.last_line_at = now
    return True


async def line_failed(tx: Transaction, person: int) -> None:
    """Telegram did not take the neutral line: the next try is today's."""
    (await people.row(tx, person)).last_line_at = None


async def put_off(tx: Transaction, notice: Claimed, wait: Wait, now: datetime) -> None:
    """It waits; an officer who wrote hears until when (once)."""
    await relay.put_off(tx, notice.id, wait.until or now + LOOKED_AT_EVERY)
    row = None if notice.case is None else await cases.get(tx, notice.case)
    if row is None or notice.kind not in WORDS:
        return
    what, until = ("waits_for_them", now) if wait.until is None else ("waits", wait.until)
    holder = await holding.holder_of(tx, row)
    if holder is not None:
        note = StaffNote(row.code, what, until)
        once = f"waits:{notice.id}:{holder.id}"
        await outbox.write(tx, [Notice(holder.person, note, Lane.SERVICE, once, case=row.id)], now)


async def heard_again(tx: Transaction, row: CaseRow, now: datetime) -> None:
    """The sender is here by themselves: what waited comes now, and «later» is over."""
    for each in [row, *await cases.others_open(tx, row)]:
        if cases.wish_of(each).later:
            cases.keep_wish(each, later=False)
        if each.sender_id is not None:
            await outbox.release(tx, each.id, each.sender_id, STATES | WORDS, now)


async def came_back(tx: Transaction, sender: int, update_id: int, now: datetime) -> None:
    """They cried for help: what officers wrote, and no line opened so far, comes now as they may be written to."""
    for row, letter in await entries.letters_told(tx, sender, Told.KEPT):
        letter.told = None  # it is on its way again
        news = FromStaff(row.id, row.code, entries.content_of(letter), letter.id)
        once = f"from-staff:{letter.id}:{update_id}"
        await outbox.write(tx, [Notice(sender, news, Lane.SERVICE, once, case=row.id)], now)


async def has_read(tx: Transaction, row: CaseRow, now: datetime) -> None:
    """The sender opened the case: its state and the words are on the screen, so nothing has to follow."""
    if row.sender_id is not None:
        await outbox.drop_case(tx, row.id, sorted(STATES | WORDS), now, to=row.sender_id)
