"""Learning a lesson step by step: where somebody stands is a row, so that a restart or a week changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.lessons import (
    NAMING,
    NAMING_LASTS,
    Answer,
    Certificate,
    Lesson,
    Progress,
    Question,
    Reader,
    certificate_name,
    of_article,
    of_reader,
    readers_of,
)
from domain.outbox import Lane, Notice
from domain.people import Person, Role, require_staff
from domain.texts import NoMore, Refusal, Text
from domain.working_time import HANOI
from services.cases import questions
from services.clock import Clock
from storage import dialogs, lessons, outbox
from storage.database import Database, Transaction
from storage.tables import LessonProgressRow

SENT_WITHIN = timedelta(days=1)  # a certificate that could not be sent by then is drawn anew when it is asked for


Known = Callable[[], Mapping[str, Lesson]]


@dataclass(frozen=True, slots=True)
class Shelf:
    """The lessons for these readers and where this person stands in each; `others`: whose they may see besides."""

    reader: Reader
    lessons: Sequence[tuple[Lesson, Progress | None]]
    others: Sequence[Reader]


class Lessons:
    """Every method that is awaited is one transaction. `known` gives the lessons as they are at this moment."""

    def __init__(self, database: Database, clock: Clock, known: Known) -> None:
        self._database = database
        self._clock = clock
        self._known = known

    def find(self, person: Person, slug: str) -> Lesson | None:
        """The lesson of this name; None once it is gone. Raises StaffOnly for a lesson of staff to anybody else."""
        lesson = self._known().get(slug)
        if lesson is not None and lesson.reader is Reader.STAFF:
            require_staff(person, frozenset(Role))
        return lesson

    def belonging_to(self, article: str, person: Person, *, to_child: bool) -> Sequence[Lesson]:
        """What can be learned about an article; `to_child`: it is shown in words for children."""
        readers = [Reader.CHILD] if to_child else [each for each in readers_of(person) if each is not Reader.CHILD]
        return of_article(self._known(), article, readers)

    def there_are(self, person: Person) -> bool:
        """Whether there is any lesson for somebody."""
        return any(lesson.reader in readers_of(person) for lesson in self._known().values())

    async def shelf(self, person: Person, wanted: str | None = None) -> Shelf:
        """Lessons for the readers `wanted`; for their own where that is none they may see."""
        known = self._known()
        allowed = [reader for reader in readers_of(person) if of_reader(known, reader)]
        reader = next((each for each in allowed if each == wanted), (allowed or list(readers_of(person)))[0])
        async with self._database.reading() as tx:
            stands = await lessons.of_person(tx, person.id)
        shown = of_reader(known, reader, person.age_band)
        others = [each for each in allowed if each is not reader]
        return Shelf(reader, [(lesson, stands.get(lesson.slug)) for lesson in shown], others)

    async def begin(self, person: Person, lesson: Lesson) -> tuple[int, Progress]:
        """Begins, or goes on where they were: the part to show (the first one to whoever is through)."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row = await lessons.lock(tx, person.id, lesson.slug, now)
            progress = lessons.progress_of(row)
            row.last_at = now
            return lesson.resumes_at(progress), progress

    async def turn(self, person: Person, lesson: Lesson, to: int) -> int:
        """*Tiếp* and *Quay lại*: the part that is shown now. Behind the last one the name is asked for."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row = await lessons.lock(tx, person.id, lesson.slug, now)
            shown, done = lesson.turned_to(lessons.progress_of(row), to)
            _keep(row, lesson, done, now)
            if shown == len(lesson.parts) and not await questions.are_open(tx, person.id):
                await dialogs.keep(tx, person.id, NAMING, row.id, {"lesson": lesson.slug}, now)
            return shown

    async def answer(self, person: Person, lesson: Lesson, part: int, answer: int) -> Answer | None:
        """What stands behind this answer; the right one opens the next part. None: there is no such answer any more."""
        now = self._clock.now()
        asked = lesson.part(part)
        if not isinstance(asked, Question) or answer >= len(asked.answers):
            return None
        chosen = asked.answers[answer]
        async with self._database.transaction() as tx:
            row = await lessons.lock(tx, person.id, lesson.slug, now)
            _keep(row, lesson, lesson.answered(lessons.progress_of(row), part, chosen), now)
        return chosen

    async def asks_for_name(self, person: Person, update_id: int) -> bool:
        """Whether what they write now is the name for their certificate."""
        async with self._database.reading() as tx:
            row = await dialogs.peek(tx, person.id)
            return row is not None and self._waits(row.name, row.begun_at, dict(row.answers), update_id)

    async def name(self, person: Person, typed: str, update_id: int) -> None:
        """The certificate with this name, once; the name goes with it. Raises Refusal for what is no name."""
        name = certificate_name(typed)
        async with self._database.transaction() as tx:
            row = await dialogs.current(tx, person.id)
            lesson = None if row is None else self._known().get(str(row.answers.get("lesson")))
            if row is None or lesson is None or not self._waits(row.name, row.begun_at, dict(row.answers), update_id):
                raise NoMore(Text("Please open the lesson again and tap “Certificate”."))
            await dialogs.keep(tx, person.id, NAMING, row.about, {**row.answers, "update": update_id}, row.begun_at)
            await self._promise(tx, person, lesson, name, update_id)

    async def without_name(self, person: Person, lesson: Lesson, update_id: int) -> None:
        """The certificate without a name. Raises Refusal where the lesson is not finished."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row = await lessons.lock(tx, person.id, lesson.slug, now)
            if row.finished_at is None:
                raise Refusal(Text("The certificate comes when the lesson is finished."))
            talk = await dialogs.current(tx, person.id)
            if talk is not None and talk.name == NAMING:
                await dialogs.end(tx, person.id)
            await self._promise(tx, person, lesson, "", update_id)

    def _waits(self, name: str, begun_at: datetime, answers: Mapping[str, object], update_id: int) -> bool:
        fresh = self._clock.now() - begun_at <= NAMING_LASTS
        return name == NAMING and fresh and answers.get("update") in (None, update_id)

    async def _promise(self, tx: Transaction, person: Person, lesson: Lesson, name: str, update_id: int) -> None:
        now = self._clock.now()
        news = Certificate(lesson.title, name, now.astimezone(HANOI).date())
        once = f"certificate:{person.id}:{update_id}"
        notice = Notice(person.id, news, Lane.SERVICE, once, expires_at=now + SENT_WITHIN)
        await outbox.write(tx, [notice], now)


def _keep(row: LessonProgressRow, lesson: Lesson, done: int, now: datetime) -> None:
    row.reached, row.last_at = done, now
    if row.finished_at is None and lesson.is_passed(done):
        row.finished_at = now
