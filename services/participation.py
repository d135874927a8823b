"""How many children took part in a year's events, beside how many live in each ward: figures only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from domain.afterwards import midnight
from domain.arrivals import TYPED_WITHIN
from domain.events import Kind
from domain.headcounts import under_16
from domain.outbox import Lane, Notice
from domain.participation import COUNTING, FILES, Beside, Line, Year, YearFile, check_count, line_of
from domain.people import FIGURE_ROLES, AgeBand, Person, require_staff
from domain.texts import Refusal, Text
from domain.wards import WARDS
from domain.working_time import HANOI
from services.clock import Clock
from storage import afterwards, dialogs, journal, outbox, participation
from storage.database import Database, Transaction
from storage.tables import EventRow

ELSEWHERE = ""  # at an event of all four wards
TOO_OLD = Text("This button is too old. Please open the menu with /start.")


class Participation:
    """Every method is one transaction, for coordinators and administrators."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def year(self, person: Person, year: int | None = None) -> tuple[Year, Sequence[Line]]:
        """A year (Vietnam; None: this one), one line for each kind of event of which there was one.

        How many children live in a ward is known of today alone: earlier years have no percent. Raises Refusal.
        """
        require_staff(person, FIGURE_ROLES)
        now = self._clock.now()
        this = now.astimezone(HANOI).year
        async with self._database.reading() as tx:
            first = await participation.first_held(tx)
            shown = Year(this if year is None else year, this, this if first is None else first.astimezone(HANOI).year)
            if not min(shown.first, this) <= shown.number <= this:
                raise Refusal(TOO_OLD)
            children = await participation.children(tx) if shown.number == this else {}
            rows = await participation.held(tx, *_span(shown.number))
            kinds = [kind for kind in Kind if any(row.kind == kind for row in rows)]
            return shown, [await _line(tx, kind, rows, children, now) for kind in kinds]

    async def ask(self, person: Person, kind: str, update_id: int, year: int | None = None) -> None:
        """Promises a file of a year (None: this one): chart or xlsx. Raises Refusal."""
        if kind not in FILES:
            raise Refusal(TOO_OLD)
        shown, lines = await self.year(person, year)
        async with self._database.transaction() as tx:
            news = YearFile(kind, shown.number, tuple(lines))
            await outbox.write(
                tx, [Notice(person.id, news, Lane.SERVICE, f"year:{person.id}:{update_id}")], self._clock.now()
            )

    async def begin(self, person: Person, ward: str) -> None:
        """What they type next is the number of children of this ward."""
        require_staff(person, FIGURE_ROLES)
        if ward not in WARDS:
            raise Refusal(Text("Please choose one of the four wards."))
        async with self._database.transaction() as tx:
            await dialogs.keep(tx, person.id, COUNTING, WARDS.index(ward), {}, self._clock.now())

    async def enter(self, person: Person, typed: str, update_id: int) -> str | None:
        """The number; gives the ward. None: nobody asked for one. Raises Refusal for what is none."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            talk = await dialogs.current(tx, person.id)
            if talk is None or talk.name != COUNTING or talk.about is None or now - talk.begun_at > TYPED_WITHIN:
                return None
            staff, ward, count = require_staff(person, FIGURE_ROLES), WARDS[talk.about], check_count(typed)
            await participation.enter(tx, ward, count, staff=staff.id, now=now)
            await dialogs.end(tx, person.id)
            journal.write(tx, now, "children_entered", staff=staff.id, update=update_id, ward=ward, count=count)
            return ward


def _span(year: int) -> tuple[datetime, datetime]:
    return midnight(date(year, 1, 1)), midnight(date(year + 1, 1, 1))


async def _line(tx: Transaction, kind: Kind, rows: Sequence[EventRow], children: dict[str, int], now: datetime) -> Line:
    signed_up: Counter[AgeBand] = Counter()
    came: Counter[AgeBand] = Counter()
    by_ward: Counter[str] = Counter()
    heads: Counter[str] = Counter()
    heads_by_ward: Counter[str] = Counter()
    uncounted: list[tuple[int, str]] = []
    unplaced = 0
    for row in (row for row in rows if row.kind == kind):
        counts, counted = await afterwards.counted(tx, row), await afterwards.heads(tx, row.id)
        here = afterwards.by_age(counts, afterwards.CAME)
        signed_up.update(afterwards.by_age(counts, afterwards.SIGNED_UP))
        came.update(here)
        heads.update(counted)
        placed = {ELSEWHERE if row.ward is None else row.ward: under_16(counted)}
        heads_by_ward.update(placed)
        young = sum(count for band, count in here.items() if band is not AgeBand.FROM_16)
        known = afterwards.by_ward(counts) if row.ward is None else {row.ward: young}
        by_ward.update(known)
        unplaced += young - sum(known.values())
        if row.seats is None and not counted and row.ends_at <= now:
            uncounted.append((row.id, row.title))
    beside = Beside(unplaced, heads, heads_by_ward, heads_by_ward[ELSEWHERE], tuple(uncounted))
    return line_of(kind, signed_up, came, by_ward, children, beside)
