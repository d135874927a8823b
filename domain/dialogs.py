"""A conversation is a list of questions; the state is the first unanswered one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from domain.texts import Text

WARD = "ward"


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer by button; `value` is what is kept."""

    value: str
    label: Text


@dataclass(frozen=True, slots=True)
class Question:
    """One question, one message, always skippable."""

    name: str
    text: Text
    choices: tuple[Choice, ...] = ()


YES_NO = (Choice("yes", Text("Yes")), Choice("no", Text("No")))

# safeguarding.md, «Questions, in this order, one per message, each skippable»
URGENT_QUESTIONS = (
    Question("hurt", Text("Is anyone hurt now and in need of a doctor?"), YES_NO),
    Question("near", Text("Is the person who does this near you now?"), YES_NO),
    Question("safe", Text("Is it safe for you to write here?"), YES_NO),
    Question(WARD, Text("Where did it happen: in which ward?")),
    Question(
        "age",
        Text("About how old is the child?"),
        (
            Choice("0-6", Text("Under 7")),
            Choice("7-10", Text("7 to 10")),
            Choice("11-15", Text("11 to 15")),
            Choice("16-17", Text("16 or 17")),
        ),
    ),
    Question(
        "help",
        Text("What would help now: that somebody comes, calls, or only writes?"),
        (
            Choice("come", Text("Come")),
            Choice("call", Text("Call")),
            Choice("write", Text("Only write")),
        ),
    ),
    Question("others", Text("Are there other children there?"), YES_NO),
)


def question(name: str) -> Question | None:
    """The question of this name, None for one we do not ask."""
    return next((q for q in URGENT_QUESTIONS if q.name == name), None)


def next_question(answered: Collection[str]) -> Question | None:
    """The first question that was neither answered nor skipped."""
    return next((q for q in URGENT_QUESTIONS if q.name not in answered), None)
