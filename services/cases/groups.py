"""What duty groups see of a case: one message each, without words, that keeps itself current. Never a rung."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from domain.cases import State
from domain.duty_groups import hears
from domain.news import News
from domain.news_groups import GroupAlert, GroupSilenced
from domain.outbox import Lane, Notice
from storage import cases, duty_groups, outbox, people
from storage.database import Transaction
from storage.tables import CaseRow, DutyGroupRow, PostRow

KIND = GroupAlert.__name__
TOGETHER = timedelta(seconds=2)  # changes within it are one edit: a group takes 20 messages and edits a minute


async def hear(tx: Transaction, row: CaseRow, now: datetime) -> None:
    """The case rings, whoever is rung for it: each group of its ward sees it once; later rings change that message.

    Called after the people's notices were written, in their transaction.
    """
    listening = [group for group in await duty_groups.on(tx) if hears(group.ward, row.ward, row.avoids)]
    if not listening:
        return
    posts = {post.person_id: post for post in await people.posts(tx, case=row.id, kinds=[KIND])}
    for group in listening:
        if (post := posts.get(group.person_id)) is not None:
            await _change(tx, post, row, now)
    first = [_notice(row, group, now) for group in listening if group.person_id not in posts]
    await outbox.write(tx, first, now)


async def keep_current(tx: Transaction, row: CaseRow, now: datetime, *, only: int | None = None) -> None:
    """After a step of a case: its messages in groups (`only`: in one) are changed; silenced where a group may hear of
    it no more."""
    posts = await people.posts(tx, person=only, case=row.id, kinds=[KIND])
    if not posts:
        return
    on = {group.person_id: group for group in await duty_groups.on(tx)}
    for post in posts:
        group = on.get(post.person_id)
        if group is not None and hears(group.ward, row.ward, row.avoids):
            await _change(tx, post, row, now)
        else:
            await _silence(tx, post, row, now)


async def silence(tx: Transaction, person: int, now: datetime) -> None:
    """A group hears of no alerts any more, or of others: what stands in it says nothing about a case from now on."""
    for post in await people.posts(tx, person=person, kinds=[KIND]):
        row = None if post.case_id is None else await cases.get(tx, post.case_id)
        if row is not None and row.state != State.CLOSED:
            await _silence(tx, post, row, now)


async def stands_in(tx: Transaction, person: int) -> Collection[int]:
    """The cases a group sees now."""
    posts = await people.posts(tx, person=person, kinds=[KIND])
    return {post.case_id for post in posts if post.case_id is not None}


async def say_anew(tx: Transaction, person: int, seen: Collection[int], now: datetime) -> None:
    """What stood in a chat that is dead now stands in its new one, but for what has ended or waits to be said."""
    for case in sorted(seen):
        row = await cases.get(tx, case)
        if row is None or row.state == State.CLOSED or await outbox.is_promised(tx, person, case, KIND):
            continue
        once = f"group-anew:{case}:{person}:{_stamp(now)}"
        await outbox.write(tx, [Notice(person, _news(row, now), Lane.SERVICE, once, case=case)], now)


async def as_it_is_now(tx: Transaction, to: int, news: GroupAlert, now: datetime) -> News | None:
    """The case as it is when it is sent; None where the group may not hear of it (any more)."""
    row = await cases.get(tx, news.case)
    group = next((group for group in await duty_groups.on(tx) if group.person_id == to), None)
    if row is None or group is None or not hears(group.ward, row.ward, row.avoids):
        return None
    return _news(row, now)


async def catch_up(tx: Transaction, row: CaseRow, to: int, shown: News, now: datetime) -> None:
    """Something changed while it was on its way: it is changed once more."""
    if isinstance(shown, GroupAlert) and await as_it_is_now(tx, to, shown, shown.drawn_at) != shown:
        await keep_current(tx, row, now, only=to)


def _news(row: CaseRow, now: datetime) -> GroupAlert:
    return GroupAlert(row.id, row.code, row.ward, row.opened_at, row.state, now)


def _notice(row: CaseRow, group: DutyGroupRow, now: datetime) -> Notice:
    since = 0 if group.registered_at is None else _stamp(group.registered_at)
    return Notice(
        group.person_id, _news(row, now), Lane.URGENT, f"group:{row.id}:{group.person_id}:{since}", case=row.id
    )


async def _change(tx: Transaction, post: PostRow, row: CaseRow, now: datetime) -> None:
    if not await outbox.is_waiting(tx, post.person_id, post.message, now):
        once = f"change:{post.person_id}:{post.message}:{_stamp(now)}"
        news, due_at = _news(row, now), now + TOGETHER
        notice = Notice(post.person_id, news, Lane.SERVICE, once, case=row.id, edits=post.message, due_at=due_at)
        await outbox.write(tx, [notice], now)


async def _silence(tx: Transaction, post: PostRow, row: CaseRow, now: datetime) -> None:
    post.kind = GroupSilenced.__name__  # nothing of the case follows it any more
    news, once = GroupSilenced(row.code, now), f"group-silenced:{post.id}"
    await outbox.write(tx, [Notice(post.person_id, news, Lane.SERVICE, once, case=row.id, edits=post.message)], now)


def _stamp(now: datetime) -> int:
    return int(now.timestamp() * 1000)
