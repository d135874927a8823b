"""Going home from an event where children come alone: by the family's code, or with somebody it named."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.arrivals import (
    AROUND,
    ASKING_CODE,
    NAMING,
    TYPED_WITHIN,
    Visit,
    check_collector,
    digits,
    holds,
    tells_coordinator,
)
from domain.events import Event
from domain.news_arrivals import PickupCode, PickupDoubt
from domain.outbox import Lane, Notice
from domain.people import EVENT_ROLES, Person, Role, Staff, StaffOnly, require_staff
from domain.texts import NoMore, Refusal, Text
from services.clock import Clock
from services.in_charge import holders
from storage import arrivals, consents, dialogs, events, guardians, journal, outbox, people, signups
from storage.database import Database, Transaction
from storage.tables import CollectorRow, SignupRow

GONE = Text("This sign-up no longer exists.")


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of a code: `visit` of a right one; of a wrong one whether a coordinator hears (`told`)."""

    visit: Visit | None
    told: bool = False


class Pickups:
    """Every method is one transaction."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    # --- a family says who may ---

    async def begin_naming(self, person: Person, event: int) -> list[str]:
        """What the parent types next is a name; gives those that are known. Raises Refusal."""
        async with self._database.transaction() as tx:
            row = await _own(tx, person, event)
            await dialogs.keep(tx, person.id, NAMING, event, {}, self._clock.now())
            return [each.name for each in await arrivals.collectors(tx, [row])]

    async def name(self, person: Person, typed: str, update_id: int) -> list[str] | None:
        """One more who may take the children home. None: nobody asked for a name. Raises Refusal for what is none."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            talk = await dialogs.current(tx, person.id)
            if talk is None or talk.name != NAMING or talk.about is None or now - talk.begun_at > TYPED_WITHIN:
                return None
            row = await _own(tx, person, talk.about)
            names = [each.name for each in await arrivals.collectors(tx, [row])]
            if talk.answers.get("update") == update_id:
                return names
            tx.add(CollectorRow(signup_id=row.id, name=check_collector(names, typed)))
            await dialogs.keep(tx, person.id, NAMING, talk.about, {"update": update_id}, now)
            await tx.flush()
            return [each.name for each in await arrivals.collectors(tx, [row])]

    async def forget_names(self, person: Person, event: int) -> None:
        """Nobody but whoever has the code."""
        async with self._database.transaction() as tx:
            row = await _own(tx, person, event)
            await arrivals.forget_collectors(tx, row.id)

    # --- at the door ---

    async def here(self, person: Person, signup: int) -> Visit:
        """A family of which somebody is there. Raises Refusal."""
        async with self._database.transaction() as tx:
            _, row, shown = await _held(tx, person, signup)
            visit = await arrivals.visit(tx, shown, row)
            _check_here(visit)
            return visit

    async def ask_code(self, person: Person, signup: int, child: int | None = None) -> Visit:
        """What staff type next is the code, for one child or (None) all. Raises Refusal for who is not there."""
        async with self._database.transaction() as tx:
            _, row, shown = await _held(tx, person, signup)
            visit = await arrivals.visit(tx, shown, row)
            _check_here(visit, child)
            await dialogs.keep(tx, person.id, ASKING_CODE, row.id, {"child": child}, self._clock.now())
            return visit

    async def try_code(self, person: Person, typed: str, update_id: int) -> Tried | None:
        """The children go home by the code. None: no code was asked for, or these are words. A wrong one is counted."""
        now, said = self._clock.now(), digits(typed)
        async with self._database.transaction() as tx:
            talk = await dialogs.current(tx, person.id)
            if talk is None or talk.name != ASKING_CODE or talk.about is None or now - talk.begun_at > TYPED_WITHIN:
                return None
            if not said:
                return None
            staff, row, shown = await _held(tx, person, talk.about)
            if talk.answers.get("update") == update_id:
                return Tried(None)
            if row.pickup is not None and secrets.compare_digest(said, row.pickup):
                await dialogs.end(tx, person.id)
                home = _Home(talk.answers.get("child"), None)
                return Tried(await _go_home(tx, (staff, row, shown), home, update_id, now))
            await dialogs.keep(tx, person.id, ASKING_CODE, row.id, {**talk.answers, "update": update_id}, now)
            return await _missed(tx, (staff, row, shown), update_id, now)

    async def go_home_with(
        self, person: Person, signup: int, collector: int, update_id: int, child: int | None = None
    ) -> Visit:
        """One child, or all that are there, go home with somebody the family named. Raises Refusal."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            held = await _held(tx, person, signup)
            names = {each.id: each.name for each in await arrivals.collectors(tx, [held[1]])}
            if collector not in names:
                raise Refusal(Text("The family has not named this person, or not any more."))
            return await _go_home(tx, held, _Home(child, names[collector]), update_id, now)


# --- inside a transaction ---


async def give_code(tx: Transaction, row: SignupRow, shown: Event, children: int, now: datetime) -> None:
    """The first child of a family is there without an adult: the family gets the code, once; a child never does."""
    if shown.accompanied or row.pickup is not None:
        return
    to = await _who_takes_home(tx, row)
    if to is None:  # no code that nobody has: helpers keep to the names, or to their own eyes
        return
    row.pickup = f"{secrets.randbelow(10_000):04}"
    notice = Notice(to, PickupCode(shown.title, row.pickup, children), Lane.REPLY, f"pickup:{row.id}")
    await outbox.write(tx, [notice], now)


async def is_there(tx: Transaction, row: SignupRow, shown: Event, now: datetime) -> bool:
    """Whether a child who came alone is there."""
    if shown.accompanied or now >= shown.ends_at + AROUND:
        return False
    return bool((await arrivals.visit(tx, shown, row)).here)


async def check_at_home(tx: Transaction, row: SignupRow, shown: Event, now: datetime) -> None:
    """Raises Refusal while a child who came alone is there: it must not vanish from the list for the door."""
    if await is_there(tx, row, shown, now):
        raise Refusal(Text("A child is at the event now. Once it was taken home you can cancel."))


async def _who_takes_home(tx: Transaction, row: SignupRow) -> int | None:
    """The parent behind a child's link, else the first grown-up of the family. None: the child is left alone in it."""
    parent = await consents.parent_by_link(tx, row.id)
    for who in ([] if parent is None else [parent]) + await guardians.everybody(tx, row):
        known = await people.get(tx, who)
        if known is not None and not known.is_child:
            return known.id
    return None


