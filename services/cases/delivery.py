"""What the relay asks about notices of cases: what is true now, and what a delivery means for the case."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from domain.cases import State
from domain.news import (
    Alert,
    Answered,
    CaseCard,
    Closed,
    FellBack,
    FromSender,
    FromStaff,
    HandOverOffer,
    LetterOpened,
    News,
    NobodyYet,
    Remove,
    SomethingNew,
    StaffNote,
    Waiting,
    WaitingPromise,
)
from domain.news_desk import FromDesk, LetterState, Told
from domain.news_groups import GroupAlert
from domain.outbox import Delivered, Lane, Notice, Outcome, Refused, Unreachable
from domain.sheet import Sheet
from services.cases import closing, groups, holding, live, sheet, standing
from storage import cases, entries, outbox, people, splits
from storage.database import Transaction
from storage.relay import Claimed
from storage.tables import CaseRow

FOR_STAFF = (Alert, HandOverOffer, StaffNote, Waiting)  # somebody who left, or whose phone is lost, hears no more
FOR_HOLDER = (Answered, FromSender, FromDesk)
FOLLOWED = (Answered, CaseCard, FromSender, FromDesk, FromStaff, GroupAlert, LetterState, Sheet)


async def as_it_is_now(tx: Transaction, notice: Claimed, now: datetime) -> News | None:
    """The news as it is true now; None for words of a case that is no longer in this officer's hands."""
    if isinstance(notice.news, FOR_STAFF):
        person = await people.get(tx, notice.to)
        return None if person is None or person.staff is None else notice.news
    if isinstance(notice.news, FOR_HOLDER):
        row = None if notice.case is None else await cases.get(tx, notice.case)
        return notice.news if row is not None and await _holds(tx, row, notice.to) else None
    if isinstance(notice.news, LetterOpened):
        letter = await entries.get(tx, notice.news.entry)
        return None if letter is None or letter.told == Told.STRUCK else notice.news
    if isinstance(notice.news, GroupAlert):
        return await groups.as_it_is_now(tx, notice.to, notice.news, now)
    if isinstance(notice.news, Sheet):
        return await sheet.as_it_is_now(tx, notice.to, notice.news, now)
    if isinstance(notice.news, NobodyYet | FellBack | WaitingPromise):
        row = await cases.get(tx, notice.news.case)
        called = () if row is None else (await standing.ladder_of(tx, row, now)).rungs
        return replace(notice.news, nobody=not called)
    if isinstance(notice.news, Closed):
        return await closing.as_it_is_now(tx, notice, notice.news)
    return await live.as_it_is_now(tx, notice.to, notice.news, now)


async def in_hand(tx: Transaction, notice: Claimed) -> Claimed:
    """What a sender wrote, under another code where its own case has left these hands and that one has not."""
    if not isinstance(notice.news, FromSender) or notice.case is None or notice.edits is not None:
        return notice
    row, staff = await cases.get(tx, notice.case), await people.staff_of_person(tx, notice.to)
    if staff is None or (row is not None and await _holds(tx, row, notice.to)):
        return notice
    found = await splits.twin_in_hand(tx, notice.news.entry, staff.id)
    if found is None:
        return notice
    news = holding.from_sender(*found, edited=notice.news.edited)
    return replace(notice, news=news, case=found[0].id)


async def hold(tx: Transaction, notice: Claimed) -> CaseRow | None:
    """Locks what a settled notice may change, in the order everybody locks: the person, then the case."""
    if notice.case is None or not isinstance(notice.news, FOLLOWED):
        return None
    await people.row(tx, notice.to)
    return await cases.lock(tx, notice.case)


@dataclass(frozen=True, slots=True)
class Sent:
    """What was really said (a neutral line may stand for it), and what Telegram answered."""

    said: News
    outcome: Outcome


async def settled(tx: Transaction, row: CaseRow, notice: Claimed, sent: Sent, now: datetime) -> None:
    """What became of it is written down; what changed while it was on its way is set right."""
    if isinstance(notice.news, FromStaff):
        told = _told(sent.outcome)
        neutral = told is Told.SENT and isinstance(sent.said, SomethingNew)
        await _letter_settled(tx, row, notice.news, Told.KEPT if neutral else told, now)
    elif isinstance(sent.outcome, Delivered):
        await live.catch_up(tx, notice.to, sent.outcome.message, sent.said, now)
        await groups.catch_up(tx, row, notice.to, sent.said, now)
        if isinstance(notice.news, FOR_HOLDER) and not await _holds(tx, row, notice.to):
            await live.tidy(tx, row, now)
        if isinstance(notice.news, Sheet) and not await sheet.may_keep(tx, row, notice.to):
            await live.tidy(tx, row, now)


async def held_back(tx: Transaction, notice: Claimed, told: Told, now: datetime) -> None:
    """An officer's message does not go out now: they see why."""
    if isinstance(notice.news, FromStaff) and (row := await hold(tx, notice)) is not None:
        await _letter_settled(tx, row, notice.news, told, now)


async def _letter_settled(tx: Transaction, row: CaseRow, news: FromStaff, told: Told | None, now: datetime) -> None:
    letter = await entries.get(tx, news.entry)
    if letter is None or told is None or (told == letter.told and told != Told.SENT):
        return
    if letter.told == Told.STRUCK:
        await take_from_sender(tx, row, news.entry, now)
        return
    if letter.told == Told.SENT and isinstance(news, LetterOpened):  # shown once more; it was sent when it was
        return
    letter.told, letter.told_at = told, now
    await live.change_letter(tx, row.id, letter, now)


async def take_from_sender(tx: Transaction, row: CaseRow, entry: int, now: datetime) -> None:
    """Takes an officer's message away from the sender's chat again."""
    shown = await people.posts(tx, entry=entry, kinds=["FromStaff", "LetterOpened"])
    posts = [post for post in shown if post.person_id == row.sender_id]
    if posts and row.sender_id is not None:
        news = Remove(tuple(post.message for post in posts))
        once = f"struck:{entry}:{posts[0].message}"
        await outbox.write(tx, [Notice(row.sender_id, news, Lane.SERVICE, once, case=row.id)], now)
        await people.forget_posts(tx, row.sender_id, news.messages)


def _told(outcome: Outcome) -> Told | None:
    match outcome:
        case Delivered():
            return Told.SENT
        case Unreachable():
            return Told.BLOCKED
        case Refused():
            return Told.REFUSED
        case _:
            return None


async def _holds(tx: Transaction, row: CaseRow, person: int) -> bool:
    staff = None if row.holder_id is None else await people.active_staff(tx, row.holder_id)
    return row.state == State.TAKEN and staff is not None and staff.person == person
