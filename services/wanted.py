"""Whether a notice is still wanted at the moment it is sent, and what is true of it then."""

from __future__ import annotations

from datetime import datetime

from domain.cases import HOLDER, State
from domain.consent_papers import ConsentSheet
from domain.door_papers import DoorPaper
from domain.news import (
    Alert,
    Answered,
    FromSender,
    HandOverOffer,
    LimitNews,
    NewPromise,
    NobodyYet,
    SecondRoad,
    SomethingNew,
    Waiting,
)
from domain.news_arrivals import StillHere
from domain.news_desk import Told
from domain.news_drills import DrillCall
from domain.news_events import AnnouncementWaits, CalendarFile, EventCancelled, EventReminder
from domain.news_waiting import SeatsOffered
from domain.outbox import Lane
from domain.recontact import Drop, Neutral, Say, Wait
from services import announced, breaking_off, calendars, consent_papers, door_papers, following, reminders
from services.cases import clocks, delivery, recontact, sight
from storage import cases, drills, offers, people, relay, waiting
from storage.database import Transaction
from storage.relay import Claimed
from storage.tables import CaseRow

ENDING = (
    Alert,
    Answered,
    Waiting,
    NobodyYet,
    NewPromise,
    FromSender,
    HandOverOffer,
    SecondRoad,
)  # what a step of its case makes needless


async def still_wanted(tx: Transaction, notice: Claimed, now: datetime) -> Claimed | None:
    """None (settled or put off) for what nobody wants now; a neutral line where the phone may not say more."""
    if notice.lane is Lane.ANNOUNCEMENT:
        return await announced.as_it_is_now(tx, notice, now)
    notice = await delivery.in_hand(tx, notice)
    gone = notice.expires_at is not None and notice.expires_at <= now
    gone = gone or await is_over(tx, notice, now)
    if not gone and isinstance(notice.news, EventReminder):
        fresh = await reminders.as_it_is_now(tx, notice.to, notice.news, now)
        gone = fresh is None
        notice = notice if fresh is None else notice.with_news(fresh)
    if not gone and isinstance(notice.news, CalendarFile):
        filled = await calendars.as_it_is_now(tx, notice.news, now)
        gone = filled is None
        notice = notice if filled is None else notice.with_news(filled)
    if not gone and isinstance(notice.news, ConsentSheet):
        sheet = await consent_papers.as_it_is_now(tx, notice.to, notice.news, now)
        gone = sheet is None
        notice = notice if sheet is None else notice.with_news(sheet)
    if not gone and isinstance(notice.news, DoorPaper):
        paper = await door_papers.as_it_is_now(tx, notice.to, notice.news, now)
        gone = paper is None
        notice = notice if paper is None else notice.with_news(paper)
    if not gone and isinstance(notice.news, EventCancelled | StillHere):
        true = await breaking_off.as_it_is_now(tx, notice.to, notice.news)
        gone = true is None
        notice = notice if true is None else notice.with_news(true)
    if not gone and notice.case is not None:
        now_true = await delivery.as_it_is_now(tx, notice, now)
        gone = now_true is None
        notice = notice if now_true is None else notice.with_news(now_true)
    way = Drop() if gone else await recontact.way_of(tx, notice, now)
    match way:
        case Say(opening):
            return notice.beginning(opening)
        case Wait():
            await delivery.held_back(tx, notice, Told.WAITS, now)
            await recontact.put_off(tx, notice, way, now)
            return None
        case Neutral(opening) if await recontact.may_speak_the_line(tx, notice.to, now):
            return notice.with_news(SomethingNew(notice.case or 0)).beginning(opening)
        case Neutral():
            await delivery.held_back(tx, notice, Told.KEPT, now)
    await relay.settle(tx, notice.id, now, "dropped")
    return None


async def is_over(tx: Transaction, notice: Claimed, now: datetime) -> bool:
    """Whether what it was about has passed: the case ended, somebody has it, its words are another's to read."""
    if notice.case is not None and isinstance(notice.news, LimitNews):
        return not await clocks.still_runs(tx, notice.case, notice.news)
    if isinstance(notice.news, DrillCall):
        return not await drills.waits(tx, notice.news.call)
    if isinstance(notice.news, AnnouncementWaits):
        return not await following.is_asked(tx, notice.news)
    if isinstance(notice.news, SeatsOffered):
        return not await waiting.is_offered(tx, notice.news.signup)
    if notice.case is None or not isinstance(notice.news, ENDING):
        return False
    if isinstance(notice.news, NewPromise):
        return not await _still_promised(tx, notice.case, notice.news)
    if isinstance(notice.news, HandOverOffer):
        return not await _is_asked(tx, notice.case, notice.to)
    row = await cases.get(tx, notice.case)
    if row is None or row.state == State.CLOSED:
        return True
    if isinstance(notice.news, Alert | Waiting) and not await sight.may_follow(tx, notice.to, row, now):
        return True
    if row.state == State.OPEN:
        return isinstance(notice.news, Answered | FromSender)
    if isinstance(notice.news, Waiting):
        return row.state == State.TAKEN
    if isinstance(notice.news, (NobodyYet, SecondRoad)) or not await _is_holder(tx, row, notice.to):
        return True
    return isinstance(notice.news, Alert) and row.rung != HOLDER  # they have it already: no new danger rings


async def _still_promised(tx: Transaction, case: int, news: NewPromise) -> bool:
    row = await cases.get(tx, case)
    return row is not None and row.state == State.WAITING and row.climb_at == news.by


async def _is_holder(tx: Transaction, row: CaseRow, person: int) -> bool:
    staff = None if row.holder_id is None else await people.staff(tx, row.holder_id)
    return staff is not None and staff.person == person


async def _is_asked(tx: Transaction, case: int, person: int) -> bool:
    staff = await people.get(tx, person)
    found = None if staff is None or staff.staff is None else await offers.get(tx, case, staff.staff.id)
    return found is not None
