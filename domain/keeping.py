"""Children somebody wants to find again at their next sign-up: whose yes it takes, and for how long. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.events import Event
from domain.people import AgeBand
from domain.signups import MOST_CHILDREN, Child, Ticket
from domain.texts import Refusal, Text

AGE_HOLDS = timedelta(days=180)  # then the age is asked again
UNUSED_KEPT = timedelta(days=730)  # as the profile it belongs to (product.md §5)


@dataclass(frozen=True, slots=True)
class KeptChild:
    """What is kept: a nickname and an age band. `child`: under which number the ledger has the yes."""

    child: int
    nickname: str
    age_band: AgeBand
    aged_at: datetime
    used_at: datetime

    @property
    def goes_at(self) -> datetime:
        """When it is forgotten by itself, if nobody signs it up before."""
        return self.used_at + UNUSED_KEPT

    def knows_age(self, now: datetime) -> bool:
        """Whether the age was said lately enough to be taken for granted."""
        return now - self.aged_at < AGE_HOLDS


@dataclass(frozen=True, slots=True)
class Keeping:
    """The children of a sign-up: which are kept (their number in the ledger), which wait for the child's own yes."""

    event: Event
    ticket: Ticket
    kept: Mapping[int, int]
    waiting: Sequence[Child]


def same_child(one: str, other: str) -> bool:
    """Whether a family means the same child: it is called alike."""
    return one.casefold() == other.casefold()


def named(kept: Sequence[KeptChild], nickname: str) -> KeptChild | None:
    """The kept child of this name."""
    return next((each for each in kept if same_child(each.nickname, nickname)), None)


def after_signing_up(kept: KeptChild, age: AgeBand, now: datetime) -> KeptChild | None:
    """The same child after it was signed up with this age.

    None: it has grown to an age from which its own yes is needed, and only the parent's is there.
    """
    if age.needs_own_consent and not kept.age_band.needs_own_consent:
        return None
    asked = age is not kept.age_band or not kept.knows_age(now)
    return KeptChild(kept.child, kept.nickname, age, now if asked else kept.aged_at, now)


def check_many(kept: Sequence[KeptChild]) -> None:
    """Raises Refusal for more children than one sign-up could hold."""
    if len(kept) >= MOST_CHILDREN:
        raise Refusal(Text("At most {most} children can be remembered.", most=MOST_CHILDREN))
