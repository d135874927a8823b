"""Splitting a case (two children): which messages stand in the new one, too, and from when its limits count. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

MOST = 10  # messages that can be chosen one by one; older ones always stand in both cases
# what the sender said about themselves and the danger holds for both children; age, injuries and the like do not
SHARED_ANSWERS = frozenset({"near", "safe", "seen", "when", "ward", "help"})


@dataclass(frozen=True, slots=True)
class Plan:
    """What the holder chose: the `nth` case split off, of the messages up to `upto`, `without` those of this mask."""

    nth: int
    upto: int
    without: int = 0

    def toggled(self, index: int) -> Plan:
        """The same choice with one message taken out or put back."""
        return Plan(self.nth, self.upto, self.without ^ (1 << index))

    def leaves_out(self, index: int) -> bool:
        """Whether the message at this place among the newest is left out."""
        return bool(self.without >> index & 1)


@dataclass(frozen=True, slots=True)
class Said:
    """A message of the sender as the choice shows it: when it was sent, and what it is."""

    entry: int
    at: datetime
    received_at: datetime
    kind: str


def choice(messages: Sequence[Said], plan: Plan) -> tuple[Sequence[Said], Sequence[Said]]:
    """The older messages, which always go along, and the newest ones, among which can be chosen."""
    known = [each for each in messages if each.entry <= plan.upto]
    return known[:-MOST], known[-MOST:]


def going_along(messages: Sequence[Said], plan: Plan) -> list[Said]:
    """The messages that will stand in both cases; what came after the choice was shown goes along."""
    older, newest = choice(messages, plan)
    later = [each for each in messages if each.entry > plan.upto]
    return [*older, *(each for i, each in enumerate(newest) if not plan.leaves_out(i)), *later]


def counts_from(first: datetime, along: Sequence[Said]) -> datetime:
    """When the information about the second child was received: the earliest message that goes along.

    Never before `first`, from when the limits of the first case count; with no message that moment itself.
    """
    return max(first, min((each.received_at for each in along), default=first))
