"""Whether and how we may write to a sender about a case: only as they allowed, never by surprise (safeguarding.md)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.cases import QUIET
from domain.texts import Text
from domain.vietnamese import fold
from domain.working_time import HANOI

# what answers somebody who has just written or tapped; once they have left quickly nobody waits for it any more
ANSWERS = frozenset({"Stored", "WaitingPromise", "Ask", "Placed", "SafetyCard", "Spoken"})
STATES = frozenset({"TakenNews", "SplitNews", "NewPromise", "Closed"})
WORDS = frozenset({"FromStaff"})
ON_TAP = frozenset({"LetterOpened"})  # asked for with a tap: also by who cannot write safely
TRUTHS = frozenset({"NobodyYet", "FellBack"})  # of this minute: worth nothing in the morning
ABOUT_A_CASE = (ANSWERS - {"Spoken"}) | STATES | WORDS | ON_TAP | TRUTHS

ANY, NEVER = "any", "never"
HOURS = ("8-17", "17-21")  # offered as buttons; others can be typed
MOST_SIGNS = 40  # of the words somebody chose for us to begin with
OPENINGS = {
    "class": Text("About tomorrow’s class:"),
    "book": Text("The book you asked for:"),
}
_TWO_HOURS = re.compile(r"(?:tu )?(\d{1,2})(?: ?h| ?g| gio)?(?: (?:den|toi))? (\d{1,2})(?: ?h| ?g| gio)?")


@dataclass(frozen=True, slots=True)
class Recontact:
    """What a sender said about being written to.

    `when`: ANY, NEVER, hours of the day in Vietnam like `8-17`, or None while they have not said. `later`: they
    asked for nothing until they write again. `left`: they left quickly. `opening`: the words to begin with.
    """

    safe: bool = True
    seen: bool = False
    when: str | None = None
    later: bool = False
    left: bool = False
    opening: str | None = None


@dataclass(frozen=True, slots=True)
class Say:
    """In full; `opening` first, where they did not just write to us."""

    opening: Text | None = None


@dataclass(frozen=True, slots=True)
class Neutral:
    """As the one neutral line of the day, or not at all."""

    opening: Text | None = None


@dataclass(frozen=True, slots=True)
class Wait:
    """Not now: until this moment, or (None) until they come back by themselves."""

    until: datetime | None


@dataclass(frozen=True, slots=True)
class Drop:
    """Never: it would be a surprise now, and it is not true any more later."""


Way = Say | Neutral | Wait | Drop


def way(kind: str, wish: Recontact, heard_at: datetime, now: datetime) -> Way:
    """How news of this kind may come to a sender who last wrote at `heard_at` (reasons: docs/decisions/0007).

    Who left or cannot write safely gets the neutral line. Within ten quiet minutes of their own words it is an
    answer, not «writing first». After that their hours count; a truth of the minute outside them becomes the line.
    """
    first = opening(wish.opening)
    if wish.left or not (wish.safe or wish.later or kind in ON_TAP):
        return Neutral(first)
    if kind in ANSWERS | ON_TAP:
        return Say()
    if wish.later or wish.when == NEVER:
        talking = not wish.later and now - heard_at < QUIET
        return Say() if talking else Drop() if kind in TRUTHS else Wait(None)
    if now - heard_at < QUIET:
        return Say()
    begins = hours_begin(wish.when, now)
    if begins > now:
        return Neutral(first) if kind in TRUTHS else Wait(begins)
    if wish.when is None and wish.seen:
        return Neutral(first)
    return Say(first)


def asked_at_the_end(wish: Recontact) -> tuple[str, ...]:
    """What is offered as an answer to «may we write again, and when»: the hours they gave before, else the usual ones.

    None for who left quickly or cannot write safely: they are not asked (safeguarding.md, «Words», closing).
    """
    if wish.left or wish.later or not wish.safe:
        return ()
    hours = (wish.when,) if wish.when is not None and "-" in wish.when else HOURS
    return ANY, *hours, NEVER


def is_when(value: str) -> bool:
    """Whether this says when somebody may be written to first: ANY, NEVER, or hours like `8-17`."""
    return value in (ANY, NEVER) or hours_in(value) == value


def hours_begin(when: str | None, now: datetime) -> datetime:
    """`now` inside the hours (or without any), else the moment they begin again."""
    if when is None or "-" not in when:
        return now
    start, end = (int(hour) for hour in when.split("-"))
    local = now.astimezone(HANOI)
    inside = start <= local.hour < end if start < end else local.hour >= start or local.hour < end
    if inside:
        return now
    begins = local.replace(hour=start, minute=0, second=0, microsecond=0)
    return (begins if begins > local else begins + timedelta(days=1)).astimezone(now.tzinfo)


def hours_in(text: str) -> str | None:
    """The hours somebody typed, like `8-17`, `8h - 17h30`, `từ 8 giờ đến 17 giờ`; None where it is not that alone."""
    found = _TWO_HOURS.fullmatch(fold(text))
    if found is None:
        return None
    start, end = int(found[1]), int(found[2])
    return f"{start}-{end}" if start < 24 and end <= 24 and start != end else None


def opening(kept: str | None) -> Text | None:
    """The words to begin with: one of ours, or the sender's own."""
    if not kept:
        return None
    return OPENINGS.get(kept) or Text("{words}", words=kept)
