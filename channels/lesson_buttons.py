"""Buttons of the short lessons."""

from __future__ import annotations

from dataclasses import dataclass

from channels.callbacks import Button


@dataclass(frozen=True, slots=True)
class ListLessons(Button, verb="bh"):
    """The lessons for these readers (domain/lessons.Reader); None: for whoever taps."""

    reader: str | None


@dataclass(frozen=True, slots=True)
class OpenLesson(Button, verb="bo"):
    """Begins a lesson, or goes on where one was, in a message of its own."""

    slug: str


@dataclass(frozen=True, slots=True)
class TurnLesson(Button, verb="bt"):
    """To another part of a lesson, where it stands; behind the last: the end."""

    slug: str
    part: int


@dataclass(frozen=True, slots=True)
class AnswerLesson(Button, verb="ba"):
    slug: str
    part: int
    answer: int


@dataclass(frozen=True, slots=True)
class StopLesson(Button, verb="bs"):
    """Dừng, học sau."""

    slug: str
    part: int


@dataclass(frozen=True, slots=True)
class NoName(Button, verb="bn"):
    """The certificate without a name."""

    slug: str
