"""Looks through paragraphs with the editors' rules, each paragraph once as long as words and rules stay the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from domain.clauses import Clauses, Paragraph
from domain.guidance import Edition
from domain.lint import Phones, Rule, plain
from domain.texts import Text
from storage.content.files import Trouble
from storage.content.kept import PARAGRAPHS, Kept

TITLE = "title"
WORD = "word: "  # no rule is called so
Words = tuple[Edition, str, Paragraph]  # reader, part, words
Those = tuple[int, ...]  # rules, by their places
Place = tuple[int, str]  # where it begins, and the words


class Rules:
    """Rules, and what they found in which words. The rules never change: others are other Rules, which know nothing."""

    def __init__(self, rules: Sequence[Rule], phones: Phones, clauses: Clauses, hard: Sequence[str]) -> None:
        """`hard`: words hard for somebody: where none stands, none is looked for one by one."""
        self.rules = rules
        self.clauses = clauses
        self.phones = phones
        self._hard = hard
        self._about = frozenset(slug for rule in rules for slug in rule.about)
        self._concerning = lru_cache(PARAGRAPHS)(self._those)
        self._seen: Kept[tuple[Those, tuple[str, ...], str], tuple[tuple[Rule, Place], ...]] = Kept(PARAGRAPHS)
        self.strange = lru_cache(PARAGRAPHS)(self._strange)

    def concerning(self, slug: str, edition: Edition, part: str, *, beside: bool) -> Those:
        """The rules for this place; `beside` articles and lessons stand only those that hold everywhere."""
        return self._concerning(slug if slug in self._about else "", edition, part, beside)

    def found(self, those: Those, paragraph: Paragraph, unended: set[str]) -> Iterator[tuple[Rule, Place | None]]:
        """What these rules refuse in a paragraph; None: that rule did not come to an end, and is `unended` now.

        Those that are unended already are passed over. A paragraph is known only when every rule came to its end in
        it: one that did not is tried again at the next reading, and told again.
        """
        key = those, paragraph.words, paragraph.lead
        if (known := self._seen.get(key)) is not None:
            yield from ((rule, found) for rule, found in known if rule.id not in unended)
            return
        seen: list[tuple[Rule, Place]] = []
        is_whole = not any(self.rules[each].id in unended for each in those)
        for rule, found in self.look(those, paragraph, unended):
            if found is None:
                is_whole = False
            else:
                seen.append((rule, found))
            yield rule, found
        if is_whole:
            self._seen.put(key, tuple(seen))

    def look(self, those: Those, paragraph: Paragraph, unended: set[str]) -> Iterator[tuple[Rule, Place | None]]:
        """The same without a memory."""
        words, lead = paragraph.read(plain)[0], plain(paragraph.lead)
        for rule in self._worth_looking(those, words):
            if rule.id in unended:
                continue
            try:
                found = rule.found_in(words, self.clauses, lead)
            except TimeoutError:
                unended.add(rule.id)  # told once; the other paragraphs would wait as long
                yield rule, None
                continue
            if found:
                yield rule, found

    def _worth_looking(self, those: Those, words: str) -> Iterator[Rule]:
        is_easy = not any(word in words for word in self._hard)
        rules = (self.rules[each] for each in those)
        return (rule for rule in rules if not (is_easy and rule.id.startswith(WORD)))

    def _those(self, slug: str, edition: Edition, part: str, beside: bool) -> Those:
        return tuple(
            place
            for place, rule in enumerate(self.rules)
            if (rule.everywhere or not beside) and rule.concerns(slug, edition, part)
        )

    def _strange(self, words: str) -> tuple[str, ...]:
        """Numbers to call in a line that are not among the known ones."""
        return tuple(self.phones.strange(words))


@dataclass(frozen=True, slots=True)
class Looking:
    """One look at everything: a rule that does not come to an end is told once in it."""

    by: Rules
    _unended: set[str] = field(default_factory=set)

    def ruled(self, file: str, slug: str, said: Iterable[Words], *, beside: bool = False) -> Iterator[Trouble]:
        """What must not stand in these paragraphs."""
        for edition, part, paragraph in said:
            those = self.by.concerning(slug, edition, part, beside=beside)
            for rule, found in self.by.found(those, paragraph, self._unended):
                _, line_at = paragraph.read(plain)
                if found is None:
                    yield Trouble(file, line_at(0), endless(rule.id, Text("this line")))
                else:
                    yield Trouble(file, line_at(found[0]), refusal(rule, found[1]))

    def called(self, file: str, said: Iterable[Paragraph]) -> Iterator[Trouble]:
        """Numbers to call in these paragraphs that nobody verified."""
        for number, words in lines_of(said):
            for phone in self.by.strange(words):
                says = Text(
                    "{phone} is not in hotlines.toml. Take it out, or add it there once it is verified.", phone=phone
                )
                yield Trouble(file, number, says)


def lines_of(said: Iterable[Paragraph]) -> Iterator[tuple[int, str]]:
    """Every line of these paragraphs with its number."""
    return (line for paragraph in said for line in paragraph.lines)


def refusal(rule: Rule, found: str) -> Text:
    """What is said of words that a rule refuses."""
    return Text("“{found}”: {why} {cure}", found=found, why=rule.why, cure=rule.cure)


def endless(rule: str, line: Text | str) -> Text:
    """What is said of a rule whose expression does not come to an end."""
    return Text(
        "rule “{rule}” does not come to an end with {line}. "
        "Write its expressions in lint.toml without + or * inside (…)+ or (…)*.",
        rule=rule,
        line=line,
    )
