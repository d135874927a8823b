"""Messages to staff that keep themselves current, and words that leave a phone when the case has left its hands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from domain.cases import State
from domain.news import CaseCard, FromSender, News
from domain.news_desk import LetterState
from domain.outbox import Lane, Notice
from domain.sheet import Sheet, may_have
from services.cases import groups, holding, phones, sight
from storage import cases, entries, journal, outbox, people, splits
from storage.database import Transaction
from storage.tables import CaseRow, EntryRow, PostRow

CARD = CaseCard.__name__
ASKED_FOR = ("SenderKnown", Sheet.__name__)
TOGETHER = timedelta(seconds=1)  # changes within it are one edit


async def keep_up(tx: Transaction) -> None:
    """After every step of a case (a line in its journal): its cards, and what groups see, are changed, its words
    leave other phones."""
    for case, at in journal.stepped(tx).items():
        row = await cases.get(tx, case)
        if row is not None:
            await tidy(tx, row, at)
            await groups.keep_current(tx, row, at)


async def tidy(tx: Transaction, row: CaseRow, now: datetime) -> None:
    """Words of a case stand on its holder's phone alone, and on nobody's once it is closed; cards show what is true
    to those who may still see it."""
    posts = await people.posts(tx, case=row.id, kinds=(CARD, *phones.WORDS))
    shown = [post for post in posts if post.kind == CARD]
    blind = [post for post in shown if not await sight.may_follow(tx, post.person_id, row, now)]
    await refresh(tx, row.id, [post for post in shown if post not in blind], now)
    await phones.take_down(tx, row, blind, now)
    strays = await _strays(tx, row, [post for post in posts if post.kind != CARD])
    if strays and await splits.is_split(tx, row):  # else there is no other case they could stand in
        strays = [post for post in strays if not await _stays(tx, post, now)]
    await phones.take_down(tx, row, strays, now)


async def _stays(tx: Transaction, post: PostRow, now: datetime) -> bool:
    """What the sender wrote stays where the reader has another case in hand in which it stands: under that code."""
    if post.kind != FromSender.__name__ or post.entry_id is None:
        return False
    staff = await people.staff_of_person(tx, post.person_id)
    found = None if staff is None else await splits.twin_in_hand(tx, post.entry_id, staff.id)
    if found is None:
        return False
    row, entry = found
    post.case_id, post.entry_id = row.id, entry.id
    once = f"stays:{post.id}:{entry.id}"
    news = holding.from_sender(row, entry)
    await outbox.write(tx, [Notice(post.person_id, news, Lane.SERVICE, once, case=row.id, edits=post.message)], now)
    return True


async def _strays(tx: Transaction, row: CaseRow, posts: Sequence[PostRow]) -> list[PostRow]:
    if not posts or row.state == State.CLOSED:
        return list(posts)
    holder = await holding.holder_of(tx, row) if row.state == State.TAKEN else None
    astray = [post for post in posts if holder is None or post.person_id != holder.person]
    return [post for post in astray if not await _may_stay(tx, row, post)]


async def _may_stay(tx: Transaction, row: CaseRow, post: PostRow) -> bool:
    """Whether it may stand on a phone that does not hold the case: what somebody asked for, and may still have."""
    if post.kind not in ASKED_FOR:
        return False
    staff = await people.staff_of_person(tx, post.person_id)
    if staff is None:
        return False
    return may_have(staff, cases.case_of(row)) if post.kind == Sheet.__name__ else holding.may_know(staff, row)


async def as_it_is_now(tx: Transaction, to: int, news: News, now: datetime) -> News | None:
    """What is true when it is sent, whatever was true when it was written. None: nobody there may see it any more."""
    match news:
        case CaseCard(case=case):
            row = await cases.get(tx, case)
            person = await people.get(tx, to)
            if row is None or person is None or person.staff is None:
                return None
            if not await sight.may_see(tx, person.staff, row, now):
                return None
            return holding.card_of(await holding.shown(tx, row, person.staff, now))
        case LetterState(case=case, entry=entry):
            row, letter = await cases.get(tx, case), await entries.get(tx, entry)
            return None if row is None or letter is None else state_of(row.code, letter)
        case _:
            return news


def state_of(code: str, letter: EntryRow) -> LetterState:
    """What became of an officer's message."""
    return LetterState(letter.case_id, code, letter.id, letter.told, letter.told_at or letter.sent_at)


async def refresh(tx: Transaction, case: int, posts: Sequence[PostRow], now: datetime) -> None:
    """These cards will show what is true: a burst of changes becomes one edit of each."""
    for post in posts:
        if not await outbox.is_waiting(tx, post.person_id, post.message, now):
            await _change(tx, post.person_id, post.message, CaseCard(case, "", None, now, now, None, ""), now)


async def change_letter(tx: Transaction, case: int, letter: EntryRow, now: datetime) -> None:
    """The officer's own message about this letter says what became of it."""
    news = LetterState(case, "", letter.id, letter.told, now)
    for post in await people.posts(tx, case=case, entry=letter.id, kinds=[LetterState.__name__]):
        await _change(tx, post.person_id, post.message, news, now)


async def catch_up(tx: Transaction, to: int, message: int, shown: News, now: datetime) -> None:
    """Something changed while it was on its way: it is changed once more."""
    if isinstance(shown, CaseCard | LetterState):
        drawn_at = shown.drawn_at if isinstance(shown, CaseCard) else None
        fresh = await as_it_is_now(tx, to, shown, drawn_at or now)
        if fresh is not None and fresh != shown:
            await _change(tx, to, message, shown, now)
        row = await cases.get(tx, shown.case) if fresh is None and isinstance(shown, CaseCard) else None
        if row is not None:
            stands = await people.posts(tx, person=to, case=row.id, kinds=[CARD])
            await phones.take_down(tx, row, stands, now)


async def _change(tx: Transaction, to: int, message: int, news: CaseCard | LetterState, now: datetime) -> None:
    once = f"change:{to}:{message}:{int(now.timestamp() * 1000)}"
    due_at = now + TOGETHER if isinstance(news, CaseCard) else now
    await outbox.write(tx, [Notice(to, news, Lane.SERVICE, once, case=news.case, edits=message, due_at=due_at)], now)
