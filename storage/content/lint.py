"""Reads lint.toml, tries every rule on its own examples, and looks through articles with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import regex
from pydantic import Field

from domain.guidance import Edition, Hotline
from domain.lessons import Reader
from domain.lint import Phones, Rule, pattern, plain, word_pattern
from domain.people import AgeBand
from storage.content.articles import Draft, Part
from storage.content.files import Row, Said, Slug, Strict, Trouble, refuse, rows_of
from storage.content.lessons import Kind, LessonDraft

NAME = "lint.toml"
TITLE = "title"
CHILDREN = frozenset({Edition.CHILD, Edition.YOUNGER})
_Lines = Annotated[list[Said], Field(min_length=1)]
Line = tuple[Edition, str, int, str, str]  # reader, part, number, words, what opens the list
_ENDLESS = (
    "rule “{rule}” does not come to an end with {line}. "
    "Write its expressions in lint.toml without + or * inside (…)+ or (…)*."
)
_Item = re.compile(r"\s*(?:[-*]|\d+\.)\s")


class _Rule(Strict):
    id: Slug
    find: Annotated[str, Field(min_length=2)]
    unless: str | None = None
    only_if: str | None = None
    readers: list[Edition] = []
    about: list[Slug] = []
    parts: list[str] = []
    why: Said
    cure: Said
    bad: _Lines
    good: _Lines


class _Word(Strict):
    hard: Said
    say: Said
    readers: list[Edition] = []


class _Number(Strict):
    before: _Lines
    after: _Lines


@dataclass(frozen=True, slots=True)
class Lint:
    """Everything articles are looked through with."""

    rules: Sequence[Rule]
    phones: Phones
    _endless: set[str] = field(default_factory=set)

    def troubles(self, draft: Draft) -> Iterator[Trouble]:
        """What must not stand in this article."""
        lines = list(_lines(draft))
        yield from self._ruled(draft.file, draft.slug, lines)
        yield from self._called(draft.file, ((number, words) for _, _, number, words, _ in lines))

    def lesson_troubles(self, draft: LessonDraft) -> Iterator[Trouble]:
        """What must not stand in this lesson.

        Rules look neither at wrong answers nor at what somebody says in a rehearsal: bad words may stand there.
        """
        yield from self._ruled(draft.file, draft.front.article, _lesson_lines(draft))
        yield from self._called(draft.file, draft.lines())

    def door_troubles(self, file: str, number: int, title: str) -> Iterator[Trouble]:
        """What must not stand on a door: children of every age read it, and whoever else looks at the phone."""
        yield from self._ruled(
            file, "", [(each, TITLE, number, title, "") for each in (Edition.CHILD, Edition.YOUNGER)]
        )
        yield from self._called(file, [(number, title)])

    def _ruled(self, file: str, slug: str, lines: Iterable[Line]) -> Iterator[Trouble]:
        here: dict[tuple[Edition, str], list[Rule]] = {}
        for edition, part, number, words, lead in lines:
            if (edition, part) not in here:
                here[edition, part] = [rule for rule in self.rules if rule.concerns(slug, edition, part)]
            read, above = plain(words), plain(lead)
            for rule in here[edition, part]:
                if rule.id in self._endless:
                    continue
                try:
                    found = rule.found_in(read, above)
                except TimeoutError:
                    self._endless.add(rule.id)  # told once; the other lines would wait as long
                    yield Trouble(file, number, _ENDLESS.format(rule=rule.id, line="this line"))
                    continue
                if found:
                    yield Trouble(file, number, f"“{found}”: {rule.why} {rule.cure}")

    def _called(self, file: str, lines: Iterable[tuple[int, str]]) -> Iterator[Trouble]:
        for number, words in lines:
            for phone in self.phones.strange(words):
                says = f"{phone} is not in hotlines.toml. Take it out, or add it there once it is verified."
                yield Trouble(file, number, says)


def read_lint(content: Path, hotlines: Sequence[Hotline]) -> Lint:
    """The rules. Raises ContentError, also where a rule does not do to its own examples what it should."""
    file = content / NAME
    rules = rows_of(file, "rule", _Rule, "word", "number")
    words = rows_of(file, "word", _Word, "rule", "number", key_must=False)
    numbers = rows_of(file, "number", _Number, "rule", "word")
    made: list[Rule] = []
    troubles: list[Trouble] = []
    for row in rules:
        try:
            made.append(_rule(row.value))
        except regex.error as error:
            troubles.append(row.trouble("find", f"“{row.value.id}” cannot be read: {error}. Mend the expression."))
            continue
        troubles += _tried(row, made[-1])
    troubles += [*_twice(rules, words), *(each for row in words for each in _harder(row))]
    refuse(troubles)
    known = [hotline.number for hotline in hotlines]
    said = numbers[0].value
    return Lint((*made, *(_of_word(row.value) for row in words)), Phones.of(known, said.before, said.after))


def _rule(row: _Rule) -> Rule:
    return Rule(
        row.id,
        pattern(row.find),
        row.why,
        row.cure,
        pattern(row.unless) if row.unless else None,
        pattern(row.only_if) if row.only_if else None,
        frozenset(row.readers),
        frozenset(row.about),
        frozenset(row.parts),
    )


def _of_word(row: _Word) -> Rule:
    readers = frozenset(row.readers) or CHILDREN
    why = "từ này khó với các em." if readers <= CHILDREN else "từ này khó hiểu."
    return Rule(f"word-{row.hard}", word_pattern(row.hard), why, f"Viết: {row.say}.", readers=readers)


def _tried(row: Row[_Rule], rule: Rule) -> Iterator[Trouble]:
    try:
        for line in row.value.bad:
            if rule.found_in(plain(line)) is None:
                yield row.trouble("bad", f"“{rule.id}” lets pass “{line}”. Mend “find”, or this example.")
        for line in row.value.good:
            if (found := rule.found_in(plain(line))) is not None:
                yield row.trouble("good", f"“{rule.id}” refuses “{found}” in “{line}”. Mend “find”, or this example.")
    except TimeoutError:
        yield row.trouble("find", _ENDLESS.format(rule=rule.id, line=f"“{line}”"))
    if unknown := sorted(set(row.value.parts) - {TITLE, *Part}):
        yield row.trouble("parts", f"there is no part “{unknown[0]}”. Mend or remove it.")


def _twice(rules: Sequence[Row[_Rule]], words: Sequence[Row[_Word]]) -> Iterator[Trouble]:
    seen: set[str] = set()
    named = [(row.value.id, row.trouble("id", "")) for row in rules]
    named += [(f"word {plain(row.value.hard)}", row.trouble("hard", "")) for row in words]
    for name, place in named:
        if name in seen:
            yield Trouble(place.file, place.line, f"“{name}” stands there twice. Remove one.")
        seen.add(name)


def _harder(row: Row[_Word]) -> Iterator[Trouble]:
    if word_pattern(row.value.hard).search(plain(row.value.say)):
        yield row.trouble("say", f"the easier words hold “{row.value.hard}” themselves. Write others.")


def _lines(draft: Draft) -> Iterator[Line]:
    """Every line with its place, and with the line that opens the list it is in."""
    yield Edition.PARENT, TITLE, draft.lines.get("title", 1), draft.front.title, ""
    if draft.front.child_title is not None:
        yield Edition.CHILD, TITLE, draft.lines.get("child_title", 1), draft.front.child_title, ""
    for edition, parts in draft.texts.items():
        for part, lines in parts.items():
            yield from ((edition, part, *line) for line in _led(lines))


def _lesson_lines(draft: LessonDraft) -> Iterator[Line]:
    """Every line that says what is so, with its reader."""
    reader = draft.front.reader
    edition = Edition.PARENT
    if reader is Reader.CHILD:
        edition = Edition.YOUNGER if draft.front.ages is AgeBand.FROM_7 else Edition.CHILD
    yield edition, TITLE, draft.names.get("title", 1), draft.front.title, ""
    for part in draft.parts:
        if part.kind is not Kind.REHEARSAL:
            yield edition, Part.BODY, part.number, part.title, ""
        said = [(answer.number, answer.words) for answer in part.answers if answer.is_right]
        reasons = [line for answer in part.answers for line in answer.reason]
        yield from ((edition, Part.BODY, *line) for lines in (part.lines, said, reasons) for line in _led(lines))


def _led(lines: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str, str]]:
    """The lines that hold something, each with the line that opens the list it is in."""
    lead = ""
    for number, words in lines:
        is_item = _Item.match(words) is not None
        if words.strip():
            yield number, words, lead if is_item else ""
        if words.strip() and not is_item:
            lead = words
