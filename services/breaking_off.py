"""Inside a transaction: an event does not take place, or not to its end; who hears what, and who stays in the list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from domain.arrivals import AROUND
from domain.news import News
from domain.news_arrivals import FamilyErased, StillHere
from domain.news_events import EventCancelled, Standing
from domain.outbox import Lane, Notice
from services import following
from services.event_changes import notify
from services.in_charge import holders
from storage import (
    afterwards,
    arrivals,
    consents,
    events,
    guardians,
    outbox,
    people,
    quota,
    reminders,
    signups,
)
from storage.database import Transaction
from storage.tables import EventRow, SignupRow


async def break_off(tx: Transaction, row: EventRow, now: datetime) -> None:
    """Everybody hears it, and what was promised about the event goes. Whoever came stays in the list for the door.

    The event is locked. Its sign-ups are locked before anybody looks who came: a child that is written down at this
    very moment is there, or nobody writes it down any more.
    """
    await following.end(tx, row.id, now)
    families = await signups.lock_of_event(tx, row.id)
    came = {each.id for each in await afterwards.who_came(tx, row.id)}
    here = {} if row.accompanied else await arrivals.here(tx, row.id)
    standing = {each.id: _standing(each, here, came) for each in families}
    readers = await _readers(tx, families, standing)
    for asker in await reminders.askers(tx, row.id):
        readers.setdefault(asker, Standing.ASKED)
    await _tell(tx, row, readers, now)
    await reminders.forget(tx, row.id, now)
    await signups.cancel(tx, [each for each in families if each.id not in came], now, withdrawn=False)
    await quota.drop(tx, row.id)
    if here:
        news, once = StillHere(row.id, row.title, sum(here.values())), f"still-here:{row.id}"
        await _tell_holders(tx, row.ward, news, once, now)


async def tell_the_door(tx: Transaction, person: int, now: datetime) -> None:
    """Somebody is about to be erased: of children of theirs who are there the helpers keep nothing but this line.

    A child to whose own sign-up they agreed by link stays in the list. The sign-ups are locked: who is written down
    meanwhile was there before or is refused.
    """
    own = [row for row in await signups.kept_of_person(tx, person) if row.person_id == person]
    for row in [*own, *await signups.without_another_yes(tx, person)]:
        found = await events.get(tx, row.event_id)
        if found is None or found.accompanied or now >= found.ends_at + AROUND:
            continue
        children = (await arrivals.here(tx, row.event_id)).get(row.id, 0)
        if children:
            kept = None if row.person_id == person else row.id
            news = FamilyErased(found.title, row.code, children, kept)
            once = f"family-erased:{row.id}" if kept is None else f"parent-erased:{row.id}"
            await _tell_holders(tx, found.ward, news, once, now)


async def as_it_is_now(tx: Transaction, to: int, news: EventCancelled | StillHere) -> EventCancelled | StillHere | None:
    """What is true when it is sent: who was taken home meanwhile is not there any more. None: nobody needs it."""
    here = await arrivals.here(tx, news.event)
    if isinstance(news, StillHere):
        return replace(news, children=sum(here.values())) if here else None
    if news.standing not in (Standing.HERE, Standing.ALONE):
        return news
    own = await signups.get_of(tx, news.event, to)
    theirs = {own.id} if own is not None else set()
    theirs |= {row.id for row in await signups.agreed_to(tx, to, news.starts_at) if row.event_id == news.event}
    return news if theirs & here.keys() else replace(news, standing=Standing.CAME)


def _standing(row: SignupRow, here: Mapping[int, int], came: set[int]) -> Standing:
    if row.id in here:
        return Standing.HERE
    return Standing.CAME if row.id in came else Standing.ENDED


async def _readers(
    tx: Transaction, families: Sequence[SignupRow], standing: Mapping[int, Standing]
) -> dict[int, Standing]:
    """Everybody of these families; who belongs to several hears what presses most, and they hear it first."""
    found: dict[int, Standing] = {}
    for wanted in Standing:
        rows = [row for row in families if standing[row.id] is wanted]
        ours = [row.person_id for row in rows] + await guardians.of_all(tx, [row.id for row in rows])
        if wanted is Standing.HERE:  # the code for going home went to them, also where they have a sign-up of their own
            ours += [parent for row in rows if (parent := await consents.parent_by_link(tx, row.id)) is not None]
        for person in ours:
            found.setdefault(person, wanted)
    for owner in [row.person_id for row in families if standing[row.id] is Standing.HERE]:
        known = await people.get(tx, owner)
        if known is not None and known.is_child:
            found[owner] = Standing.ALONE
    return found


async def _tell(tx: Transaction, row: EventRow, readers: Mapping[int, Standing], now: datetime) -> None:
    said = {
        person: EventCancelled(row.id, row.title, row.starts_at, row.place, row.why, standing)
        for person, standing in readers.items()
    }
    await notify(tx, said, f"event-cancelled:{row.id}", now)


async def _tell_holders(tx: Transaction, ward: str | None, news: News, once: str, now: datetime) -> None:
    """Before reminders and announcements, never before a cry (domain/outbox.Lane)."""
    ours = await holders(tx, ward)
    await outbox.write(tx, [Notice(each.person, news, Lane.REPLY, f"{once}:{each.person}") for each in ours], now)
