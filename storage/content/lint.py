"""Reads lint.toml, tries every rule on its own examples, and looks through articles with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, TypeVar

import regex
from pydantic import Field

from domain.clauses import Clauses, Paragraph, paragraphs
from domain.guidance import Edition, Hotline
from domain.lessons import Reader
from domain.lint import Phones, Rule, pattern, plain, word_pattern
from domain.people import AgeBand
from domain.texts import Text
from storage.content.articles import Draft, Part
from storage.content.files import Row, Said, Slug, Strict, Trouble, refuse, rows_of
from storage.content.lessons import Kind, LessonDraft

NAME = "lint.toml"
TITLE = "title"
CHILDREN = frozenset({Edition.CHILD, Edition.YOUNGER})
_Expression = Annotated[str, Field(min_length=2)]
_Lines = Annotated[list[Said], Field(min_length=1)]
_Words = tuple[Edition, str, Paragraph]  # reader, part, words
Table = TypeVar("Table", bound=Strict)
_WORD = "word: "  # no rule is called so
_TABLES = ("rule", "word", "number", "clause", "spare")


class _Rule(Strict):
    id: Slug
    find: _Expression
    unless: str | None = None
    unless_line: str | None = None
    only_if: str | None = None
    readers: list[Edition] = []
    about: list[Slug] = []
    parts: list[str] = []
    everywhere: bool = False
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


class _Clause(Strict):
    ends: _Expression
    idle: _Expression
    carries: _Expression


class _Spare(Strict):
    rule: Slug
    find: _Expression
    why: Said


@dataclass(frozen=True, slots=True)
class Lint:
    """Everything articles are looked through with."""

    rules: Sequence[Rule]
    phones: Phones
    clauses: Clauses
    hard: Sequence[str]  # words hard for somebody: where none stands, none is looked for one by one
    _endless: set[str] = field(default_factory=set)

    def troubles(self, draft: Draft) -> Iterator[Trouble]:
        """What must not stand in this article."""
        said = list(_said(draft))
        yield from self._ruled(draft.file, draft.slug, said)
        yield from self._called(draft.file, (each for _, _, each in said))

    def lesson_troubles(self, draft: LessonDraft) -> Iterator[Trouble]:
        """What must not stand in this lesson.

        Rules look neither at wrong answers nor at what somebody says in a rehearsal: bad words may stand there.
        """
        yield from self._ruled(draft.file, draft.front.article, _lesson_said(draft))
        yield from self._called(draft.file, paragraphs(draft.lines()))

    def door_troubles(self, file: str, number: int, title: str) -> Iterator[Trouble]:
        """What must not stand on a door: children of every age read it, and whoever else looks at the phone."""
        door = Paragraph(((number, title),))
        yield from self._ruled(file, "", [(each, TITLE, door) for each in (Edition.CHILD, Edition.YOUNGER)])
        yield from self._called(file, [door])

    def beside_troubles(self, file: str, number: int, words: str, *readers: Edition) -> Iterator[Trouble]:
        """What must not stand anywhere people read: on a button, in a canned reply, in an event."""
        here = list(paragraphs((number, line) for line in words.splitlines()))
        rules = [rule for rule in self.rules if rule.everywhere]
        yield from self._ruled(file, "", [(each, "", said) for each in readers for said in here], rules)
        yield from self._called(file, here)

    def told(self, words: str, *readers: Edition) -> list[Text]:
        """What must not stand in words typed in the chat, each once. A rule without end is left to `treem check`."""
        here = list(paragraphs((0, line) for line in words.splitlines()))
        rules = [rule for rule in self.rules if rule.everywhere]
        ruled = (each.says for each in self._ruled("", "", [(to, "", said) for to in readers for said in here], rules))
        found = {str(says.params["found"]): says for says in ruled if "found" in says.params}
        called = dict.fromkeys(phone for _, line in _lines(here) for phone in self.phones.strange(line))
        return [*found.values(), *(_uncalled(phone) for phone in called)]

    def _ruled(
        self, file: str, slug: str, said: Iterable[_Words], among: Sequence[Rule] | None = None
    ) -> Iterator[Trouble]:
        rules = self.rules if among is None else among
        here: dict[tuple[Edition, str], list[Rule]] = {}
        for edition, part, paragraph in said:
            if (edition, part) not in here:
                here[edition, part] = [rule for rule in rules if rule.concerns(slug, edition, part)]
            words, line_at = paragraph.read(plain)
            lead = plain(paragraph.lead)
            is_easy = not any(word in words for word in self.hard)
            for rule in here[edition, part]:
                if rule.id in self._endless or (is_easy and rule.id.startswith(_WORD)):
                    continue
                try:
                    found = rule.found_in(words, self.clauses, lead)
                except TimeoutError:
                    self._endless.add(rule.id)  # told once; the other paragraphs would wait as long
                    yield Trouble(file, line_at(0), _endless(rule.id, Text("this line")))
                    continue
                if found:
                    says = Text("“{found}”: {why} {cure}", found=found[1], why=rule.why, cure=rule.cure)
                    yield Trouble(file, line_at(found[0]), says)

    def _called(self, file: str, said: Iterable[Paragraph]) -> Iterator[Trouble]:
        for number, words in _lines(said):
            for phone in self.phones.strange(words):
                says = Text(
                    "{phone} is not in hotlines.toml. Take it out, or add it there once it is verified.", phone=phone
                )
                yield Trouble(file, number, says)


def _lines(said: Iterable[Paragraph]) -> Iterator[tuple[int, str]]:
    return (line for paragraph in said for line in paragraph.lines)


def _uncalled(phone: str) -> Text:
    return Text(
        "“{phone}”: families will call this number, and it was not checked. Take it out, or let it be added.",
        phone=phone,
    )


def read_lint(content: Path, hotlines: Sequence[Hotline]) -> Lint:
    """The rules. Raises ContentError, also where a rule does not do to its own examples what it should."""
    file = content / NAME
    rules = _table(file, "rule", _Rule)
    words = _table(file, "word", _Word, must=False)
    said = _table(file, "number", _Number)[0].value
    clauses = _clauses(_table(file, "clause", _Clause)[0])
    spares = _table(file, "spare", _Spare, must=False)
    made: list[Rule] = []
    troubles: list[Trouble] = []
    for row in rules:
        try:
            made.append(_rule(row.value, [spare.value.find for spare in spares if spare.value.rule == row.value.id]))
        except regex.error as error:
            troubles.append(
                row.trouble(
                    "find",
                    Text("“{id}” cannot be read: {error}. Mend the expression.", id=row.value.id, error=str(error)),
                )
            )
            continue
        troubles += _tried(row, made[-1], clauses)
    troubles += [*_twice(rules, words), *(each for row in words for each in _harder(row)), *_stray(spares, rules)]
    refuse(troubles)
    known = [hotline.number for hotline in hotlines]
    phones = Phones.of(known, said.before, said.after)
    hard = tuple(plain(row.value.hard) for row in words)
    return Lint((*made, *(_of_word(row.value) for row in words)), phones, clauses, hard)


def _table(file: Path, name: str, kind: type[Table], *, must: bool = True) -> list[Row[Table]]:
    return rows_of(file, name, kind, *(each for each in _TABLES if each != name), key_must=must)


def _clauses(row: Row[_Clause]) -> Clauses:
    made = {}
    for key, source in row.value.model_dump().items():
        try:
            made[key] = pattern(source)
        except regex.error as error:
            refuse(
                [
                    row.trouble(
                        key, Text("“{key}” cannot be read: {error}. Mend the expression.", key=key, error=str(error))
                    )
                ]
            )
    return Clauses(**made)


def _stray(spares: Sequence[Row[_Spare]], rules: Sequence[Row[_Rule]]) -> Iterator[Trouble]:
    ids = {row.value.id for row in rules}
    for row in spares:
        if row.value.rule not in ids:
            yield row.trouble("rule", Text("there is no rule “{rule}”. Mend the name.", rule=row.value.rule))
        try:
            pattern(row.value.find)
        except regex.error as error:
            yield row.trouble("find", Text("this cannot be read: {error}. Mend the expression.", error=str(error)))


def _rule(row: _Rule, spares: Sequence[str]) -> Rule:
    unless, unless_line, only_if = (
        pattern(each) if each else None for each in (row.unless, row.unless_line, row.only_if)
    )
    return Rule(
        id=row.id,
        find=pattern(row.find),
        why=row.why,
        cure=row.cure,
        unless=unless,
        unless_line=unless_line,
        only_if=only_if,
        spare=pattern("|".join(f"(?:{each})" for each in spares)) if spares else None,
        readers=frozenset(row.readers),
        about=frozenset(row.about),
        parts=frozenset(row.parts),
        everywhere=row.everywhere,
    )


def _of_word(row: _Word) -> Rule:
    readers = frozenset(row.readers) or CHILDREN
    why = "từ này khó với các em." if readers <= CHILDREN else "từ này khó hiểu."
    return Rule(f"{_WORD}{row.hard}", word_pattern(row.hard), why, f"Viết: {row.say}.", readers=readers)


def _tried(row: Row[_Rule], rule: Rule, clauses: Clauses) -> Iterator[Trouble]:
    try:
        for line in row.value.bad:
            if rule.found_in(plain(line), clauses) is None:
                yield row.trouble(
                    "bad", Text("“{rule}” lets pass “{line}”. Mend “find”, or this example.", rule=rule.id, line=line)
                )
        for line in row.value.good:
            if (found := rule.found_in(plain(line), clauses)) is not None:
                yield row.trouble(
                    "good",
                    Text(
                        "“{rule}” refuses “{found}” in “{line}”. Mend “find”, or this example.",
                        rule=rule.id,
                        found=found[1],
                        line=line,
                    ),
                )
    except TimeoutError:
        yield row.trouble("find", _endless(rule.id, f"“{line}”"))
    if unknown := sorted(set(row.value.parts) - {TITLE, *Part}):
        yield row.trouble("parts", Text("there is no part “{part}”. Mend or remove it.", part=unknown[0]))


def _endless(rule: str, line: Text | str) -> Text:
    return Text(
        "rule “{rule}” does not come to an end with {line}. "
        "Write its expressions in lint.toml without + or * inside (…)+ or (…)*.",
        rule=rule,
        line=line,
    )


def _twice(rules: Sequence[Row[_Rule]], words: Sequence[Row[_Word]]) -> Iterator[Trouble]:
    seen: set[str] = set()
    named: list[tuple[Row[_Rule] | Row[_Word], str, str]] = [(row, "id", row.value.id) for row in rules]
    named += [(row, "hard", f"{_WORD}{plain(row.value.hard)}") for row in words]
    for row, key, name in named:
        if name in seen:
            yield row.trouble(key, Text("“{name}” stands there twice. Remove one.", name=name.removeprefix(_WORD)))
        seen.add(name)


def _harder(row: Row[_Word]) -> Iterator[Trouble]:
    if word_pattern(row.value.hard).search(plain(row.value.say)):
        yield row.trouble("say", Text("the easier words hold “{hard}” themselves. Write others.", hard=row.value.hard))


def _said(draft: Draft) -> Iterator[_Words]:
    """Every paragraph with its place."""
    yield Edition.PARENT, TITLE, Paragraph(((draft.lines.get("title", 1), draft.front.title),))
    if draft.front.child_title is not None:
        yield Edition.CHILD, TITLE, Paragraph(((draft.lines.get("child_title", 1), draft.front.child_title),))
    for edition, parts in draft.texts.items():
        for part, lines in parts.items():
            yield from ((edition, part, each) for each in paragraphs(lines))


def _lesson_said(draft: LessonDraft) -> Iterator[_Words]:
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
