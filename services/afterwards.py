"""After an event: one question to families who came, and for its staff how many came and how it was."""

from __future__ import annotations

from collections.abc import Mapping

from domain import participation
from domain.afterwards import WRITING, Afterwards, Face, check_line, guarded, span_asked
from domain.arrivals import TYPED_WITHIN
from domain.news_arrivals import HowManyCame, HowWasIt
from domain.outbox import Lane, Notice
from domain.people import EVENT_ROLES, AgeBand, Person, StaffOnly, require_staff
from domain.texts import NoMore, Refusal, Text
from services.clock import Clock
from services.in_charge import in_charge
from storage import afterwards, arrivals, dialogs, events, journal, outbox, signups
from storage.database import Database, Transaction
from storage.tables import SignupRow


class After:
    """Every method is one transaction."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def ask_due(self) -> None:
        """The morning after, once an event: each family of which a child came, and who is in charge; nobody else."""
        now = self._clock.now()
        span = span_asked(now)
        if span is None:
            return
        async with self._database.transaction() as tx:
            for row in await afterwards.to_ask(tx, *span):
                news = HowWasIt(row.id, row.title)
                came = await afterwards.who_came(tx, row.id)
                notices = [Notice(each.person_id, news, Lane.SERVICE, f"how-was-it:{each.id}") for each in came]
                asks = HowManyCame(row.id, row.title, listed=row.seats is not None)
                for staff in await in_charge(tx, row):
                    notices.append(Notice(staff.person, asks, Lane.SERVICE, f"how-many:{row.id}:{staff.id}"))
                await outbox.write(tx, notices, now)
                await afterwards.asked(tx, row.id, now)

    async def felt(self, person: Person, event: int, face: int) -> None:
        """A face; another one later is the new one. Raises Refusal for who did not come."""
        if face not in {each.value for each in Face}:
            raise Refusal(Text("This button is too old. Please open the menu with /start."))
        async with self._database.transaction() as tx:
            (await _came(tx, person, event)).felt = face

    async def begin_line(self, person: Person, event: int) -> None:
        """What they type next is a line about the event."""
        async with self._database.transaction() as tx:
            await _came(tx, person, event)
            await dialogs.keep(tx, person.id, WRITING, event, {}, self._clock.now())

    async def line(self, person: Person, typed: str) -> bool:
        """The line, sealed until the families of the event are deleted. False: nobody asked for one."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            talk = await dialogs.current(tx, person.id)
            if talk is None or talk.name != WRITING or talk.about is None or now - talk.begun_at > TYPED_WITHIN:
                return False
            (await _came(tx, person, talk.about)).felt_words = check_line(typed)
            await dialogs.end(tx, person.id)
            return True

    async def of(self, person: Person, event: int) -> Afterwards:
        """For staff of the event: who came, by age, and how it was. Raises Refusal."""
        staff, now = require_staff(person, EVENT_ROLES), self._clock.now()
        async with self._database.transaction() as tx:
            row = await events.get(tx, event)
            if row is None or not staff.may_publish_in(row.ward):
                raise StaffOnly(Text("The list of this event is for the staff who hold it."))
            journal.write(tx, now, "afterwards_read", staff=staff.id, event=event)
            counts = await afterwards.counted(tx, row)
            faces, lines = guarded(afterwards.by_face(counts), tuple(await afterwards.lines(tx, event)))
            signed_up = afterwards.by_age(counts, afterwards.SIGNED_UP)
            came = afterwards.by_age(counts, afterwards.CAME)
            heads = await afterwards.heads(tx, event)
            if row.families is None:
                return Afterwards(events.event_of(row), signed_up, came, faces, lines, heads)
            return Afterwards(events.event_of(row), _few_hidden(signed_up), _few_hidden(came), faces, lines, heads)


async def _came(tx: Transaction, person: Person, event: int) -> SignupRow:
    row = await signups.lock_of(tx, event, person.id)
    if row is None or all(child.came_at is None for child in await arrivals.children(tx, [row])):
        raise NoMore(Text("This question is for families who came to the event."))
    return row


def _few_hidden(cells: Mapping[AgeBand, int]) -> dict[AgeBand, int | None]:
    shown, _ = participation.guarded(list(cells.values()))
    return dict(zip(cells, shown, strict=True))