async def _own(tx: Transaction, person: Person, event: int) -> SignupRow:
    row = await signups.lock_of(tx, event, person.id)
    found = await events.get(tx, event)
    if row is None or found is None:
        raise NoMore(GONE)
    if found.accompanied:
        raise NoMore(Text("An adult of the family comes along to this event: nobody has to be named."))
    if person.is_child:
        raise NoMore(Text("Who takes you home is for your mother, father or caregiver to say."))
    return row


async def _held(tx: Transaction, person: Person, signup: int) -> tuple[Staff, SignupRow, Event]:
    staff = require_staff(person, EVENT_ROLES)
    row = await signups.lock(tx, signup)
    found = None if row is None else await events.get(tx, row.event_id)
    if row is None or found is None:
        raise NoMore(GONE)
    shown = events.event_of(found)
    if not holds(person, shown):
        raise StaffOnly(Text("The list of this event is for the staff who hold it."))
    return staff, row, shown


@dataclass(frozen=True, slots=True)
class _Home:
    """Who goes home (None: all that are there), and with whom (None: whoever said the code)."""

    child: int | None
    name: str | None


def _check_here(visit: Visit, child: int | None = None) -> None:
    """Raises NoMore where there is nobody to take home: not come, or gone already, with whom and who wrote it down."""
    if any(child in (None, guest.child.id) for guest in visit.here):
        return
    gone = next((guest for guest in visit.home if child in (None, guest.child.id)), None)
    if gone is None:
        raise NoMore(Text("Nobody of this family has come yet."))
    raise NoMore(Text("They went home at {at}, written down by {name}.", at=gone.gone_at, name=gone.gone_by))


async def _go_home(
    tx: Transaction, held: tuple[Staff, SignupRow, Event], home: _Home, update_id: int, now: datetime
) -> Visit:
    staff, row, shown = held
    _check_here(await arrivals.visit(tx, shown, row), home.child)
    for child in await arrivals.children(tx, [row]):
        if home.child in (None, child.id) and child.came_at is not None and child.gone_at is None:
            child.gone_at, child.gone_by, child.gone_with = now, staff.id, home.name
    by = "code" if home.name is None else "name"
    journal.write(tx, now, "went_home", staff=staff.id, update=update_id, event=shown.id, signup=row.id, by=by)
    return await arrivals.visit(tx, shown, row)


async def _missed(tx: Transaction, held: tuple[Staff, SignupRow, Event], update_id: int, now: datetime) -> Tried:
    staff, row, shown = held
    row.pickup_misses += 1
    journal.write(tx, now, "pickup_wrong", staff=staff.id, update=update_id, event=shown.id, signup=row.id)
    if not tells_coordinator(row.pickup_misses):
        return Tried(None)
    news = PickupDoubt(shown.title, row.code, staff.name, now, row.pickup_misses)
    once = f"pickup-doubt:{row.id}:{row.pickup_misses}"
    above = await _above(tx, shown)
    await outbox.write(tx, [Notice(each.person, news, Lane.REPLY, f"{once}:{each.person}") for each in above], now)
    return Tried(None, told=True)


async def _above(tx: Transaction, shown: Event) -> Sequence[Staff]:
    """Coordinators; where there is none, everybody who holds the event."""
    staff = [contact.staff for contact in await people.contacts(tx)]
    above = [each for each in staff if each.role is Role.COORDINATOR]
    return above or await holders(tx, shown.ward)
