"""Short lessons: steps, questions with a reason for every answer, and where somebody stands in one. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from domain.conversations import Dialog
from domain.news import News
from domain.people import AgeBand, Person
from domain.signups import clean
from domain.sources import Cited
from domain.texts import Refusal, Text

NAMING = Dialog.CERTIFICATE  # the conversation in which the name for a certificate is asked
NAMING_LASTS = timedelta(minutes=10)  # after that a message is a message again
PROGRESS_KEPT = timedelta(days=365)  # after the last step
ON_A_BUTTON = 36  # signs a phone shows on one button; a longer answer stands in the message, its letter on the button
LONGEST_NAME = 40
NOT_A_NAME = Text(
    "Please write a name or a nickname for the certificate: letters only, at most {most}, no numbers and no links.",
    most=LONGEST_NAME,
)
_BETWEEN_LETTERS = " .-'’"
_LINK = re.compile(r"\w\.[a-z]{2,}|^www\b")


class Reader(StrEnum):
    """For whom a lesson is. `PARENT`: caregivers, and people who have not said who they are, too."""

    CHILD = "child"
    PARENT = "parent"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Step:
    """One screen of a lesson. Markdown; `as_of`: the oldest day of its figures."""

    title: str
    text: str
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer one may choose, and what is said to whoever chose it."""

    words: str
    reason: str
    is_right: bool


@dataclass(frozen=True, slots=True)
class Question:
    """One right answer among two to four. `is_rehearsal`: somebody says something, and what does one say?"""

    ask: str
    answers: tuple[Answer, ...]
    is_rehearsal: bool = False
    as_of: date | None = None

    @property
    def is_lettered(self) -> bool:
        """Whether an answer is too long for a button: then all of them stand in the message."""
        return any(len(answer.words) > ON_A_BUTTON for answer in self.answers)


Part = Step | Question


@dataclass(frozen=True, slots=True)
class Progress:
    """Where somebody stands: so many parts are done. What was answered is kept nowhere."""

    lesson: str
    reached: int
    started_at: datetime
    last_at: datetime
    finished_at: datetime | None = None

    @property
    def goes_at(self) -> datetime:
        """When it is deleted by itself."""
        return self.last_at + PROGRESS_KEPT


@dataclass(frozen=True, slots=True)
class Lesson:
    """A reviewed lesson of some minutes. `article`: the slug it belongs to; `parts` in the order of the chat."""

    slug: str
    title: str
    reader: Reader
    ages: AgeBand | None
    minutes: int
    article: str
    sources: tuple[Cited, ...]
    reviewed: date
    review_due: date
    parts: tuple[Part, ...]

    def part(self, number: int) -> Part | None:
        """The part of this number, counted from 0; None behind the last."""
        return self.parts[number] if 0 <= number < len(self.parts) else None

    def resumes_at(self, progress: Progress | None) -> int:
        """The part with which somebody begins, goes on, or begins again. Never behind the last, however it changed."""
        return 0 if progress is None or progress.finished_at is not None else self._done(progress)

    def turned_to(self, progress: Progress, to: int) -> tuple[int, int]:
        """Which part is shown to whoever turns to part `to` (all of them: the end), and how many are done then.

        Back is always possible, forward behind a step only one at a time, behind a question only by its right answer.
        """
        if progress.finished_at is not None:
            return min(to, len(self.parts)), progress.reached
        done = self._done(progress)
        if to == done + 1 and isinstance(self.parts[done], Step):
            done = to
        return min(to, done), done

    def answered(self, progress: Progress, part: int, answer: Answer) -> int:
        """How many parts are done after this answer to a question. Wrong ones change nothing and may be tried again."""
        if progress.finished_at is not None:
            return progress.reached
        done = self._done(progress)
        return done + (answer.is_right and part == done)

    def is_passed(self, done: int) -> bool:
        """Whether every question is answered and every step was seen."""
        return done >= len(self.parts)

    def is_overdue(self, today: date) -> bool:
        """Whether a person should have read it again before `today`."""
        return today > self.review_due

    def _done(self, progress: Progress) -> int:
        return min(progress.reached, len(self.parts) - 1)


@dataclass(frozen=True, slots=True)
class Certificate(News):
    """The picture at the end. `name`: what they chose, nothing where they chose none; it goes once this is sent."""

    title: str
    name: str
    day: date


def readers_of(person: Person) -> tuple[Reader, ...]:
    """Whose lessons are shown to somebody, their own first. Grown-ups learn with a child on their own phone."""
    if person.staff is not None:
        return (Reader.STAFF, Reader.PARENT, Reader.CHILD)
    return (Reader.CHILD,) if person.is_child else (Reader.PARENT, Reader.CHILD)


def of_reader(lessons: Mapping[str, Lesson], reader: Reader, age: AgeBand | None = None) -> list[Lesson]:
    """The lessons for these readers; those for another age than theirs come last."""
    found = [lesson for lesson in lessons.values() if lesson.reader is reader]
    return sorted(found, key=lambda lesson: None not in (age, lesson.ages) and lesson.ages != age)


def of_article(lessons: Mapping[str, Lesson], article: str, readers: Sequence[Reader]) -> list[Lesson]:
    """The lessons that belong to an article, for these readers, in their order."""
    found = [lesson for lesson in lessons.values() if lesson.article == article and lesson.reader in readers]
    return sorted(found, key=lambda lesson: readers.index(lesson.reader))


def certificate_name(raw: str) -> str:
    """The name that stands on the certificate: one line of Latin letters; pictures and the like are left out.

    Raises Refusal for what is no name: nothing, numbers, links, other signs, more than 40 letters.
    """
    name = " ".join("".join(sign for sign in clean(raw) if unicodedata.category(sign) not in ("So", "Sk")).split())
    if not 0 < len(name) <= LONGEST_NAME or not any(map(str.isalpha, name)) or _LINK.search(name):
        raise Refusal(NOT_A_NAME)
    if not all(sign in _BETWEEN_LETTERS or _is_latin(sign) for sign in name):
        raise Refusal(NOT_A_NAME)
    return name


def _is_latin(sign: str) -> bool:
    return sign.isalpha() and unicodedata.name(sign, "").startswith("LATIN ")
