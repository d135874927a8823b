"""Looks through articles, lessons, and whatever else people read with the rules of lint.toml."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from domain.clauses import Paragraph, paragraphs
from domain.guidance import Edition, Hotline
from domain.lessons import Reader
from domain.people import AgeBand
from domain.texts import Text
from storage.content.articles import Draft, Part
from storage.content.files import Sheet, Trouble
from storage.content.lessons import Kind, LessonDraft
from storage.content.looking import TITLE, Looking, Rules, Words, lines_of, refusal
from storage.content.rules import rules_in

NAME = "lint.toml"


class Lint:
    """Everything articles are looked through with, in one reading."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules.rules
        self.clauses = rules.clauses
        self._rules = rules
        self._look = Looking(rules)

    def troubles(self, draft: Draft) -> Iterator[Trouble]:
        """What must not stand in this article."""
        said = list(_said(draft))
        yield from self._look.ruled(draft.file, draft.slug, said)
        yield from self._look.called(draft.file, (each for _, _, each in said))

    def lesson_troubles(self, draft: LessonDraft) -> Iterator[Trouble]:
        """What must not stand in this lesson.

        Rules look neither at wrong answers nor at what somebody says in a rehearsal: bad words may stand there.
        """
        yield from self._look.ruled(draft.file, draft.front.article, _lesson_said(draft))
        yield from self._look.called(draft.file, paragraphs(draft.lines()))

    def door_troubles(self, file: str, number: int, title: str) -> Iterator[Trouble]:
        """What must not stand on a door: children of every age read it, and whoever else looks at the phone."""
        door = Paragraph(((number, title),))
        yield from self._look.ruled(file, "", [(each, TITLE, door) for each in (Edition.CHILD, Edition.YOUNGER)])
        yield from self._look.called(file, [door])

    def beside_troubles(self, file: str, number: int, words: str, *readers: Edition) -> Iterator[Trouble]:
        """What must not stand anywhere people read: on a button, in a canned reply, in an event."""
        here = list(paragraphs((number, line) for line in words.splitlines()))
        yield from self._look.ruled(file, "", [(each, "", said) for each in readers for said in here], beside=True)
        yield from self._look.called(file, here)

    def told(self, words: str, *readers: Edition) -> list[Text]:
        """What must not stand in words typed in the chat, each once. A rule without end is left to `treem check`.

        Nothing of these words is kept, and a rule that had no end in them is looked with again next time.
        """
        here = list(paragraphs((0, line) for line in words.splitlines()))
        unended: set[str] = set()
        found: dict[str, Text] = {}
        for each in readers:
            those = self._rules.concerning("", each, "", beside=True)
            for said in here:
                refused = self._rules.look(those, said, unended)
                found |= {what[1]: refusal(rule, what[1]) for rule, what in refused if what is not None}
        called = dict.fromkeys(phone for _, line in lines_of(here) for phone in self._rules.phones.strange(line))
        return [*found.values(), *(_uncalled(phone) for phone in called)]


def _uncalled(phone: str) -> Text:
    return Text(
        "“{phone}”: families will call this number, and it was not checked. "
        "Take it out, or let it be checked and added.",
        phone=phone,
    )


def read_lint(content: Path, hotlines: Sequence[Hotline]) -> Lint:
    """The rules. Raises ContentError, also where a rule does not do to its own examples what it should."""
    return Lint(rules_in(Sheet.of(content / NAME), tuple(hotline.number for hotline in hotlines)))


def _said(draft: Draft) -> Iterator[Words]:
    """Every paragraph with its place."""
    yield Edition.PARENT, TITLE, Paragraph(((draft.lines.get("title", 1), draft.front.title),))
    if draft.front.child_title is not None:
        yield Edition.CHILD, TITLE, Paragraph(((draft.lines.get("child_title", 1), draft.front.child_title),))
    for edition, parts in draft.texts.items():
        for part, lines in parts.items():
            yield from ((edition, part, each) for each in paragraphs(lines))


def _lesson_said(draft: LessonDraft) -> Iterator[Words]:
    """Every paragraph that says what is so, with its reader."""
    reader = draft.front.reader
    edition = Edition.PARENT
    if reader is Reader.CHILD:
        edition = Edition.YOUNGER if draft.front.ages is AgeBand.FROM_7 else Edition.CHILD
    yield edition, TITLE, Paragraph(((draft.names.get("title", 1), draft.front.title),))
    for part in draft.parts:
        if part.kind is not Kind.REHEARSAL:
            yield edition, Part.BODY, Paragraph(((part.number, part.title),))
        said = [[(answer.number, answer.words)] for answer in part.answers if answer.is_right]
        reasons = [answer.reason for answer in part.answers]
        yield from ((edition, Part.BODY, each) for lines in (part.lines, *said, *reasons) for each in paragraphs(lines))
