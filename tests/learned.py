"""What the reader of danger learned from, read once in a process: TOML takes five seconds."""

from __future__ import annotations

from functools import cache

from training.corpus import Message, Question, messages, questions


@cache
def told() -> tuple[Message, ...]:
    """Every message of the corpus."""
    return tuple(messages())


@cache
def asked() -> tuple[Question, ...]:
    """Every question."""
    return tuple(questions())
