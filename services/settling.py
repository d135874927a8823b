"""What became of a notice: sent and where it stands, to be tried again, or never to arrive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog

from domain.cases import State, Timing
from domain.news import Alert, AlertSettled, HandOverOffer, News, OfferSettled, Remove, SomethingNew, Waiting
from domain.news_drills import DrillCall
from domain.news_groups import GroupAlert
from domain.outbox import Delivered, Lane, Moved, Needless, Notice, Outcome, Refused, TryLater, Unreachable, retry_at
from domain.recontact import ABOUT_A_CASE
from services import announced, drill_calls, duty_groups, moving
from services.cases import ladder, phones, recontact, sight
from services.wanted import is_over
from storage import cases, outbox, people, relay
from storage.database import Transaction
from storage.relay import Claimed
from storage.vault import Vault

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Here:
    """What settling needs besides the notice: the operator's steps, and the keys for a chat that moved."""

    timing: Timing
    vault: Vault


async def settle(tx: Transaction, notice: Claimed, outcome: Outcome, here: Here, now: datetime) -> datetime | None:
    """What became of a notice is written down; gives until when its chat must be left alone, if Telegram said so."""
    held_until = await _settle(tx, notice, outcome, here, now)
    if notice.lane is Lane.ANNOUNCEMENT:  # after the notice: who stops an announcement locks in this order, too
        await announced.settled(tx, notice, outcome)
    return held_until


async def barely_settled(tx: Transaction, notice: Claimed, stands: Delivered, now: datetime) -> None:
    """A fault of ours keeps what became of it from being written down: it stands in the chat, and does not come again.

    Said once too seldom in our books is better than a message that comes back every minute, to a phone that somebody
    else may hold.
    """
    await relay.settle(tx, notice.id, now, "sent")
    if notice.edits is None:  # what stands can be taken away
        await people.add_posts(tx, [(notice.to, each, True) for each in (*stands.also, stands.message) if each], now)


async def _settle(tx: Transaction, notice: Claimed, outcome: Outcome, here: Here, now: datetime) -> datetime | None:
    if isinstance(outcome, Delivered) and notice.kind in ABOUT_A_CASE:
        await people.hold(tx, notice.to)  # before the notice: who leaves quickly locks in this order, too
    if (person := await people.get(tx, notice.to)) is None:
        return None  # they deleted everything while it was on the wire, and the notice went with them
    match outcome:
        case Delivered():
            await relay.settle(tx, notice.id, now, "sent")
            # dropped while it was on the wire, it stands there all the same
            await _remember(tx, notice, outcome, now, left=person.hushed and notice.kind in ABOUT_A_CASE)
            if isinstance(notice.news, DrillCall):
                await drill_calls.stands(tx, notice.news.call, outcome.message, now)
        case TryLater(after, also):
            await _stand(tx, notice, also, now)
            if notice.lane is Lane.ANNOUNCEMENT and after is None:
                await relay.settle(tx, notice.id, now, "dropped")  # at most once: it may have arrived
                return None
            if isinstance(notice.news, SomethingNew):
                await recontact.line_failed(tx, notice.to)
            due = retry_at(notice.lane, notice.attempts, now, after)
            await put_back(tx, notice, due)
            return due
        case Unreachable():
            await ladder.contact_unreachable(tx, notice.to, notice.case, now, here.timing)
            await duty_groups.gone(tx, notice.to, now)
            if isinstance(notice.news, DrillCall):
                await drill_calls.undelivered(tx, notice.news.call, now)
            await relay.settle(tx, notice.id, now, "unreachable")  # last: a taker locks the case before notices
        case Moved(to):
            await moving.follow(tx, here.vault, (notice.chat, to), now)
            await relay.free(tx, notice.id)  # due as before: what follows in this chat does not pass it
        case Needless():
            await relay.settle(tx, notice.id, now, "dropped")
        case Refused(also):
            await _stand(tx, notice, also, now)
            await relay.settle(tx, notice.id, now, "refused")
            log.error("notice_refused", notice=notice.id, kind=notice.kind)
    return None


async def put_back(tx: Transaction, notice: Claimed, due: datetime) -> None:
    """It is tried again then. A group takes 20 messages a minute: what waits for that is not late, and alarms nobody
    (Telegram away: the people's own notices do)."""
    if isinstance(notice.news, GroupAlert):
        await relay.put_off(tx, notice.id, due)
    else:
        await relay.later(tx, notice.id, due)


async def _remember(tx: Transaction, notice: Claimed, stands: Delivered, now: datetime, *, left: bool) -> None:
    """Where it stands, to edit or remove it later. What lost a race on the wire is put right at once."""
    message = stands.message
    if message in (0, notice.edits):
        return
    if notice.edits is not None:
        await _said_anew(tx, notice, notice.edits, (*stands.also, message), now)
        return
    post = await _stand(tx, notice, (*stands.also, message), now)
    if left:  # while it was on the wire
        gone = Remove((*stands.also, message))
        await outbox.write(tx, [Notice(notice.to, gone, Lane.REPLY, f"left:{post}")], now)
    kinds = (Alert, Waiting, HandOverOffer)
    if notice.case is None or not isinstance(notice.news, kinds) or not await is_over(tx, notice, now):
        return
    row = await cases.get(tx, notice.case)
    if row is None:
        return
    if isinstance(notice.news, HandOverOffer):
        settled = OfferSettled(row.code, None, now, "withdrawn")
        once = f"offer-settled:{post}:late"
        await outbox.write(tx, [Notice(notice.to, settled, Lane.SERVICE, once, case=row.id, edits=message)], now)
        return
    holder = None if row.holder_id is None else await people.staff(tx, row.holder_id)
    why = {State.WAITING: "retracted", State.TAKEN: "taken", State.OPEN: "moved"}.get(State(row.state), "closed")
    if not await sight.may_follow(tx, notice.to, row, now):
        holder, why = None, "moved"
    news: News = AlertSettled(row.code, None if holder is None else holder.name, now, why)
    once = f"settled:{row.id}:{row.rings}:{why}:{post}"
    await outbox.write(tx, [Notice(notice.to, news, Lane.SERVICE, once, case=row.id, edits=message)], now)


async def _said_anew(tx: Transaction, notice: Claimed, old: int, messages: Sequence[int], now: datetime) -> None:
    """Telegram refused to change a message, so it was said anew: what comes later changes the new one; the old goes."""
    before = [post for post in await people.posts(tx, person=notice.to) if post.message == old]
    kind, entry = (before[0].kind, before[0].entry_id) if before else (notice.kind, None)
    for each in messages:
        await people.add_post(tx, notice.to, each, now, ours=True, kind=kind, case=notice.case, entry=entry)
    row = None if notice.case is None else await cases.get(tx, notice.case)
    if before and row is not None:
        await phones.take_down(tx, row, before, now)


async def _stand(tx: Transaction, notice: Claimed, messages: Sequence[int], now: datetime) -> int:
    """These messages stand in the chat, to be taken away one day; gives the id of the last post, 0 for none."""
    post, entry = 0, getattr(notice.news, "entry", None)
    for each in messages:
        post = await people.add_post(
            tx, notice.to, each, now, ours=True, kind=notice.kind, case=notice.case, entry=entry
        )
    return post
