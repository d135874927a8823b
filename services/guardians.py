"""A second adult of a family's sign-up: invited by a link that a guardian already there shows, once, for 48 hours."""

from __future__ import annotations

from datetime import datetime

from domain.events import Event
from domain.news_families import FamilyCancelled, GuardianJoined
from domain.people import Forged, Person
from domain.signups import State, Ticket
from domain.texts import Refusal, Text
from services import reminders
from services.clock import Clock
from services.pickups import check_at_home, is_there
from services.tickets import settle, tell
from storage import events, guardians, journal, links, people, signups
from storage.database import Database, Transaction
from storage.tables import SignupRow

MOST_ADULTS = 2
FULL = Text("Two adults see this sign-up already.")
SOMEBODY_CAME = Text(
    "Somebody said yes with this link already. If it was nobody of your family, please cancel the sign-up now: "
    "then they see nothing more, and you can sign up anew."
)
GONE = Text("This sign-up no longer exists.")
USED = Text("This link was used or is older than 48 hours. Please ask for a new one.")


class Guardians:
    """Every method is one transaction."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def invite(self, person: Person, event: int) -> str:
        """A token for the second adult; tapped twice, the same. Raises Refusal for a child, and for a third."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            return links.of_signup(self._database.vault, await _inviting(tx, person, event), now)

    async def invite_anew(self, person: Person, event: int) -> str:
        """Another one, where it went to the wrong chat: from now on the one before works no more. Raises Refusal."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            return links.anew(self._database.vault, await _inviting(tx, person, event, SOMEBODY_CAME), now)

    async def by_link(self, person: Person, token: str) -> Event:
        """What the link is about: the event and nothing else. Raises Refusal for a used or old one, and to a child."""
        async with self._database.transaction() as tx:
            return (await self._linked(tx, person, token))[1]

    async def join(self, person: Person, token: str, update_id: int) -> Ticket:
        """They see the ticket now and may cancel; the other hears of it. Raises Refusal."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row, shown = await self._linked(tx, person, token)
            if await signups.get_of(tx, shown.id, person.id) is not None:
                raise Refusal(Text("You are signed up for this event already."))
            row.link = row.link_until = None
            news = GuardianJoined(shown.id, shown.title)
            await tell(tx, row, news, f"guardian-joined:{row.id}:{person.id}", now)
            await guardians.add(tx, row.id, person.id, now)
            journal.write(tx, now, "guardian_joined", update=update_id, event=shown.id, signup=row.id)
            return await settle(tx, row, shown, now)

    async def agreed_to(self, person: Person) -> list[tuple[Event, int]]:
        """Events and sign-ups of children to which they said yes by link, having a sign-up of their own."""
        async with self._database.reading() as tx:
            rows = await signups.agreed_to(tx, person.id, self._clock.now())
            found = [(await events.get(tx, row.event_id), row.id) for row in rows]
            return [(events.event_of(event), signup) for event, signup in found if event is not None]

    async def take_back(self, person: Person, signup: int, update_id: int) -> None:
        """Their yes by link is taken back: without it the child's sign-up is over, and the child hears of it."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            shown, row = await signups.lock_with_event(tx, signup, GONE)
            if row.state == State.CANCELLED:
                raise Refusal(GONE)
            if signup not in {each.id for each in await signups.agreed_to(tx, person.id, now)}:
                raise Forged(GONE)
            await check_at_home(tx, row, shown, now)
            await _end(tx, row, shown, person.id, now)
            journal.write(tx, now, "signup_cancelled", update=update_id, event=shown.id, signup=row.id)

    async def _linked(self, tx: Transaction, person: Person, token: str) -> tuple[SignupRow, Event]:
        now = self._clock.now()
        row = await signups.lock_by_link(tx, token, now)
        found = None if row is None else await events.get(tx, row.event_id)
        if row is None or found is None or row.state == State.INTEREST or not events.event_of(found).is_open_at(now):
            raise Refusal(USED)
        if person.is_child:
            raise Refusal(Text("This link is for a mother, father or caregiver."))
        return row, events.event_of(found)


# --- inside a transaction ---


async def parent_goes(tx: Transaction, person: int, now: datetime) -> None:
    """A parent is about to be erased: without their yes by link a child's sign-up is over, as if it was taken back.

    Who is there stays in the list for the door, and of an event that is over nobody hears. The sign-ups are locked.
    """
    for row in await signups.without_another_yes(tx, person):
        found = await events.get(tx, row.event_id)
        shown = None if found is None else events.event_of(found)
        if shown is not None and now < shown.ends_at and not await is_there(tx, row, shown, now):
            await _end(tx, row, shown, person, now)
            journal.write(tx, now, "signup_cancelled", event=shown.id, signup=row.id)


async def _end(tx: Transaction, row: SignupRow, shown: Event, parent: int, now: datetime) -> None:
    """A child's sign-up is over, and everybody of it but this parent hears so."""
    await tell(tx, row, FamilyCancelled(shown.id, shown.title), f"family-cancelled:{row.id}", now, but=parent)
    await reminders.end(tx, row, now)
    await signups.cancel(tx, [row], now, withdrawn=True)


async def _inviting(tx: Transaction, person: Person, event: int, full: Text = FULL) -> SignupRow:
    """The sign-up to which they may invite somebody, locked. Raises Refusal."""
    row = await signups.lock_of(tx, event, person.id)
    if row is None:
        raise Refusal(Text("You are not signed up for this event."))
    if person.is_child or row.state == State.INTEREST:
        raise Refusal(Text("A mother, father or caregiver invites the second adult."))
    if await _adults(tx, row) >= MOST_ADULTS:
        raise Refusal(full)
    return row


async def _adults(tx: Transaction, row: SignupRow) -> int:
    """How many adults belong to it: a child that signed up alone is none."""
    owner = await people.get(tx, row.person_id)
    return len(await guardians.everybody(tx, row)) - (owner is not None and owner.is_child)
