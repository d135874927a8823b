"""A conversation is a list of questions; the state is the first unanswered one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from domain.recontact import ANY, NEVER, OPENINGS, hours_in
from domain.texts import Text
from domain.wards import OUTSIDE, WARDS

SAFE, SEEN, WARD, WHEN, OPENING = "safe", "seen", "ward", "when", "opening"
UNKNOWN = "unknown"
OWN = "own"  # the words to begin with come as the next message


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
    identifies: bool = False
    says_who_reads: bool = False


YES_NO = (Choice("yes", Text("Yes")), Choice("no", Text("No")))

# safeguarding.md, «Questions, in this order, one per message, each skippable»; whether somebody else sees the phone
# is asked early, and how to write again belongs to the sixth
URGENT_QUESTIONS = (
    Question("hurt", Text("Is anyone hurt now and in need of a doctor?"), YES_NO),
    Question("near", Text("Is the person who does this near you now?"), YES_NO),
    Question(SAFE, Text("Is it safe for you to write here?"), YES_NO),
    Question(SEEN, Text("Can somebody else look at this phone?"), YES_NO),
    Question(WARD, Text("Where did it happen: in which ward?"), identifies=True),
    Question(
        "age",
        Text("About how old is the child?"),
        (
            Choice("0-6", Text("Under 7")),
            Choice("7-10", Text("7 to 10")),
            Choice("11-15", Text("11 to 15")),
            Choice("16-17", Text("16 or 17")),
        ),
        identifies=True,
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
    Question(
        WHEN,
        Text("When is it safe for us to write to you first? Tap, or write the hours, like 8-17."),
        (
            Choice(ANY, Text("Any time")),
            Choice("8-17", Text("8:00 to 17:00")),
            Choice("17-21", Text("17:00 to 21:00")),
            Choice(NEVER, Text("Never first")),
        ),
    ),
    Question(
        OPENING,
        Text("Which words should our message begin with, so that it looks harmless and you know it is us?"),
        (
            *(Choice(name, words) for name, words in OPENINGS.items()),
            Choice(OWN, Text("✏️ My own words")),
        ),
    ),
    Question("others", Text("Are there other children there?"), YES_NO, identifies=True),
)


def question(name: str) -> Question | None:
    """The question of this name, None for one we do not ask."""
    return next((q for q in URGENT_QUESTIONS if q.name == name), None)


def is_answer(name: str, value: str) -> bool:
    """Whether this can be an answer to the question: one of its buttons, or hours that somebody typed."""
    asked = question(name)
    if asked is None:
        return False
    if name == WARD:
        return value in (*WARDS, OUTSIDE, UNKNOWN)
    return value in [choice.value for choice in asked.choices] or (name == WHEN and hours_in(value) == value)


def next_question(answered: Mapping[str, str]) -> Question | None:
    """The first question that was neither answered nor skipped; none any more for who cannot write safely.

    The first one that could identify somebody says who will read the answer.
    """
    if answered.get(SAFE) == "no":
        return None
    asked = next((q for q in URGENT_QUESTIONS if q.name not in answered and _applies(q.name, answered)), None)
    if asked is None or not asked.identifies:
        return asked
    told = any(q.identifies and q.name in answered for q in URGENT_QUESTIONS)
    return asked if told else replace(asked, says_who_reads=True)


def _applies(name: str, answered: Mapping[str, str]) -> bool:
    """Words to begin with matter to who may be written to first, on a phone that others see or not at all hours."""
    if name != OPENING:
        return True
    when = answered.get(WHEN)
    return when not in (None, "", NEVER) and (answered.get(SEEN) == "yes" or when != ANY)
