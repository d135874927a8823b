"""What somebody may see of what we keep about them (`/dulieu`), and when each of it goes. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from domain.arrivals import Visit
from domain.broadcasts import Topic
from domain.conversations import Dialog
from domain.events import Event
from domain.keeping import KeptChild
from domain.lessons import Progress
from domain.signups import Ticket

FAMILIES_KEPT = timedelta(days=30)  # after the event; then counts (product.md §5)
PROOF_KEPT = timedelta(days=730)
BACKUPS_KEPT = timedelta(days=30)  # product.md §5; an older one is not restored just so
ERASURES_KEPT = BACKUPS_KEPT + timedelta(days=1)  # a backup of any age that is restored finds them


@dataclass(frozen=True, slots=True)
class HalfFilled:
    """What they have begun to tell us: of a sign-up its event (title) and children (name, age, note about health)."""

    name: Dialog
    goes_at: datetime
    event: str = ""
    children: Sequence[tuple[str, str, str]] = ()
    adult: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """`signups`: every sign-up that is kept, over or not. `proofs`: consents given; `withdrawn` of them taken back.

    `lessons`: where they stand in each, with its title; None for one that is gone.
    """

    signups: Sequence[tuple[Event, Ticket]]
    news: Sequence[tuple[str, Topic]]
    lessons: Sequence[tuple[str | None, Progress]]
    proofs: int
    withdrawn: int
    last_proof_goes: datetime | None
    children: Sequence[KeptChild] = ()  # kept for next time
    groups: int = 0  # duty groups they registered
    felt: Mapping[int, tuple[int | None, str]] = field(default_factory=dict)  # how an event was, in a face and words
    visits: Mapping[int, Visit] = field(default_factory=dict)  # what was written down on the day, by sign-up
    named: Sequence[tuple[Event, str]] = ()  # on a child's sign-up, by a parent with a sign-up of their own
    begun: HalfFilled | None = None  # nothing of a case

    def upcoming(self, now: datetime) -> int:
        """Sign-ups for events that are not over."""
        return sum(event.ends_at > now for event, _ in self.signups)


def goes_on(event: Event) -> datetime:
    """When the families of an event are deleted."""
    return event.ends_at + FAMILIES_KEPT
