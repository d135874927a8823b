"""/dulieu: everything that is kept about somebody but their cases, which this screen neither shows nor counts."""

from __future__ import annotations

from domain.conversations import OF_A_CASE, goes_at
from domain.events import Event
from domain.own_data import FAMILIES_KEPT, PROOF_KEPT, HalfFilled, Kept
from domain.people import Person
from domain.signup_form import FORM, told_so_far
from services.clock import Clock
from services.lessons import Known
from storage import arrivals, consents, dialogs, duty_groups, events, keeping, lessons, signups, subscriptions
from storage.database import Database, Transaction


class OwnData:
    """Every method is one transaction."""

    def __init__(self, database: Database, clock: Clock, lessons: Known) -> None:
        self._database = database
        self._clock = clock
        self._lessons = lessons

    async def kept(self, person: Person) -> Kept:
        """Their sign-ups (also of events that are over, until they are deleted), news, lessons, proofs of consent."""
        async with self._database.reading() as tx:
            rows = await signups.kept_of_person(tx, person.id)
            tickets = await signups.tickets(tx, rows)
            found = [(await events.get(tx, row.event_id), ticket) for row, ticket in zip(rows, tickets, strict=True)]
            visits = [
                await arrivals.visit(tx, events.event_of(event), row)
                for (event, _), row in zip(found, rows, strict=True)
                if event is not None
            ]
            learned = await lessons.of_person(tx, person.id)
            ledger = await consents.given_by(tx, person.id)
            return Kept(
                signups=[(events.event_of(event), ticket) for event, ticket in found if event is not None],
                news=await subscriptions.of_person(tx, person.id),
                lessons=[(self._title(slug), progress) for slug, progress in learned.items()],
                proofs=len(ledger),
                withdrawn=sum(each.withdrawn_at is not None for each in ledger),
                last_proof_goes=max(each.at for each in ledger) + PROOF_KEPT if ledger else None,
                felt={row.id: (row.felt, row.felt_words or "") for row in rows if row.felt or row.felt_words},
                visits={visit.ticket.id: visit for visit in visits},
                children=await keeping.of(tx, person.id),
                named=await self._named(tx, person),
                begun=await _begun(tx, person),
                groups=0 if person.staff is None else await duty_groups.registered_by(tx, person.staff.id),
            )

    async def _named(self, tx: Transaction, person: Person) -> list[tuple[Event, str]]:
        rows = await signups.agreed_to(tx, person.id, self._clock.now() - FAMILIES_KEPT)
        found = [(await events.get(tx, row.event_id), row.adult) for row in rows if row.adult]
        return [(events.event_of(event), adult) for event, adult in found if event is not None]

    def _title(self, slug: str) -> str | None:
        lesson = self._lessons().get(slug)
        return None if lesson is None else lesson.title


async def _begun(tx: Transaction, person: Person) -> HalfFilled | None:
    talk = await dialogs.midway(tx, person.id)
    at = None if talk is None or talk.name in OF_A_CASE else goes_at(talk)
    if talk is None or at is None:
        return None
    if talk.name is not FORM:
        return HalfFilled(talk.name, at)
    event = None if talk.about is None else await events.get(tx, talk.about)
    title, adult = "" if event is None else event.title, str(talk.answers.get("adult", ""))
    return HalfFilled(FORM, at, title, told_so_far(talk.answers), adult)
