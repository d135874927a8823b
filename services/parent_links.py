"""A child signs up alone: the link for its parent, opened on the parent's own phone, once, for 48 hours."""

from __future__ import annotations

from datetime import datetime

from domain.conversations import Dialog
from domain.events import Event
from domain.people import Forged, Person
from domain.signup_form import LIVES
from domain.signups import Purpose, Route, State, Ticket, check_open, clean_nickname, may_be_a_name
from domain.texts import NoMore, Refusal, Text
from domain.waiting import has_room
from services.clock import Clock
from services.guardians import SOMEBODY_CAME
from services.tickets import own, seat, settle
from storage import cases, consents, dialogs, guardians, journal, links, signups, waiting
from storage.database import Database, Transaction
from storage.tables import DialogRow, SignupRow

NAMING = Dialog.ADULT  # the parent says who is responsible for the child
ASK_AGAIN = ""  # what came was no name, and it was the first time
GONE = Text("This sign-up no longer exists.")
FIRST_THE_CASE = Text(
    "What you write here goes to the officer now. Please tell the helpers at the door, or tap again afterwards."
)
NOT_NOW = Text("No name can be typed here just now. Please tell the helpers at the door, or tap again another day.")
USED = Text("This link was used or is older than 48 hours. The child can make a new one.")


class ParentLinks:
    """Every method is one transaction."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def make(self, person: Person, event: int) -> str:
        """A token for the parent of a child who signed up alone, for one use and 48 hours; tapped twice, the same."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            return links.of_signup(self._database.vault, await own(tx, person, event), now)

    async def replace(self, person: Person, event: int) -> str:
        """Another one, where it went to the wrong chat: from now on the one before works no more.

        Raises Refusal where somebody agreed already: they see the ticket, and only the end of the sign-up ends that.
        """
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row = await own(tx, person, event)
            if await consents.parent_by_link(tx, row.id) is not None:
                raise Refusal(SOMEBODY_CAME)
            return links.anew(self._database.vault, row, now)

    async def about(self, person: Person, token: str) -> Event:
        """What a parent's link is about: the event and nothing else. Raises Refusal to a child, and for a used one."""
        async with self._database.transaction() as tx:
            row, shown = await _linked(tx, token, self._clock.now())
            _check_parent(person, row)
            return shown

    async def agree(self, person: Person, token: str, update_id: int) -> Ticket:
        """The parent's yes through the link, once. Raises Refusal on the phone the child signed up with."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row, shown = await _linked(tx, token, now)
            _check_parent(person, row)
            row.link = row.link_until = None
            for child in await signups.children(tx, row.id):
                child.parent_yes_at = child.parent_yes_at or now
            consents.give(tx, person.id, Purpose.SIGNUP, Route.LINK, signup=row.id, update_id=update_id, now=now)
            if await signups.get_of(tx, shown.id, person.id) is None:
                await guardians.add(tx, row.id, person.id, now)  # a parent with a sign-up of their own keeps to it
            journal.write(tx, now, "parent_agreed", update=update_id, event=shown.id, signup=row.id)
            if not shown.accompanied and not await _writes_to_a_case(tx, person):
                await dialogs.keep(tx, person.id, NAMING, row.id, {}, now)
            if row.state != State.INTEREST:
                return await settle(tx, row, shown, now)
            left = (await waiting.room(tx, shown)).open_to_newcomers(now)
            return await seat(tx, row, shown, now, at_once=has_room(left, row.seats, check_open(shown, now)))

    async def asks_adult(self, person: Person, signup: int) -> bool:
        """Whether what they type next is who is responsible for the child of this sign-up."""
        async with self._database.reading() as tx:
            talk = await dialogs.peek(tx, person.id)
            return talk is not None and (talk.name, talk.about) == (NAMING, signup)

    async def ask_adult(self, person: Person, signup: int) -> Event:
        """What they type next is who is responsible for the child.

        Raises Refusal for who did not agree by link, and for who writes to an open case: an officer reads that.
        """
        now = self._clock.now()
        async with self._database.transaction() as tx:
            _, shown = await _agreed(tx, person, signup, now)
            if await _writes_to_a_case(tx, person):
                raise Refusal(NOT_NOW if person.hushed else FIRST_THE_CASE)
            await dialogs.keep(tx, person.id, NAMING, signup, {}, now)
            return shown

    async def name_adult(self, person: Person, typed: str, update_id: int) -> str | None:
        """Who is responsible (Thông tư 27/2022), for the helpers. Raises Refusal for a telephone number.

        ASK_AGAIN: this can be no name, and they are asked once more. None: nobody asked, or it was no name again.
        """
        now = self._clock.now()
        async with self._database.transaction() as tx:
            talk = await dialogs.current(tx, person.id)
            if talk is None or talk.name != NAMING or talk.about is None or now - talk.begun_at > LIVES:
                return None
            row, shown = await _agreed(tx, person, talk.about, now)
            if not may_be_a_name(typed):
                return await _ask_again(tx, person, talk, update_id)
            row.adult = clean_nickname(typed)
            await dialogs.end(tx, person.id)
            journal.write(tx, now, "adult_named", update=update_id, event=shown.id, signup=row.id)
            return row.adult

    async def skip_adult(self, person: Person) -> None:
        """*Bỏ qua*: what they write next is no name; the helpers ask at the door."""
        async with self._database.transaction() as tx:
            talk = await dialogs.current(tx, person.id)
            if talk is not None and talk.name == NAMING:
                await dialogs.end(tx, person.id)


async def _writes_to_a_case(tx: Transaction, person: Person) -> bool:
    """Whether their words belong to a case, and so do the answers about it: no other conversation takes its place."""
    return await cases.open_of(tx, person.id) is not None


async def _ask_again(tx: Transaction, person: Person, talk: DialogRow, update_id: int) -> str | None:
    """Once; after that a message is a message again. The same update again changes nothing."""
    if talk.answers.get("update") not in (None, update_id):
        await dialogs.end(tx, person.id)
        return None
    await dialogs.keep(tx, person.id, NAMING, talk.about, {"update": update_id}, talk.begun_at)
    return ASK_AGAIN


async def _agreed(tx: Transaction, person: Person, signup: int, now: datetime) -> tuple[SignupRow, Event]:
    shown, row = await signups.lock_with_event(tx, signup, GONE)
    if row.state == State.CANCELLED or shown.accompanied or now >= shown.ends_at:
        raise NoMore(GONE)
    if not await consents.said_by_link(tx, person.id, signup):
        raise Forged(GONE)
    return row, shown


async def _linked(tx: Transaction, token: str, now: datetime) -> tuple[SignupRow, Event]:
    shown, row = await signups.lock_with_event(tx, await signups.by_link(tx, token), USED)
    works = row.link == links.key_of(token) and row.link_until is not None and row.link_until > now
    if not works or row.state == State.CANCELLED or not shown.is_open_at(now):
        raise Refusal(USED)
    return row, shown


def _check_parent(person: Person, row: SignupRow) -> None:
    if person.is_child or person.id == row.person_id:
        raise Refusal(Text("This link is for your mother, father or caregiver, on their own phone."))
