"""Paragraphs as they are read, whatever lines they are typed on, and the clause a word of theirs stands in. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import regex

ENDLESS = 0.5  # seconds; an editor's expression that needs longer for one paragraph may need a year
_ITEM = re.compile(r"\s*(?:[-*+]|\d+[.)])\s")
_QUOTE = re.compile(r"[“«\"][^“”«»\"]*[”»\"]")
_SAID = re.compile(r":(?=\s*[“«\"])|(?<=[”»\"])\s*[,;](?=\s*[“«\"])")  # «Đừng nói: “…”, “…”» is one clause
_SENTENCE = re.compile(r"[.!?…]\s")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, or one item of a list: its lines with their numbers, and the line that opens its list."""

    lines: tuple[tuple[int, str], ...]
    lead: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """Its lines without their numbers."""
        return tuple(words for _, words in self.lines)

    def read(self, reads: Callable[[str], str]) -> tuple[str, Callable[[int], int]]:
        """Its lines as one text, each as `reads` gives it, and the number of the line at a place of that text."""
        begins: list[tuple[int, int]] = []
        text = ""
        for number, words in self.lines:
            begins.append((len(text), number))
            text += f"{reads(words).strip()} "
        return text.rstrip(), lambda place: next(number for at, number in reversed(begins) if at <= place)


def paragraphs(lines: Iterable[tuple[int, str]]) -> Iterator[Paragraph]:
    """Lines that follow each other are one paragraph; an item of a list is one of its own."""
    here: list[tuple[int, str]] = []
    is_item, lead = False, ""
    for number, words in [*lines, (0, "")]:
        begins_item = _ITEM.match(words) is not None
        if here and (begins_item or not words.strip()):
            yield Paragraph(tuple(here), lead if is_item else "")
            if not is_item:
                lead = " ".join(each for _, each in here)
            here = []
        if words.strip():
            is_item = begins_item if not here else is_item
            here.append((number, words))


@dataclass(frozen=True, slots=True)
class Clauses:
    """Where a clause ends; what soothes and denies nothing («đừng lo», «nếu không nặng»); what holds behind a comma."""

    ends: regex.Pattern[str]
    idle: regex.Pattern[str]
    carries: regex.Pattern[str]

    def around(self, words: str, start: int, end: int) -> str:
        """The clause words[start:end] stands in; of quoted words the clause that quotes them, too."""
        for quote in _QUOTE.finditer(words):
            if quote.start() <= start and end <= quote.end():
                inside = self._clause(quote[0], start - quote.start(), end - quote.start())
                host = self._clause(_blank(words, keeps=None), quote.start(), quote.end())
                return self._awake(f"{inside}\n{host}")
        return self._awake(self._clause(_blank(words, keeps=(start, end)), start, end))

    def of_lead(self, lead: str) -> str:
        """What the line that opens a list says of its items: its last sentence."""
        return self._awake(_SENTENCE.split(lead.strip())[-1])

    def _clause(self, words: str, start: int, end: int) -> str:
        begins = [0]
        until = len(words)
        for stop in self.ends.finditer(words, timeout=ENDLESS, concurrent=True):
            if stop.end() <= start:
                begins.append(stop.end())
            elif stop.start() >= end:
                until = stop.start()
                break
        at = self._carried(words, begins, start)
        return words[at:until]

    def _carried(self, words: str, begins: Sequence[int], start: int) -> int:
        """«Đừng bôi mỡ, đắp đá»: where the clause that holds for this one, too, begins."""
        own = len(begins) - 1
        if words[begins[own] : start].strip(' *-“«"'):
            return begins[own]
        at = own
        while at > 0 and words[: begins[at]].rstrip().endswith(","):
            at -= 1
            held = self._awake(words[begins[at] : begins[at + 1]])
            if self.carries.search(held, timeout=ENDLESS, concurrent=True):
                return begins[at]
        return begins[own]

    def _awake(self, words: str) -> str:
        return self.idle.sub(" ", words, timeout=ENDLESS, concurrent=True)


def _blank(words: str, keeps: tuple[int, int] | None) -> str:
    """The words with what is quoted left blank, but for the part that is kept; as long as before."""

    def blank(found: re.Match[str]) -> str:
        if keeps is not None and found.start() < keeps[1] and keeps[0] < found.end():
            return found[0]
        return f"“{' ' * (len(found[0]) - 2)}”"

    return _SAID.sub(lambda found: " " * len(found[0]), _QUOTE.sub(blank, words))
