"""Words that mean the same to a reader of danger: «vụt», «quất» and «cho ăn đòn» are all a blow. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from domain.vietnamese import fold_word, may_mean


@dataclass(frozen=True, slots=True)
class Seen:
    """A concept, and the words it was seen in: from `start` to before `end`."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Written:
    """A message as the reader sees it: folded words as they were meant, and each as it was typed."""

    words: tuple[str, ...]
    typed: tuple[str, ...]


@dataclass(slots=True)
class _Node:
    after: dict[str, _Node] = field(default_factory=dict)
    names: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)


class Concepts:
    """A thesaurus; built once."""

    def __init__(self, phrases: Mapping[str, Sequence[str]]) -> None:
        self._root = _Node()
        for name, many in phrases.items():
            for phrase in many:
                self._learn(name, tuple(phrase.lower().split()))

    def _learn(self, name: str, words: tuple[str, ...]) -> None:
        node = self._root
        for word in words:
            node = node.after.setdefault(fold_word(word), _Node())
        node.names.append((name, words))

    def seen(self, written: Written) -> list[Seen]:
        """Every concept in order of its first word; where the writer typed marks, they must be the phrase's.

        Costs the length of the message times the longest phrase.
        """
        return [each for start in range(len(written.words)) for each in self._from(written, start)]

    def _from(self, written: Written, start: int) -> Iterator[Seen]:
        node: _Node | None = self._root
        for place in range(start, len(written.words)):
            node = node.after.get(written.words[place]) if node else None
            if node is None:
                return
            for name, words in node.names:
                if all(map(may_mean, written.typed[start : place + 1], words)):
                    yield Seen(name, start, place + 1)
