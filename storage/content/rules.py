"""Reads lint.toml: makes its rules and tries each on its own examples."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Annotated, TypeVar

import regex
from pydantic import Field

from domain.clauses import Clauses
from domain.guidance import Edition
from domain.lint import Phones, Rule, pattern, plain, word_pattern
from domain.texts import Text
from storage.content.articles import Part
from storage.content.files import Row, Said, Sheet, Slug, Strict, Trouble, refuse, rows_of
from storage.content.kept import READINGS
from storage.content.looking import TITLE, WORD, Rules, endless

CHILDREN = frozenset({Edition.CHILD, Edition.YOUNGER})
_Expression = Annotated[str, Field(min_length=2)]
_Lines = Annotated[list[Said], Field(min_length=1)]
Table = TypeVar("Table", bound=Strict)
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


@lru_cache(READINGS)
def rules_in(file: Sheet, numbers: tuple[str, ...]) -> Rules:
    """What the words of lint.toml say; `numbers`: those that may be called. The same words are read and tried once.

    Raises ContentError, also where a rule does not do to its own examples what it should: nothing is kept then.
    """
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
    phones = Phones.of(numbers, said.before, said.after)
    hard = tuple(plain(row.value.hard) for row in words)
    return Rules((*made, *(_of_word(row.value) for row in words)), phones, clauses, hard)


def _table(file: Sheet, name: str, kind: type[Table], *, must: bool = True) -> list[Row[Table]]:
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
    return Rule(f"{WORD}{row.hard}", word_pattern(row.hard), why, f"Viết: {row.say}.", readers=readers)


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
        yield row.trouble("find", endless(rule.id, f"“{line}”"))
    if unknown := sorted(set(row.value.parts) - {TITLE, *Part}):
        yield row.trouble("parts", Text("there is no part “{part}”. Mend or remove it.", part=unknown[0]))


def _twice(rules: Sequence[Row[_Rule]], words: Sequence[Row[_Word]]) -> Iterator[Trouble]:
    seen: set[str] = set()
    named: list[tuple[Row[_Rule] | Row[_Word], str, str]] = [(row, "id", row.value.id) for row in rules]
    named += [(row, "hard", f"{WORD}{plain(row.value.hard)}") for row in words]
    for row, key, name in named:
        if name in seen:
            yield row.trouble(key, Text("“{name}” stands there twice. Remove one.", name=name.removeprefix(WORD)))
        seen.add(name)


def _harder(row: Row[_Word]) -> Iterator[Trouble]:
    if word_pattern(row.value.hard).search(plain(row.value.say)):
        yield row.trouble("say", Text("the easier words hold “{hard}” themselves. Write others.", hard=row.value.hard))
