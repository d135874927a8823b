"""*Phiếu đồng ý*: promised on a tap of the family, made of the ledger when it is sent."""

from __future__ import annotations

from datetime import datetime

from domain.consent_papers import ConsentSheet, Given, Paper
from domain.outbox import Lane, Notice
from domain.people import Person
from domain.signups import Purpose, Route
from domain.texts import Refusal, Text
from services.clock import Clock
from storage import consents, events, outbox, signups
from storage.database import Database, Transaction


class ConsentPapers:
    """Every method is one transaction."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def ask(self, person: Person, event: int, update_id: int) -> None:
        """Promises the sheet to somebody of the family. Raises Refusal for anybody else."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            if await signups.get_of(tx, event, person.id) is None:
                raise Refusal(Text("You are not signed up for this event."))
            once = f"consents:{event}:{person.id}:{update_id}"
            await outbox.write(tx, [Notice(person.id, ConsentSheet(event), Lane.REPLY, once)], now)


async def as_it_is_now(tx: Transaction, to: int, news: ConsentSheet, now: datetime) -> ConsentSheet | None:
    """The sheet as the ledger stands at this moment; None for whoever does not belong to the sign-up any more."""
    row, found = await signups.get_of(tx, news.event, to), await events.get(tx, news.event)
    if row is None or found is None:
        return None
    given = tuple(
        Given(Purpose(line.purpose), Route(line.route), line.wording, line.at, line.child, line.withdrawn_at)
        for line in await consents.of_signup(tx, row.id)
    )
    return ConsentSheet(news.event, Paper(events.event_of(found), await signups.ticket(tx, row), given, now))
